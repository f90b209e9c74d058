import {
  flag,
  integer,
  list,
  map,
  needed,
  number,
  oneOf,
  patterns,
  regex,
  secret,
  section,
  sections,
  size,
  text,
  time,
  zone,
} from './option';

/** What every plugin has. */
export const COMMON = { $id: text, $log_level: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal') } as const;

const TIME = {
  time_format: text,
  time_type: oneOf('string', 'unixtime', 'float', 'mixed'),
  time_format_fallbacks: list,
  localtime: flag,
  utc: flag,
  timezone: zone,
} as const;

const PARSER = {
  ...TIME,
  types: map,
  time_key: text,
  null_value_pattern: regex,
  null_empty_string: flag,
  estimate_current_event: flag,
  keep_time_key: flag,
  timeout: time,
} as const;

const JSON_PARSER = { ...PARSER, json_parser: oneOf('oj', 'yajl', 'json') } as const;
const REGEXP_PARSER = { ...PARSER, expression: needed(regex) } as const;
const NONE_PARSER = { ...PARSER, message_key: text } as const;
const CRI_PARSER = { ...PARSER, merge_cri_fields: flag } as const;

/** How a text becomes fields. */
export const PARSERS = {
  cri: CRI_PARSER,
  json: JSON_PARSER,
  none: NONE_PARSER,
  regexp: REGEXP_PARSER,
  multi_format: {
    ...PARSER,
    pattern: needed(
      patterns('parser', { cri: CRI_PARSER, json: JSON_PARSER, none: NONE_PARSER, regexp: REGEXP_PARSER }),
    ),
  },
} as const;

/** How a record becomes text. */
export const FORMATS = {
  json: { ...TIME, add_newline: flag, newline: oneOf('lf', 'crlf') },
  single_value: { ...TIME, message_key: text, add_newline: flag, newline: oneOf('lf', 'crlf') },
  out_file: { ...TIME, output_time: flag, output_tag: flag, delimiter: text, newline: oneOf('lf', 'crlf') },
  stdout: { ...TIME, output_type: oneOf('json', 'hash') },
} as const;

const BUFFER = {
  /** The keys by which records are put together into chunks, with commas between. */
  $arg: text,
  timekey: time,
  timekey_wait: time,
  timekey_use_utc: flag,
  timekey_zone: zone,
  flush_at_shutdown: flag,
  flush_mode: oneOf('default', 'lazy', 'interval', 'immediate'),
  flush_interval: time,
  flush_thread_count: integer(1),
  flush_thread_interval: number,
  flush_thread_burst_interval: number,
  delayed_commit_timeout: time,
  overflow_action: oneOf('throw_exception', 'block', 'drop_oldest_chunk'),
  retry_forever: flag,
  retry_timeout: time,
  retry_max_times: integer(),
  retry_secondary_threshold: number,
  retry_type: oneOf('exponential_backoff', 'periodic'),
  retry_wait: time,
  retry_exponential_backoff_base: number,
  retry_max_interval: time,
  retry_randomize: flag,
  disable_chunk_backup: flag,
  chunk_limit_size: size,
  chunk_limit_records: integer(1),
  chunk_full_threshold: number,
  total_limit_size: size,
  queue_limit_length: integer(1),
  queued_chunks_limit_size: integer(1),
  compress: oneOf('text', 'gzip', 'zstd'),
} as const;

/** Where an output keeps what it has not delivered yet. */
export const BUFFERS = {
  file: { ...BUFFER, path: needed(text), path_suffix: text },
  file_single: { ...BUFFER, path: needed(text), chunk_format: oneOf('msgpack', 'text', 'auto') },
  memory: BUFFER,
} as const;

/** Where a plugin keeps what it has to remember. */
export const STORAGES = {
  local: { path: needed(text), persistent: flag, pretty_print: flag },
} as const;

const TLS_VERSIONS = oneOf('TLS1_1', 'TLS1_2', 'TLS1_3');

/** How a server listens. */
export const TRANSPORT = section({
  $arg: needed(oneOf('tcp', 'tls')),
  linger_timeout: integer(),
  version: TLS_VERSIONS,
  min_version: TLS_VERSIONS,
  max_version: TLS_VERSIONS,
  ciphers: text,
  cert_path: text,
  private_key_path: text,
  private_key_passphrase: secret,
  client_cert_auth: flag,
  ca_path: text,
});

/** Whom the input `forward` lets in. */
export const SECURITY = section({
  self_hostname: needed(text),
  shared_key: needed(secret),
  user_auth: flag,
  allow_anonymous_source: flag,
  user: sections({ username: needed(text), password: needed(secret) }),
  client: sections({ host: text, network: text, shared_key: secret, users: list }),
});
