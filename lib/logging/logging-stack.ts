import { Construct } from 'constructs';
import { addCheck } from '../kubernetes/checks';
import { namespaceOf } from '../kubernetes/namespace';
import type { HttpBasicAuth } from '../model/http-auth';
import { type Problem, refuse } from '../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import { KibanaBootstrap } from './bootstrap/kibana-bootstrap';
import { DEFAULT_RETENTION } from './bootstrap/log-store';
import { SearchBootstrap } from './bootstrap/search-bootstrap';
import { Elasticsearch } from './elasticsearch/elasticsearch';
import { FluentBit } from './fluent-bit';
import { Kibana } from './kibana';
import type { LoggingStackProps } from './logging-stack-props';
import { OpenSearchDashboards } from './opensearch-dashboards';
import type { ElasticsearchOutput } from './outputs/elasticsearch-output';
import type { OpenSearchOutput } from './outputs/open-search-output';
import { IndexNaming } from './outputs/search-options';
import { DEFAULT_WRITER, storeOutput } from './store-output';
import { type StoredLogs, storedLogs } from './stored-logs';
import { validateLoggingStack } from './validate-logging-stack';

/**
 * Logs from the containers to people's eyes: Fluent Bit on every node, Elasticsearch (or an endpoint of others), Kibana, and
 * Jobs that set both up. Indices, retention, users and data views follow from the routes, so that they cannot disagree.
 */
export class LoggingStack extends Construct {
  readonly search: ISearchEndpoint;
  readonly agent: FluentBit;
  /** Absent with `dashboards: { enabled: false }`. */
  readonly dashboards?: Kibana | OpenSearchDashboards;
  /** What the store is set up with. */
  readonly stored: StoredLogs;

  private readonly props: LoggingStackProps;
  private readonly writer: HttpBasicAuth;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: LoggingStackProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateLoggingStack(props, found));
    this.props = props;
    this.namespace = found as string;
    const { naming = IndexNaming.DAILY, retention = DEFAULT_RETENTION } = props;

    this.search = props.search ?? new Elasticsearch(this, 'Elasticsearch', { ...this.common, ...props.elasticsearch });
    this.writer = props.writer ?? DEFAULT_WRITER;
    const output = storeOutput(this.search, this.writer, naming);
    this.agent = this.newAgent(output);
    const stored = () =>
      storedLogs(this.agent.targets, output, { naming, retention, search: this.search, writers: props.writers });
    this.stored = stored();
    if (props.dashboards?.enabled ?? true) this.dashboards = this.newDashboards();
    if (this.search.admin === undefined) return;
    this.setUp(retention);
    addCheck(
      this,
      () => this.addedLate(stored()),
      () => this.agent.targets.routes.length,
    );
  }

  private get common() {
    const { metrics, images } = this.props;
    return { namespace: this.namespace, metrics, images };
  }

  private newAgent(output: ElasticsearchOutput | OpenSearchOutput): FluentBit {
    const { agentNamespace: namespace = 'node-agents', agent, routes, otherLogs, outputs } = this.props;
    return new FluentBit(this, 'FluentBit', {
      ...this.common,
      ...agent,
      namespace,
      output,
      outputs,
      routes,
      otherLogs,
    });
  }

  private newDashboards(): Kibana | OpenSearchDashboards {
    const { enabled: _, ...more } = this.props.dashboards ?? {};
    const props = { ...this.common, ...more, search: this.search };
    return this.search.engine === SearchEngine.OPENSEARCH
      ? new OpenSearchDashboards(this, 'Dashboards', props)
      : new Kibana(this, 'Kibana', props);
  }

  private setUp(rejectedRetention: string): void {
    const { indices, dataStreams, dataViews, agentIndices } = this.stored;
    new SearchBootstrap(this, 'SearchBootstrap', {
      ...this.common,
      search: this.search,
      indices,
      dataStreams,
      rejectedRetention,
      writers: [...this.stored.writers, { ...this.writer, indices: agentIndices, from: [this.agent.pods] }],
      kibanaPassword: this.dashboards instanceof Kibana ? this.dashboards.password : undefined,
    });
    if (this.dashboards === undefined) return;
    new KibanaBootstrap(this, 'KibanaBootstrap', { ...this.common, dashboards: this.dashboards, dataViews });
  }

  /** What routes that were added to the agents write to, and the Job knows nothing of. */
  private addedLate({ agentIndices }: StoredLogs): Problem[] {
    return agentIndices
      .filter((name) => !this.stored.agentIndices.includes(name))
      .map((name) => ({
        what: `a route that was added to the agents keeps lines in '${name}', which the store is not set up for`,
        fix: "give the route to the LoggingStack, among its 'routes'",
      }));
  }
}
