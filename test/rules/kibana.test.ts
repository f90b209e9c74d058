import { kibanaRules } from '../../lib/rules/kibana';
import { testRules } from './rule-test';

const up = (pod: string, job = 'kibana') => `kibana_up{job="${job}", cluster="c", namespace="logging", pod="${pod}"}`;

describe('kibanaRules', () => {
  testRules(kibanaRules(), [
    {
      name: 'no pod is available',
      alert: 'KibanaUnavailable',
      series: { [up('a')]: '1x10 0x50', [up('b')]: '0x60' },
      fires: [{ job: 'kibana', cluster: 'c', namespace: 'logging' }],
    },
    {
      name: 'one of two pods is available',
      alert: 'KibanaUnavailable',
      series: { [up('a')]: '1x60', [up('b')]: '0x60' },
      fires: [],
    },
    {
      name: 'not available for as long as a restart takes',
      alert: 'KibanaUnavailable',
      series: { [up('a')]: '1x26 0x3 1x30' },
      fires: [],
    },
    {
      name: 'another Kibana is not available',
      alert: 'KibanaUnavailable',
      series: { [up('a')]: '1x60', [up('b', 'audit')]: '0x60' },
      fires: [],
    },
  ]);
});

it('names another page, and the job that scrapes it', () => {
  const [group] = kibanaRules({ title: 'OpenSearch Dashboards', metric: 'opensearch_dashboards_up', job: 'osd' });
  expect(group).toMatchObject({
    name: 'osd',
    alerts: [
      {
        alert: 'OpenSearchDashboardsUnavailable',
        expr: 'max by (cluster, namespace, job) (opensearch_dashboards_up{job="osd"}) == 0',
      },
    ],
  });
});
