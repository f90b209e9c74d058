import { createServer } from 'node:http';

/** A request that a stand-in got. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** A stand-in for services outside, on the loopback address: takes every request, answers `ok`, and remembers. */
export interface StandIn {
  readonly url: string;
  readonly received: readonly Received[];
  /** Bodies of the requests to a path. */
  bodies(path: string): string[];
  stop(): Promise<void>;
}

export async function startStandIn(): Promise<StandIn> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', body });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('the stand-in has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    bodies: (path) => received.filter((request) => request.path === path).map(({ body }) => body),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
