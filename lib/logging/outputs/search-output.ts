import type { ExpectedSecret } from '../../model/expected-secret';
import type { LogTarget } from '../../model/log-route';
import type { PodPeer } from '../../model/pod-peer';
import { type Problem, refuse } from '../../model/problem';
import { type ISearchEndpoint, searchAddress } from '../../model/search-endpoint';
import { shown } from '../../model/shown';
import { addressOf, caFile } from './http-endpoint';
import { credentialOf, LogOutput, type OutputCredential, type OutputEgress } from './log-output';
import { IndexNaming, type SearchOutputProps, validateSearchTarget } from './search-options';

/** What of a target is about how its lines are kept. */
const KEPT = ['retention', 'keepForever', 'shards', 'replicas'] as const;

/**
 * Elasticsearch or OpenSearch. A document has an id made of all it holds, so that one that is sent again is there once.
 */
export abstract class SearchOutput extends LogOutput {
  override readonly defaultDataset: string;
  override readonly credentials: readonly OutputCredential[];
  override readonly files: readonly ExpectedSecret[];
  override readonly egress: readonly OutputEgress[];
  override readonly destination: string;
  readonly naming: IndexNaming;
  readonly endpoint: ISearchEndpoint;

  /** @param problems what is wrong with the props */
  constructor(
    name: string,
    props: SearchOutputProps & { readonly endpoint: ISearchEndpoint },
    problems: readonly Problem[],
    more: { readonly credentials?: readonly OutputCredential[]; readonly egress?: readonly OutputEgress[] } = {},
  ) {
    super(name);
    refuse(`output '${name}'`, problems);
    const { endpoint, user, naming = IndexNaming.DAILY } = props;
    this.endpoint = endpoint;
    this.destination = searchAddress(endpoint);
    this.naming = naming;
    this.defaultDataset = naming === IndexNaming.DAILY ? 'logstash' : 'kubernetes';
    // Of our own, the Secrets are in the namespace of its pods.
    const copyFrom = endpoint.pods?.namespace;
    this.files = caFile(endpoint.ca, endpoint.url).map((file) => ({ ...file, copyFrom }));
    this.egress = [
      { port: addressOf(endpoint.url).port, pods: endpoint.pods, cidrs: endpoint.egressCidrs },
      ...(more.egress ?? []),
    ];
    this.credentials = [
      ...credentialOf(name, 'password', user?.password, {
        purpose: `password of user '${user?.username}' of ${endpoint.url}, who writes logs`,
        random: copyFrom !== undefined,
        copyFrom,
      }),
      ...(more.credentials ?? []),
    ];
  }

  override validateTarget(target: LogTarget): Problem[] {
    return [...validateSearchTarget(target, this.naming), ...this.validateKept(target)];
  }

  /** What is said of how lines are kept, where an agent is all there is: it would hold for nothing. */
  private validateKept({ index, ...target }: LogTarget): Problem[] {
    // That of an index is told of already.
    const said = index === undefined ? KEPT : KEPT.filter((prop) => prop !== 'retention');
    return said
      .filter((prop) => target[prop] !== undefined)
      .map((prop) => ({
        what: `'${prop}' is ${shown(target[prop])}, and output '${this.name}' only sends: nobody sets it up`,
        fix: 'leave it out and tell a SearchBootstrap, or use a LoggingStack',
      }));
  }

  override allowFrom(agent: PodPeer): void {
    this.endpoint.allowFrom?.(agent);
  }
}
