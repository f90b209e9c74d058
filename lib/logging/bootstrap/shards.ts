import type { Problem } from '../../model/problem';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import { type LogStoreProps, retentionOf } from '../outputs/log-store';
import { type LogStores, replicasOf } from './store-requests';

/** Indices of the server and of its page, with their copies. */
const THEIR_OWN = 50;

/** What is kept for ever has to go on for so many days at least, until somebody looks. */
const FOR_EVER = 90;

/** Up to so many days Elasticsearch cuts a data stream each day. */
const DAILY_PARTS = 14;

/** More would not be proposed. */
const MOST_NODES = 200;

type Kept = Pick<LogStores, 'indices' | 'dataStreams' | 'rejected'>;

/** Indices that one name has at a time. */
interface Indices {
  readonly indices: number;
  readonly store: LogStoreProps;
}

/**
 * Checks that an Elasticsearch takes all shards of what is kept in it: beyond its limit it makes no index, and rejects
 * documents.
 */
export function validateShards({ dataNodes, maxShardsPerNode }: ISearchEndpoint, kept: Kept): Problem[] {
  if (dataNodes === undefined || maxShardsPerNode === undefined) return [];
  const all = indicesOf(kept);
  const total = (nodes: number) => all.reduce((sum, each) => sum + shardsOf(each, nodes), THEIR_OWN);
  const [shards, limit] = [total(dataNodes), dataNodes * maxShardsPerNode];
  if (!(shards > limit)) return [];
  const sum = [...groups(all, dataNodes)].map(([product, names]) => `${names} x ${product}`);
  // Those of a shorter retention are cut by the day, too.
  const streams = kept.indices.some((store) => store.dated !== false && daysOf(store) > DAILY_PARTS);
  const enough = Array.from({ length: MOST_NODES }, (_, i) => i + 1).find(
    (nodes) => nodes > Math.max(2, dataNodes) && total(nodes) <= nodes * maxShardsPerNode,
  );
  return [
    {
      what: `all that is kept comes to ${shards} shards (names x indices of each x shards x copies: ${sum.join(' + ')}, and ${THEIR_OWN} of the server itself), and ${dataNodes === 1 ? 'one node takes' : `${dataNodes} nodes take`} ${limit}: beyond them documents are rejected`,
      fix: [
        'keep fewer names or fewer days',
        ...(streams ? ['use data streams, which have fewer indices'] : []),
        ...(enough === undefined ? [] : [`use ${enough} nodes`]),
      ].join(', or '),
    },
  ];
}

function indicesOf({ indices, dataStreams, rejected }: Kept): Indices[] {
  return [
    // That of today is there beside those of the days that are kept.
    ...[rejected, ...indices].map((store) => ({ indices: store.dated === false ? 1 : daysOf(store) + 1, store })),
    ...dataStreams.map((store) => ({ indices: partsOf(store), store })),
  ];
}

function daysOf(store: LogStoreProps): number {
  const retention = retentionOf(store);
  return retention === undefined ? FOR_EVER : Number.parseInt(retention, 10);
}

/** As Elasticsearch cuts a stream by its retention: what is written to, what is nearly old enough, and those in between. */
function partsOf(store: LogStoreProps): number {
  const days = daysOf(store);
  const each = store.keepForever || days > 90 ? 30 : days > DAILY_PARTS ? 7 : days > 1 ? 1 : 1 / 24;
  return Math.ceil(days / each) + 2;
}

const copiesOf = (store: LogStoreProps, nodes: number) => 1 + replicasOf(nodes, store);
const shardsOf = ({ indices, store }: Indices, nodes: number) => indices * (store.shards ?? 1) * copiesOf(store, nodes);

/** How many names have the same. */
function groups(all: readonly Indices[], nodes: number): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const { indices, store } of all) {
    const product = `${indices} x ${store.shards ?? 1} x ${copiesOf(store, nodes)}`;
    names.set(product, (names.get(product) ?? 0) + 1);
  }
  return names;
}
