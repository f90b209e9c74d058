import { flag, host, integer, number, oneOf, path, port, regex, retries, secret, size, text, time } from './option';

const LOG_LEVEL = oneOf('off', 'error', 'warn', 'info', 'debug', 'trace');
const TLS_VERSION = oneOf('TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3');

/** What the engine takes on every plugin. */
const EVERY_PLUGIN = { alias: text, log_level: LOG_LEVEL, log_suppress_interval: time };

/** What the engine takes on every input. */
export const EVERY_INPUT = {
  ...EVERY_PLUGIN,
  tag: text,
  routable: flag,
  mem_buf_limit: size,
  'storage.type': oneOf('filesystem', 'memory', 'memrb'),
  'storage.pause_on_chunks_overlimit': flag,
  threaded: flag,
  'thread.ring_buffer.capacity': integer(1),
  'thread.ring_buffer.window': integer(1, 100),
  rate_window: time,
  rate_gate: flag,
  'rate_gate.max_bytes': size,
  'rate_gate.max_records': integer(),
  'rate_gate.backpressure': flag,
  // It does not start with 0, nor with 1.
  'rate_gate.resume_ratio': number(0.01, 0.99),
} as const;

/** What the engine takes on every filter. */
export const EVERY_FILTER = { ...EVERY_PLUGIN, match: text, match_regex: regex } as const;

/** What the engine takes on every output. */
export const EVERY_OUTPUT = {
  ...EVERY_PLUGIN,
  match: text,
  match_regex: regex,
  retry_limit: retries,
  workers: integer(0, 1024),
  'storage.total_limit_size': size,
} as const;

const TLS = {
  tls: flag,
  'tls.verify': flag,
  'tls.verify_hostname': flag,
  'tls.debug': integer(0, 4),
  'tls.ca_file': path,
  'tls.ca_path': path,
  'tls.crt_file': path,
  'tls.key_file': path,
  'tls.key_passwd': secret,
  'tls.vhost': text,
  'tls.min_version': TLS_VERSION,
  'tls.max_version': TLS_VERSION,
  'tls.ciphers': text,
};

/** What inputs take that listen on a port. */
export const SERVER = {
  listen: host,
  port,
  ...TLS,
  'tls.verify_client_cert': flag,
  'net.share_port': flag,
  'net.backlog': integer(1),
  'net.io_timeout': time,
  'net.accept_timeout': time,
  'net.accept_timeout_log_error': flag,
  'net.keepalive': flag,
} as const;

/** What outputs take that connect to a host. */
export const CLIENT = {
  host,
  port,
  ipv6: flag,
  ...TLS,
  'tls.proxy.ca_file': path,
  'tls.proxy.ca_path': path,
  'tls.proxy.verify': flag,
  'tls.proxy.verify_hostname': flag,
  'net.dns.mode': oneOf('TCP', 'UDP'),
  'net.dns.resolver': oneOf('LEGACY', 'ASYNC'),
  'net.dns.prefer_ipv4': flag,
  'net.dns.prefer_ipv6': flag,
  'net.keepalive': flag,
  'net.keepalive_idle_timeout': time,
  'net.keepalive_max_recycle': integer(),
  'net.tcp_keepalive': flag,
  'net.tcp_keepalive_time': integer(-1),
  'net.tcp_keepalive_interval': integer(-1),
  'net.tcp_keepalive_probes': integer(-1),
  'net.io_timeout': time,
  'net.connect_timeout': time,
  'net.connect_timeout_log_error': flag,
  'net.source_address': host,
  'net.max_worker_connections': integer(),
  'net.proxy_env_ignore': flag,
} as const;

/** How outputs that write JSON render a record. */
export const JSON_DATE = {
  json_date_key: text,
  json_date_format: oneOf('double', 'java_sql_timestamp', 'iso8601', 'epoch', 'epoch_ms'),
} as const;
