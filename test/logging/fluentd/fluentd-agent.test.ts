import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Chart } from 'cdk8s';
import { FluentdAgent, type FluentdAgentProps, ForwardOutput, ForwardPeer } from '../../../lib';
import { LogLevel } from '../../../lib/model/log-route';
import { type Manifest, newChart, only, synth } from '../../tools/synth';
import { itWithTool } from '../../tools/tool';
import { watched } from '../../tools/watched';
import { elasticsearch } from './fluentd-app';

const manifestsOf = (props: Partial<FluentdAgentProps> = {}): Manifest[] => {
  const chart = newChart('node-agents');
  new FluentdAgent(chart, 'Fluentd', { output: elasticsearch(), ...props });
  return synth(chart);
};
const textOf = (props: Partial<FluentdAgentProps> = {}): string =>
  only(manifestsOf(props), 'ConfigMap').data['fluentd.yaml'];
const pod = () => only(manifestsOf(), 'DaemonSet').spec.template.spec;

const aggregator = new ForwardOutput('aggregator', {
  host: 'fluentd.logging.svc',
  peer: ForwardPeer.FLUENTD,
  sharedKey: { name: 'fluentd-shared-key', key: 'shared-key' },
  tls: true,
});
const routes: FluentdAgentProps['routes'] = [
  { namespaces: ['shop', 'pay-*'], containers: ['api'], dataset: 'shop', minLevel: LogLevel.WARN },
  { namespaces: ['kube-system'], index: 'sys' },
  { pods: ['cron-*', 'job.v1'], dataset: 'cron', keep: { field: 'http.code', values: ['5.0', '2'] } },
  { namespaces: ['audit'], output: 'aggregator' },
];

describe('FluentdAgent', () => {
  it('is these objects by default', () => {
    expect(manifestsOf().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ConfigMap fluentd-config',
      'ResourceQuota fluentd',
      'DaemonSet fluentd',
      'NetworkPolicy fluentd',
    ]);
  });

  it('reads the logs of its node as root without any capability, and writes to a folder of its own there', () => {
    const { securityContext, containers, volumes, automountServiceAccountToken } = pod();
    expect(securityContext).toMatchObject({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(volumes.filter(({ hostPath }: Manifest) => hostPath).map(({ hostPath }: Manifest) => hostPath.path)).toEqual(
      ['/var/lib/fluentd.node-agents', '/var/log'],
    );
    expect(automountServiceAccountToken).toBe(false);
  });

  it('tells indices apart whose names differ in what no label holds', () => {
    const routes = ['a_b', 'a-b', 'a.b'].map((index, i) => ({ namespaces: [`team-${i}`], index }));
    expect(textOf({ routes }).match(/(?<=name: ")@OUTPUT.*(?=")/g)).toEqual([
      '@OUTPUT_1',
      '@OUTPUT_2',
      '@OUTPUT_3',
      '@OUTPUT_4',
    ]);
  });

  it('keeps positions and what waits in that folder', () => {
    const paths = textOf().match(/(?<=(?:pos_file|path): ")\/var\/lib[^"]*/g);
    expect(paths).toEqual([
      '/var/lib/fluentd.node-agents/containers.pos',
      '/var/lib/fluentd.node-agents/buffers/elasticsearch',
      '/var/lib/fluentd.node-agents/buffers/elasticsearch-rejected',
    ]);
  });

  it('gives each line to the first route that fits', () => {
    const tags = textOf({ routes, outputs: [aggregator] }).match(
      /(?<=relabel"\n {12}\$id: "route-\d"\n {12}\$tag: ")[^"]*/g,
    );
    expect(tags).toEqual([
      'kube.{shop,pay-*}.api.**',
      'kube.kube-system.**',
      'kube.*.*.*.{cron-**,job.v1}',
      'kube.audit.**',
      '**',
    ]);
  });

  it('asks each line of a target that drops some, and no other, whether it stays', () => {
    const datasets = textOf({ routes, outputs: [aggregator] }).match(/(?<=^ +dataset: ")[^"$]*(?="$)|\$\{at = .*/gm);
    expect(datasets).toEqual([
      expect.stringMatching(/rank >= 40\\n\) \? \\"shop\\" : nil\}"$/),
      'sys',
      expect.stringMatching(
        /at\.\(record\[\\"parsed\\"\], \\"http\.code\\"\).*\[\\"5\.0\\"\.b, \\"2\\"\.b\].*\[5, 2\]/,
      ),
      'kubernetes',
      'logstash',
      'rejected-logs',
    ]);
  });

  it('promises what it can keep', () => {
    const { annotations } = only(manifestsOf({ maxOutage: '2h' }), 'DaemonSet').metadata;
    expect(annotations['cdk8s-observability/log-guarantee']).toMatch(/^While an output is away for 2h at most/);
  });

  it('is scraped, and has alerts', () => {
    const { job, alerts } = watched((chart, metrics) => {
      const agents = new Chart(chart.node.root as App, 'agents', { namespace: 'node-agents' });
      new FluentdAgent(agents, 'Fluentd', { metrics, output: elasticsearch() });
    });
    expect(job('fluentd')).toBeDefined();
    expect(alerts(/^FluentdDown$/)).toHaveLength(1);
    expect(alerts(/^FluentdNotSending$/)).toHaveLength(1);
    expect(alerts(/^FluentdNoInputAnywhere$/)).toHaveLength(1);
    expect(alerts(/^FluentdMissingOnNode$/).map(({ expr }) => expr)).toEqual([
      expect.stringContaining('namespace="node-agents", daemonset="fluentd"'),
    ]);
  });

  it('can be there twice', () => {
    const chart = newChart('node-agents');
    new FluentdAgent(chart, 'A', { output: elasticsearch(), nodeSelector: { pool: 'a' } });
    new FluentdAgent(chart, 'B', { output: elasticsearch(), nodeSelector: { pool: 'b' }, name: 'fluentd-b' });
    expect(synth(chart).filter(({ kind }) => kind === 'DaemonSet')).toHaveLength(2);
  });

  itWithTool('fluentd', 'has a configuration that Fluentd takes', (fluentd) => {
    const folder = mkdtempSync(join(tmpdir(), 'fluentd-'));
    try {
      const file = join(folder, 'fluentd.yaml');
      writeFileSync(
        file,
        textOf({ routes, outputs: [aggregator] })
          .replaceAll('/var/lib/fluentd.node-agents', folder)
          .replaceAll('fluentd.logging.svc', 'localhost'),
      );
      const { status, stdout, stderr } = fluentd.run(['--dry-run', '--config', file]);
      const complaints = `${stdout}${stderr}`.match(/.*\[(?:warn|error|fatal)\].*/g);
      expect({ status, complaints }).toEqual({ status: 0, complaints: null });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
