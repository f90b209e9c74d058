import { load } from 'js-yaml';
import { MonitoringStack, type MonitoringStackProps } from '../../lib';
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
