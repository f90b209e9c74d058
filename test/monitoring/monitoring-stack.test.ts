import { load } from 'js-yaml';
import { type AlertmanagerEndpoint, MonitoringStack, type MonitoringStackProps, Severity } from '../../lib';
import { type Manifest, messageOf, newChart, synth } from '../tools/synth';

const manifestsOf = (props: MonitoringStackProps = {}) => {
  const chart = newChart();
  new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, ...props });
  return synth(chart);
};
const filesOf = (manifests: Manifest[]) =>
  Object.assign({}, ...manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data)) as Record<
    string,
    string
  >;
const jobsOf = (props?: MonitoringStackProps) =>
  (load(filesOf(manifestsOf(props))['prometheus.yml'] as string) as Manifest).scrape_configs.map(
    (job: Manifest) => job.job_name,
  );
const alertsOf = (props?: MonitoringStackProps): string[] =>
  Object.entries(filesOf(manifestsOf(props)))
    .filter(([file]) => file !== 'prometheus.yml')
    .flatMap(([, text]) => (load(text) as Manifest).groups[0].rules.map((rule: Manifest) => rule.alert));

describe('MonitoringStack', () => {
  it('scrapes itself, its reloader, and pods that ask for it', () => {
    expect(jobsOf()).toEqual(['prometheus', 'prometheus-config-reloader', 'kubernetes-pods']);
    expect(jobsOf({ podDiscovery: { enabled: false } })).toEqual(['prometheus', 'prometheus-config-reloader']);
  });

  it('evaluates the general rules and those about itself, and lets go of them when told to', () => {
    expect(alertsOf()).toEqual(
      expect.arrayContaining([
        'Watchdog',
        'InfoInhibitor',
        'InstanceDown',
        'TargetDown',
        'PrometheusBadConfig',
        'ConfigReloaderSidecarErrors',
      ]),
    );
    expect(alertsOf({ defaultRules: false })).toEqual([
      'PrometheusDown',
      'PrometheusConfigReloaderDown',
      'KubernetesPodsDown',
    ]);
  });

  it('keeps the heartbeat without its default rules, unless alerts go nowhere', () => {
    const sent = { withoutAlertmanager: false, alertmanagers: [{ addresses: ['10.0.0.1:9093'], heartbeat: true }] };
    const alerts = alertsOf({ ...sent, defaultRules: false });
    expect(alerts).toContain('Watchdog');
    expect(alerts).not.toContain('InstanceDown');
    expect(alertsOf({ ...sent }).filter((alert) => alert === 'Watchdog')).toHaveLength(1);
  });

  it.each<[string, MonitoringStackProps['ruleOverrides']]>([
    ['switched off', { Watchdog: { enabled: false } }],
    ['of another severity', { Watchdog: { severity: Severity.WARNING } }],
    ['of another severity by its label', { Watchdog: { labels: { severity: 'info' } } }],
  ])('refuses a heartbeat whose alert is %s', (_, ruleOverrides) => {
    const refusal = (alertmanager: AlertmanagerEndpoint) =>
      messageOf(() => {
        manifestsOf({ withoutAlertmanager: false, alertmanagers: [alertmanager], ruleOverrides });
        throw new Error('none');
      });
    const problem =
      "[chart/Monitoring/Prometheus] there is no alert 'Watchdog' of severity 'none', so the heartbeat of the Alertmanager would never beat; add watchdogRules(), or take its 'enabled' or 'severity' out of 'ruleOverrides'";
    expect(refusal({ addresses: ['10.0.0.1:9093'], heartbeat: true })).toContain(problem);
    expect(refusal({ addresses: ['10.0.0.1:9093'] })).not.toContain(problem);
  });

  it('sends people to the runbooks of their own, whatever the alert', () => {
    const rules = Object.entries(filesOf(manifestsOf({ runbookBaseUrl: 'https://wiki.example.com/alerts' })))
      .filter(([file]) => file !== 'prometheus.yml')
      .flatMap(([, text]) => (load(text) as Manifest).groups.flatMap((group: Manifest) => group.rules));
    expect(rules.length).toBeGreaterThan(10);
    expect(
      rules.filter(
        ({ annotations }: Manifest) => !annotations.runbook_url.startsWith('https://wiki.example.com/alerts/'),
      ),
    ).toEqual([]);
  });

  it('has no alert on sending to an Alertmanager where there is none', () => {
    expect(alertsOf()).not.toContain('PrometheusNotConnectedToAlertmanagers');
    expect(alertsOf({ withoutAlertmanager: false, alertmanagers: [{ addresses: ['10.0.0.1:9093'] }] })).toContain(
      'PrometheusNotConnectedToAlertmanagers',
    );
  });

  it('passes the default rules with several shards', () => {
    expect(alertsOf({ shards: 3 })).not.toContain('TargetDown');
  });

  it('tunes and switches off rules by name, and refuses names that no rule has', () => {
    expect(alertsOf({ ruleOverrides: { TargetDown: { enabled: false } } })).not.toContain('TargetDown');
    expect(messageOf(() => alertsOf({ ruleOverrides: { TargetDwn: { for: '1m' } } }))).toContain(
      "there is no alert 'TargetDwn' to change; write 'TargetDown', or leave it out",
    );
  });

  it('refuses alerts that reach nobody', () => {
    expect(messageOf(() => manifestsOf({ withoutAlertmanager: false }))).toContain(
      'no Alertmanager is set: alerts would reach nobody',
    );
  });

  it('takes its own name when there are two', () => {
    expect(jobsOf({ name: 'shop' })).toEqual(['shop', 'shop-config-reloader', 'kubernetes-pods']);
    const text = Object.values(filesOf(manifestsOf({ name: 'shop' }))).join('');
    expect(text).not.toMatch(/job="prometheus"/);
  });
});
