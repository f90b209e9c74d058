import type { Construct } from 'constructs';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { endpointSecrets } from '../endpoint-secrets';
import { shareKibanaSecrets } from '../kibana-secrets';
import { caFile } from '../outputs/http-endpoint';
import type { LogDataStream, LogIndex } from '../outputs/log-store';
import { type AwsLogWriter, awsWriterRequests } from './aws-writers';
import { Bootstrap, type BootstrapProps } from './bootstrap';
import type { BootstrapRequest } from './request';
import { requireOneMind } from './same-store';
import { presentRequests, storeRequests } from './store-requests';
import { patternsByName, storesOf } from './stores';
import { kibanaPasswordRequest, type LogWriter, writerRequests } from './user-requests';
import { validateSearchBootstrap } from './validate-search-bootstrap';

export interface SearchBootstrapProps extends BootstrapProps {
  /**
   * What is set up, as its user `admin`. In one of others all that bears the names of `indices`, `dataStreams` and `writers` is
   * taken over, whoever made it: indices get our retention, users our password.
   */
  readonly search: ISearchEndpoint;
  /** Name of the Job, before the hash of what it does. @default 'search-bootstrap' */
  readonly name?: string;
  /**
   * Daily indices, or single ones, of log lines.
   * @default - `logstash-YYYY.MM.DD`, unless there are data streams; none in a store of others
   */
  readonly indices?: readonly LogIndex[];
  /** Data streams of log lines. @default - none */
  readonly dataStreams?: readonly LogDataStream[];
  /**
   * Name before the date of the daily indices with documents that the mapping would reject. For an Elasticsearch of ours
   * it is given there, where the rules are that watch them.
   * @default - that of `search`, or else `rejected-logs`
   */
  readonly rejectedPrefix?: string;
  /** How long those are kept at least, in whole days. @default '7d' */
  readonly rejectedRetention?: string;
  /** Delete none of those, however old. @default false */
  readonly rejectedKeepForever?: boolean;
  /** Users that add documents: agents, and other apps that write to the store themselves. @default - none */
  readonly writers?: readonly LogWriter[];
  /**
   * Roles of AWS that add documents to an OpenSearch service of AWS. The Job itself signs nothing: `admin` is the master user
   * of a domain with an internal user database, whose access policy lets it in.
   * @default - none
   */
  readonly awsWriters?: readonly AwsLogWriter[];
  /** Secret with the password to give to `kibana_system`, the user of Kibana. @default - it stays as it is */
  readonly kibanaPassword?: SecretKey;
}

/**
 * Sets up Elasticsearch or OpenSearch for logs by a Job: index templates, retention, the way of rejected documents, roles
 * and users. What it does can be done any number of times; a change of the props is a new Job. Users come after templates, so
 * that nobody writes before these are there; indices that exist come last, as one of them can be closed to changes.
 *
 * It deletes nothing: what is no longer in the props stays. The template of an index or a data stream that nobody sets up any
 * more still holds for its names, and on OpenSearch its policy; a writer can still log in. Delete them by hand, with
 * `~` for `*` in names: `DELETE /_index_template/observability-<prefix or pattern>` (of a data stream after the stream
 * itself), `DELETE /_plugins/_ism/policies/observability-<prefix or pattern>`, `DELETE /_security/user/<username>` and
 * `DELETE /_security/role/<username>-writer`; on OpenSearch `rolesmapping/<username>-writer`, `roles/<username>-writer`
 * and `internalusers/<username>` of `/_plugins/_security/api`.
 */
export class SearchBootstrap extends Bootstrap {
  constructor(scope: Construct, id: string, props: SearchBootstrapProps) {
    super(scope, id, props, {
      name: 'search-bootstrap',
      undone: 'users may lack, with whom agents log in, or old logs may stay',
      validate: (namespace) => validateSearchBootstrap(props, namespace),
      task: (namespace) => ({
        target: props.search,
        admin: props.search.admin as HttpBasicAuth,
        requests: requestsOf(props),
        expects: expected(props, namespace),
      }),
    });
    const { search, kibanaPassword: password } = props;
    const { namespace, requests } = this;
    requireOneMind(this, { search, namespace, stores: storesOf(props), requests });
    if (password !== undefined) shareKibanaSecrets(this, { search, namespace, password });
    const home = homeOf(search, namespace);
    // No pod there reads them: the Job and whoever writes have copies.
    if (home !== namespace) expectSecrets(this, home, () => writerSecrets(props));
    for (const writer of props.writers ?? []) letIn(this, writer, search, home);
  }
}

function requestsOf(props: SearchBootstrapProps): BootstrapRequest[] {
  const { search, writers = [], awsWriters = [], kibanaPassword } = props;
  const { engine, dataNodes } = search;
  const stores = { engine, dataNodes, ...storesOf(props) };
  const patterns = patternsByName(props);
  return [
    // A server that begins gets some time; one with an index that stays red is set up all the same.
    { method: 'GET', path: '/_cluster/health?wait_for_status=yellow&timeout=60s', accept: [200, 408] },
    ...(kibanaPassword ? [kibanaPasswordRequest(kibanaPassword)] : []),
    ...storeRequests(stores),
    ...writers.flatMap((writer) => writerRequests(engine, writer, writtenBy(writer, stores.rejected, patterns))),
    ...awsWriters.flatMap((writer) => awsWriterRequests(writer, writtenBy(writer, stores.rejected, patterns))),
    ...presentRequests(stores),
  ];
}

/** Documents are moved with the rights of who sends them: whoever writes may add to the rejected ones. */
function writtenBy(
  { indices }: Pick<LogWriter, 'indices'>,
  rejected: LogIndex,
  patterns: ReadonlyMap<string, string>,
): string[] {
  const names = indices === undefined ? [...patterns.keys()] : [...indices, rejected.prefix];
  return [...new Set(names.map((name) => patterns.get(name) ?? name))];
}

/** Where passwords of writers are made: beside a server of ours, where whoever sends to it looks for them. */
const homeOf = ({ pods }: ISearchEndpoint, namespace: string) => pods?.namespace ?? namespace;

const writerSecrets = ({ writers = [] }: SearchBootstrapProps): ExpectedSecret[] =>
  writers.map(({ username, password }) => ({
    secret: password,
    purpose: `password of user ${username}, who writes logs`,
    random: true,
  }));

function expected(props: SearchBootstrapProps, namespace: string): ExpectedSecret[] {
  const { search, kibanaPassword } = props;
  const { url, ca, admin, pods } = search;
  return [
    ...endpointSecrets({ url, ca, admin, home: pods?.namespace }, namespace),
    ...(kibanaPassword
      ? [{ secret: kibanaPassword, purpose: "password of Kibana's user kibana_system", random: true }]
      : []),
    ...writerSecrets(props).map((secret) => ({ ...secret, copyFrom: homeOf(search, namespace) })),
  ];
}

/** The pods of a writer reach the server with copies of what the Job and the server read. */
function letIn(scope: Construct, { username, password, from = [] }: LogWriter, search: ISearchEndpoint, home: string) {
  const { url, ca, pods } = search;
  for (const peer of from) {
    search.allowFrom?.(peer);
    expectSecrets(scope, peer.namespace, () => [
      {
        secret: password,
        purpose: `password of user '${username}' of ${url}, who writes logs`,
        random: peer.namespace === home,
        copyFrom: home,
      },
      ...caFile(ca, url).map((file) => ({ ...file, copyFrom: pods?.namespace })),
    ]);
  }
}
