import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Answer, type Made, type Route, refusal } from './api-route';
import { dashboardsRoutes } from './dashboards-api';
import { elasticsearchRoutes } from './elasticsearch-api';
import { openSearchRoutes } from './opensearch-api';

/** Whose API the stand-in speaks. */
export enum Api {
  ELASTICSEARCH = 'elasticsearch',
  OPENSEARCH = 'opensearch',
  KIBANA = 'kibana',
  OPENSEARCH_DASHBOARDS = 'opensearch-dashboards',
}

const ROUTES: Record<Api, readonly Route[]> = {
  [Api.ELASTICSEARCH]: elasticsearchRoutes,
  [Api.OPENSEARCH]: openSearchRoutes,
  [Api.KIBANA]: dashboardsRoutes('kbn-xsrf'),
  [Api.OPENSEARCH_DASHBOARDS]: dashboardsRoutes('osd-xsrf'),
};

export interface SearchServer {
  readonly url: string;
  /** What is there now. */
  readonly made: Made;
  /** `METHOD /path status` of each request. */
  readonly log: readonly string[];
  /** From now on, answer so many requests, and then none rightly. @default - all */
  limit(requests: number | undefined, failure?: 'status' | 'hang up'): void;
  stop(): Promise<void>;
}

/** A stand-in for the APIs that the bootstrap Jobs use, strict as the real ones, on the loopback address. */
export async function startSearchServer(
  api: Api,
  options: {
    readonly user?: string;
    readonly password: string;
    readonly path?: string;
    /** A certificate for `localhost`. */
    readonly tls?: { readonly key: string; readonly cert: string };
    readonly port?: number;
    /** Objects that are there before. */
    readonly made?: Made;
    readonly onRequest?: () => void;
    /** So many requests are refused before the password is right. @default 0 */
    readonly lateBy?: number;
  },
): Promise<SearchServer> {
  const { user = 'elastic', password, path: prefix = '', tls, port = 0, made = {} } = options;
  const log: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  let failure = 'status';
  let asked = 0;

  const answer = (request: IncomingMessage, raw: Buffer): Answer => {
    const url = new URL(request.url ?? '/', 'http://host');
    const { method = '' } = request;
    const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    asked += 1;
    if (request.headers.authorization !== login || asked <= (options.lateBy ?? 0))
      return refusal(401, 'unable to authenticate user');
    if (!url.pathname.startsWith(`${prefix}/`)) return refusal(404, `no such page ${url.pathname}`);
    const path = decodeURIComponent(url.pathname.slice(prefix.length));
    const route = ROUTES[api].find((each) => each.method === method && each.path.test(path));
    if (!route) return refusal(405, `no handler found for uri [${path}] and method [${method}]`);
    const header = api === Api.KIBANA ? 'kbn-xsrf' : api === Api.OPENSEARCH_DASHBOARDS ? 'osd-xsrf' : undefined;
    if (header !== undefined && method !== 'GET' && !request.headers[header])
      return refusal(400, `Request must contain a ${header} header.`);
    const read = bodyOf(request, raw);
    if ('status' in read) return read;
    const match = route.path.exec(path) as RegExpExecArray;
    return route.answer({ match, query: url.searchParams, ...read }, made);
  };

  const serve: RequestListener = (request, response) => {
    options.onRequest?.();
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      left -= 1;
      if (left < 0 && failure === 'hang up') {
        request.socket.destroy();
        return;
      }
      const { status, body } =
        left < 0 ? refusal(503, 'the stand-in is told to fail') : answer(request, Buffer.concat(chunks));
      log.push(`${request.method} ${request.url} ${status}`);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('the stand-in has no port');
  return {
    url: tls ? `https://localhost:${address.port}` : `http://127.0.0.1:${address.port}`,
    made,
    log,
    limit(requests = Number.POSITIVE_INFINITY, how = 'status') {
      left = requests;
      failure = how;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** As the servers read it: JSON by its type, or the one file of a form. */
function bodyOf(request: IncomingMessage, raw: Buffer): { body: unknown; file?: string } | Answer {
  if (raw.length === 0) return { body: undefined };
  const type = request.headers['content-type'] ?? '';
  if (type === 'application/json') {
    try {
      return { body: JSON.parse(raw.toString()) };
    } catch {
      return refusal(400, 'the body is no JSON');
    }
  }
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(type)?.[1];
  if (boundary === undefined) return refusal(406, `Content-Type header [${type}] is not supported`);
  const part = raw.toString().split(`--${boundary}`)[1] ?? '';
  const [head = '', ...content] = part.split('\r\n\r\n');
  if (!/name="file"; filename="[^"]+\.ndjson"/.test(head)) return refusal(400, 'the form has no file .ndjson');
  return { body: undefined, file: content.join('\r\n\r\n').replace(/\r\n$/, '') };
}
