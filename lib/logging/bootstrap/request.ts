import type { Problem } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';

/** What stands for the password in a body, until the Job sends it. */
export const PASSWORD = '@PASSWORD@';

/** One request of a bootstrap Job; it may be sent any number of times. */
export interface BootstrapRequest {
  /**
   * Beside the methods of HTTP: `IMPORT` posts the body as a file of saved objects, `REPLACE` puts it with the version
   * of what is there, without which OpenSearch changes nothing.
   */
  readonly method: 'GET' | 'PUT' | 'POST' | 'IMPORT' | 'REPLACE';
  readonly path: string;
  /** Data of JSON, or lines of it to import. @default - none */
  readonly body?: object;
  /** Answers that are all right. @default [200] */
  readonly accept?: readonly number[];
  /** Text of a refusal which says that there is nothing to do. @default - none */
  readonly idle?: string;
  /** The Secret whose value takes the place of {@link PASSWORD} in the body. @default - none */
  readonly password?: SecretKey;
  /** Text that an answer must hold, where a refusal is told by that alone. @default - none */
  readonly answer?: string;
}

/**
 * kubectl writes all that it applies into one annotation, and an object takes 262144 bytes of annotations: so many are
 * for requests, the rest is for the script and what all objects have.
 */
const ROOM = 200_000;

/** A pod reads them all into its memory. */
const MOST_PARTS = 20;

/** Lists of requests as the script of the Jobs reads them, one a line, each no longer than a ConfigMap takes. */
export function requestLists(requests: readonly BootstrapRequest[]): string[] {
  const lists: string[][] = [[]];
  let room = ROOM;
  for (const row of requests.map(rowOf)) {
    room -= sizeOf(row);
    if (room < 0) {
      lists.push([]);
      room = ROOM - sizeOf(row);
    }
    lists.at(-1)?.push(row);
  }
  return lists.map((rows) => rows.join(''));
}

/** Checks that ConfigMaps have room for all requests. */
export function validateRequests(requests: readonly BootstrapRequest[]): Problem[] {
  const sizes = requests.map((request) => ({ request, size: sizeOf(rowOf(request)) }));
  const long = sizes.filter(({ size }) => size > ROOM);
  const all = sizes.reduce((sum, { size }) => sum + size, 0);
  if (long.length === 0 && all <= (MOST_PARTS - 1) * ROOM) return [];
  return [
    ...long.map(({ request: { method, path }, size }) => ({
      what: `'${method} ${path}' takes ${size} bytes, and a ConfigMap that kubectl applies has ${ROOM} for it`,
      fix: 'set up fewer names, or let each writer add to fewer of them',
    })),
    ...(long.length === 0
      ? [
          {
            what: `the ${requests.length} requests take ${megabytes(all)}, and the Job reads ${megabytes((MOST_PARTS - 1) * ROOM)}`,
            fix: 'set up fewer names, such as one for several teams',
          },
        ]
      : []),
  ];
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Nothing of it holds a tab but the last, whose lines they part: JSON has none. */
function rowOf({ method, path, body, accept = [200], idle = '-', password, answer = '-' }: BootstrapRequest): string {
  const secret = password === undefined ? '-' : `${password.name}/${password.key}`;
  return `${[method, path, accept.join(','), idle, secret, answer, textOf(body)].join('\t')}\n`;
}

function textOf(body: object | undefined): string {
  if (body === undefined) return '-';
  return Array.isArray(body) ? body.map((line) => JSON.stringify(line)).join('\t') : JSON.stringify(body);
}

/** Its bytes in kubectl's annotation, where three letters more than those of JSON are escaped. */
const sizeOf = (text: string) => Buffer.byteLength(JSON.stringify(text).replace(/[<>&]/g, '\\u0000')) - 2;
