import { load } from 'js-yaml';
import { MonitoringStack, type MonitoringStackProps } from '../../lib';
import { type Manifest, newChart, synth } from './synth';

/** What a component and the Prometheus that watches it become together. */
export interface Watched {
  readonly manifests: readonly Manifest[];
  /** Of all ConfigMaps: `prometheus.yml` and the files with rules, which end in `.yaml`. */
  readonly files: Readonly<Record<string, string>>;
  /** An entry of `scrape_configs`. */
  job(name: string): Manifest;
  /** Alerting rules whose name fits. */
  alerts(name: RegExp): Manifest[];
}

/** Builds a component with a Prometheus of cluster `c` and no Alertmanager. */
export function watched(
  build: (chart: ReturnType<typeof newChart>, metrics: MonitoringStack) => unknown,
  stack: MonitoringStackProps = {},
): Watched {
  const chart = newChart();
  build(chart, new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, cluster: 'c', ...stack }));
  const manifests = synth(chart);
  const maps = manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ data }) => data);
  const files: Record<string, string> = Object.assign({}, ...maps);
  const rules: Manifest[] = Object.entries(files)
    .filter(([name]) => name.endsWith('.yaml'))
    .flatMap(([, text]) => ((load(text) as Manifest).groups ?? []).flatMap((group: Manifest) => group.rules));
  return {
    manifests,
    files,
    job: (name) =>
      (load(files['prometheus.yml'] ?? '') as Manifest).scrape_configs.find((each: Manifest) => each.job_name === name),
    alerts: (name) => rules.filter(({ alert }) => name.test(alert ?? '')),
  };
}
