import type {
  FluentdConfig,
  FluentdDirective,
  FluentdFilter,
  FluentdOutput,
  FluentdSource,
  FluentdStep,
} from '../../../lib/config/fluentd/config';

export const tail: FluentdSource<'tail'> = {
  $type: 'tail',
  $id: 'containers',
  path: '/var/log/containers/*.log',
  pos_file: '/var/lib/fluentd/containers.pos',
  tag: 'kube.*',
  read_from_head: true,
  parse: { $type: 'cri', merge_cri_fields: false },
};

export const elasticsearch: FluentdOutput<'elasticsearch'> = {
  $type: 'elasticsearch',
  $id: 'elasticsearch',
  $tag: '**',
  host: 'elasticsearch.logging.svc',
  user: 'writer',
  password: { $env: 'PASSWORD' },
  verify_es_version_at_startup: false,
  default_elasticsearch_version: 9,
  unrecoverable_error_types: ['out_of_memory_error'],
  buffer: {
    $type: 'file',
    path: '/buffers/elasticsearch',
    total_limit_size: '4g',
    overflow_action: 'block',
    retry_forever: true,
  },
};

export const nothing: FluentdOutput = { $type: 'null', $tag: '**' };

/** Labels that every configuration has which loses nothing. */
export const LABELS: readonly FluentdDirective[] = [
  { label: { $name: '@ERROR', config: [{ match: nothing }] } },
  { label: { $name: '@FLUENT_LOG', config: [{ match: nothing }] } },
];

/** A configuration that is in order, with some of it in other words. */
export const config = (...steps: readonly FluentdStep[]): FluentdConfig => ({
  config: [{ source: tail }, ...(steps.length > 0 ? steps : [{ match: elasticsearch }]), ...LABELS],
});

/** One with another input. */
export const withSource = (source: FluentdSource, ...more: readonly FluentdDirective[]): FluentdConfig => ({
  config: [{ source }, ...more, { match: elasticsearch }, ...LABELS],
});

/** One with a filter. */
export const withFilter = (filter: FluentdFilter): FluentdConfig => config({ filter }, { match: elasticsearch });

/** One with another output. */
export const withOutput = (output: FluentdOutput): FluentdConfig => config({ match: output });
