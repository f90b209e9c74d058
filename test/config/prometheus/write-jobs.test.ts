import { load } from 'js-yaml';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import { RelabelAction } from '../../../lib/model/relabeling';
import type { ScrapeJob } from '../../../lib/model/scrape-job';
import { configWith, jobWith } from './configs';

const textOf = (job: ScrapeJob) => writePrometheusConfig(configWith({ jobs: [job] })).split('scrape_configs:\n')[1];
/** The part of a job beside its relabelling. */
const settingsOf = (parts: Partial<ScrapeJob>, cluster?: string) => {
  const text = writePrometheusConfig(configWith({ jobs: [jobWith(parts)], cluster }));
  return (load(text) as { scrape_configs: unknown[] }).scrape_configs[0];
};
const statics = { job_name: 'shop', static_configs: [{ targets: ['shop.example.com:8080'] }] };

describe('a scrape job', () => {
  it('with fixed addresses is written as they are', () => {
    expect(
      textOf({ name: 'db', statics: { addresses: ['db:9187', '[fd00::1]:9187'], labels: { team: 'data' } } }),
    ).toBe(`  - job_name: db
    static_configs:
      - targets:
          - db:9187
          - '[fd00::1]:9187'
        labels:
          team: data
`);
  });

  it('of pods asks the API server for those pods only', () => {
    const pods = { namespaces: ['shop'], labels: { app: 'shop', tier: '' }, port: 'web' };
    expect(textOf({ name: 'shop', pods })).toBe(`  - job_name: shop
    kubernetes_sd_configs:
      - role: pod
        namespaces:
          names:
            - shop
        selectors:
          - role: pod
            label: app=shop,tier=
    relabel_configs:
      - source_labels:
          - __meta_kubernetes_pod_phase
        regex: Succeeded|Failed
        action: drop
      - source_labels:
          - __meta_kubernetes_pod_container_init
        regex: 'true'
        action: drop
      - source_labels:
          - __meta_kubernetes_pod_container_port_name
        regex: web
        action: keep
      - source_labels:
          - __meta_kubernetes_namespace
        target_label: namespace
      - source_labels:
          - __meta_kubernetes_pod_name
        target_label: pod
      - source_labels:
          - __meta_kubernetes_pod_node_name
        target_label: node
      - source_labels:
          - __meta_kubernetes_pod_container_name
        target_label: container
`);
  });

  it('that shares its label with others says which path it reads, and its own steps have the last word', () => {
    const relabelings = [{ targetLabel: 'metrics_path', replacement: '/other' }];
    expect(textOf({ ...jobWith({}), name: 'shop-slow', jobLabel: 'shop', relabelings })).toContain(`    relabel_configs:
      - target_label: job
        replacement: shop
      - source_labels:
          - __metrics_path__
        target_label: metrics_path
      - target_label: metrics_path
        replacement: /other
`);
  });

  it('of nodes takes the port given and makes the address the instance', () => {
    expect(textOf({ name: 'node-exporter', nodes: { portNumber: 9100 } })).toBe(`  - job_name: node-exporter
    kubernetes_sd_configs:
      - role: node
    relabel_configs:
      - source_labels:
          - __address__
        regex: (.+):\\d+
        target_label: __address__
        replacement: $1:9100
      - source_labels:
          - __address__
        target_label: instance
      - source_labels:
          - __meta_kubernetes_node_name
        target_label: node
`);
  });

  it('of probes hands the URL to the prober', () => {
    const probe = { prober: 'blackbox:9115', module: 'http_2xx', urls: ['https://example.com'] };
    expect(textOf({ name: 'probe', probe })).toBe(`  - job_name: probe
    metrics_path: /probe
    params:
      module:
        - http_2xx
    static_configs:
      - targets:
          - https://example.com
    relabel_configs:
      - source_labels:
          - __address__
        target_label: __param_target
      - source_labels:
          - __param_target
        target_label: instance
      - target_label: __address__
        replacement: blackbox:9115
`);
  });

  it('of a Service asks for that Service and its slices', () => {
    const services = { namespaces: ['default'], name: 'kubernetes', labels: { component: 'apiserver' }, port: 'https' };
    const { scrape_configs } = load(writePrometheusConfig(configWith({ jobs: [{ name: 'apiserver', services }] }))) as {
      scrape_configs: { kubernetes_sd_configs: unknown }[];
    };
    expect(scrape_configs[0]?.kubernetes_sd_configs).toEqual([
      {
        role: 'endpointslice',
        namespaces: { names: ['default'] },
        selectors: [
          { role: 'service', label: 'component=apiserver', field: 'metadata.name=kubernetes' },
          { role: 'endpointslice', label: 'kubernetes.io/service-name=kubernetes' },
        ],
      },
    ]);
  });

  it('sends the token of the ServiceAccount', () => {
    expect(settingsOf({ serviceAccountToken: true, scheme: 'https', tls: { caFile: '/ca.crt' } })).toEqual({
      ...statics,
      scheme: 'https',
      authorization: { type: 'Bearer', credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
      tls_config: { ca_file: '/ca.crt' },
    });
  });

  it('reads its password from a file', () => {
    expect(settingsOf({ basicAuth: { username: 'prometheus', password: { name: 'shop', key: 'pw' } } })).toEqual({
      ...statics,
      basic_auth: { username: 'prometheus', password_file: '/etc/prometheus/secrets/shop/pw' },
    });
  });

  it.each([
    [undefined, 'Bearer'],
    ['Token', 'Token'],
  ])('reads its credentials of type %s from a file', (type, written) => {
    expect(settingsOf({ authorization: { type, credentials: { name: 'shop', key: 'token' } } })).toEqual({
      ...statics,
      authorization: { type: written, credentials_file: '/etc/prometheus/secrets/shop/token' },
    });
  });

  it('writes its own steps, every field as upstream spells it', () => {
    const step = {
      sourceLabels: ['a', 'b'],
      separator: '/',
      regex: '(.*)/x',
      targetLabel: 'c',
      replacement: '$1',
      action: RelabelAction.REPLACE,
    };
    const hash = { sourceLabels: ['a'], modulus: 4, targetLabel: 'd', action: RelabelAction.HASHMOD };
    expect(settingsOf({ relabelings: [step], metricRelabelings: [hash] })).toEqual({
      ...statics,
      relabel_configs: [
        {
          source_labels: ['a', 'b'],
          separator: '/',
          regex: '(.*)/x',
          target_label: 'c',
          replacement: '$1',
          action: 'replace',
        },
      ],
      metric_relabel_configs: [{ source_labels: ['a'], modulus: 4, target_label: 'd', action: 'hashmod' }],
    });
  });

  it('says the cluster last, to the series too where they could say another', () => {
    const cluster = { target_label: 'cluster', replacement: 'a$$b' };
    const drop = { regex: 'x', action: RelabelAction.LABELDROP };
    expect(settingsOf({}, 'a$b')).toEqual({ ...statics, relabel_configs: [cluster] });
    expect(settingsOf({ honorLabels: true }, 'a$b')).toEqual({
      ...statics,
      honor_labels: true,
      relabel_configs: [cluster],
      metric_relabel_configs: [cluster],
    });
    expect(settingsOf({ metricRelabelings: [drop] }, 'a$b')).toEqual({
      ...statics,
      relabel_configs: [cluster],
      metric_relabel_configs: [drop, cluster],
    });
  });
});
