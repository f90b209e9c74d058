import { load } from 'js-yaml';
import { ElasticsearchOutput, FluentdAggregator, type FluentdAggregatorProps, SearchEngine } from '../../../lib';
import { type Manifest, newChart, only, synth } from '../../tools/synth';

/** An output to an Elasticsearch that is in order. */
export const elasticsearch = (name = 'elasticsearch') =>
  new ElasticsearchOutput(name, {
    endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.logging.svc:9200' },
    user: { username: 'writer', password: { name: 'elasticsearch-users', key: 'writer' } },
  });

/** The manifests of an aggregator, after all checks. */
export function aggregatorManifests(props: Partial<FluentdAggregatorProps> = {}): Manifest[] {
  const chart = newChart('logging');
  new FluentdAggregator(chart, 'Fluentd', { output: elasticsearch(), ...props });
  return synth(chart);
}

/** The text of an aggregator's configuration. */
export const aggregatorText = (props: Partial<FluentdAggregatorProps> = {}): string =>
  only(aggregatorManifests(props), 'ConfigMap').data['fluentd.yaml'];

/** The same, as YAML is read; what comes from the environment is its Ruby. */
export const aggregatorConfig = (props: Partial<FluentdAggregatorProps> = {}): Manifest =>
  load(aggregatorText(props).replaceAll('!fluent/s ', ''));
