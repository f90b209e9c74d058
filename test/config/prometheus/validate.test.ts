import type { PrometheusConfig } from '../../../lib/config/prometheus/model';
import { validatePrometheusConfig } from '../../../lib/config/prometheus/validate';
import type { ScrapeJob } from '../../../lib/model/scrape-job';
import { configWith, jobWith } from './configs';

type Parts = Partial<PrometheusConfig>;
const whats = (parts: Parts) => validatePrometheusConfig(configWith(parts)).map(({ what }) => what);
const inCluster = (job: Partial<ScrapeJob>): Parts => ({ cluster: 'eu', jobs: [jobWith(job)] });
const address = { addresses: ['a:9093'] };

const GOOD: readonly (readonly [string, Parts])[] = [
  ['the least', {}],
  ['a cluster inside and outside', { cluster: 'eu', externalLabels: { cluster: 'eu' } }],
  [
    'a cluster outside only',
    {
      externalLabels: { cluster: 'eu' },
      jobs: [jobWith({ relabelings: [{ targetLabel: 'cluster', replacement: 'x' }] })],
    },
  ],
  ['a replica label', { replicaLabel: 'replica', externalLabels: { replica: '${POD_NAME}' } }],
  ['globs', { ruleFiles: ['/etc/rules/*.yaml', 'a.yaml', '*'] }],
  [
    'Alertmanagers',
    {
      alertmanagers: [
        { dnsName: 'a.b.svc', port: 9094, pathPrefix: '/' },
        { ...address, scheme: 'https' },
      ],
    },
  ],
  ['the last shard', { shard: { index: 2, count: 3 } }],
  ['other sections', { extra: { storage: { tsdb: {} }, tracing: { endpoint: 'a:1' } } }],
];

const BAD: readonly (readonly [what: string, Parts])[] = [
  ["'scrapeInterval' is '30 s', which is no duration", { scrapeInterval: '30 s' }],
  ["'evaluationInterval' is '', which is no duration", { evaluationInterval: '' }],
  ["'scrapeTimeout' is '31s', above the scrape interval of '30s'", { scrapeTimeout: '31s' }],
  ["'externalLabels' holds '__x', which is no name for a label", { externalLabels: { __x: 'a' } }],
  ["'externalLabels' holds 'a.b', which is no name for a label", { externalLabels: { 'a.b': 'a' } }],
  ["'externalLabels.a' is empty, which no label can be", { externalLabels: { a: '' } }],
  ["'externalLabels.a' is '1', which no label can be", { externalLabels: { a: 1 as never } }],
  ["'replicaLabel' is 'replica', which is no external label", { replicaLabel: 'replica' }],
  ["'replicaLabel' is 'a|b', which is no name of a label", { replicaLabel: 'a|b', externalLabels: { a: 'b' } }],
  ["'cluster' is empty", { cluster: '' }],
  ["'externalLabels.cluster' is 'us', and 'cluster' is 'eu'", { cluster: 'eu', externalLabels: { cluster: 'us' } }],
  [
    "scrape job 'shop': 'relabelings' sets 'cluster', which is 'eu' for all series of this Prometheus",
    inCluster({ relabelings: [{ targetLabel: 'cluster', replacement: 'x' }] }),
  ],
  [
    "scrape job 'shop': 'metricRelabelings' sets 'cluster', which is 'eu' for all series of this Prometheus",
    inCluster({ metricRelabelings: [{ targetLabel: 'cluster', replacement: 'x' }] }),
  ],
  [
    "scrape job 'shop': 'statics.labels' sets 'cluster', which is 'eu' for all series of this Prometheus",
    inCluster({ statics: { addresses: ['a:1'], labels: { cluster: 'x' } } }),
  ],
  ["'ruleFiles' is empty, which reads no rules", { ruleFiles: [] }],
  ["'ruleFiles' holds '/etc/*/a.yaml'", { ruleFiles: ['/etc/*/a.yaml'] }],
  ["alertmanagers[0]: neither 'dnsName' nor 'addresses' is given", { alertmanagers: [{}] }],
  [
    "alertmanagers[1]: 'dnsName' and 'addresses' are given together",
    { alertmanagers: [address, { ...address, dnsName: 'a' }] },
  ],
  ["alertmanagers[0]: 'dnsName' is 'http://a', which is no DNS name", { alertmanagers: [{ dnsName: 'http://a' }] }],
  ["alertmanagers[0]: 'dnsName' is 'a:9093', which is no DNS name", { alertmanagers: [{ dnsName: 'a:9093' }] }],
  ["alertmanagers[0]: 'addresses' is empty, which names no host", { alertmanagers: [{ addresses: [] }] }],
  ["alertmanagers[0]: 'addresses[0]' is 'a', which is no host and port", { alertmanagers: [{ addresses: ['a'] }] }],
  ["alertmanagers[0]: 'port' is given together with 'addresses'", { alertmanagers: [{ ...address, port: 9093 }] }],
  ["alertmanagers[0]: 'port' is 0", { alertmanagers: [{ dnsName: 'a', port: 0 }] }],
  ["alertmanagers[0]: 'scheme' is 'tcp'", { alertmanagers: [{ dnsName: 'a', scheme: 'tcp' }] }],
  [
    "alertmanagers[0]: 'pathPrefix' is 'alerts', which is no HTTP path",
    { alertmanagers: [{ dnsName: 'a', pathPrefix: 'alerts' }] },
  ],
  ["scrape job 'shop': 'path' is 'x', which is no HTTP path", { jobs: [jobWith({ path: 'x' })] }],
  [
    "scrape job 'shop': 'scrapeTimeout' is '40s', above the scrape interval of '30s'",
    { jobs: [jobWith({ scrapeTimeout: '40s' })] },
  ],
  [
    "scrape job 'shop' has the 'jobLabel' of another as its name, and its series lack 'metrics_path'",
    { jobs: [jobWith({}), jobWith({ name: 'slow', jobLabel: 'shop' })] },
  ],
  ["scrape job 'shop' exists twice", { jobs: [jobWith({}), jobWith({}), jobWith({})] }],
  ["remoteWrite[0]: 'url' is 'mimir', which is no URL", { remoteWrite: [{ url: 'mimir' }] }],
  ["'shard.index' is 3", { shard: { index: 3, count: 3 } }],
  ["'shard.index' is -1", { shard: { index: -1, count: 3 } }],
  ["'shard.count' is 0", { shard: { index: 0, count: 0 } }],
  ...['global', 'rule_files', 'alerting', 'scrape_configs', 'remote_write'].map(
    (section) =>
      [`'extra' holds '${section}', which is written from the typed props`, { extra: { [section]: {} } }] as const,
  ),
];

describe('validatePrometheusConfig', () => {
  it.each(GOOD)('takes %s', (_, parts) => {
    expect(whats(parts)).toEqual([]);
  });

  it.each(BAD)('says: %s', (what, parts) => {
    expect(whats(parts)).toEqual([what]);
  });

  it('says all at once', () => {
    expect(whats({ scrapeInterval: 'x', shard: { index: 1, count: 1 }, jobs: [jobWith({ name: '' })] })).toEqual([
      "'scrapeInterval' is 'x', which is no duration",
      "scrape job '': 'name' is empty or has odd blanks",
      "'shard.index' is 1",
    ]);
  });
});
