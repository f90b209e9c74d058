import type {
  FluentBitConfig,
  FluentBitFilter,
  FluentBitInput,
  FluentBitOutput,
} from '../../../lib/config/fluent-bit/config';

const STATE = '/var/lib/fluent-bit';

/** How container logs get the tags of this project: the pod last, since its name may have dots. */
export const containers: FluentBitInput<'tail'> = {
  name: 'tail',
  alias: 'containers',
  path: ['/var/log/containers/*.log'],
  exclude_path: ['/var/log/containers/*_logging_*.log'],
  tag: 'kube.<namespace>.<container>.<id>.<pod>',
  tag_regex: '^/var/log/containers/(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$',
  'multiline.parser': ['cri'],
  db: `${STATE}/containers.db`,
  'storage.type': 'filesystem',
};

/** The agent's own logs, which go another way, so that a failing output does not feed itself. */
export const own: FluentBitInput<'tail'> = {
  name: 'tail',
  alias: 'own',
  path: ['/var/log/containers/*_logging_*.log'],
  tag: 'self.<pod>',
  tag_regex: '/(?<pod>[^_/]+)_',
  db: `${STATE}/own.db`,
};

/** The journal of the node. */
export const journal: FluentBitInput<'systemd'> = {
  name: 'systemd',
  alias: 'journal',
  tag: 'node.*',
  systemd_filter: ['_SYSTEMD_UNIT=kubelet.service'],
  db: `${STATE}/journal.db`,
};

/** Metadata from the tag as {@link containers} makes it. */
export const kubernetes: FluentBitFilter<'kubernetes'> = {
  name: 'kubernetes',
  alias: 'metadata',
  match: 'kube.*',
  kube_tag_prefix: 'kube.',
  regex_parser: 'kube-tag',
  merge_log: true,
  merge_log_key: 'parsed',
};

/** The parser that {@link kubernetes} names. */
export const kubeTag = {
  name: 'kube-tag',
  format: 'regex',
  regex: '^(?<namespace_name>[^.]+)\\.(?<container_name>[^.]+)\\.(?<docker_id>[^.]+)\\.(?<pod_name>.+)$',
} as const;

/** An output that writes files. */
export const stdout = (alias: string, match: string): FluentBitOutput<'stdout'> => ({ name: 'stdout', alias, match });
/** An output that takes the tags that a regular expression matches. */
export const byRegex = (alias: string, regex: string): FluentBitOutput<'stdout'> => ({
  name: 'stdout',
  alias,
  match_regex: regex,
});

/** A whole pipeline that is in order: two teams, what is left, the node and the agent itself. */
export const whole: FluentBitConfig = {
  service: { grace: 60, 'storage.path': `${STATE}/chunks`, 'storage.type': 'filesystem', 'storage.inherit': true },
  parsers: [kubeTag],
  inputs: [containers, own, journal],
  filters: [
    {
      name: 'multiline',
      alias: 'traces',
      match: 'kube.*',
      'multiline.parser': ['java'],
      'multiline.key_content': 'log',
    },
    kubernetes,
    { name: 'grep', alias: 'shop-level', match: 'kube.shop.*', exclude: ["$parsed['level'] ^debug$"] },
  ],
  outputs: [
    stdout('shop', 'kube.shop.*'),
    stdout('cart', 'kube.cart.*'),
    byRegex('rest', '^(?!kube\\.(?:shop|cart)\\.)(?:kube|node|self)\\..*'),
  ],
};

/** {@link whole} with some parts exchanged. */
export const but = (parts: Partial<FluentBitConfig>): FluentBitConfig => ({ ...whole, ...parts });

/** A pipeline of as many routes, of a filter and an output each. */
export function routes(count: number): FluentBitConfig {
  const names = Array.from({ length: count }, (_, i) => `team-${i}`);
  return but({
    filters: [
      kubernetes,
      ...names.map((name): FluentBitFilter => ({ name: 'grep', match: `kube.${name}.*`, exclude: ['log ^debug'] })),
      ...names.map((name): FluentBitFilter => ({ name: 'modify', match: `kube.${name}.*`, set: [`dataset ${name}`] })),
    ],
    outputs: [
      ...names.map((name) => stdout(name, `kube.${name}.*`)),
      byRegex('rest', `^(?!kube\\.(?:${names.join('|')})\\.).*`),
    ],
  });
}
