import { load } from 'js-yaml';
import { PrometheusServer, Severity } from '../../lib';
import { RuleFiles } from '../../lib/monitoring/prometheus-server/rule-files';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';

const alert = (name: string) => ({
  alert: name,
  expr: 'up == 0',
  severity: Severity.WARNING,
  summary: 's',
  description: 'd',
  runbookUrl: 'https://runbooks.example.com/x',
});

describe('rule files', () => {
  it('lose no group, however its name is written', () => {
    const chart = newChart();
    const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
    const names = ['a b', 'a_20_b', 'a/b', 'a_b', 'ä', '_e4_', 'A.b-c', '🐦'];
    for (const [i, name] of names.entries()) prometheus.addRules({ name, alerts: [alert(`Alert${i}`)] });
    const files: Record<string, string> = only(synth(chart), 'ConfigMap', 'prometheus-rules-0').data;
    const groups = Object.values(files).flatMap((text) => (load(text) as Manifest).groups);
    expect(groups.map(({ name }: Manifest) => name).sort()).toEqual([...names, 'absent-jobs'].sort());
    expect(Object.keys(files).filter((file) => !/^[-._a-zA-Z0-9]+$/.test(file))).toEqual([]);
  });

  it('are not written where one would take the place of another', () => {
    const chart = newChart();
    const group = { name: 'shop', alerts: [alert('A')] };
    const props = { name: 'p', namespace: 'monitoring', labels: {} };
    const files = new RuleFiles(chart, { ...props, generated: () => [group], tune: (groups) => groups });
    files.add(group);
    expect(messageOf(() => synth(chart))).toContain("two groups of rules would be the file 'shop.yaml'");
  });

  it.each([
    ['', {}],
    ['on shards', { shards: 2 }],
    ['with changes to rules', { ruleOverrides: { Shared: { for: '5m' } } }],
  ])('take the same alert of two components %s', (_, props) => {
    const chart = newChart();
    const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, ...props });
    for (const name of ['one', 'two']) {
      prometheus.addRules({ name, alerts: [{ ...alert('Shared'), expr: `up{job="${name}"} == 0` }] });
    }
    const { data } = only(synth(chart), 'ConfigMap', 'prometheus-rules-0');
    expect(Object.keys(data).sort()).toEqual(['absent-jobs.yaml', 'one.yaml', 'two.yaml']);
  });
});

describe('the alerts on the absence of the servers themselves', () => {
  it.each([
    [{}, ['absent(up{job="prometheus"})', 'absent(up{job="prometheus-config-reloader"})']],
    [
      { replicas: 2, shards: 2 },
      [
        '(count(up{job="prometheus"}) or vector(0)) < 4',
        '(count(up{job="prometheus-config-reloader"}) or vector(0)) < 4',
      ],
    ],
  ])('with %j ask for each of them', (props, expected) => {
    const chart = newChart();
    new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true, ...props });
    const { data } = only(synth(chart), 'ConfigMap', 'prometheus-rules-0');
    const [group] = (load(data['absent-jobs.yaml']) as Manifest).groups;
    expect(group.rules.map(({ expr }: Manifest) => expr)).toEqual(expected);
  });
});
