import { load } from 'js-yaml';
import { FluentBit } from '../../lib/logging/fluent-bit';
import type { FluentBitProps } from '../../lib/logging/fluent-bit-props';
import { ElasticsearchOutput, type ElasticsearchOutputProps } from '../../lib/logging/outputs/elasticsearch-output';
import { SearchEngine } from '../../lib/model/search-endpoint';
import { type Manifest, newChart, only, synth } from '../tools/synth';

/** An output to an Elasticsearch that is in order. */
export const elasticsearch = (props: Partial<ElasticsearchOutputProps> = {}, name = 'elasticsearch') =>
  new ElasticsearchOutput(name, {
    endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.logging.svc:9200' },
    ...props,
  });

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
