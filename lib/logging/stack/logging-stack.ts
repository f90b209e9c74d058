import { Construct } from 'constructs';
import { addCheck } from '../../kubernetes/checks';
import { namespaceOf } from '../../kubernetes/namespace';
import type { PlacementProps } from '../../kubernetes/placement';
import { type Problem, refuse } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { KibanaBootstrap } from '../bootstrap/kibana-bootstrap';
import { SearchBootstrap } from '../bootstrap/search-bootstrap';
import { Kibana } from '../dashboards/kibana';
import { OpenSearchDashboards } from '../dashboards/opensearch-dashboards';
import { Elasticsearch } from '../elasticsearch/elasticsearch';
import { FluentBit } from '../fluent-bit/fluent-bit';
import type { ElasticsearchOutput } from '../outputs/elasticsearch-output';
import type { LogOutput } from '../outputs/log-output';
import type { OpenSearchOutput } from '../outputs/open-search-output';
import { IndexNaming } from '../outputs/search-options';
import { sentTargets } from '../routes/kept-targets';
import { type ResolvedRoutes, resolveTargets } from '../routes/log-targets';
import type { LoggingStackProps } from './logging-stack-props';
import { agentsRoleOf, roleOf, userOf } from './store-login';
import { storeOutput } from './store-output';
import { type StoredLogs, standardOf, storedLogs } from './stored-logs';
import { hasOwnDashboards } from './validate-logging-dashboards';
import { validateLoggingStack } from './validate-logging-stack';

/**
 * Logs from the containers to people's eyes: Fluent Bit on every node, Elasticsearch (or an endpoint of others), Kibana, and
 * Jobs that set both up. Indices, retention, users and data views follow from the routes, so that they cannot disagree.
 */
export class LoggingStack extends Construct {
  readonly search: ISearchEndpoint;
  readonly agent: FluentBit;
  /** The page of our own, if there is one. */
  readonly dashboards?: Kibana | OpenSearchDashboards;
  /** What the store is set up with. */
  readonly stored: StoredLogs;

  private readonly props: LoggingStackProps;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: LoggingStackProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateLoggingStack(props, found));
    this.props = props;
    this.namespace = found as string;
    const { naming = IndexNaming.DAILY, routes = [], otherLogs = {}, outputs = [] } = props;

    this.search = props.search ?? new Elasticsearch(this, 'Elasticsearch', { ...this.common, ...props.elasticsearch });
    const output = storeOutput(this.search, props, naming);
    this.agent = this.newAgent(output);
    const stored = (targets: ResolvedRoutes<LogOutput>) =>
      storedLogs(targets, output, {
        naming,
        standard: standardOf(props),
        search: this.search,
        writers: props.writers,
      });
    this.stored = stored(resolveTargets<LogOutput>(routes, otherLogs, [output, ...outputs]));
    if (hasOwnDashboards(props)) this.dashboards = this.newDashboards();
    if (this.search.admin !== undefined) {
      this.setUp();
      addCheck(
        this,
        () => this.addedLate(stored(this.agent.targets)),
        () => this.agent.targets.routes.length,
      );
    }
    this.setUpDashboards();
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
    const { retention, keepForever, elasticsearch } = this.props;
    const { indices, dataStreams, agentIndices, writers } = this.stored;
    const user = userOf(this.props);
    const [name, roleArn] = [agentsRoleOf(this.props), roleOf(this.props)];
    new SearchBootstrap(this, 'SearchBootstrap', {
      ...this.jobOf(elasticsearch),
      search: this.search,
      indices,
      dataStreams,
      rejectedRetention: retention,
      rejectedKeepForever: keepForever,
      writers: user ? [...writers, { ...user, indices: agentIndices, from: [this.agent.pods] }] : writers,
      awsWriters: name && roleArn ? [{ name, roleArn, indices: agentIndices }] : undefined,
      kibanaPassword: this.dashboards instanceof Kibana ? this.dashboards.password : undefined,
    });
  }

  private setUpDashboards(): void {
    const dashboards = this.props.externalDashboards ?? this.dashboards;
    if (dashboards?.admin === undefined) return;
    const { dataViews } = this.stored;
    new KibanaBootstrap(this, 'KibanaBootstrap', { ...this.jobOf(this.props.dashboards), dashboards, dataViews });
  }

  /** A Job that sets a part up runs where that does, unless something else is said. */
  private jobOf(part: PlacementProps = {}) {
    const { bootstrap = {} } = this.props;
    return {
      ...this.common,
      ...bootstrap,
      nodeSelector: bootstrap.nodeSelector ?? part.nodeSelector,
      tolerations: bootstrap.tolerations ?? part.tolerations,
      priorityClassName: bootstrap.priorityClassName ?? part.priorityClassName,
    };
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
