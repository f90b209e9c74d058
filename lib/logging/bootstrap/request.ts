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
  /** The Secret whose value takes the place of {@link PASSWORD} in the body. @default - none */
  readonly password?: SecretKey;
  /** Text that an answer must hold, where a refusal is told by that alone. @default - none */
  readonly answer?: string;
}

/** The files of a list of requests, as the script of the Jobs reads them. */
export function requestFiles(requests: readonly BootstrapRequest[]): Record<string, string> {
  const files: Record<string, string> = {};
  const rows = requests.map(({ method, path, body, accept = [200], password, answer = '-' }, i) => {
    const file = body === undefined ? '-' : `${String(i + 1).padStart(3, '0')}.json`;
    if (body !== undefined) files[file] = textOf(body);
    const secret = password === undefined ? '-' : `${password.name}/${password.key}`;
    return [method, path, accept.join(','), file, secret, answer].join('\t');
  });
  return { 'requests.tsv': `${rows.join('\n')}\n`, ...files };
}

const textOf = (body: object) =>
  Array.isArray(body) ? body.map((line) => `${JSON.stringify(line)}\n`).join('') : JSON.stringify(body, null, 1);
