import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { toYaml } from '../../config/yaml';
import { deploymentWorkload } from '../../kubernetes/deployment';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { exposedService } from '../../kubernetes/exposed-service';
import { exposureTraffic } from '../../kubernetes/exposure';
import { Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { DNS_EGRESS, podPeer, refusePodPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { HttpBasicAuth } from '../../model/http-auth';
import { OWN_JOB_LIMITS } from '../../model/own-job-limits';
import type { PodPeer } from '../../model/pod-peer';
import { type Problem, refuse } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { kibanaRules } from '../../rules/kibana';
import type { DashboardsProduct, IDashboardsEndpoint } from '../dashboards-endpoint';
import { serverCertificate } from '../elasticsearch/certificates';
import { endpointSecrets } from '../endpoint-secrets';
import { endpointTraffic } from '../endpoint-traffic';
import {
  DASHBOARDS_EXPORTER_KEY,
  DASHBOARDS_EXPORTER_PATH,
  DASHBOARDS_EXPORTER_PORT,
  dashboardsExporterScript,
} from './dashboards-exporter';
import { CONFIG, dashboardsFiles, dashboardsPods } from './dashboards-pods';
import { basePathOf, DASHBOARDS_PORT, type DashboardsProgram, statusPathOf } from './dashboards-program';
import type { DashboardsProps } from './dashboards-props';

/** The user of both images. */
const USER = 1000;

/** Which of the two it is. */
export interface DashboardsKind<Props extends DashboardsProps> {
  readonly product: DashboardsProduct;
  readonly validate: (props: Props, namespace: string | undefined) => Problem[];
  readonly program: (props: Props, name: string) => DashboardsProgram;
}

/** What Kibana and OpenSearch Dashboards have in common, which is all but their settings. */
export abstract class DashboardsServer<Props extends DashboardsProps> extends Construct implements IDashboardsEndpoint {
  readonly product: DashboardsProduct;
  readonly url: string;
  readonly path: string;
  /** Its certificate's authority, if it has one. */
  readonly ca?: SecretKey;
  /** The admin of its search engine is one of its own, too. */
  readonly admin?: HttpBasicAuth;
  readonly adminHome?: string;
  readonly rejectedPrefix?: string;
  readonly pods: PodPeer;
  readonly namespace: string;
  /** Name of the Service; port `http`, 5601. */
  readonly serviceName: string;
  readonly deployment: k8s.KubeDeployment;
  private readonly clients: PodPeer[];

  protected constructor(scope: Construct, id: string, props: Props, kind: DashboardsKind<Props>) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, kind.validate(props, found));
    requireUniqueObjects(this);
    const { name = kind.product, search, images = Images.UPSTREAM, replicas = 1, tlsSecretName, metrics } = props;
    const namespace = found as string;
    const program = kind.program(props, name);
    const basePath = basePathOf(props.publicBaseUrl);
    const scheme = tlsSecretName === undefined ? 'http' : 'https';
    const host = `${name}.${namespace}.svc`;
    const selector = { 'app.kubernetes.io/name': kind.product, [kind.product]: name };
    const version = images.versionOf(program.image);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'logging', version }) };
    this.product = kind.product;
    this.url = `${scheme}://${host}:${DASHBOARDS_PORT}`;
    this.path = basePath === '' ? '/' : basePath;
    this.ca = tlsSecretName === undefined ? undefined : { name: tlsSecretName, key: 'ca.crt' };
    this.admin = search.admin;
    this.adminHome = search.pods?.namespace;
    this.rejectedPrefix = search.rejectedPrefix;
    this.pods = { namespace, labels: selector };
    this.namespace = namespace;
    this.serviceName = name;
    this.clients = [...(props.accessFrom ?? [])];

    const statusUrl = `${scheme}://127.0.0.1:${DASHBOARDS_PORT}${statusPathOf(basePath)}`;
    const data = {
      [CONFIG]: toYaml({ ...program.settings(dashboardsFiles(props)), ...props.extraConfig }),
      ...(metrics ? { [DASHBOARDS_EXPORTER_KEY]: dashboardsExporterScript(program.metric, statusUrl) } : {}),
    };
    const { labels } = common;
    new k8s.KubeConfigMap(this, 'Config', { metadata: { name, namespace, labels }, data });
    this.deployment = deploymentWorkload(
      this,
      { ...common, images, placement: props, replicas, runAsUser: USER },
      dashboardsPods(program, { ...props, name, basePath, data }),
    );
    this.node.defaultChild = this.deployment;
    exposedService(this, {
      ...common,
      port: { name: 'http', port: DASHBOARDS_PORT },
      exposure: props.exposure,
      page: { tls: tlsSecretName !== undefined, statusPath: statusPathOf(basePath) },
    });
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => [
        ...(metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [DASHBOARDS_EXPORTER_PORT] }] : []),
        ...exposureTraffic(props.exposure, DASHBOARDS_PORT),
        ...this.clients.map((peer) => ({ peers: [podPeer(peer)], ports: [DASHBOARDS_PORT] })),
      ],
      egress: () => [DNS_EGRESS, endpointTraffic(search)],
    });
    search.allowFrom?.(this.pods);
    this.expect(program, props);
    if (tlsSecretName !== undefined) {
      serverCertificate(this, 'Certificate', {
        ...common,
        secretName: tlsSecretName,
        dnsNames: [host, `${host}.cluster.local`, `${name}.${namespace}`, name],
        purpose: `certificate that those who open ${name} see`,
        issuer: props.issuer,
      });
    }
    this.watch(program, props);
  }

  allowFrom(peer: PodPeer): void {
    refusePodPeer(this, peer);
    this.clients.push(peer);
  }

  private expect({ secrets }: DashboardsProgram, { search }: DashboardsProps): void {
    const { ca, url, pods } = search;
    expectSecrets(this, this.namespace, () => [
      ...secrets.map(({ secret, purpose, random, home }) => ({
        secret,
        purpose,
        random,
        copyFrom: random ? home?.() : undefined,
      })),
      ...endpointSecrets({ url, ca, home: pods?.namespace }, this.namespace),
    ]);
  }

  private watch({ title, metric }: DashboardsProgram, props: DashboardsProps): void {
    const { metrics, replicas = 1, defaultRules = true, runbookBaseUrl } = props;
    const job = this.serviceName;
    metrics?.addScrapeJob({
      name: job,
      pods: { namespaces: [this.namespace], labels: this.pods.labels, port: 'metrics' },
      path: DASHBOARDS_EXPORTER_PATH,
      absence: { targets: replicas },
      // The rule asks whether any pod is available.
      onEveryShard: true,
      ...OWN_JOB_LIMITS,
    });
    if (defaultRules) metrics?.addRules(...kibanaRules({ title, metric, job, runbookBaseUrl }));
  }
}
