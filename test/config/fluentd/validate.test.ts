import type { FluentdBuffer, FluentdConfig, FluentdOutput } from '../../../lib/config/fluentd/config';
import { validateFluentd } from '../../../lib/config/fluentd/validate';
import { unchecked } from '../../bad-input/tools';
import { config, elasticsearch, LABELS, nothing, tail, withFilter, withOutput, withSource } from './configs';

const said = (given: FluentdConfig) => validateFluentd(given).map(({ what, fix }) => `${what}; ${fix}`);
const output = (changes: Partial<FluentdOutput<'elasticsearch'>>) => withOutput({ ...elasticsearch, ...changes });
const buffer = (changes: object) =>
  output({ buffer: unchecked<FluentdBuffer>({ ...elasticsearch.buffer, ...changes }) });
const forward = {
  $type: 'forward',
  $id: 'in',
  security: { self_hostname: 'fluentd', shared_key: { $env: 'SHARED_KEY' } },
} as const;

it('has nothing against what is in order', () => {
  expect(said(config())).toEqual([]);
  expect(said(withSource(forward))).toEqual([]);
  expect(said(withSource({ ...tail, parse: { $type: 'regexp', expression: "/^(?'message'.*)$/" } }))).toEqual([]);
  expect(said(withSource({ ...tail, path_timezone: 'America/Argentina/Buenos_Aires' }))).toEqual([]);
});

const TAIL = `source '${tail.$id}'`;
/** Directives that no compiler saw. */
const parts = (...directives: unknown[]) => unchecked<FluentdConfig>({ config: directives });
const kinds = "is no directive; use 'source', 'filter', 'match' or 'label'";
const unnamed = "which has no name; give one such as { $name: '@SHOP', config: […] }";

