import { validateRuleGroups } from '../../lib/config/prometheus/rule-file';
import { Severity } from '../../lib/model/rules';
import { blackboxRules } from '../../lib/rules/blackbox';
import { type RuleCase, testRules } from './rule-test';

const URL = 'https://shop.example.com';
/** A probe by the stand-alone exporter, and one in a pod. */
const OUTSIDE = { job: 'shop', instance: URL, container: 'blackbox-exporter', namespace: 'monitoring' };
const INSIDE = {
  job: 'blackbox-web',
  instance: '10.0.0.1:9115',
  namespace: 'shop',
  pod: 'web-0',
  container: 'blackbox-exporter',
  metrics_path: '/probe',
  target: 'http://127.0.0.1/healthz',
};
const OWN = { ...INSIDE, metrics_path: '/metrics', target: '' };

const of = (metric: string, labels: Readonly<Record<string, string>>) =>
  `${metric}{${Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;

const days = (count: number) => `${count * 86_400}x60`;
const bySeverity = (severity: Severity, labels: object) => ({ severity, ...labels }) as Record<string, string>;
const explained = { explains_down: 'true' };

const cases: RuleCase[] = [
  {
    name: 'two probes that fail',
    alert: 'ProbeFailed',
    series: { [of('probe_success', OUTSIDE)]: '1 0x60', [of('probe_success', INSIDE)]: '1 0x60' },
    at: '2m',
    fires: [OUTSIDE, INSIDE],
  },
  {
    name: 'a probe that failed for a moment',
    alert: 'ProbeFailed',
    series: { [of('probe_success', OUTSIDE)]: '1x5 0 1x60' },
    at: '6m',
    fires: [],
  },
  {
    name: 'a slow probe',
    alert: 'ProbeSlow',
    series: { [of('probe_duration_seconds', INSIDE)]: '2x60', [of('probe_success', INSIDE)]: '1x60' },
    fires: [INSIDE],
  },
  {
    name: 'a slow probe that fails, which ProbeFailed tells',
    alert: 'ProbeSlow',
    series: { [of('probe_duration_seconds', INSIDE)]: '9x60', [of('probe_success', INSIDE)]: '0x60' },
    fires: [],
  },
  {
    name: 'a probe that is slow now and then',
    alert: 'ProbeSlow',
    series: {
      [of('probe_duration_seconds', OUTSIDE)]: '0.1x20 3 0.1x60',
      [of('probe_success', OUTSIDE)]: '1x60',
    },
    at: '24m',
    fires: [],
  },
  {
    name: 'a certificate of ten days',
    alert: 'ProbeCertificateExpiry',
    series: { [of('probe_ssl_earliest_cert_expiry', OUTSIDE)]: days(10) },
    fires: [bySeverity(Severity.WARNING, OUTSIDE)],
  },
  {
    name: 'a certificate of two days',
    alert: 'ProbeCertificateExpiry',
    series: { [of('probe_ssl_earliest_cert_expiry', INSIDE)]: days(2) },
    fires: [bySeverity(Severity.WARNING, INSIDE), bySeverity(Severity.CRITICAL, INSIDE)],
  },
  {
    name: 'a certificate that has ended',
    alert: 'ProbeCertificateExpiry',
    series: { [of('probe_ssl_earliest_cert_expiry', INSIDE)]: '60x60' },
    fires: [bySeverity(Severity.WARNING, INSIDE), bySeverity(Severity.CRITICAL, INSIDE)],
  },
  {
    name: 'a certificate of a month',
    alert: 'ProbeCertificateExpiry',
    series: { [of('probe_ssl_earliest_cert_expiry', OUTSIDE)]: days(30) },
    fires: [],
  },
  {
    name: 'an exporter in a pod is gone, told once for all its probes',
    alert: 'BlackboxExporterDown',
    series: { [of('up', OWN)]: '1 0x60', [of('up', INSIDE)]: '1 0x60' },
    at: '2m',
    fires: [{ ...OWN, ...explained }],
  },
  {
    name: 'the stand-alone exporter answers for no URL',
    alert: 'BlackboxExporterDown',
    series: { [of('up', OUTSIDE)]: '1 0x60' },
    at: '2m',
    fires: [{ ...OUTSIDE, ...explained }],
  },
  {
    name: 'another container is down, and a probe outlasts its scrape',
    alert: 'BlackboxExporterDown',
    series: {
      [of('up', { ...OWN, container: 'web' })]: '0x60',
      [of('up', OWN)]: '1x60',
      [of('up', INSIDE)]: '0x60',
    },
    fires: [],
  },
  {
    name: 'modules that are refused',
    alert: 'BlackboxExporterFailedReload',
    series: { [of('blackbox_exporter_config_last_reload_successful', OWN)]: '1 0x60' },
    fires: [OWN],
  },
  {
    name: 'modules that are taken',
    alert: 'BlackboxExporterFailedReload',
    series: { [of('blackbox_exporter_config_last_reload_successful', OWN)]: '0x3 1x60' },
    fires: [],
  },
];

describe('blackboxRules', () => {
  testRules(blackboxRules(), cases);

  it('hold on shards of Prometheus', () => {
    expect(validateRuleGroups(blackboxRules(), { shards: { completeJobs: [] } })).toEqual([]);
  });
});

describe('blackboxRules with options', () => {
  testRules(
    blackboxRules({
      selector: 'team="shop"',
      failedFor: '3m',
      slowSeconds: 0.2,
      certificateWarningDays: 30,
      certificateCriticalDays: 7,
    }),
    [
      ...cases.map((row) => ({ ...row, name: `of another team: ${row.name}`, fires: [] })),
      ...[
        'ProbeFailed',
        'ProbeSlow',
        'ProbeCertificateExpiry',
        'BlackboxExporterDown',
        'BlackboxExporterFailedReload',
      ].map(
        (alert): RuleCase => ({
          name: `of this team: ${alert}`,
          alert,
          series: {
            [of('probe_success', { ...OUTSIDE, team: 'shop' })]: alert === 'ProbeFailed' ? '0x60' : '1x60',
            [of('probe_duration_seconds', { ...OUTSIDE, team: 'shop' })]: '0.3x60',
            [of('probe_ssl_earliest_cert_expiry', { ...OUTSIDE, team: 'shop' })]: days(20),
            [of('up', { ...OUTSIDE, team: 'shop' })]: '0x60',
            [of('blackbox_exporter_config_last_reload_successful', { ...OUTSIDE, team: 'shop' })]: '0x60',
          },
          fires: [
            {
              ...OUTSIDE,
              team: 'shop',
              ...(alert === 'ProbeCertificateExpiry' ? { severity: Severity.WARNING } : {}),
              ...(alert === 'BlackboxExporterDown' ? explained : {}),
            },
          ],
        }),
      ),
    ],
  );
});
