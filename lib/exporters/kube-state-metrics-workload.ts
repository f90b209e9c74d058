import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type DeploymentWorkloadProps, deploymentWorkload } from '../kubernetes/deployment';
import { ImageName } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer } from '../kubernetes/security';
import { API_ACCESS_MOUNT, API_ACCESS_VOLUME } from '../kubernetes/service-account-token';
import { disruptionBudget } from '../kubernetes/services';
import { StatefulSet } from '../kubernetes/stateful-set';
import { workloadTemplate } from '../kubernetes/workload-template';

/** Upstream's ports: metrics of the objects, and of kube-state-metrics itself. */
export const KUBE_STATE_METRICS_PORTS = { http: 8080, telemetry: 8081 } as const;

type Allowlist = Readonly<Record<string, readonly string[]>>;

export interface KubeStateMetricsWorkloadProps extends DeploymentWorkloadProps {
  readonly collectors: readonly string[];
  readonly namespaces?: readonly string[];
  readonly metricLabelsAllowlist?: Allowlist;
  readonly metricAnnotationsAllowlist?: Allowlist;
  readonly metricDenylist?: readonly string[];
  readonly resources?: ContainerResources;
}

/** One pod in a Deployment, or several in a StatefulSet, whose numbers tell them which objects are theirs. */
export function kubeStateMetricsWorkload(
  scope: Construct,
  props: KubeStateMetricsWorkloadProps,
): k8s.KubeDeployment | k8s.KubeStatefulSet {
  const { name, namespace, labels, selector, replicas } = props;
  const pods = { serviceAccountName: name, containers: [container(props)], volumes: () => [API_ACCESS_VOLUME] };
  if (replicas === 1) return deploymentWorkload(scope, props, pods);
  disruptionBudget(scope, 'DisruptionBudget', { name, namespace, labels, selector });
  return new StatefulSet(scope, 'StatefulSet', {
    metadata: { name, namespace, labels },
    spec: {
      serviceName: name,
      replicas,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: selector },
      template: workloadTemplate(scope, props, pods),
    },
  });
}

function container(props: KubeStateMetricsWorkloadProps): k8s.Container {
  const sharded = props.replicas > 1;
  const probe = (path: string, port: string) => ({
    httpGet: { path, port: k8s.IntOrString.fromString(port) },
    timeoutSeconds: 5,
  });
  return {
    name: 'kube-state-metrics',
    image: props.images.of(ImageName.KUBE_STATE_METRICS),
    imagePullPolicy: 'IfNotPresent',
    args: args(props),
    ...(sharded
      ? { env: [fromField('POD_NAME', 'metadata.name'), fromField('POD_NAMESPACE', 'metadata.namespace')] }
      : {}),
    ports: [
      { name: 'http-metrics', containerPort: KUBE_STATE_METRICS_PORTS.http, protocol: 'TCP' },
      { name: 'telemetry', containerPort: KUBE_STATE_METRICS_PORTS.telemetry, protocol: 'TCP' },
    ],
    // Not /livez, which asks the API server: while that is down, a restart would lose the last known state.
    livenessProbe: probe('/healthz', 'http-metrics'),
    readinessProbe: probe('/readyz', 'telemetry'),
    volumeMounts: [API_ACCESS_MOUNT],
    resources: resourceRequirements(
      { cpuRequest: '10m', memoryRequest: '128Mi', memoryLimit: '512Mi' },
      props.resources,
    ),
    securityContext: restrictedContainer(),
  };
}

function args(props: KubeStateMetricsWorkloadProps): string[] {
  const { http, telemetry } = KUBE_STATE_METRICS_PORTS;
  const list = (flag: string, values: readonly string[] = []) =>
    values.length > 0 ? [`--${flag}=${values.join(',')}`] : [];
  const allow = (flag: string, allowlist: Allowlist = {}) =>
    list(
      flag,
      Object.entries(allowlist).map(([collector, keys]) => `${collector}=[${keys.join(',')}]`),
    );
  return [
    `--port=${http}`,
    `--telemetry-port=${telemetry}`,
    ...list('resources', props.collectors),
    ...list('namespaces', props.namespaces && [...new Set(props.namespaces)]),
    ...allow('metric-labels-allowlist', props.metricLabelsAllowlist),
    ...allow('metric-annotations-allowlist', props.metricAnnotationsAllowlist),
    ...list('metric-denylist', props.metricDenylist),
    ...(props.replicas > 1 ? ['--pod=$(POD_NAME)', '--pod-namespace=$(POD_NAMESPACE)'] : []),
  ];
}

const fromField = (name: string, fieldPath: string): k8s.EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } });
