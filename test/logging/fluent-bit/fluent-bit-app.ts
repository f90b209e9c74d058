import { load } from 'js-yaml';
import { FluentBit } from '../../../lib/logging/fluent-bit/fluent-bit';
import type { FluentBitProps } from '../../../lib/logging/fluent-bit/fluent-bit-props';
import { ElasticsearchOutput, type ElasticsearchOutputProps } from '../../../lib/logging/outputs/elasticsearch-output';
import { type FluentBitDelivery, type IFluentBitOutput, LogOutput } from '../../../lib/logging/outputs/log-output';
import type { LogTarget } from '../../../lib/model/log-route';
import { SearchEngine } from '../../../lib/model/search-endpoint';
import { type Manifest, newChart, only, synth } from '../../tools/synth';

/** An output to an Elasticsearch that is in order. */
export const elasticsearch = (props: Partial<ElasticsearchOutputProps> = {}, name = 'elasticsearch') =>
  new ElasticsearchOutput(name, {
    endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.logging.svc:9200' },
    ...props,
  });

/** An output of a user's own class. A `*` in its host is the dataset. */
export class CustomOutput extends LogOutput implements IFluentBitOutput {
  override readonly egress = [];

  constructor(
    name: string,
    private readonly host: string,
  ) {
    super(name);
  }

  fluentBit({ dataset = 'custom' }: LogTarget): FluentBitDelivery {
    const header = ['Node ${NODE_NAME}', 'Host ${HOSTNAME}', 'Team ${TEAM:-none}'];
    return { instance: '', dataset, plugin: { name: 'http', host: this.host.replace('*', dataset), header } };
  }
}

/** The manifests of an agent, after all checks. */
export function agentManifests(props: Partial<FluentBitProps> = {}): Manifest[] {
  const chart = newChart('node-agents');
  new FluentBit(chart, 'FluentBit', { output: elasticsearch(), ...props });
  return synth(chart);
}

/** The files of an agent's configuration. */
export const agentFiles = (props: Partial<FluentBitProps> = {}): Record<string, string> =>
  only(agentManifests(props), 'ConfigMap').data;

/** The pipeline of an agent, as YAML is read. */
export const agentPipeline = (props: Partial<FluentBitProps> = {}): Manifest =>
  (load(agentFiles(props)['fluent-bit.yaml'] as string) as Manifest).pipeline;
