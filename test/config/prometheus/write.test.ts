import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrometheusConfig } from '../../../lib/config/prometheus/model';
import { validatePrometheusConfig } from '../../../lib/config/prometheus/validate';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import { RelabelAction } from '../../../lib/model/relabeling';
import { itWithTool, type Tool } from '../../tools/tool';
import { configWith, jobWith } from './configs';

const EVERYTHING: PrometheusConfig = {
  scrapeInterval: '30s',
  scrapeTimeout: '10s',
  evaluationInterval: '15s',
  externalLabels: { region: 'eu', prometheus_replica: '${POD_NAME}' },
  cluster: 'shop',
  replicaLabel: 'prometheus_replica',
  ruleFiles: ['rules/*.yaml'],
  alertmanagers: [
    { dnsName: 'alertmanager-headless.monitoring.svc', scheme: 'https', pathPrefix: '/alerts' },
    { addresses: ['10.0.0.9:9093', '[fd00::9]:9093'] },
  ],
  jobs: [
    { name: 'pods', pods: { namespaces: ['shop'], labels: { 'app.kubernetes.io/name': 'shop' }, port: 'metrics' } },
    { name: 'numbered', pods: { portNumber: 9113 }, honorLabels: true },
    { name: 'services', services: { namespaces: ['default'], name: 'kubernetes', port: 'https' }, scheme: 'https' },
    { name: 'nodes', nodes: { portNumber: 9100, labels: { 'kubernetes.io/os': 'linux' } }, onEveryShard: true },
    { name: 'statics', statics: { addresses: ['db.example.com:9187'], labels: { team: 'data' } } },
    { name: 'probe', probe: { prober: 'blackbox:9115', module: 'http_2xx', urls: ['https://example.com/a?b=c'] } },
    { name: 'annotated', annotatedPods: { dropNamespaces: ['kube-system'], optOutNamespaces: ['shop'] } },
    {
      name: 'kubelet',
      nodes: {},
      scrapeInterval: '1m',
      scrapeTimeout: '20s',
      path: '/metrics/cadvisor',
      params: { match: ['a', 'b'] },
      scheme: 'https',
      tls: { caFile: '/ca.crt', serverName: 'kubelet', insecureSkipVerify: false },
      serviceAccountToken: true,
      honorTimestamps: false,
      fallbackScrapeProtocol: 'PrometheusText0.0.4',
      sampleLimit: 10_000,
      targetLimit: 500,
      labelLimit: 60,
      relabelings: [{ sourceLabels: ['__meta_kubernetes_node_label_zone'], targetLabel: 'zone' }],
      metricRelabelings: [{ sourceLabels: ['__name__'], regex: 'kubelet_.+', action: RelabelAction.DROP }],
    },
    jobWith({
      name: 'basic',
      scheme: 'https',
      basicAuth: { username: 'prometheus', password: { name: 'shop-metrics', key: 'password' } },
    }),
    {
      name: 'token',
      pods: { portNumber: 8080 },
      authorization: { type: 'Token', credentials: { name: 'shop-metrics', key: 'token' } },
    },
  ],
  remoteWrite: [
    {
      url: 'https://mimir.example.com/api/v1/push',
      name: 'mimir',
      remoteTimeout: '20s',
      headers: { 'X-Scope-OrgID': 'shop' },
      authorization: { credentials: { name: 'mimir', key: 'token' } },
      clientCertificate: { name: 'mimir', key: 'tls.crt' },
      clientKey: { name: 'mimir', key: 'tls.key' },
      tls: { caFile: '/ca.crt' },
      sendExemplars: true,
      sendNativeHistograms: true,
      writeRelabelings: [{ sourceLabels: ['__name__'], regex: 'go_.+', action: RelabelAction.DROP }],
      queue: {
        capacity: 20_000,
        maxShards: 20,
        minShards: 2,
        maxSamplesPerSend: 5000,
        batchSendDeadline: '10s',
        minBackoff: '100ms',
        maxBackoff: '10s',
        retryOnRateLimit: true,
        sampleAgeLimit: '1h',
      },
    },
    {
      url: 'https://aps.example.com/api/v1/remote_write',
      sigv4: { region: 'eu-central-1', roleArn: 'arn:aws:iam::123456789012:role/w' },
    },
    { url: 'https://vm.example.com', basicAuth: { username: 'shop', password: { name: 'vm', key: 'password' } } },
  ],
  shard: { index: 1, count: 3 },
  extra: { storage: { tsdb: { out_of_order_time_window: '10m' } } },
};

/** What `promtool check config` has against the text, beside files that it refers to; '' where it has nothing. */
function verdict(promtool: Tool, text: string, args: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  try {
    mkdirSync(join(folder, 'rules'));
    writeFileSync(join(folder, 'rules', 'a.yaml'), 'groups: []\n');
    const files = text.match(/\/etc\/prometheus\/secrets\/\S+|\/ca\.crt|\/var\/run\/secrets\/\S+/g) ?? [];
    const local = files.reduce((all, file, i) => all.replaceAll(file, join(folder, `file-${i}`)), text);
    files.forEach((_, i) => {
      writeFileSync(join(folder, `file-${i}`), '');
    });
    writeFileSync(join(folder, 'prometheus.yml'), local);
    const { status, stdout, stderr } = promtool.run(['check', 'config', ...args, join(folder, 'prometheus.yml')]);
    return status === 0 ? '' : stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('writePrometheusConfig', () => {
  it('writes the least there can be', () => {
    expect(writePrometheusConfig(configWith({}))).toBe(`global:
  scrape_interval: 30s
  evaluation_interval: 30s
scrape_configs: []
`);
  });

  it('writes the sections around the jobs', () => {
    const { jobs: _, remoteWrite: __, ...around } = EVERYTHING;
    expect(writePrometheusConfig({ ...around, jobs: [] })).toBe(`global:
  scrape_interval: 30s
  scrape_timeout: 10s
  evaluation_interval: 15s
  external_labels:
    region: eu
    prometheus_replica: \${POD_NAME}
rule_files:
  - rules/*.yaml
alerting:
  alert_relabel_configs:
    - regex: prometheus_replica
      action: labeldrop
  alertmanagers:
    - scheme: https
      path_prefix: /alerts
      timeout: 10s
      api_version: v2
      dns_sd_configs:
        - names:
            - alertmanager-headless.monitoring.svc
          type: A
          port: 9093
        - names:
            - alertmanager-headless.monitoring.svc
          type: AAAA
          port: 9093
    - timeout: 10s
      api_version: v2
      static_configs:
        - targets:
            - 10.0.0.9:9093
            - '[fd00::9]:9093'
scrape_configs: []
storage:
  tsdb:
    out_of_order_time_window: 10m
`);
  });

  it('writes the same text for the same data', () => {
    expect(writePrometheusConfig(EVERYTHING)).toBe(writePrometheusConfig(JSON.parse(JSON.stringify(EVERYTHING))));
  });

  itWithTool('promtool', 'writes what promtool accepts, with all there is', (promtool) => {
    expect(validatePrometheusConfig(EVERYTHING)).toEqual([]);
    expect(verdict(promtool, writePrometheusConfig(EVERYTHING))).toBe('');
    expect(verdict(promtool, writePrometheusConfig(EVERYTHING), ['--syntax-only'])).toBe('');
  });

  itWithTool('promtool', 'is judged by a promtool that finds faults', (promtool) => {
    const text = writePrometheusConfig(EVERYTHING);
    expect(verdict(promtool, text.replace('role: pod', 'role: pots'))).not.toBe('');
    expect(verdict(promtool, text.replace('queue_config', 'queue'))).not.toBe('');
  });
});
