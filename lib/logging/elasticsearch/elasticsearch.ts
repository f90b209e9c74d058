import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ComponentProps } from '../../kubernetes/component';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { refusePodPeer } from '../../kubernetes/network-policy';
import type { ContainerResources } from '../../kubernetes/resources';
import { disruptionBudget, workloadService } from '../../kubernetes/services';
import type { StorageProps } from '../../kubernetes/storage';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { PodPeer } from '../../model/pod-peer';
import { refuse } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { type CertificateIssuer, serverCertificate } from './certificates';
import { elasticsearchEndpoint } from './endpoint';
import { ElasticsearchExporter } from './exporter';
import { type MembersProps, members } from './members';
import { ElasticsearchMmap } from './mmap';
import { elasticsearchNetworkPolicy } from './network';
import { ELASTICSEARCH_PORTS } from './ports';
import { MEMBER_RESOURCES, TIEBREAKER_RESOURCES } from './resources';
import { STOP_SCRIPT, TIEBREAKER_STOP_SCRIPT } from './scripts';
import { thresholdsOf } from './thresholds';
import { validateElasticsearch } from './validate';

export interface ElasticsearchProps extends ComponentProps, StorageProps {
  /** Name of the Service, and beginning of the other names. @default 'elasticsearch' */
  readonly name?: string;
  /** Members that hold data: 1, 3 or more, or 2 with `tiebreaker`. From 2 on one may fail. @default 1 */
  readonly nodes?: number;
  /** With 2 nodes: a small third member that only votes, so that one of the two may fail. @default false */
  readonly tiebreaker?: boolean;
  /** Volume of each member with data. @default '10Gi' */
  readonly storageSize?: string;
  /** Name that members know their cluster by; never changed afterwards. @default - `name` */
  readonly clusterName?: string;
  /**
   * Password of the superuser `elastic`. It is read when the cluster starts for the first time; later it is changed
   * through the API.
   * @default - key `elastic` of Secret `<name>-users`
   */
  readonly elasticPassword?: SecretKey;
  /** Password of the user of probes and exporter, who may only look; read at every start. @default - key `monitor` of Secret `<name>-users` */
  readonly monitorPassword?: SecretKey;
  /**
   * Secret with the certificate that clients see: `tls.crt`, `tls.key`, and `ca.crt` of who signed it. It names the
   * Service as `<name>.<namespace>.svc`.
   * @default '<name>-http-tls'
   */
  readonly httpSecretName?: string;
  /**
   * Secret with the certificate that members show each other, of the same keys. Whoever has a certificate of the same
   * authority can be a member: it should sign no others.
   * @default '<name>-transport-tls'
   */
  readonly transportSecretName?: string;
  /** Has both certificates made by cert-manager. @default - somebody makes the Secrets, such as `npm run secrets` */
  readonly issuer?: CertificateIssuer;
  /** Other pods that may reach its API. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** How index files are read. @default ElasticsearchMmap.OFF */
  readonly mmap?: ElasticsearchMmap;
  /** Leave a member pending that no node without another one has room for. @default false */
  readonly requireSeparateNodes?: boolean;
  /** More settings, by Elasticsearch's own names; a change is a rollout. @default - none */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * Name before the date of the indices with documents that the mapping would reject: rules watch them, a bootstrap makes
   * them.
   * @default 'rejected-logs'
   */
  readonly rejectedPrefix?: string;
  /**
   * Series that a scrape of its exporter may bring, with `metrics`; more fail the scrape.
   * @default - 12 for each shard that the nodes may hold (`cluster.max_shards_per_node`), and 1000 for each member
   */
  readonly sampleLimit?: number;
  /** Rules about the cluster, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** Of each member with data; half of the memory is its heap. @default - 200m CPU, 2Gi memory */
  readonly resources?: ContainerResources;
}

/** A flush of all indices at the end, and leaving the cluster. */
const GRACE_SECONDS = 180;

/**
 * Elasticsearch of our own: members with their volumes, Services, TLS on both ports, users from Secrets, a disruption
 * budget, a NetworkPolicy and, with `metrics`, an exporter. One apply brings it up, once its Secrets are there.
 *
 * A rollout goes on when the cluster is green: with indices of one replica no copy is missing then. Members may be added at
 * any time; before some are taken away, their data has to be moved off them (`cluster.routing.allocation.exclude._name`)
 * and their votes (`POST _cluster/voting_config_exclusions`), one at a time. Another storage choice is a StatefulSet of its
 * own, whose members join those of the former one: the same goes for these before they are deleted.
 *
 * Elasticsearch itself places no shard on a volume that is 85 % full, moves them away at 90 % and lets nobody write
 * at 95 % (less of large volumes).
 */
export class Elasticsearch extends Construct implements ISearchEndpoint {
  readonly engine = SearchEngine.ELASTICSEARCH;
  /** `https://<name>.<namespace>.svc:9200`. */
  readonly url: string;
  readonly dataNodes: number;
  readonly maxShardsPerNode: number;
  readonly ca: SecretKey;
  readonly admin: HttpBasicAuth;
  readonly pods: PodPeer;
  readonly rejectedPrefix: string;
  /** Where the Secrets of `ca` and `admin` are; readers in other namespaces need copies. */
  readonly namespace: string;
  /** Name of the Service; port `http`, 9200. */
  readonly serviceName: string;
  readonly statefulSet: k8s.KubeStatefulSet;
  private readonly clients: PodPeer[];

