import { EVERY_FILTER } from './common-options';
import { flag, host, integer, joined, needed, number, oneOf, path, port, repeated, size, text, time } from './option';
import { JOINING } from './processor-options';

const KUBERNETES = {
  ...EVERY_FILTER,
  buffer_size: size,
  'tls.debug': integer(0, 4),
  'tls.verify': flag,
  'tls.verify_hostname': flag,
  'tls.vhost': text,
  merge_log: flag,
  merge_log_key: text,
  merge_log_trim: flag,
  merge_parser: text,
  keep_log: flag,
  kube_url: text,
  kube_ca_file: path,
  kube_ca_path: path,
  kube_tag_prefix: text,
  kube_namespace_file: path,
  kube_token_file: path,
  kube_token_command: text,
  kube_token_ttl: time,
  kube_meta_preload_cache_dir: path,
  kube_meta_cache_ttl: time,
  kube_meta_namespace_cache_ttl: time,
  labels: flag,
  annotations: flag,
  owner_references: flag,
  namespace_labels: flag,
  namespace_annotations: flag,
  namespace_metadata_only: flag,
  'k8s-logging.parser': flag,
  'k8s-logging.exclude': flag,
  use_journal: flag,
  regex_parser: text,
  dns_retries: integer(),
  dns_wait_time: time,
  cache_use_docker_id: flag,
  use_tag_for_meta: flag,
  use_kubelet: flag,
  kubelet_host: host,
  kubelet_port: port,
  aws_use_pod_association: flag,
  aws_pod_association_host: host,
  aws_pod_association_endpoint: text,
  aws_pod_association_port: port,
  aws_pod_service_map_ttl: integer(),
  aws_pod_service_map_refresh_interval: integer(1),
  aws_pod_service_preload_cache_dir: path,
  aws_pod_association_host_server_ca_file: path,
  aws_pod_association_host_client_cert_file: path,
  aws_pod_association_host_client_key_file: path,
  aws_pod_association_host_tls_debug: integer(0, 4),
  aws_pod_association_host_tls_verify: flag,
  set_platform: text,
} as const;

const GREP = {
  ...EVERY_FILTER,
  regex: repeated('log error|fatal'),
  exclude: repeated('log ^$'),
  logical_op: oneOf('legacy', 'AND', 'OR'),
} as const;

const MODIFY = {
  ...EVERY_FILTER,
  set: repeated('cluster eu'),
  add: repeated('cluster eu'),
  remove: repeated('_p'),
  remove_wildcard: repeated('_'),
  remove_regex: repeated('^_'),
  move_to_start: repeated('log'),
  move_to_end: repeated('log'),
  rename: repeated('MESSAGE log'),
  hard_rename: repeated('MESSAGE log'),
  copy: repeated('log original'),
  hard_copy: repeated('log original'),
  condition: repeated('Key_exists log'),
} as const;

const NEST = {
  ...EVERY_FILTER,
  operation: needed(oneOf('nest', 'lift')),
  wildcard: repeated('container_*'),
  nest_under: text,
  nested_under: text,
  add_prefix: text,
  remove_prefix: text,
} as const;

const PARSER = {
  ...EVERY_FILTER,
  key_name: needed(text),
  parser: needed(repeated('json')),
  preserve_key: flag,
  reserve_data: flag,
} as const;

const MULTILINE = {
  ...EVERY_FILTER,
  ...JOINING,
  emitter_name: text,
  'emitter_storage.type': oneOf('filesystem', 'memory'),
  emitter_mem_buf_limit: size,
} as const;

const LUA = {
  ...EVERY_FILTER,
  script: path,
  code: text,
  call: needed(text),
  type_int_key: joined('status'),
  type_array_key: joined('tags'),
  protected_mode: flag,
  time_as_table: flag,
  enable_flb_null: flag,
} as const;

const THROTTLE = {
  ...EVERY_FILTER,
  // With less it takes its defaults, in silence.
  rate: number(1),
  window: integer(2),
  interval: time,
  print_status: flag,
} as const;

const RECORD_MODIFIER = {
  ...EVERY_FILTER,
  record: repeated('node ${NODE_NAME}'),
  remove_key: repeated('_p'),
  allowlist_key: repeated('log'),
  uuid_key: text,
} as const;

/** The filters and their options. */
export const FILTERS = {
  kubernetes: KUBERNETES,
  grep: GREP,
  modify: MODIFY,
  nest: NEST,
  parser: PARSER,
  multiline: MULTILINE,
  lua: LUA,
  throttle: THROTTLE,
  record_modifier: RECORD_MODIFIER,
} as const;
