import type { Problem } from '../../model/problem';
import type { FluentdConfig, FluentdFilter, FluentdOutput, FluentdSource } from './config';
import { type Placed, placedFilters, placedOutputs, placedSources } from './walk';

/** What single plugins do otherwise than meant, and Fluentd says at its start or never. */
export function validatePlugins(config: FluentdConfig): Problem[] {
  return [
    ...placedSources(config).flatMap(validateSource),
    ...placedFilters(config).flatMap(validateFilter),
    ...placedOutputs(config).flatMap(validateOutput),
    ...validateIds(config),
    ...validatePorts(config),
  ];
}

function validateSource({ place, plugin }: Placed<FluentdSource>): Problem[] {
  if (plugin.$type !== 'forward' || plugin.transport?.$arg !== 'tls') return [];
  const { cert_path, private_key_path, client_cert_auth, ca_path } = plugin.transport;
  return [
    ...(cert_path === undefined || private_key_path === undefined
      ? [{ what: `${place} > transport has TLS without 'cert_path' and 'private_key_path'`, fix: 'give both' }]
      : []),
    ...(client_cert_auth && ca_path === undefined
      ? [{ what: `${place} > transport asks for certificates without 'ca_path'`, fix: 'give it' }]
      : []),
  ];
}

/** Ways of the filter `concat` to tell which records belong together: one of them. */
const CONCAT_WAYS = ['n_lines', 'partial_key', 'use_partial_metadata', 'use_partial_cri_logtag'] as const;

function validateFilter({ place, plugin }: Placed<FluentdFilter>): Problem[] {
  if (plugin.$type !== 'concat') return [];
  const byLines = plugin.multiline_start_regexp !== undefined || plugin.multiline_end_regexp !== undefined;
  const ways: string[] = CONCAT_WAYS.filter((way) => plugin[way] !== undefined && plugin[way] !== false);
  if (byLines) ways.push('multiline_start_regexp');
  return [
    ...(ways.length === 1
      ? []
      : [
          {
            what: `${place} joins records ${ways.length === 0 ? 'by nothing' : `by ${ways.map((way) => `'${way}'`).join(' and ')}`}`,
            fix: `give one of ${[...CONCAT_WAYS, 'multiline_start_regexp'].map((way) => `'${way}'`).join(', ')}`,
          },
        ]),
    ...(plugin.timeout_label === undefined && plugin.flush_interval !== 0
      ? [
          {
            what: `${place} has no 'timeout_label': the last lines of a pause would count as errors`,
            fix: 'name the label that holds the rest of the pipeline',
          },
        ]
      : []),
  ];
}

function validateOutput({ place, plugin }: Placed<FluentdOutput>): Problem[] {
  if (plugin.$type === 'forward') return validateForward(place, plugin);
  if (plugin.$type !== 'elasticsearch') return [];
  const { unrecoverable_error_types: fatal = ['es_rejected_execution_exception'] } = plugin;
  const chunkKeys = String(plugin.buffer?.$arg ?? 'tag');
  return [
    ...(fatal.includes('es_rejected_execution_exception')
      ? [
          {
            what: `${place} gives a whole chunk up when Elasticsearch is overloaded`,
            fix: "set unrecoverable_error_types: ['out_of_memory_error']",
          },
        ]
      : []),
    ...(plugin.verify_es_version_at_startup === false
      ? []
      : [
          {
            what: `${place} asks Elasticsearch for its version at each start, and does not start while it is away`,
            fix: 'set verify_es_version_at_startup: false and default_elasticsearch_version: 9',
          },
        ]),
    ...(chunkKeys.split(/\s*,\s*/).some((key) => key === 'tag' || key === '_index')
      ? []
      : [{ what: `${place} > buffer makes chunks by '${chunkKeys}'`, fix: "add 'tag', which the plugin needs" }]),
    ...(plugin.user !== undefined && plugin.password === undefined
      ? [{ what: `${place} has 'user' without 'password'`, fix: "add password: { $env: 'ELASTICSEARCH_PASSWORD' }" }]
      : []),
    ...(plugin.id_key !== undefined &&
    String(plugin.remove_keys ?? '')
      .split(/\s*,\s*/)
      .includes(String(plugin.id_key))
      ? [
          {
            what: `${place} removes its 'id_key' '${plugin.id_key}', and forgets records without it that Elasticsearch refuses`,
            fix: "leave it out of 'remove_keys'",
          },
        ]
      : []),
    ...(plugin.id_key !== undefined && plugin.write_operation !== 'create'
      ? [
          {
            what: `${place} has 'id_key' with write_operation '${plugin.write_operation ?? 'index'}', which data streams do not take`,
            fix: "set write_operation: 'create'",
          },
        ]
      : []),
  ];
}

function validateForward(place: string, plugin: FluentdOutput<'forward'>): Problem[] {
  if (plugin.require_ack_response) return [];
  return [
    {
      what: `${place} does not wait for an answer, and loses what is on its way when the other side ends`,
      fix: 'set require_ack_response: true',
    },
  ];
}

function validateIds(config: FluentdConfig): Problem[] {
  const all = [...placedSources(config), ...placedFilters(config), ...placedOutputs(config)];
  const ids = all.flatMap(({ plugin }) => (typeof plugin.$id === 'string' ? [plugin.$id] : []));
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) < i))].map((id) => ({
    what: `there are two plugins with $id '${id}'`,
    fix: 'give each its own: their metrics go by it',
  }));
}

/** Where inputs listen unless told otherwise. */
const PORTS: Readonly<Record<string, number>> = { forward: 24224, http: 9880, prometheus: 24231, monitor_agent: 24220 };

function validatePorts(config: FluentdConfig): Problem[] {
  const places = new Map<number, string>();
  return placedSources(config).flatMap(({ place, plugin }) => {
    const port = (plugin as { port?: number }).port ?? PORTS[plugin.$type];
    if (port === undefined) return [];
    const other = places.get(port);
    places.set(port, place);
    return other === undefined
      ? []
      : [{ what: `${other} and ${place} both listen on port ${port}`, fix: "give one of them another 'port'" }];
  });
}
