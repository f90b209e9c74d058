import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { configReloader } from '../kubernetes/config-reloader';
import { ImageName, type Images } from '../kubernetes/images';
import { type PlacementProps, placement } from '../kubernetes/placement';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { below } from '../kubernetes/route-prefix';
import { secretFiles } from '../kubernetes/secret-volumes';
import { restrictedContainer, restrictedPod } from '../kubernetes/security';
import { StatefulSet } from '../kubernetes/stateful-set';
import { type StorageProps, statefulSetStorage } from '../kubernetes/storage';
import { ALERTMANAGER_CONFIG_KEY, type AlertRouting } from './alert-routing';
import { ALERTMANAGER_PORTS } from './alertmanager-ports';
import { credentialExporter } from './credential-exporter';
import { CONFIG_FOLDER, CREDENTIALS_FOLDER } from './credential-file';

const CONFIG_FILE = `${CONFIG_FOLDER}/${ALERTMANAGER_CONFIG_KEY}`;
const DATA_FOLDER = '/alertmanager';

export interface AlertmanagerStatefulSetProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly replicas: number;
  readonly images: Images;
  readonly routing: AlertRouting;
  readonly externalUrl: string;
  readonly routePrefix: string;
  readonly dataRetention: string;
  readonly storage: StorageProps & { readonly storageSize: string };
  readonly placement: PlacementProps;
  readonly resources?: ContainerResources;
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
}

/** The StatefulSet of Alertmanager, with its claims. */
export function alertmanagerStatefulSet(scope: Construct, props: AlertmanagerStatefulSetProps): k8s.KubeStatefulSet {
  const { name, namespace, labels, selector, replicas, images, routing } = props;
  // Asked at synth: a route that is added later may bring a credential.
  const secrets = () =>
    secretFiles(
      CREDENTIALS_FOLDER,
      routing.credentials.map(({ secret }) => secret),
    );
  const storage = statefulSetStorage(scope, { name, namespace, replicas, labels }, props.storage);
  const configMount = { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true };
  const exporter = credentialExporter(scope, {
    name: `${name}-credential-exporter`,
    namespace,
    labels,
    images,
    credentials: () => routing.credentials,
    secretMounts: () => secrets().mounts,
  });
  return new StatefulSet(
    scope,
    'StatefulSet',
    {
      metadata: { name, namespace, labels },
      spec: {
        serviceName: `${name}-headless`,
        replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selector },
        template: {
          metadata: { labels, annotations: { 'kubectl.kubernetes.io/default-container': 'alertmanager' } },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: restrictedPod({ user: props.runAsUser, group: props.runAsGroup }),
            terminationGracePeriodSeconds: 120,
            ...placement(props.placement, { selector, replicas }),
            ...(images.pullSecrets.length > 0
              ? { imagePullSecrets: images.pullSecrets.map((secret) => ({ name: secret })) }
              : {}),
            containers: [
              mainContainer(props, () => [
                configMount,
                { name: storage.volumeName, mountPath: DATA_FOLDER, subPath: 'alertmanager-db' },
                ...secrets().mounts,
              ]),
              configReloader(images, {
                reloadUrl: `http://127.0.0.1:${ALERTMANAGER_PORTS.web}${below(props.routePrefix, '/-/reload')}`,
                configFile: CONFIG_FILE,
                watchedDirs: [CONFIG_FOLDER],
                volumeMounts: [configMount],
              }),
              exporter.container,
            ],
            volumes: Lazy.any({
              produce: () => [
                { name: 'config', secret: { secretName: routing.secretName, defaultMode: 0o440 } },
                exporter.volume,
                ...secrets().volumes,
                ...storage.volumes,
              ],
            }),
          },
        },
      },
    },
    storage.claimTemplate,
  );
}

function mainContainer(props: AlertmanagerStatefulSetProps, mounts: () => k8s.VolumeMount[]): k8s.Container {
  const probe = (path: string): k8s.HttpGetAction => ({
    path: below(props.routePrefix, path),
    port: k8s.IntOrString.fromString('web'),
  });
  return {
    name: 'alertmanager',
    image: props.images.of(ImageName.ALERTMANAGER),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--config.file=${CONFIG_FILE}`,
      `--storage.path=${DATA_FOLDER}`,
      `--data.retention=${props.dataRetention}`,
      `--web.listen-address=:${ALERTMANAGER_PORTS.web}`,
      `--web.external-url=${props.externalUrl}`,
      `--web.route-prefix=${props.routePrefix}`,
      // Else a failed notification is known by its kind of receiver alone.
      '--enable-feature=receiver-name-in-metrics',
      ...meshArguments(props),
    ],
    env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
    ports: [
      { name: 'web', containerPort: ALERTMANAGER_PORTS.web, protocol: 'TCP' },
      { name: 'mesh-tcp', containerPort: ALERTMANAGER_PORTS.mesh, protocol: 'TCP' },
      { name: 'mesh-udp', containerPort: ALERTMANAGER_PORTS.mesh, protocol: 'UDP' },
    ],
    startupProbe: { httpGet: probe('/-/ready'), periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 3 },
    livenessProbe: { httpGet: probe('/-/healthy'), failureThreshold: 10, timeoutSeconds: 3 },
    readinessProbe: { httpGet: probe('/-/ready'), periodSeconds: 5, failureThreshold: 10, timeoutSeconds: 3 },
    volumeMounts: Lazy.any({ produce: mounts }),
    resources: resourceRequirements(
      { cpuRequest: '10m', memoryRequest: '64Mi', memoryLimit: '256Mi' },
      props.resources,
    ),
    securityContext: restrictedContainer(),
  };
}

/** One replica alone listens to nobody; several name each other by the records of the headless Service. */
function meshArguments({ name, namespace, replicas }: AlertmanagerStatefulSetProps): string[] {
  if (replicas === 1) return ['--cluster.listen-address='];
  const members = Array.from({ length: replicas }, (_, i) => `${name}-${i}.${name}-headless.${namespace}.svc`);
  return [
    `--cluster.listen-address=[$(POD_IP)]:${ALERTMANAGER_PORTS.mesh}`,
    // Members of another mesh at a reused address are turned away.
    `--cluster.label=${namespace}/${name}`,
    // A replaced pod has a new address; by default its former one counts as a failed member for six hours.
    '--cluster.reconnect-timeout=5m',
    ...members.map((member) => `--cluster.peer=${member}:${ALERTMANAGER_PORTS.mesh}`),
  ];
}
