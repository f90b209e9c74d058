import type { Images } from '../../kubernetes/images';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { LogRoute, LogTarget } from '../../model/log-route';
import type { IMetricsBackend } from '../../model/metrics-backend';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import type { BootstrapProps } from '../bootstrap/bootstrap';
import type { LogWriter } from '../bootstrap/user-requests';
import type { DashboardsProps } from '../dashboards/dashboards-props';
import type { KibanaProps } from '../dashboards/kibana';
import type { OpenSearchDashboardsProps } from '../dashboards/opensearch-dashboards';
import type { IDashboardsEndpoint } from '../dashboards-endpoint';
import type { ElasticsearchProps } from '../elasticsearch/elasticsearch';
import type { FluentBitProps } from '../fluent-bit/fluent-bit-props';
import type { IFluentBitOutput } from '../outputs/log-output';
import type { LogStoreProps } from '../outputs/log-store';
import type { OpenSearchSigV4 } from '../outputs/open-search-output';
import type { IndexNaming } from '../outputs/search-options';

/** What the stack decides for all its parts. */
type Common = 'metrics' | 'namespace' | 'images';

/** The page where logs are looked at: what only Kibana has, or only OpenSearch Dashboards, is for that one. */
export interface LoggingDashboardsProps
  extends Omit<DashboardsProps, Common | 'search'>,
    Pick<KibanaProps, 'password' | 'encryptionSecretName'>,
    Pick<OpenSearchDashboardsProps, 'user' | 'cookiePassword'> {
  /** @default true */
  readonly enabled?: boolean;
}

/** An app that writes to the store itself, and how what it writes is kept. */
export interface LoggingWriter extends LogWriter, LogStoreProps {
  /**
   * Dataset of its own, which is set up, kept and shown like that of a route. Where a route or another writer has it, too,
   * they share it: it is kept as one of them says.
   * @default - none
   */
  readonly dataset?: string;
  /** One index without a date, which nothing ever deletes. Give this or `dataset`. @default - none */
  readonly index?: string;
  /**
   * Datasets and indices of routes and other writers that it adds to as well, or patterns for some of their indices.
   * @default - none; for a writer without `dataset` and `index` all that the agents add to
   */
  readonly indices?: readonly string[];
}

export interface LoggingStackProps {
  /** Scrapes all parts and evaluates the rules about them. @default - nobody watches them */
  readonly metrics?: IMetricsBackend;
  /** Namespace of the store, its page and the Jobs that set both up. @default - that of the chart */
  readonly namespace?: string;
  /** Namespace of the agents, whose pods reach into their node: one of Pod Security level `privileged`. @default 'node-agents' */
  readonly agentNamespace?: string;
  /**
   * Where lines go that no other output takes, and are looked at. Beware of one of others that has an `admin`: the Job sets up
   * all that bears the names it is told, what is there already and what others write included. It is kept and deleted as is
   * said here, and users and roles of those names are replaced. So these names have no defaults there: say the `dataset` of
   * `otherLogs`, `retention` and `writer`. What has one name in it for all clusters is where lines go that the mapping would
   * reject, `rejected-logs-YYYY.MM.DD`.
   * @default - an Elasticsearch of our own
   */
  readonly search?: ISearchEndpoint;
  /** Of our own Elasticsearch; not with `search`. @default - one node with 10Gi */
  readonly elasticsearch?: Omit<ElasticsearchProps, Common>;
  /**
   * A page of our own: Kibana, or OpenSearch Dashboards beside an OpenSearch. Beside a `search` it becomes the page of that:
   * it logs in as `kibana_system`, to whom the Job gives a password of ours, and keeps its objects in the index `.kibana`. A
   * Kibana that is there already is locked out: give it as `externalDashboards` instead.
   * @default - one that is reached from within the cluster only; none with `search` or `externalDashboards`
   */
  readonly dashboards?: LoggingDashboardsProps;
  /**
   * A page of others in place of our own, which gets the data views, searches and a dashboard: `new ExternalDashboards({ … })`.
   * That it reads the store, those see to who run it.
   * @default - none
   */
  readonly externalDashboards?: IDashboardsEndpoint;
  /**
   * Of the Jobs that set up the store and the page. They send a user and a password, and sign nothing.
   * @default - each runs on the nodes of what it sets up, as far as that is ours
   */
  readonly bootstrap?: Omit<BootstrapProps, Common>;
  /** Of the agents. @default - Fluent Bit, with metadata from the API server */
  readonly agent?: Omit<FluentBitProps, Common | 'output' | 'outputs' | 'routes' | 'otherLogs'>;
  /** The first route that fits a line has it. @default - all lines are `otherLogs` */
  readonly routes?: readonly LogRoute[];
  /**
   * What becomes of the lines that no route takes.
   * @default - they are kept in `logstash-YYYY.MM.DD`; none beside a `search` of others with an admin
   */
  readonly otherLogs?: LogTarget;
  /** More outputs, for routes that name them; what gets every line as well is `agent.copies`. @default - none */
  readonly outputs?: readonly IFluentBitOutput[];
  /** How the places are named that lines are kept in. @default IndexNaming.DAILY */
  readonly naming?: IndexNaming;
  /**
   * How long lines are kept at least whose target says nothing else, and those that the mapping would reject, in whole days.
   * @default - `7d`; none beside a `search` of others with an admin
   */
  readonly retention?: string;
  /** Delete none of those, however old; not with `retention`. @default false */
  readonly keepForever?: boolean;
  /** Primary shards of the indices whose target says nothing else. @default 1 */
  readonly shards?: number;
  /** Copies beside the primary shards of those. @default - 1, and 0 where one node alone holds data */
  readonly replicas?: number;
  /**
   * User that the agents write as. It has to be there where `search` has no admin. Where it has one, the Job makes it and
   * its role, `<username>-writer`, and replaces those that are there already: clusters that share a store have one each.
   * @default - `fluent-bit`, with key `password` of Secret `fluent-bit-writer`; none with `sigv4` or `apiKey`, nor beside a
   * `search` of others with an admin
   */
  readonly writer?: HttpBasicAuth;
  /**
   * Agents sign what they write, in place of a user, for an OpenSearch service of AWS. Where `search` has an admin, the master
   * user of a domain with an internal user database, the Job gives the agents' role the right to write: `roleArn`, or else
   * the one in `agent.serviceAccountAnnotations`. The role `fluent-bit-<its name>-writer` of the domain is replaced. Without
   * an admin that is done in the domain, as are templates and retention.
   * @default - they log in as `writer`
   */
  readonly sigv4?: OpenSearchSigV4;
  /**
   * Agents send an encoded API key, in place of a user, such as to Elastic Cloud. It has to have the cluster privilege
   * `monitor`, and `auto_configure` and `create_doc` on `rejected-logs-*` and on what begins with `stored.agentIndices`, such
   * as `logstash-*`.
   * @default - they log in as `writer`
   */
  readonly apiKey?: SecretKey;
  /** Other apps that write to the store, as users of their own, at the address and port of `search`. @default - none */
  readonly writers?: readonly LoggingWriter[];
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}
