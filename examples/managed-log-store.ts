import { App, Chart } from 'cdk8s';
import {
  DashboardsProduct,
  ExternalDashboards,
  ExternalSearch,
  LoggingStack,
  ObservabilityNamespace,
  PodSecurityLevel,
  SearchEngine,
} from '../lib';

/**
 * Logs in an OpenSearch domain of AWS, whose own page shows them. The agents sign what they send, by the role of their
 * ServiceAccount; the Jobs log in as the master user in the domain's database of users, and give that role the right to
 * write. A domain that knows roles alone has no `admin` here: its templates, retention and rights are set up with AWS. To
 * Elastic Cloud the way is the same, with `cloudId` and an `apiKey`.
 */
const app = new App();
const namespaces = new Chart(app, '00-namespaces');
new ObservabilityNamespace(namespaces, 'Logging', { name: 'logging' });
new ObservabilityNamespace(namespaces, 'Agents', { name: 'node-agents', podSecurity: PodSecurityLevel.PRIVILEGED });

const url = 'https://search-logs.eu-west-1.es.amazonaws.com';
const admin = { username: 'master', password: { name: 'opensearch-master', key: 'password' } };
new LoggingStack(new Chart(app, 'logging', { namespace: 'logging' }), 'Logging', {
  search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url, admin, dataNodes: 3 }),
  sigv4: { region: 'eu-west-1' },
  agent: { serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' } },
  externalDashboards: new ExternalDashboards({
    url: `${url}/_dashboards`,
    product: DashboardsProduct.OPENSEARCH_DASHBOARDS,
    admin,
  }),
  // On a cluster whose nodes all bear a taint the Jobs bear it, too.
  bootstrap: { tolerations: [{ key: 'dedicated', value: 'observability', operator: 'Equal' }] },
  shards: 2,
  // Whatever bears this name in the domain is set up, and deleted by age: it is for the logs of this cluster alone.
  otherLogs: { dataset: 'shop-cluster' },
  retention: '30d',
});

app.synth();