const WRONG: readonly (readonly [title: string, given: FluentdConfig, ...messages: string[]])[] = [
  [
    'no configuration',
    unchecked(null),
    'a configuration of Fluentd is null, which is no object; give one such as { config: […] }',
  ],
  [
    'what Fluentd would not start with',
    withSource({
      ...tail,
      path: '',
      path_timezone: 'Berlin',
      parse: { $type: 'regexp', expression: '/^.*$/', timezone: '+9' },
    }),
    `${TAIL}: 'path' is empty; give a text, or leave it out`,
    `${TAIL} > parse: 'expression' is '/^.*$/', which has no group with a name; name the fields, such as '/^(?<message>.*)$/'`,
    `${TAIL} > parse: 'timezone' is '+9', which is no time zone; use a name such as 'Europe/Berlin', or an offset such as '+09:00'`,
    `${TAIL}: 'path_timezone' is 'Berlin', which is no time zone; use a name such as 'Europe/Berlin', or an offset such as '+09:00'`,
  ],
  [
    'zones that Fluentd does not look up',
    withSource({ ...tail, path_timezone: 'UTC', parse: { $type: 'json', timezone: 'europe/berlin' } }),
    `${TAIL} > parse: 'timezone' is 'europe/berlin', which is no time zone; use a name such as 'Europe/Berlin', or an offset such as '+09:00'`,
    `${TAIL}: 'path_timezone' is 'UTC', which is no time zone; use a name such as 'Europe/Berlin', or an offset such as '+09:00'`,
  ],
  ['no directive', parts(), "'config' is empty; give a list of directives"],
  ['a directive that is none', parts(null, { matches: {} }), `null ${kinds}`, `{"matches":{}} ${kinds}`],
  ['two directives in one', parts({ filter: null, match: null }), `{"filter":null,"match":null} ${kinds}`],
  [
    'a label that is none',
    parts({ label: null }, { label: {} }),
    `a label is null, ${unnamed}`,
    `a label is {}, ${unnamed}`,
  ],
  [
    'a label without a pipeline',
    parts({ label: { $name: '@SHOP' } }),
    "label '@SHOP' is undefined, which is no list; give a list of directives",
  ],
  [
    'an unknown plugin',
    withOutput(unchecked({ $type: 'elasticserch', $tag: '**' })),
    "match elasticserch of '**' is the output 'elasticserch', which the image does not have; write 'elasticsearch'",
  ],
  [
    'a plugin of another image',
    withOutput(unchecked({ $type: 'kafka2', $tag: '**' })),
    "match kafka2 of '**' is the output 'kafka2', which the image does not have; use one of 'elasticsearch', 'forward', 'file', 'secondary_file', 'stdout', 'copy', 'relabel', 'rewrite_tag_filter', 'null'",
  ],
  [
    'an unknown parameter',
    output(unchecked({ hots: 'x' })),
    "match 'elasticsearch' has no parameter 'hots'; write 'host'",
  ],
  [
    'an unknown parameter of a section',
    buffer({ retry_max_intervall: 30 }),
    "match 'elasticsearch' > buffer has no parameter 'retry_max_intervall'; write 'retry_max_interval'",
  ],
  [
    'a parameter of the other buffer',
    output({ buffer: unchecked({ $type: 'memory', path: '/x' }) }),
    "match 'elasticsearch' > buffer has no parameter 'path'; leave it out: Fluentd would do without it",
  ],
  [
    'a buffer in no place',
    buffer({ path: undefined }),
    "match 'elasticsearch' > buffer has no 'path'; set it, such as 'value'",
  ],
  [
    'a value that is none of a few',
    buffer({ overflow_action: 'blok' }),
    "match 'elasticsearch' > buffer: 'overflow_action' is 'blok', which is unknown; write 'block'",
  ],
  [
    'milliseconds, which Fluentd takes for minutes',
    buffer({ flush_interval: '500ms' }),
    "match 'elasticsearch' > buffer: 'flush_interval' is '500ms', which is no time that Fluentd reads as meant; use seconds, or a text with one unit such as '30s' or '5m'",
  ],
  [
    'a fraction, of which Fluentd takes the last digits',
    buffer({ total_limit_size: '1.5g' }),
    "match 'elasticsearch' > buffer: 'total_limit_size' is '1.5g', which is no size that Fluentd reads as meant; use bytes, or a text with one unit such as '8m' or '2g'",
  ],
  [
    'a switch in words',
    output({ log_es_400_reason: unchecked('yes') }),
    "match 'elasticsearch': 'log_es_400_reason' is 'yes', which is neither true nor false; use true or false",
  ],
  [
    'a port that is none',
    output({ port: 92000 }),
    "match 'elasticsearch': 'port' is 92000, which is no such number; use a whole number from 1 to 65535",
  ],
  [
    'a password written out',
    output({ password: unchecked('hunter2') }),
    "match 'elasticsearch': 'password' is written out, for everybody to read; keep it in a Secret and write { $env: 'SHARED_KEY' }",
  ],
  [
    'Ruby as the name of a variable',
    output({ user: { $env: "X'] + `id` + ENV['Y" } }),
    "match 'elasticsearch': 'user' is taken from 'X'] + `id` + ENV['Y', which no environment variable is named; use a name such as 'SHARED_KEY'",
  ],
  [
    'a number as a label',
    withFilter({ $type: 'record_transformer', $tag: '**', record: unchecked({ stage: 1 }) }),
    "filter record_transformer of '**': 'record' holds 'stage' as 1, which is no text; write '1'",
  ],
  [
    'a regular expression that does not end',
    withFilter({ $type: 'grep', $tag: '**', exclude: [{ key: 'log', pattern: '/^(debug/' }] }),
    "filter grep of '**' > exclude[0]: 'pattern' is '/^(debug/', which Ruby cannot read: unterminated group; mend the regular expression",
  ],
  [
    'a parser without what it needs',
    withSource(unchecked({ ...tail, parse: { $type: 'regexp' } })),
    "source 'containers' > parse has no 'expression'; set it, such as '/^ERROR/'",
  ],
  [
    'an unknown format among several',
    withSource({ ...tail, parse: { $type: 'multi_format', pattern: [unchecked({ format: 'jsn' })] } }),
    "source 'containers' > parse > pattern[0] is the parser 'jsn', which the image does not have; write 'json'",
  ],
  [
    'an input in a label',
    { config: [{ label: { $name: '@X', config: [unchecked({ source: tail })] } }] },
    `label '@X' > ${JSON.stringify({ source: tail }).slice(0, 80)}… is no directive; use 'filter' or 'match'`,
  ],
  [
    'an output without tags',
    withOutput({ ...nothing, $tag: undefined }),
    "match null has no '$tag'; say which tags it takes, such as '**'",
  ],
  [
    'new tags that drop the records that have them already',
    withOutput({
      $type: 'rewrite_tag_filter',
      $tag: '**',
      rule: unchecked([{ key: 'dataset', pattern: '/./', tag: 'log.all' }]),
    }),
    "match rewrite_tag_filter of '**' > rule[0] has no 'label'; set it, such as 'value'",
  ],
  [
    'a label that is not there',
    withSource({ ...tail, $label: '@CONTAINRES' }, { label: { $name: '@CONTAINERS', config: [{ match: nothing }] } }),
    "source 'containers' sends to label '@CONTAINRES', which is not there; write '@CONTAINERS'",
    "nothing sends to label '@CONTAINERS'; name it in an input ($label: '@CONTAINERS'), in an output 'relabel', or leave it out",
  ],
  [
    'no label for records that are refused',
    { config: [{ source: tail }, { match: elasticsearch }] },
    "match 'elasticsearch' hands records that it cannot take to label '@ERROR', which is not there: they would be lost; add { label: { $name: '@ERROR', config: […] } }",
  ],
  [
    'two labels of one name',
    { config: [...config().config, LABELS[0] as (typeof LABELS)[number]] },
    "there are two labels '@ERROR'; join them, or rename one",
  ],
  [
    'a label that is called like the rest',
    withSource(tail, { label: { $name: '@ROOT', config: [] } }),
    "a label is named '@ROOT', which is what is outside of labels; use another name",
    "nothing sends to label '@ROOT'; name it in an input ($label: '@ROOT'), in an output 'relabel', or leave it out",
  ],
  [
    'a buffer in memory',
    output({ buffer: { $type: 'memory' } }),
    "match 'elasticsearch' keeps what it has not delivered in memory, and loses it with the process; give buffer: { $type: 'file', path: '/buffers/x', … }",
  ],
  [
    'a full buffer that throws',
    buffer({ overflow_action: undefined }),
    "match 'elasticsearch' > buffer throws an exception when it is full, and inputs that cannot ask again lose records; set overflow_action: 'block'",
  ],
  [
    'a buffer without end',
    buffer({ total_limit_size: undefined }),
    "match 'elasticsearch' > buffer has no 'total_limit_size', and may grow to 64 GB whatever the volume holds; set it below the size of the volume, such as '4g'",
  ],
  [
    'retries that end in silence',
    buffer({ retry_forever: undefined }),
    "match 'elasticsearch' > buffer drops what it could not deliver for 72 hours; set retry_forever: true, or say with 'secondary' where it goes",
  ],
  [
    'retries for ever and for a time',
    buffer({ retry_timeout: '1h' }),
    "match 'elasticsearch' > buffer has 'retry_forever' beside 'retry_timeout', which it does not read; keep one of them",
  ],
  [
    'chunks by time without a time',
    buffer({ $arg: 'tag, time' }),
    "match 'elasticsearch' > buffer makes chunks by 'time' without 'timekey'; set it, such as '1d'",
  ],
  [
    'an interval that is not read',
    buffer({ flush_mode: 'immediate', flush_interval: '1s' }),
    "match 'elasticsearch' > buffer has 'flush_interval' with flush_mode 'immediate', which does not read it; set flush_mode: 'interval'",
  ],
  [
    'chunks that the plugin cannot take',
    buffer({ $arg: 'time', timekey: '1d' }),
    "match 'elasticsearch' > buffer makes chunks by 'time'; add 'tag', which the plugin needs",
  ],
  [
    'chunks given up when Elasticsearch is overloaded',
    output({ unrecoverable_error_types: undefined }),
    "match 'elasticsearch' gives a whole chunk up when Elasticsearch is overloaded; set unrecoverable_error_types: ['out_of_memory_error']",
  ],
  [
    'a start that waits for Elasticsearch',
    output({ verify_es_version_at_startup: undefined }),
    "match 'elasticsearch' asks Elasticsearch for its version at each start, and does not start while it is away; set verify_es_version_at_startup: false and default_elasticsearch_version: 9",
  ],
  [
    'a user without a password',
    output({ password: undefined }),
    "match 'elasticsearch' has 'user' without 'password'; add password: { $env: 'ELASTICSEARCH_PASSWORD' }",
  ],
  [
    'ids that are overwritten',
    output({ id_key: '_hash' }),
    "match 'elasticsearch' has 'id_key' with write_operation 'index', which data streams do not take; set write_operation: 'create'",
  ],
  [
    'ids that are removed before the answer comes',
    output({ id_key: 'hash', write_operation: 'create', remove_keys: 'a, hash' }),
    "match 'elasticsearch' removes its 'id_key' 'hash', and forgets records without it that Elasticsearch refuses; leave it out of 'remove_keys'",
  ],
  [
    'a forward that does not ask whether it arrived',
    withOutput({ $type: 'forward', $id: 'out', $tag: '**', server: [{ host: 'x' }], buffer: elasticsearch.buffer }),
    "match 'out' does not wait for an answer, and loses what is on its way when the other side ends; set require_ack_response: true",
  ],
  [
    'a file read from nowhere on',
    withSource({ ...tail, pos_file: undefined }),
    "source 'containers' does not remember what it has read, and loses or repeats it at each start; set 'pos_file' to a file that outlives the process, such as '/var/lib/fluentd/containers.pos'",
  ],
  [
    'a journal read from nowhere on',
    withSource({ $type: 'systemd', $id: 'journal', tag: 'node.journal' }),
    "source 'journal' does not remember what it has read, and loses or repeats it at each start; give storage: { $type: 'local', path: '/var/lib/fluentd/journal.json', persistent: true }",
  ],
  [
    'two inputs that remember in one file',
    withSource(tail, { source: { ...tail, $id: 'again', pos_file: '/var/lib//fluentd/containers.pos' } }),
    "source 'containers' > pos_file and source 'again' > pos_file both write '/var/lib//fluentd/containers.pos'; give each a path of its own",
  ],
  [
    'two buffers in one folder',
    config({ match: { ...elasticsearch, $id: 'a', $tag: 'a' } }, { match: { ...elasticsearch, $id: 'b' } }),
    "match 'a' > buffer and match 'b' > buffer both write '/buffers/elasticsearch'; give each a path of its own",
  ],
  [
    'two plugins of one id',
    withSource(tail, { source: { ...forward, $id: 'containers' } }),
    "there are two plugins with $id 'containers'; give each its own: their metrics go by it",
  ],
  [
    'two listeners on one port',
    withSource(forward, { source: { ...forward, $id: 'again', port: 24224 } }),
    "source 'in' and source 'again' both listen on port 24224; give one of them another 'port'",
  ],
  [
    'TLS without a certificate',
    withSource({ ...forward, transport: { $arg: 'tls', client_cert_auth: true } }),
    "source 'in' > transport has TLS without 'cert_path' and 'private_key_path'; give both",
    "source 'in' > transport asks for certificates without 'ca_path'; give it",
  ],
  [
    'a shared key written out',
    withSource({ ...forward, security: { self_hostname: 'x', shared_key: unchecked('abc') } }),
    "source 'in' > security: 'shared_key' is written out, for everybody to read; keep it in a Secret and write { $env: 'SHARED_KEY' }",
  ],
  [
    'lines joined in two ways',
    withFilter({
      $type: 'concat',
      $tag: '**',
      key: 'log',
      use_partial_cri_logtag: true,
      n_lines: 2,
      flush_interval: 0,
    }),
    "filter concat of '**' joins records by 'n_lines' and 'use_partial_cri_logtag'; give one of 'n_lines', 'partial_key', 'use_partial_metadata', 'use_partial_cri_logtag', 'multiline_start_regexp'",
  ],
  [
    'lines that were waited for in vain',
    withFilter({ $type: 'concat', $tag: '**', key: 'log', use_partial_cri_logtag: true }),
    "filter concat of '**' has no 'timeout_label': the last lines of a pause would count as errors; name the label that holds the rest of the pipeline",
  ],
  [
    'an unknown setting of the whole',
    { ...config(), system: unchecked({ worker: 2 }) },
    "system has no parameter 'worker'; write 'workers'",
  ],
];

it.each(WRONG.map(([title, given, ...messages]) => ({ title, given, messages })))(
  'refuses $title',
  ({ given, messages }) => {
    expect(said(given)).toEqual(messages);
  },
);
