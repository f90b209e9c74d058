import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { configReloader } from '../kubernetes/config-reloader';
import { ImageName } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { below } from '../kubernetes/route-prefix';
import { secretFiles } from '../kubernetes/secret-volumes';
import { restrictedContainer } from '../kubernetes/security';
import { type StatefulWorkloadProps, statefulWorkload } from '../kubernetes/stateful-workload';
import { ALERTMANAGER_CONFIG_KEY, type AlertRouting } from './alert-routing';
import { ALERTMANAGER_PORTS } from './alertmanager-ports';
import { credentialExporter } from './credential-exporter';
import { CONFIG_FOLDER, CREDENTIALS_FOLDER } from './credential-file';

const CONFIG_FILE = `${CONFIG_FOLDER}/${ALERTMANAGER_CONFIG_KEY}`;
const DATA_FOLDER = '/alertmanager';

export interface AlertmanagerStatefulSetProps extends StatefulWorkloadProps {
  readonly routing: AlertRouting;
  readonly externalUrl: string;
  readonly routePrefix: string;
  readonly dataRetention: string;
  readonly resources?: ContainerResources;
}

/** The StatefulSet of Alertmanager, with its claims. */
export function alertmanagerStatefulSet(scope: Construct, props: AlertmanagerStatefulSetProps): k8s.KubeStatefulSet {
  const { name, namespace, labels, images, routing } = props;
  // Asked at synth: a route that is added later may bring a credential.
  const secrets = () =>
    secretFiles(
      CREDENTIALS_FOLDER,
      routing.credentials.map(({ secret }) => secret),
    );
  const configMount = { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true };
  const exporter = credentialExporter(scope, {
    name: `${name}-credential-exporter`,
    namespace,
    labels,
    images,
    credentials: () => routing.credentials,
    secretMounts: () => secrets().mounts,
  });
  return statefulWorkload(scope, props, {
    terminationGracePeriodSeconds: 120,
    containers: ({ statefulSetName, dataVolume }) => [
      mainContainer(props, statefulSetName, () => [
        configMount,
        { name: dataVolume, mountPath: DATA_FOLDER, subPath: 'alertmanager-db' },
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
    volumes: () => [
      { name: 'config', secret: { secretName: routing.secretName, defaultMode: 0o440 } },
      exporter.volume,
      ...secrets().volumes,
    ],
  });
}

function mainContainer(
  props: AlertmanagerStatefulSetProps,
  statefulSetName: string,
  mounts: () => k8s.VolumeMount[],
): k8s.Container {
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
      ...meshArguments(props, statefulSetName),
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
function meshArguments({ name, namespace, replicas }: AlertmanagerStatefulSetProps, statefulSetName: string): string[] {
  if (replicas === 1) return ['--cluster.listen-address='];
  const members = Array.from(
    { length: replicas },
    (_, i) => `${statefulSetName}-${i}.${name}-headless.${namespace}.svc`,
  );
  return [
    `--cluster.listen-address=[$(POD_IP)]:${ALERTMANAGER_PORTS.mesh}`,
    // Members of another mesh at a reused address are turned away.
    `--cluster.label=${namespace}/${name}`,
    // A replaced pod has a new address; by default its former one counts as a failed member for six hours.
    '--cluster.reconnect-timeout=5m',
    ...members.map((member) => `--cluster.peer=${member}:${ALERTMANAGER_PORTS.mesh}`),
  ];
}
