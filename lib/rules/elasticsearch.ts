import type { AlertingRule, RuleGroup } from '../model/rules';
import { elasticsearchClusterRules } from './elasticsearch-cluster';
import { elasticsearchLoadRules } from './elasticsearch-load';
import type { ElasticsearchRulesOptions } from './elasticsearch-options';
import { elasticsearchStreamRules } from './elasticsearch-streams';

/** Alerts on an Elasticsearch and its exporter, as Elasticsearch of this library has them scraped. */
export function elasticsearchRules(options: ElasticsearchRulesOptions = {}): RuleGroup[] {
  const alerts: AlertingRule[] = [
    ...elasticsearchClusterRules(options),
    ...elasticsearchLoadRules(options),
    ...elasticsearchStreamRules(options),
  ];
  return [{ name: 'elasticsearch', alerts }];
}
