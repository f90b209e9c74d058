import type { DroppedSeries } from './drop-list';

/** Of every program of Kubernetes; histograms keep their sums and counts, and so their means. */
const COMMON_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['kubernetes_feature_enabled'],
    why: 'a series for each of some 200 feature gates, which change with the version only',
  },
  { metrics: ['go_.+_bucket'], why: 'distributions inside the Go runtime, for those who profile the program' },
  {
    metrics: [
      'rest_client_(request_size_bytes|response_size_bytes|rate_limiter_duration_seconds|exec_plugin_certificate_rotation_age)_bucket',
    ],
    why: 'distributions of sizes and waiting times for each host and verb; the duration of requests stays',
  },
  {
    metrics: ['workqueue_work_duration_seconds_bucket'],
    why: 'a distribution for each queue, some 50 in kube-controller-manager; how long things wait in a queue stays',
  },
];

/** Of programs that have the API server's libraries in them and are none: what those say is of the API server itself. */
export const NO_API_SERVER_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['(apiserver|apiextensions_apiserver)_.+', 'authentication_token_cache_.+'],
    why: 'nearly all of them are zero for ever outside of the API server',
  },
  ...COMMON_DROPS,
];

/** Of the API server: nearly all is a histogram for each resource and verb, and grows with every custom resource. */
export const API_SERVER_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['apiserver_request_duration_seconds_bucket'],
    why: 'the largest of all; rules and dashboards read apiserver_request_sli_duration_seconds, which leaves waiting for webhooks out',
  },
  {
    metrics: ['etcd_request_duration_seconds_bucket'],
    why: 'the second largest; etcd itself tells how its disk and its network do',
  },
  {
    metrics: ['apiserver_request_sli_duration_seconds_bucket'],
    // Prometheus 3 writes whole numbers as `3.0`.
    labels: { le: '0\\.2|0\\.6|0\\.8|1\\.25|1\\.5|(3|4|6|8|15|20|45)(\\.0)?' },
    why: 'a quantile needs no more than what stays: 0.05 0.1 0.4 1 2 5 10 30 60; error budgets are counted at 1, 5 and 30',
  },
  {
    metrics: [
      'apiserver_(request_body_size_bytes|response_sizes|watch_events_sizes|watch_cache_read_wait_seconds)_bucket',
      'field_validation_request_duration_seconds_bucket',
    ],
    why: 'distributions of sizes and waiting times for each resource',
  },
  {
    metrics: ['apiserver_flowcontrol_.+_bucket'],
    why: 'distributions for each level of priority; how many requests wait, run and are rejected stays',
  },
  {
    metrics: ['apiserver_admission_(controller|step)_admission_duration_seconds_bucket'],
    why: 'distributions for each built-in plugin; those of webhooks, which are the slow ones, stay',
  },
  { metrics: ['apiserver_(cache|storage)_list_.+'], why: 'seven series for each resource about how lists were served' },
  ...COMMON_DROPS,
];

/** Of kube-scheduler. */
export const SCHEDULER_DROPS: readonly DroppedSeries[] = [
  {
    metrics: ['scheduler_(event_handling|framework_extension_point|plugin_execution)_duration_seconds_bucket'],
    why: 'distributions for each plugin and event; those of attempts, of the algorithm and of whole pods stay',
  },
  ...NO_API_SERVER_DROPS,
];

/** Of etcd. */
export const ETCD_DROPS: readonly DroppedSeries[] = [
  { metrics: ['etcd_debugging_.+'], why: 'for those who work on etcd, and may change with any version' },
];
