import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import type { DeploymentPods } from '../../kubernetes/deployment';
import { Images } from '../../kubernetes/images';
import { resourceRequirements } from '../../kubernetes/resources';
import { secretKeyFiles } from '../../kubernetes/secret-volumes';
import { restrictedContainer } from '../../kubernetes/security';
import { DASHBOARDS_EXPORTER_KEY, dashboardsExporter } from './dashboards-exporter';
import { DASHBOARDS_PORT, type DashboardsFiles, type DashboardsProgram, statusPathOf } from './dashboards-program';
import type { DashboardsProps } from './dashboards-props';

/** Key of the ConfigMap that holds the program's configuration. */
export const CONFIG = 'config';

const SECRETS = '/secrets';
const TLS = '/tls';

/** Where the pods see the files that come from Secrets. */
export function dashboardsFiles({ search, tlsSecretName }: DashboardsProps): DashboardsFiles {
  return {
    ...(search.ca ? { ca: `${SECRETS}/${search.ca.name}/${search.ca.key}` } : {}),
    ...(tlsSecretName === undefined ? {} : { tls: TLS }),
  };
}

export interface DashboardsPodsProps extends DashboardsProps {
  readonly name: string;
  /** Path in front of all pages; empty if there is none. */
  readonly basePath: string;
  /** What the ConfigMap of that name holds. */
  readonly data: Readonly<Record<string, string>>;
}

/** The pods of a page's server, with the exporter if it is watched. */
export function dashboardsPods(program: DashboardsProgram, props: DashboardsPodsProps): DeploymentPods {
  const { name, search, tlsSecretName, metrics, images = Images.UPSTREAM } = props;
  const secrets = secretKeyFiles(SECRETS, search.ca ? [search.ca] : []);
  const file = (key: string) => ({ name, items: [{ key, path: key }] });
  const tls = { name: 'tls', secret: { secretName: tlsSecretName, defaultMode: 0o440 } };
  const exporter = { name: 'exporter', configMap: { ...file(DASHBOARDS_EXPORTER_KEY), defaultMode: 0o555 } };
  return {
    // Two versions at once would each migrate the saved objects of the other.
    recreate: true,
    containers: [
      container(program, props, secrets.mounts),
      ...(metrics ? [dashboardsExporter(images, 'exporter')] : []),
    ],
    volumes: () => [
      { name: CONFIG, configMap: file(CONFIG) },
      ...['data', 'logs', 'tmp'].map((folder) => ({
        name: folder,
        emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') },
      })),
      ...(tlsSecretName === undefined ? [] : [tls]),
      ...secrets.volumes,
      ...(metrics ? [exporter] : []),
    ],
  };
}

function container(
  { product, image, home, configFile, secrets }: DashboardsProgram,
  { images = Images.UPSTREAM, resources, tlsSecretName, basePath, data }: DashboardsPodsProps,
  mounts: readonly k8s.VolumeMount[],
): k8s.Container {
  const port = k8s.IntOrString.fromString('http');
  const scheme = tlsSecretName === undefined ? 'HTTP' : 'HTTPS';
  return {
    name: product,
    image: images.of(image),
    imagePullPolicy: 'IfNotPresent',
    env: [
      // A changed configuration rolls the pods.
      { name: 'CONFIG_CHECKSUM', value: checksum(data) },
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
    readinessProbe: { httpGet: { path: statusPathOf(basePath), port, scheme }, timeoutSeconds: 10 },
    volumeMounts: [
      { name: CONFIG, mountPath: `${home}/${configFile}`, subPath: CONFIG, readOnly: true },
      { name: 'data', mountPath: `${home}/data` },
      { name: 'logs', mountPath: `${home}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
      ...(tlsSecretName === undefined ? [] : [{ name: 'tls', mountPath: TLS, readOnly: true }]),
      ...mounts,
    ],
    resources: resourceRequirements({ cpuRequest: '200m', memoryRequest: '1Gi', memoryLimit: '2Gi' }, resources),
    securityContext: restrictedContainer(),
  };
}

const checksum = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
