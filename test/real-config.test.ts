import { checkAlertmanagerConfigs, checkPrometheusConfigs, checkRules } from './tools/config-verdicts';
import { distManifests } from './tools/dist';
import { checkFluentBitConfigs } from './tools/log-verdicts';
import type { Manifest } from './tools/synth';
import { itWithTool } from './tools/tool';

const dist = () => distManifests().map(({ manifest }) => manifest as Manifest);
const taken = (workload: string) => [{ workload, complaint: '' }];

/** dist/ with one file of a ConfigMap or Secret replaced, to see that a judge really reads it. */
function broken(file: string, content: string): Manifest[] {
  const manifests: Manifest[] = structuredClone(dist());
  const holders = manifests.filter(({ data }) => data?.[file] !== undefined);
  if (holders.length === 0) throw new Error(`nothing in dist/ holds ${file}`);
  for (const { kind, data } of holders) {
    data[file] = kind === 'Secret' ? Buffer.from(content).toString('base64') : content;
  }
  return manifests;
}

describe('the configuration in dist/, mounted as the pods mount it,', () => {
  itWithTool('promtool', 'is taken by Prometheus, with its rules', (promtool) => {
    expect(checkPrometheusConfigs(promtool, dist())).toEqual(taken('prometheus'));
  });

  itWithTool('promtool', 'has rules that no lint minds', (promtool) => {
    expect(checkRules(promtool, dist())).toEqual(taken('prometheus'));
  });

  itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
    expect(checkAlertmanagerConfigs(amtool, dist())).toEqual(taken('alertmanager'));
  });

  itWithTool('fluent-bit', 'is taken by Fluent Bit', (fluentBit) => {
    expect(checkFluentBitConfigs(fluentBit, dist())).toEqual(taken('fluent-bit-config'));
  });
});

describe('the judges see', () => {
  const rules = (rule: object) => JSON.stringify({ groups: [{ name: 'a', rules: [rule] }] });

  itWithTool('promtool', 'a broken configuration', (promtool) => {
    const [verdict] = checkPrometheusConfigs(promtool, broken('prometheus.yml', 'scrape_config: []'));
    expect(verdict?.complaint).toMatch(/field scrape_config not found/);
  });

  itWithTool('promtool', 'a broken rule', (promtool) => {
    const manifests = broken('absent-jobs.yaml', rules({ alert: 'A', expr: 'sum(' }));
    expect(checkPrometheusConfigs(promtool, manifests)[0]?.complaint).toMatch(/could not parse expression/);
    expect(checkRules(promtool, manifests)[0]?.complaint).toMatch(/could not parse expression/);
  });

  itWithTool('promtool', 'what a lint minds', (promtool) => {
    const twice = JSON.stringify({
      groups: [{ name: 'a', rules: ['up', 'up'].map((expr) => ({ alert: 'A', expr })) }],
    });
    expect(checkRules(promtool, broken('absent-jobs.yaml', twice))[0]?.complaint).toMatch(/duplicate rule/);
  });

  itWithTool('amtool', 'a broken configuration of Alertmanager', (amtool) => {
    const [verdict] = checkAlertmanagerConfigs(amtool, broken('alertmanager.yaml', 'route: { receiver: a }'));
    expect(verdict?.complaint).toMatch(/undefined receiver "a"/);
  });

  itWithTool('fluent-bit', 'a broken pipeline of Fluent Bit', (fluentBit) => {
    const inputs = 'pipeline: { inputs: [{ name: tail, path: /a, no_option: 1 }], outputs: [] }';
    const verdicts = checkFluentBitConfigs(fluentBit, broken('fluent-bit.yaml', inputs));
    expect(verdicts[0]?.complaint).toMatch(/unknown configuration property 'no_option'/);
  });
});
