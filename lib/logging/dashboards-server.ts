import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { toYaml } from '../config/yaml';
import type { ComponentProps } from '../kubernetes/component';
import { deploymentWorkload } from '../kubernetes/deployment';
import { expectSecrets } from '../kubernetes/expected-secrets';
import { exposedService } from '../kubernetes/exposed-service';
import { type Exposure, exposureTraffic } from '../kubernetes/exposure';
import { Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../kubernetes/network-policy';
import { resourceRequirements } from '../kubernetes/resources';
import { secretKeyFiles } from '../kubernetes/secret-volumes';
import { restrictedContainer } from '../kubernetes/security';
import type { IMetricsBackend } from '../model/metrics-backend';
import { OWN_JOB_LIMITS } from '../model/own-job-limits';
import type { PodPeer } from '../model/pod-peer';
import type { ISearchEndpoint } from '../model/search-endpoint';
import { kibanaRules } from '../rules/kibana';
import {
  DASHBOARDS_EXPORTER_KEY,
  DASHBOARDS_EXPORTER_PATH,
  DASHBOARDS_EXPORTER_PORT,
  dashboardsExporter,
  dashboardsExporterScript,
} from './dashboards-exporter';
import { basePathOf, DASHBOARDS_PORT, type DashboardsProgram } from './dashboards-program';
import { serverCertificate } from './elasticsearch/certificates';
import { endpointTraffic } from './endpoint-traffic';

/** What Kibana and OpenSearch Dashboards can both be told. */
export interface DashboardsProps extends ComponentProps {
  /** Where the documents are. */
  readonly search: ISearchEndpoint;
  /** Pods; several share the sessions of all. @default 1 */
  readonly replicas?: number;
  /** Address that people open: `https://kibana.example.com`, with a path if it is below one. @default - links in reports and alerts have none */
  readonly publicBaseUrl?: string;
  /** How people reach it. @default - from within the cluster only */
  readonly exposure?: Exposure;
  /** Secret with `tls.crt`, `tls.key` and `ca.crt` for its Service, to be served over TLS. @default - plain HTTP, for a proxy in front */
  readonly tlsSecretName?: string;
  /** Other pods that may connect, such as a proxy that logs people in. @default - none */
  readonly accessFrom?: readonly PodPeer[];
  /** More settings by their full names, over those that are set here. @default - none */
  readonly extraConfig?: Readonly<Record<string, unknown>>;
  /** The rule that tells when no pod is available, with `metrics`. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
}

/** The user of both images. */
const USER = 1000;
const CONFIG = 'config';
const SECRETS = '/secrets';
const TLS = '/tls';

/** What a server of pages is made of. */
export interface DashboardsServer {
  readonly url: string;
  readonly path: string;
  readonly pods: PodPeer;
  readonly deployment: k8s.KubeDeployment;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Everything of a Kibana or of an OpenSearch Dashboards; `clients` are asked at synth, when all is known. */
export function dashboardsServer(
  scope: Construct,
  props: DashboardsProps & { readonly name: string; readonly namespace: string },
  program: DashboardsProgram,
  clients: () => readonly PodPeer[],
): DashboardsServer {
  const { name, namespace, search, images = Images.UPSTREAM, replicas = 1, metrics, exposure, tlsSecretName } = props;
  const selector = { 'app.kubernetes.io/name': program.product, [program.product]: name };
  const version = images.versionOf(program.image);
  const labels = objectLabels(selector, { component: 'logging', version });
  const common = { name, namespace, selector, labels };
  const path = basePathOf(props.publicBaseUrl);
  const scheme = tlsSecretName === undefined ? 'http' : 'https';
  const host = `${name}.${namespace}.svc`;
  const ca = search.ca && `${SECRETS}/${search.ca.name}/${search.ca.key}`;
  const tls = tlsSecretName === undefined ? undefined : TLS;
  const settings = { ...program.settings({ ca, tls }), ...props.extraConfig };
  const statusUrl = `${scheme}://127.0.0.1:${DASHBOARDS_PORT}${path}/api/status`;
  const data = {
    [CONFIG]: toYaml(settings),
    ...(metrics ? { [DASHBOARDS_EXPORTER_KEY]: dashboardsExporterScript(program.metric, statusUrl) } : {}),
  };
  new k8s.KubeConfigMap(scope, 'Config', { metadata: { name, namespace, labels }, data });
  expectSecrets(scope, namespace, () => [
    ...program.secrets.map(({ secret, purpose, random }) => ({ secret, purpose, random })),
    ...(search.ca
      ? [{ secret: search.ca, purpose: `certificate of the authority that signed that of ${search.url}` }]
      : []),
  ]);
  if (tlsSecretName !== undefined) {
    const dnsNames = [host, `${host}.cluster.local`, `${name}.${namespace}`, name];
    serverCertificate(scope, 'Certificate', {
      ...common,
      secretName: tlsSecretName,
      dnsNames,
      purpose: `certificate that those who open ${name} see`,
    });
  }

  const files = secretKeyFiles(SECRETS, search.ca ? [search.ca] : []);
  const deployment = deploymentWorkload(
    scope,
    { ...common, images, placement: props, replicas, runAsUser: USER },
    {
      // Two versions at once would each migrate the saved objects of the other.
      recreate: true,
      containers: [
        container(program, props, { scheme, path, mounts: files.mounts, checksum: checksum(data) }),
        ...(metrics ? [dashboardsExporter(images, 'exporter')] : []),
      ],
      volumes: () => [
        { name: CONFIG, configMap: { name, items: [{ key: CONFIG, path: CONFIG }] } },
        ...['data', 'logs', 'tmp'].map((folder) => ({
          name: folder,
          emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') },
        })),
        ...(tlsSecretName === undefined
          ? []
          : [{ name: 'tls', secret: { secretName: tlsSecretName, defaultMode: 0o440 } }]),
        ...files.volumes,
        ...(metrics
          ? [
              {
                name: 'exporter',
                configMap: {
                  name,
                  defaultMode: 0o555,
                  items: [{ key: DASHBOARDS_EXPORTER_KEY, path: DASHBOARDS_EXPORTER_KEY }],
                },
              },
            ]
          : []),
      ],
    },
  );
  exposedService(scope, { ...common, port: { name: 'http', port: DASHBOARDS_PORT }, exposure });
  const pods = { namespace, labels: selector };
  workloadNetworkPolicy(scope, 'NetworkPolicy', {
    ...common,
    ingress: () => [
      ...(metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [DASHBOARDS_EXPORTER_PORT] }] : []),
      ...exposureTraffic(exposure, DASHBOARDS_PORT),
      ...[...(props.accessFrom ?? []), ...clients()].map((peer) => ({
        peers: [podPeer(peer)],
        ports: [DASHBOARDS_PORT],
      })),
    ],
    egress: () => [DNS_EGRESS, endpointTraffic(search)],
  });
  search.allowFrom?.(pods);
  if (metrics) watch(metrics, props, program, pods);
  return { url: `${scheme}://${host}:${DASHBOARDS_PORT}`, path: path === '' ? '/' : path, pods, deployment, settings };
}

function watch(
  metrics: IMetricsBackend,
  props: DashboardsProps & { readonly name: string },
  { title, metric }: DashboardsProgram,
  { namespace, labels }: PodPeer,
): void {
  const { name, replicas = 1, defaultRules = true, runbookBaseUrl } = props;
  metrics.addScrapeJob({
    name,
    pods: { namespaces: [namespace], labels, port: 'metrics' },
    path: DASHBOARDS_EXPORTER_PATH,
    absence: { targets: replicas },
    // The rule asks whether any pod is available.
    onEveryShard: true,
    ...OWN_JOB_LIMITS,
  });
  if (defaultRules) metrics.addRules(...kibanaRules({ title, metric, job: name, runbookBaseUrl }));
}

function container(
  { product, image, home, configFile, secrets }: DashboardsProgram,
  { images = Images.UPSTREAM, resources }: DashboardsProps,
  at: { scheme: string; path: string; mounts: readonly k8s.VolumeMount[]; checksum: string },
): k8s.Container {
  const port = k8s.IntOrString.fromString('http');
  return {
    name: product,
    image: images.of(image),
    imagePullPolicy: 'IfNotPresent',
    env: [
      // A changed configuration rolls the pods.
      { name: 'CONFIG_CHECKSUM', value: at.checksum },
      ...secrets.map(({ variable, secret: { name, key } }) => ({
        name: variable,
        valueFrom: { secretKeyRef: { name, key } },
      })),
    ],
    ports: [{ name: 'http', containerPort: DASHBOARDS_PORT, protocol: 'TCP' }],
    // The first start sets indices up; later ones may migrate them.
    startupProbe: { tcpSocket: { port }, periodSeconds: 5, failureThreshold: 120 },
    // A search engine that is away is no reason to start it again.
    livenessProbe: { tcpSocket: { port }, periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
    readinessProbe: {
      httpGet: { path: `${at.path}/api/status`, port, scheme: at.scheme.toUpperCase() },
      timeoutSeconds: 10,
    },
    volumeMounts: [
      { name: CONFIG, mountPath: `${home}/${configFile}`, subPath: CONFIG, readOnly: true },
      { name: 'data', mountPath: `${home}/data` },
      { name: 'logs', mountPath: `${home}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
      ...(at.scheme === 'https' ? [{ name: 'tls', mountPath: TLS, readOnly: true }] : []),
      ...at.mounts,
    ],
    resources: resourceRequirements({ cpuRequest: '200m', memoryRequest: '1Gi', memoryLimit: '2Gi' }, resources),
    securityContext: restrictedContainer(),
  };
}

const checksum = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
