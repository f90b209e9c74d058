import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { secretFiles } from '../../kubernetes/secret-volumes';
import { restrictedContainer } from '../../kubernetes/security';
import type { StatefulPods } from '../../kubernetes/stateful-workload';
import type { SecretKey } from '../../model/secret-key';
import type { OutputCredential } from '../outputs/log-output';
import { FORWARD_PORT, POD_NAME_VARIABLE, SHARED_KEY_VARIABLE } from './fluentd-aggregator-config';
import { FLUENTD_METRICS_PORT } from './fluentd-delivery-steps';

/** Where the container has its configuration, Secrets as files, and its volume. */
const CONFIG_PATH = '/fluentd/config';
export const SECRET_PATH = '/fluentd/secrets';
export const BUFFER_PATH = '/buffers';
/** Name of the configuration's file; Fluentd knows the format by its ending. */
export const CONFIG_FILE = 'fluentd.yaml';

/** Names of the ports. */
export const FLUENTD_PORTS = { forward: 'forward', metrics: 'metrics' };

/** The path of a Secret's key in the container. */
export const secretPath = ({ name, key }: SecretKey) => `${SECRET_PATH}/${name}/${key}`;

/** How long a pod may take to end: what it has is in its volume. */
const TERMINATION_SECONDS = 60;

export interface FluentdContainerOptions {
  readonly images: Images;
  readonly resources?: ContainerResources;
  readonly credentials: readonly OutputCredential[];
}

/** What every container of Fluentd has, wherever it runs. */
export function fluentdContainer({ images, resources, credentials }: FluentdContainerOptions): k8s.Container {
  const probe: k8s.HttpGetAction = { path: '/metrics', port: k8s.IntOrString.fromString(FLUENTD_PORTS.metrics) };
  return {
    name: 'fluentd',
    image: images.of(ImageName.FLUENTD),
    imagePullPolicy: 'IfNotPresent',
    // Ruby takes no folder for its own that everybody may write to, as the one of a volume is.
    command: ['tini', '--', 'sh', '-c', 'mkdir -p -m 0700 "$TMPDIR" && exec "$0" "$@"'],
    args: ['fluentd', '--config', `${CONFIG_PATH}/${CONFIG_FILE}`],
    env: [
      { name: 'TMPDIR', value: '/tmp/fluentd' },
      { name: POD_NAME_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ...credentials.map(({ variable, expected }) => ({
        name: variable,
        valueFrom: { secretKeyRef: { ...expected.secret } },
      })),
    ],
    ports: [{ name: FLUENTD_PORTS.metrics, containerPort: FLUENTD_METRICS_PORT, protocol: 'TCP' }],
    // That outputs fail is for alerts: a restart mends none of it.
    startupProbe: { httpGet: probe, periodSeconds: 3, failureThreshold: 60, timeoutSeconds: 5 },
    livenessProbe: { httpGet: probe, periodSeconds: 20, failureThreshold: 6, timeoutSeconds: 10 },
    readinessProbe: { httpGet: probe, timeoutSeconds: 10 },
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_PATH, readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    resources: resourceRequirements({ cpuRequest: '100m', memoryRequest: '256Mi', memoryLimit: '768Mi' }, resources),
    securityContext: restrictedContainer(),
  };
}

/** The volumes that go with it. */
export const fluentdVolumes = (configMapName: string): k8s.Volume[] => [
  { name: 'config', configMap: { name: configMapName } },
  { name: 'tmp', emptyDir: {} },
];

export interface FluentdAggregatorPodOptions extends FluentdContainerOptions {
  readonly configMapName: string;
  readonly configHash: string;
  readonly sharedKey: SecretKey;
  readonly files: readonly SecretKey[];
}

/** Pods that keep what they are sent in a volume until it is delivered. */
export function fluentdAggregatorPods(options: FluentdAggregatorPodOptions): StatefulPods {
  const { configMapName, configHash, sharedKey } = options;
  const secrets = secretFiles(SECRET_PATH, options.files);
  const container = fluentdContainer(options);
  return {
    annotations: { 'cdk8s-observability/config-hash': configHash },
    terminationGracePeriodSeconds: TERMINATION_SECONDS,
    containers: ({ dataVolume }) => [
      {
        ...container,
        env: [...(container.env ?? []), { name: SHARED_KEY_VARIABLE, valueFrom: { secretKeyRef: { ...sharedKey } } }],
        ports: [
          { name: FLUENTD_PORTS.forward, containerPort: FORWARD_PORT, protocol: 'TCP' },
          ...(container.ports ?? []),
        ],
        volumeMounts: [
          ...(container.volumeMounts ?? []),
          { name: dataVolume, mountPath: BUFFER_PATH, subPath: 'buffers' },
          ...secrets.mounts,
        ],
      },
    ],
    volumes: () => [...fluentdVolumes(configMapName), ...secrets.volumes],
  };
}
