import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { configReloader } from '../../kubernetes/config-reloader';
import { ImageName } from '../../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { below } from '../../kubernetes/route-prefix';
import type { SecretFiles } from '../../kubernetes/secret-volumes';
import { restrictedContainer } from '../../kubernetes/security';
import { API_ACCESS_MOUNT, API_ACCESS_VOLUME } from '../../kubernetes/service-account-token';
import { type StatefulWorkloadProps, statefulWorkload } from '../../kubernetes/stateful-workload';
import { RULES_FOLDER } from './rule-files';

/** Upstream's port. */
export const PROMETHEUS_PORT = 9090;

const CONFIG_FOLDER = '/etc/prometheus/config';
const CONFIG_FILE = `${CONFIG_FOLDER}/prometheus.yml`;
const DATA_FOLDER = '/prometheus';

export interface PrometheusStatefulSetProps extends StatefulWorkloadProps {
  readonly serviceAccountName: string;
  readonly configMapName: string;
  readonly rules: k8s.Volume;
  /** Asked at synth: a scrape job that is added later may bring a credential. */
  readonly secrets: () => SecretFiles;
  readonly externalUrl: string;
  readonly routePrefix: string;
  readonly retention: string;
  readonly retentionSize: string;
  readonly resources?: ContainerResources;
}

/** The StatefulSet of one shard, with its claims. */
export function prometheusStatefulSet(scope: Construct, props: PrometheusStatefulSetProps): k8s.KubeStatefulSet {
  const { secrets } = props;
  const configMounts = [
    { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
    { name: props.rules.name, mountPath: RULES_FOLDER, readOnly: true },
  ];
  return statefulWorkload(scope, props, {
    serviceAccountName: props.serviceAccountName,
    // Time to write the head block when it is asked to end.
    terminationGracePeriodSeconds: 300,
    containers: ({ dataVolume }) => [
      mainContainer(props, () => [
        ...configMounts,
        { name: dataVolume, mountPath: DATA_FOLDER, subPath: 'prometheus-db' },
        API_ACCESS_MOUNT,
        ...secrets().mounts,
      ]),
      configReloader(props.images, {
        reloadUrl: `http://127.0.0.1:${PROMETHEUS_PORT}${below(props.routePrefix, '/-/reload')}`,
        configFile: CONFIG_FILE,
        watchedDirs: [RULES_FOLDER],
        volumeMounts: configMounts,
      }),
    ],
    volumes: () => [
      { name: 'config', configMap: { name: props.configMapName } },
      props.rules,
      API_ACCESS_VOLUME,
      ...secrets().volumes,
    ],
  });
}

function mainContainer(props: PrometheusStatefulSetProps, mounts: () => k8s.VolumeMount[]): k8s.Container {
  const probe = (path: string): k8s.HttpGetAction => ({
    path: below(props.routePrefix, path),
    port: k8s.IntOrString.fromString('web'),
  });
  return {
    name: 'prometheus',
    image: props.images.of(ImageName.PROMETHEUS),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--config.file=${CONFIG_FILE}`,
      `--storage.tsdb.path=${DATA_FOLDER}`,
      `--storage.tsdb.retention.time=${props.retention}`,
      `--storage.tsdb.retention.size=${props.retentionSize}`,
      `--web.listen-address=:${PROMETHEUS_PORT}`,
      `--web.external-url=${props.externalUrl}`,
      `--web.route-prefix=${props.routePrefix}`,
      // For the reloader beside it; the NetworkPolicy keeps others away.
      '--web.enable-lifecycle',
    ],
    // Read by the external label that tells replicas apart.
    env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    ports: [{ name: 'web', containerPort: PROMETHEUS_PORT, protocol: 'TCP' }],
    // Replaying a large write-ahead log takes minutes; killing it then would start it over.
    startupProbe: { httpGet: probe('/-/ready'), periodSeconds: 5, failureThreshold: 360, timeoutSeconds: 3 },
    livenessProbe: { httpGet: probe('/-/healthy'), periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 3 },
    readinessProbe: { httpGet: probe('/-/ready'), periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 3 },
    volumeMounts: Lazy.any({ produce: mounts }),
    resources: resourceRequirements(
      { cpuRequest: '200m', memoryRequest: '512Mi', memoryLimit: '2Gi' },
      props.resources,
    ),
    securityContext: restrictedContainer(),
  };
}
