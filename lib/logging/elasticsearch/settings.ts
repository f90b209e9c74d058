import { ElasticsearchMmap } from './mmap';

/** Settings that this library answers for: changed by hand they would undo what it sees to. */
export const OWN_SETTINGS: readonly RegExp[] = [
  /^cluster\.(?:name|initial_master_nodes)$/,
  /^node\.(?:name|roles|store\.allow_mmap)$/,
  /^discovery\./,
  /^network\./,
  /^(?:http|transport)\.(?:port|host|bind_host|publish_host|publish_port)$/,
  /^path\./,
  /^xpack\.security\.(?:enabled|autoconfiguration\.|enrollment\.|http\.ssl\.|transport\.ssl\.)/,
];

export interface MemberSettings {
  readonly clusterName: string;
  /** Host of the headless Service, which names every member. */
  readonly seedHost: string;
  readonly mmap: ElasticsearchMmap;
  /** @default - all that the member can do */
  readonly roles?: readonly string[];
  /** @default - none */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * The settings of a member, as arguments. They are part of the pods' template, so that a change of one is a rollout.
 *
 * The heap is not among them: Elasticsearch takes half of the memory limit itself (less of one below 1 GiB). The other half
 * is for buffers outside the heap and for the files of the indices, which the kernel keeps in memory.
 */
export function memberArguments({ clusterName, seedHost, mmap, roles, more = {} }: MemberSettings): string[] {
  const settings: Record<string, string> = {
    'cluster.name': clusterName,
    'node.name': '$(POD_NAME)',
    ...(roles ? { 'node.roles': roles.join(',') } : {}),
    'network.host': '0.0.0.0',
    'discovery.seed_hosts': seedHost,
    // Needs nothing of the node; files are read by calls instead.
    ...(mmap === ElasticsearchMmap.OFF ? { 'node.store.allow_mmap': 'false' } : {}),
    'xpack.security.enabled': 'true',
    // It would make certificates and passwords of its own.
    'xpack.security.autoconfiguration.enabled': 'false',
    ...tls('http'),
    ...tls('transport'),
    // Members are known by addresses that change; the authority signs nobody else.
    'xpack.security.transport.ssl.verification_mode': 'certificate',
    ...more,
  };
  return Object.entries(settings).map(([name, value]) => `-E${name}=${value}`);
}

/** Paths below the folder of the configuration; changed files are read anew. */
function tls(layer: 'http' | 'transport'): Record<string, string> {
  const at = `xpack.security.${layer}.ssl`;
  return {
    [`${at}.enabled`]: 'true',
    [`${at}.key`]: `${layer}/tls.key`,
    [`${at}.certificate`]: `${layer}/tls.crt`,
    [`${at}.certificate_authorities`]: `${layer}/ca.crt`,
  };
}
