import { Construct } from 'constructs';
import { addCheck } from '../kubernetes/checks';
import { namespaceOf } from '../kubernetes/namespace';
import type { HttpBasicAuth } from '../model/http-auth';
import { type Problem, refuse } from '../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import { KibanaBootstrap } from './bootstrap/kibana-bootstrap';
import { SearchBootstrap } from './bootstrap/search-bootstrap';
import { Elasticsearch } from './elasticsearch/elasticsearch';
import { FluentBit } from './fluent-bit';
import { sentTargets } from './kept-targets';
import { Kibana } from './kibana';
import { type ResolvedRoutes, resolveTargets } from './log-targets';
import type { LoggingStackProps } from './logging-stack-props';
import { OpenSearchDashboards } from './opensearch-dashboards';
import type { ElasticsearchOutput } from './outputs/elasticsearch-output';
import type { LogOutput } from './outputs/log-output';
import type { OpenSearchOutput } from './outputs/open-search-output';
import { IndexNaming } from './outputs/search-options';
import { DEFAULT_WRITER, storeOutput } from './store-output';
import { type StoredLogs, standardOf, storedLogs } from './stored-logs';
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
    const { naming = IndexNaming.DAILY, routes = [], otherLogs = {}, outputs = [] } = props;

    this.search = props.search ?? new Elasticsearch(this, 'Elasticsearch', { ...this.common, ...props.elasticsearch });
    this.writer = props.writer ?? DEFAULT_WRITER;
    const output = storeOutput(this.search, this.writer, naming);
    this.agent = this.newAgent(output);
    const stored = (targets: ResolvedRoutes<LogOutput>) =>
      storedLogs(targets, output, {
        naming,
        standard: standardOf(props),
        search: this.search,
        writers: props.writers,
      });
    this.stored = stored(resolveTargets<LogOutput>(routes, otherLogs, [output, ...outputs]));
    if (props.dashboards?.enabled ?? true) this.dashboards = this.newDashboards();
    if (this.search.admin === undefined) return;
    this.setUp();
    addCheck(
      this,
      () => this.addedLate(stored(this.agent.targets)),
      () => this.agent.targets.routes.length,
    );
  }

  private get common() {
    const { metrics, images } = this.props;
    return { namespace: this.namespace, metrics, images };
  }

  private newAgent(output: ElasticsearchOutput | OpenSearchOutput): FluentBit {
    const { agentNamespace: namespace = 'node-agents', agent, routes = [], otherLogs = {}, outputs } = this.props;
    return new FluentBit(this, 'FluentBit', {
      ...this.common,
      ...agent,
      namespace,
      output,
      outputs,
      ...sentTargets(routes, otherLogs, output),
    });
  }

  private newDashboards(): Kibana | OpenSearchDashboards {
    const { enabled: _, ...more } = this.props.dashboards ?? {};
    const props = { ...this.common, ...more, search: this.search };
    return this.search.engine === SearchEngine.OPENSEARCH
      ? new OpenSearchDashboards(this, 'Dashboards', props)
      : new Kibana(this, 'Kibana', props);
  }

  private setUp(): void {
    const { retention, keepForever } = this.props;
    const { indices, dataStreams, dataViews, agentIndices } = this.stored;
    new SearchBootstrap(this, 'SearchBootstrap', {
      ...this.common,
      search: this.search,
      indices,
      dataStreams,
      rejectedRetention: retention,
      rejectedKeepForever: keepForever,
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
