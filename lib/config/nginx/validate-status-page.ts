import type { Problem } from '../../model/problem';
import { answersFor, type Listen, parseListen, UNSET_LISTEN } from './listen';
import { blocksAt } from './location';
import { type Directive, NginxSyntaxError, parseNginx } from './parse';
import { statusServer } from './status-server';

interface Server {
  readonly listens: readonly Listen[];
  readonly names: readonly string[];
  readonly block: readonly Directive[];
}

/**
 * Checks that a status page is where the exporter will ask for it: the server that answers the address, in it the
 * location that answers the path, in that `stub_status`, and nobody who denies it to the pod itself.
 *
 * @param place what the files are, for messages: `'nginxConfig'`
 * @param files texts of the configuration; what they include is not seen
 */
export function validateStatusPage(place: string, files: readonly string[], scrapeUri: string): Problem[] {
  const parsed = files.map(parse);
  const unreadable = parsed.find((file) => file instanceof NginxSyntaxError);
  if (unreadable) {
    return [{ what: `${place} is no nginx configuration: ${unreadable.message}`, fix: 'look at what `nginx -t` says' }];
  }
  const servers = parsed.flatMap((file) => serversIn(file as readonly Directive[]));
  const { hostname, port, protocol, pathname } = new URL(scrapeUri);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  const server = serverFor(servers, hostname, number);
  const fix = fixFor(servers, hostname, number, pathname);
  if (server === undefined) return [{ what: `${place} has no server that listens at ${hostname}:${number}`, fix }];
  const listen = server.listens.find((each) => each.port === number) ?? UNSET_LISTEN;
  if (listen.ssl !== (protocol === 'https:')) {
    const scheme = listen.ssl ? 'https' : 'http';
    return [
      { what: `${place} speaks ${scheme} at ${hostname}:${number}`, fix: `begin 'scrapeUri' with '${scheme}://'` },
    ];
  }
  const blocks = blocksAt(server.block, pathname);
  if (!has(blocks.at(-1) ?? [], 'stub_status')) {
    return [{ what: `${place} has no location with stub_status that answers ${scrapeUri}`, fix }];
  }
  if (!deniesItself(blocks, hostname)) return [];
  return [
    {
      what: `${place} denies ${scrapeUri} to the pod itself`,
      fix: `put 'allow ${addressOf(hostname)};' before the 'deny' of that location`,
    },
  ];
}

function parse(text: string): readonly Directive[] | NginxSyntaxError {
  try {
    return parseNginx(text);
  } catch (error) {
    if (error instanceof NginxSyntaxError) return error;
    throw error;
  }
}

/** Servers at any depth: in `http` of a whole configuration, at the top of an included file. */
function serversIn(directives: readonly Directive[]): Server[] {
  return directives.flatMap(({ name, block = [] }): Server[] => {
    if (name === 'stream' || name === 'mail') return [];
    if (name !== 'server') return serversIn(block);
    const listens = block.filter((each) => each.name === 'listen').map(parseListen);
    return [
      {
        listens: listens.length === 0 ? [UNSET_LISTEN] : listens.filter((each) => each !== undefined),
        names: block.filter((each) => each.name === 'server_name').flatMap(({ args }) => args),
        block,
      },
    ];
  });
}

/** Of those at the address that fits best: the one named so, else the default, which is the first if none is marked. */
function serverFor(servers: readonly Server[], host: string, port: number): Server | undefined {
  const closeness = (server: Server) =>
    Math.max(0, ...server.listens.filter((listen) => listen.port === port).map((listen) => answersFor(listen, host)));
  const best = Math.max(0, ...servers.map(closeness));
  if (best === 0) return undefined;
  const candidates = servers.filter((server) => closeness(server) === best);
  const isDefault = ({ listens }: Server) => listens.some((listen) => listen.port === port && listen.isDefault);
  return (
    candidates.find(({ names }) => names.includes(host.replace(/^\[|\]$/g, ''))) ??
    candidates.find(isDefault) ??
    candidates[0]
  );
}

const has = (block: readonly Directive[], name: string) => block.some((directive) => directive.name === name);

/** `allow` and `deny` are inherited only by blocks that have none; the first that fits counts. */
function deniesItself(blocks: readonly (readonly Directive[])[], host: string): boolean {
  const rules = [...blocks].reverse().find((block) => has(block, 'allow') || has(block, 'deny')) ?? [];
  const itself = ['all', addressOf(host), ...(host === '[::1]' ? [] : ['127.0.0.0/8'])];
  return (
    rules.find(({ name, args: [who = ''] }) => /^(?:allow|deny)$/.test(name) && itself.includes(who))?.name === 'deny'
  );
}

const addressOf = (host: string) => (host === '[::1]' ? '::1' : host === 'localhost' ? '127.0.0.1' : host);

/** A page that is somewhere else is the likeliest mistake; else the server block that is missing. */
function fixFor(servers: readonly Server[], host: string, port: number, path: string): string {
  for (const { listens, block } of servers) {
    const [listen] = listens;
    const elsewhere = statusPathIn(block);
    if (listen === undefined || elsewhere === undefined) continue;
    const found = `${listen.ssl ? 'https' : 'http'}://${host}:${listen.port}${elsewhere}`;
    if (answersFor(listen, host) > 0 && (listen.port !== port || elsewhere !== path))
      return `set 'scrapeUri' to '${found}'`;
  }
  return `add the server block '${statusServer(port).replace('/stub_status', path).replace(/\s+/g, ' ').trim()}'`;
}

function statusPathIn(block: readonly Directive[]): string | undefined {
  for (const { name, args, block: inner = [] } of block) {
    if (name === 'location' && has(inner, 'stub_status')) return args.at(-1)?.replace(/^=/, '');
  }
  return undefined;
}
