import { expectedSecrets, FluentBit, LoggingStack, LogLevel, S3Output } from '../../../lib';
import { LokiOutput } from '../../../lib/logging/outputs/loki-output';
import { newChart, only, synth } from '../../tools/synth';
import { agentManifests, agentPipeline, elasticsearch } from './fluent-bit-app';

const archive = () => new S3Output('archive', { bucket: 'shop-logs', region: 'eu-west-1' });
const loki = () =>
  new LokiOutput('loki', {
    url: 'https://loki.example.com',
    bearerToken: { name: 'loki', key: 'token' },
    egressCidrs: ['192.0.2.0/24'],
  });

describe('copies of a FluentBit', () => {
  it('get each line, wherever its route sends it', () => {
    const { outputs } = agentPipeline({
      outputs: [elasticsearch({}, 'audit')],
      copies: [archive()],
      routes: [
        { namespaces: ['audit'], output: 'audit' },
        { namespaces: ['shop'], dataset: 'shop', minLevel: LogLevel.WARN },
      ],
    });
    expect(
      outputs.map(({ alias, match, match_regex }: Record<string, string>) => [alias, match ?? match_regex]),
    ).toEqual([
      ['audit', 'kube.audit.*'],
      ['elasticsearch', expect.stringMatching(/^\^\(\?!/)],
      ['archive.kubernetes', '*'],
    ]);
  });

  it('stand under the dataset of other logs', () => {
    const { outputs } = agentPipeline({ copies: [archive()], otherLogs: { dataset: 'cluster' } });
    expect(outputs[1].s3_key_format).toMatch(/^\/logs\/cluster\//);
  });

  it('are reached, and have their credentials', () => {
    const chart = newChart('node-agents');
    new FluentBit(chart, 'FluentBit', { output: elasticsearch(), copies: [loki()] });
    expect(expectedSecrets(chart).map(({ secret }) => secret.name)).toContain('loki');
    expect(JSON.stringify(only(synth(chart), 'NetworkPolicy').spec.egress)).toContain('192.0.2.0/24');
  });

  it('take memory, and disk', () => {
    const memoryOf = (copies: S3Output[]) => {
      const { limits } = only(agentManifests({ copies }), 'DaemonSet').spec.template.spec.containers[0].resources;
      return Number.parseInt(limits.memory, 10);
    };
    expect(memoryOf([archive()])).toBeGreaterThan(memoryOf([]) + 100);
    expect(() => agentManifests({ copies: [archive()], storageLimit: '4Gi' })).toThrow(/for 2 outputs/);
  });

  it('go with the agents of a LoggingStack', () => {
    const chart = newChart('logging');
    const { agent, stored } = new LoggingStack(chart, 'Logging', { agent: { copies: [archive()] } });
    expect(agent.copies.map(({ name }) => name)).toEqual(['archive']);
    expect(stored.indices.map(({ prefix }) => prefix)).toEqual(['logstash']);
    expect(synth(chart).length).toBeGreaterThan(10);
  });
});
