import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import { AUTHORIZATION, BASIC_AUTH } from '../../model/http-auth';
import type { PodPeer } from '../../model/pod-peer';
import type { Relabeling } from '../../model/relabeling';
import { type AlertingRule, type RecordingRule, type RuleGroup, Severity } from '../../model/rules';
import type {
  AbsenceAlert,
  AnnotatedPodTargets,
  NodeTargets,
  PodTargets,
  ProbeTargets,
  ScrapeJob,
  ScrapeTls,
  ServiceTargets,
  StaticTargets,
} from '../../model/scrape-job';
import {
  checkedElsewhere,
  choice,
  flag,
  listOf,
  mapOf,
  needed,
  number,
  type Shape,
  struct,
  text,
} from '../../model/shape';
import type { RemoteWrite, RemoteWriteQueue, SigV4 } from './remote-write-model';

const LABELS = mapOf(text('payments'));
const NAMESPACES = listOf(text('shop'));

const RELABELING: Shape<Relabeling> = {
  sourceLabels: listOf(text('__meta_kubernetes_namespace')),
  separator: text(';'),
  regex: text('(.*)'),
  modulus: number(4),
  targetLabel: text('team'),
  replacement: text('$1'),
  action: checkedElsewhere(),
};

const TLS: Shape<ScrapeTls> = {
  caFile: text('/etc/prometheus/certs/ca.crt'),
  serverName: text('kubernetes'),
  insecureSkipVerify: flag(),
};

const ABSENCE: Shape<AbsenceAlert> = {
  targets: number(2),
  alert: text('ShopDown'),
  for: text('10m'),
  severity: choice(Severity),
  runbookUrl: text('https://runbooks.example.com/shop'),
};

/** What pods as one side of a connection consist of. */
export const POD_PEER: Shape<PodPeer> = {
  namespace: needed(text('monitoring')),
  labels: needed(mapOf(text('grafana'))),
};

/** What a scrape job consists of. */
export const SCRAPE_JOB: Shape<ScrapeJob> = {
  name: needed(text('shop')),
  jobLabel: text('shop'),
  pods: struct<PodTargets>({
    port: text('metrics'),
    portNumber: number(8080),
    namespaces: NAMESPACES,
    labels: LABELS,
    hostNetwork: flag(),
  }),
  services: struct<ServiceTargets>({
    namespaces: NAMESPACES,
    labels: LABELS,
    name: text('shop'),
    port: needed(text('metrics')),
  }),
  nodes: struct<NodeTargets>({ portNumber: number(9100), labels: LABELS }),
  statics: struct<StaticTargets>({ addresses: needed(listOf(text('db.example.com:9187'))), labels: LABELS }),
  probe: struct<ProbeTargets>({
    prober: needed(text('blackbox-exporter.monitoring.svc:9115')),
    proberPods: struct(POD_PEER),
    module: needed(text('http_2xx')),
    urls: needed(listOf(text('https://example.com'))),
    labels: LABELS,
  }),
  annotatedPods: struct<AnnotatedPodTargets>({
    keepNamespaces: NAMESPACES,
    dropNamespaces: NAMESPACES,
    optOutNamespaces: NAMESPACES,
  }),
  scrapeInterval: text('30s'),
  scrapeTimeout: text('10s'),
  path: text('/metrics'),
  params: mapOf(listOf(text('http_2xx'))),
  scheme: text('http'),
  tls: struct(TLS),
  serviceAccountToken: flag(),
  basicAuth: BASIC_AUTH,
  authorization: AUTHORIZATION,
  honorLabels: flag(),
  honorTimestamps: flag(),
  fallbackScrapeProtocol: text('PrometheusText0.0.4'),
  relabelings: listOf(struct(RELABELING)),
  metricRelabelings: listOf(struct(RELABELING)),
  sampleLimit: number(50_000),
  targetLimit: number(100),
  labelLimit: number(50),
  onEveryShard: flag(),
  absence: struct(ABSENCE),
};

/** What the address of an Alertmanager consists of. */
export const ALERTMANAGER_ENDPOINT: Shape<AlertmanagerEndpoint> = {
  dnsName: text('alertmanager-headless.monitoring.svc'),
  addresses: listOf(text('alertmanager.example.com:9093')),
  port: number(9093),
  scheme: text('http'),
  pathPrefix: text('/'),
  pods: struct(POD_PEER),
  egressPort: number(9093),
  egressCidrs: listOf(text('192.0.2.0/24')),
  heartbeat: flag(),
};

const SIGV4: Shape<SigV4> = { region: text('eu-central-1'), roleArn: text('arn:aws:iam::123456789012:role/writer') };

const QUEUE: Shape<RemoteWriteQueue> = {
  capacity: number(10_000),
  maxShards: number(50),
  minShards: number(1),
  maxSamplesPerSend: number(2000),
  batchSendDeadline: text('5s'),
  minBackoff: text('30ms'),
  maxBackoff: text('5s'),
  retryOnRateLimit: flag(),
  sampleAgeLimit: text('1h'),
};

/** What a place that samples are sent to consists of. */
export const REMOTE_WRITE: Shape<RemoteWrite> = {
  url: needed(text('https://mimir.example.com/api/v1/push')),
  name: text('mimir'),
  remoteTimeout: text('30s'),
  headers: mapOf(text('shop')),
  authorization: AUTHORIZATION,
  basicAuth: BASIC_AUTH,
  sigv4: struct(SIGV4),
  tls: struct(TLS),
  clientCertificate: checkedElsewhere(),
  clientKey: checkedElsewhere(),
  writeRelabelings: listOf(struct(RELABELING)),
  sendExemplars: flag(),
  sendNativeHistograms: flag(),
  queue: struct(QUEUE),
  egressPort: number(443),
  egressCidrs: listOf(text('192.0.2.0/24')),
};

const ALERTING_RULE: Shape<AlertingRule> = {
  alert: needed(text('ShopOrdersFailing')),
  expr: needed(text('up == 0')),
  for: text('5m'),
  keepFiringFor: text('5m'),
  severity: needed(choice(Severity)),
  summary: needed(text('Orders fail in {{ $labels.namespace }}.')),
  description: needed(text('Customers cannot order. Look at the log of the shop.')),
  runbookUrl: needed(text('https://runbooks.example.com/shop')),
  labels: LABELS,
  annotations: mapOf(text('https://grafana.example.com/d/shop')),
};

const RECORDING_RULE: Shape<RecordingRule> = {
  record: needed(text('job:up:sum')),
  expr: needed(text('sum by (job) (up)')),
  labels: LABELS,
};

/** What a group of rules consists of. */
export const RULE_GROUP: Shape<RuleGroup> = {
  name: needed(text('shop')),
  interval: text('1m'),
  records: listOf(struct(RECORDING_RULE)),
  alerts: listOf(struct(ALERTING_RULE)),
};