  constructor(scope: Construct, id: string, props: ElasticsearchProps = {}) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateElasticsearch(props, found));
    const namespace = found as string;
    const { name = 'elasticsearch', nodes = 1, tiebreaker = false, images = Images.UPSTREAM, metrics } = props;
    const {
      monitorPassword = { name: `${name}-users`, key: 'monitor' },
      transportSecretName = `${name}-transport-tls`,
    } = props;
    requireUniqueObjects(this);

    this.namespace = namespace;
    this.serviceName = name;
    const host = `${name}.${namespace}.svc`;
    const { url, dataNodes, maxShardsPerNode, ca, admin, pods, rejectedPrefix } = elasticsearchEndpoint(
      props,
      namespace,
    );
    this.url = url;
    this.dataNodes = dataNodes;
    this.maxShardsPerNode = maxShardsPerNode;
    this.ca = ca;
    this.admin = admin;
    this.pods = pods;
    this.clients = [...(props.accessFrom ?? [])];
    this.rejectedPrefix = rejectedPrefix;

    // Members of all StatefulSets have the second label, those with data both.
    const membersSelector = { elasticsearch: name };
    const selector = pods.labels;
    const version = images.versionOf(ImageName.ELASTICSEARCH);
    const common = { name, namespace, labels: objectLabels(selector, { component: 'logging', version }) };
    const headless = `${name}-headless`;

    expectSecrets(this, namespace, () => [
      { secret: admin.password, purpose: `first password of user elastic of ${name}`, random: true },
      { secret: monitorPassword, purpose: `password that probes of ${name} log in with`, random: true },
    ]);
    const membersHost = `*.${headless}.${namespace}.svc`;
    serverCertificate(this, 'HttpCertificate', {
      ...common,
      secretName: ca.name,
      dnsNames: [host, `${host}.cluster.local`, `${name}.${namespace}`, name, membersHost, 'localhost'],
      purpose: `certificate that clients of ${name} see`,
      issuer: props.issuer,
    });
    serverCertificate(this, 'TransportCertificate', {
      ...common,
      secretName: transportSecretName,
      dnsNames: [membersHost],
      purpose: `certificate that members of ${name} show each other`,
      issuer: props.issuer,
    });

    const settings = {
      clusterName: props.clusterName ?? name,
      seedHost: `${headless}.${namespace}.svc`,
      mmap: props.mmap ?? ElasticsearchMmap.OFF,
      more: props.settings,
    };
    const all: Omit<MembersProps, 'name' | 'labels' | 'selector' | 'replicas' | 'storage' | 'settings' | 'founders'> = {
      namespace,
      images,
      placement: props,
      serviceName: headless,
      membersSelector,
      url: this.url,
      httpSecret: ca.name,
      transportSecret: transportSecretName,
      elasticPassword: admin.password,
      monitorPassword,
      requireSeparateNodes: props.requireSeparateNodes ?? false,
      stopScript: STOP_SCRIPT,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      defaultResources: MEMBER_RESOURCES,
    };
    this.statefulSet = members(this, {
      ...all,
      ...common,
      selector,
      replicas: nodes,
      storage: { ...props, storageSize: props.storageSize ?? '10Gi' },
      settings,
      resources: props.resources,
      founders: (set) => Array.from({ length: nodes }, (_, i) => `${set}-${i}`),
    });
    this.node.defaultChild = this.statefulSet;
    if (tiebreaker) {
      const own = { 'app.kubernetes.io/name': 'elasticsearch-tiebreaker', ...membersSelector };
      members(new Construct(this, 'Tiebreaker'), {
        ...all,
        name: `${name}-tiebreaker`,
        labels: objectLabels(own, { component: 'logging', version }),
        selector: own,
        replicas: 1,
        storage: { ...props, storageSize: '1Gi' },
        settings: { ...settings, roles: ['master', 'voting_only'] },
        stopScript: TIEBREAKER_STOP_SCRIPT,
        terminationGracePeriodSeconds: 600 + GRACE_SECONDS,
        defaultResources: TIEBREAKER_RESOURCES,
        founders: () => [],
      });
    }

    const http = { name: 'http', port: ELASTICSEARCH_PORTS.http };
    workloadService(this, 'Service', { ...common, selector, ports: [http] });
    workloadService(this, 'HeadlessService', {
      ...common,
      name: headless,
      selector: membersSelector,
      headless: true,
      ports: [http, { name: 'transport', port: ELASTICSEARCH_PORTS.transport }],
    });
    if (nodes > 1) disruptionBudget(this, 'DisruptionBudget', { ...common, selector: membersSelector });
    elasticsearchNetworkPolicy(this, {
      ...common,
      members: { namespace, labels: membersSelector },
      clients: () => this.clients,
    });
    if (metrics) {
      const exporter = new ElasticsearchExporter(this, 'Exporter', {
        name: `${name}-exporter`,
        namespace,
        url: this.url,
        target: this.pods,
        ca: this.ca,
        password: monitorPassword,
        images,
        placement: props,
        metrics,
        nodes: nodes + (tiebreaker ? 1 : 0),
        maxShards: nodes * maxShardsPerNode,
        sampleLimit: props.sampleLimit,
        rejectedIndices: this.rejectedPrefix,
        thresholds: thresholdsOf(props.settings ?? {}, maxShardsPerNode),
        defaultRules: props.defaultRules ?? true,
        runbookBaseUrl: props.runbookBaseUrl,
      });
      this.allowFrom(exporter.pods);
    }
  }

  /** Lets pods reach its API. */
  allowFrom(peer: PodPeer): void {
    refusePodPeer(this, peer);
    this.clients.push(peer);
  }
}
