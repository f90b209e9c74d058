import { createServer, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A document of a bulk request. */
export interface BulkDocument {
  readonly operation: 'index' | 'create' | 'update' | 'delete';
  readonly index: string;
  /** @default - the server makes one */
  readonly id?: string;
  /** @default - a delete has none */
  readonly source?: Record<string, unknown>;
}

/** A bulk request, whatever it was answered. */
export interface BulkRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As it was sent, unpacked. */
  readonly body: string;
  readonly documents: readonly BulkDocument[];
  /** The status of the whole. */
  readonly status: number;
}

/**
 * How a bulk request is answered: with a status for the whole, by `hang` not at all, or with a status for each document
 * (201 stands for what the server would say by itself).
 */
export type BulkAnswer = 200 | 400 | 401 | 413 | 429 | 503 | 'hang' | ((document: BulkDocument) => number);

/** A stand-in for the bulk API of Elasticsearch on the loopback address. */
export interface BulkServer {
  readonly port: number;
  readonly url: string;
  /** All requests so far, those refused too. */
  readonly requests: readonly BulkRequest[];
  /** The documents it took, in the order they came; one that was refused, or there already, is not among them. */
  documents(index?: string): readonly BulkDocument[];
  /** Answers the next requests so, one each, and those after them with 200. */
  plan(...answers: readonly BulkAnswer[]): void;
  /** Answers all requests so, until it is told something else. */
  always(answer: BulkAnswer): void;
  stop(): Promise<void>;
}

/** Starts one. With the port of one that was stopped, it is the same server that was away for a while. */
export async function startBulkServer({ port = 0, answer = 200 as BulkAnswer } = {}): Promise<BulkServer> {
  const requests: BulkRequest[] = [];
  const taken: BulkDocument[] = [];
  let otherwise = answer;
  let planned: BulkAnswer[] = [];

  const statusOf = (document: BulkDocument): number => {
    const there =
      document.id !== undefined && taken.some((one) => one.index === document.index && one.id === document.id);
    if (there && document.operation === 'create') return 409;
    taken.push(document);
    return there ? 200 : 201;
  };
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const chosen = planned.shift() ?? otherwise;
    const documents = documentsOf(body, indexIn(path));
    const status = typeof chosen === 'number' ? chosen : 200;
    requests.push({ path, headers: request.headers, body, documents, status });
    if (chosen === 'hang') return;
    response.setHeader('content-type', 'application/json');
    // Elasticsearch's own clients talk to nobody who does not say so.
    response.setHeader('x-elastic-product', 'Elasticsearch');
    response.statusCode = status;
    if (status !== 200) {
      response.end(JSON.stringify({ error: { type: 'stand_in', reason: 'as planned' }, status }));
      return;
    }
    const items = documents.map((document) => {
      const wanted = typeof chosen === 'function' ? chosen(document) : 201;
      const got = wanted === 201 ? statusOf(document) : wanted;
      return { [document.operation]: itemOf(document, got) };
    });
    const errors = items.some((item) => Object.values(item).some(({ status: each }) => each > 299));
    response.end(JSON.stringify({ took: 1, errors, items }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('the bulk server has no port');
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    requests,
    documents: (index) => (index === undefined ? taken : taken.filter((each) => each.index === index)),
    plan: (...answers) => {
      planned = [...answers];
    },
    always: (next) => {
      planned = [];
      otherwise = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const itemOf = ({ index, id }: BulkDocument, status: number) => ({
  _index: index,
  _id: id ?? 'made',
  status,
  ...(status > 299 ? { error: { type: errorOf(status), reason: 'as planned' } } : { result: 'created' }),
});

const errorOf = (status: number) =>
  ({
    400: 'document_parsing_exception',
    409: 'version_conflict_engine_exception',
    429: 'es_rejected_execution_exception',
  })[status] ?? 'stand_in';

const indexIn = (path: string) => /^\/([^/?]+)\/(?:[^/?]+\/)?_bulk/.exec(path)?.[1] ?? '';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent).toString();
}

/** Lines in twos: what to do, and the document; a delete has none. */
function documentsOf(body: string, index: string): BulkDocument[] {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  const found: BulkDocument[] = [];
  for (let at = 0; at < lines.length; ) {
    const action = JSON.parse(lines[at] as string) as Readonly<Record<string, { _index?: string; _id?: string }>>;
    const [operation = 'index'] = Object.keys(action) as BulkDocument['operation'][];
    const { _index, _id } = action[operation] ?? {};
    const withSource = operation !== 'delete';
    const source = withSource ? { source: JSON.parse(lines[at + 1] as string) } : {};
    found.push({ operation, index: _index ?? index, ...(_id === undefined ? {} : { id: _id }), ...source });
    at += withSource ? 2 : 1;
  }
  return found;
}
