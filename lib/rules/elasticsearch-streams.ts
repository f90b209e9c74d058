import { type AlertingRule, Severity } from '../model/rules';
import { CLUSTER, type ElasticsearchRulesOptions, page, selectorOf } from './elasticsearch-options';
import { matchers } from './matchers';

/** The indices of a data stream by their names, some of which say what was made of them since. */
const OF_STREAM = '(?:.+-)?[.]ds-(.+)-[0-9]{4}[.][0-9]{2}[.][0-9]{2}-[0-9]+';

/**
 * The alert on documents that data streams could neither index nor move to the indices of rejected documents. Nothing counts
 * them: the indices of failure stores are hidden from the exporter. Elasticsearch has none until a document is put
 * there, and counts them among the indices of the stream, of which the others are seen. The last one stays when its
 * documents are deleted by age: somebody has to take it out.
 */
export function elasticsearchStreamRules(options: ElasticsearchRulesOptions): AlertingRule[] {
  const selector = selectorOf(options);
  const visible = `elasticsearch_indices_docs_primary{${matchers(selector, `index=~"${OF_STREAM}"`)}}`;
  // Of one scrape. Where Prometheus gives no label `cluster`, only the second has one, which is Elasticsearch's name for itself.
  const same = '(job, namespace, instance, data_stream)';
  return [
    {
      alert: 'ElasticsearchFailureStoreUsed',
      expr: `
        elasticsearch_data_stream_backing_indices_total{${selector}}
          - on ${same} group_left ()
            count by ${same} (label_replace(${visible}, "data_stream", "$1", "index", "${OF_STREAM}"))
          > 0`,
      // The exporter asks for the two one after the other.
      for: '5m',
      severity: Severity.WARNING,
      summary: `Data stream {{ $labels.data_stream }} of ${CLUSTER} has documents in its failure store.`,
      description:
        'They could not be indexed, and are not found where they belong. GET {{ $labels.data_stream }}::failures/_search ' +
        'shows them; their field error.message says why. The alert goes on until the indices that GET ' +
        '_data_stream/{{ $labels.data_stream }} lists under failure_store are taken out (POST _data_stream/_modify, ' +
        'remove_backing_index with "failure_store": true), and can be deleted.',
      runbookUrl: page(options, 'ElasticsearchFailureStoreUsed'),
    },
  ];
}
