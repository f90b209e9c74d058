import { flag, integer, oneOf, section, text, time } from './option';

/** The section `system`. */
export const SYSTEM = {
  workers: integer(1, 64),
  restart_worker_interval: time,
  root_dir: text,
  log_level: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
  suppress_repeated_stacktrace: flag,
  ignore_repeated_log_interval: time,
  ignore_same_log_interval: time,
  emit_error_log_interval: time,
  suppress_config_dump: flag,
  log_event_verbose: flag,
  process_name: text,
  strict_config_value: flag,
  disable_shared_socket: flag,
  enable_input_metrics: flag,
  enable_size_metrics: flag,
  enable_jit: flag,
  config_include_dir: text,
  log: section({ format: oneOf('text', 'json'), time_format: text }),
} as const;
