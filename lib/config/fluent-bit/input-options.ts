import { EVERY_INPUT, SERVER } from './common-options';
import { flag, integer, joined, needed, oneOf, path, regex, repeated, secret, size, text, time } from './option';

const DB_SYNC = oneOf('extra', 'full', 'normal', 'off');

/** Each is a thread. */
const MOST_THREADS = 1024;

const TAIL = {
  ...EVERY_INPUT,
  path: needed(joined('/var/log/containers/*.log')),
  exclude_path: joined('/var/log/containers/*_kube-system_*.log'),
  key: text,
  read_from_head: flag,
  read_newly_discovered_files_from_head: flag,
  refresh_interval: integer(1),
  watcher_interval: time,
  progress_check_interval: time,
  progress_check_interval_nsec: integer(0, 999_999_999),
  rotate_wait: time,
  path_key: text,
  offset_key: text,
  ignore_older: time,
  ignore_active_older_files: flag,
  buffer_chunk_size: size,
  buffer_max_size: size,
  static_batch_size: size,
  event_batch_size: size,
  skip_long_lines: flag,
  truncate_long_lines: flag,
  skip_empty_lines: flag,
  exit_on_eof: flag,
  file_cache_advise: flag,
  inotify_watcher: flag,
  parser: text,
  tag_regex: regex,
  db: path,
  'db.sync': DB_SYNC,
  'db.locking': flag,
  'db.journal_mode': oneOf('DELETE', 'TRUNCATE', 'PERSIST', 'MEMORY', 'WAL', 'OFF'),
  'db.compare_filename': flag,
  'multiline.parser': joined('cri'),
  'generic.encoding': oneOf(
    'ShiftJIS',
    'UHC',
    'GBK',
    'GB18030',
    'Big5',
    'Win866',
    'Win874',
    'Win1250',
    'Win1251',
    'Win1252',
    'Win1253',
    'Win1254',
    'Win1255',
    'Win1256',
  ),
} as const;

const SYSTEMD = {
  ...EVERY_INPUT,
  path,
  max_fields: integer(1),
  max_entries: integer(1),
  systemd_filter: repeated('_SYSTEMD_UNIT=kubelet.service'),
  systemd_filter_type: oneOf('and', 'or'),
  read_from_tail: flag,
  lowercase: flag,
  strip_underscores: flag,
  db: path,
  'db.sync': DB_SYNC,
} as const;

const FORWARD = {
  ...EVERY_INPUT,
  ...SERVER,
  tag_prefix: text,
  shared_key: secret,
  self_hostname: text,
  empty_shared_key: flag,
  'security.users': repeated('agent ${PASSWORD}'),
  unix_path: path,
  unix_perm: text,
  buffer_chunk_size: size,
  buffer_max_size: size,
  workers: integer(1, MOST_THREADS),
} as const;

const HTTP = {
  ...EVERY_INPUT,
  ...SERVER,
  'http_server.http2': flag,
  'http_server.idle_timeout': time,
  'http_server.buffer_max_size': size,
  'http_server.buffer_chunk_size': size,
  'http_server.max_connections': integer(),
  'http_server.workers': integer(1, MOST_THREADS),
  'http_server.ingress_queue_event_limit': integer(),
  'http_server.ingress_queue_byte_limit': size,
  http2: flag,
  buffer_max_size: size,
  buffer_chunk_size: size,
  max_connections: integer(),
  workers: integer(1, MOST_THREADS),
  add_remote_addr: flag,
  remote_addr_key: text,
  success_header: repeated('X-Origin fluent-bit'),
  tag_key: text,
  successful_response_code: oneOf(200, 201, 204),
  enable_health_endpoint: flag,
} as const;

const FLUENTBIT_METRICS = { ...EVERY_INPUT, scrape_interval: time, scrape_on_start: flag } as const;

/** The inputs and their options. */
export const INPUTS = {
  tail: TAIL,
  systemd: SYSTEMD,
  forward: FORWARD,
  http: HTTP,
  fluentbit_metrics: FLUENTBIT_METRICS,
} as const;
