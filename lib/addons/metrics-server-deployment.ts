import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type DeploymentWorkloadProps, deploymentWorkload } from '../kubernetes/deployment';
import { ImageName } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer } from '../kubernetes/security';
import { API_ACCESS_MOUNT, API_ACCESS_VOLUME } from '../kubernetes/service-account-token';

/** Upstream's port. */
export const METRICS_SERVER_PORT = 10250;
/** The kubelets' own, unless a node says otherwise. */
export const KUBELET_PORT = 10250;

const CERTIFICATE_FOLDER = '/tmp';

export interface MetricsServerDeploymentProps extends DeploymentWorkloadProps {
  readonly kubeletInsecureTls: boolean;
  readonly kubeletPreferredAddressTypes: readonly string[];
  readonly metricResolution: string;
  readonly resources?: ContainerResources;
}

/** The pods of metrics-server, with a folder for the certificate that each makes for itself. */
export function metricsServerDeployment(scope: Construct, props: MetricsServerDeploymentProps): k8s.KubeDeployment {
  return deploymentWorkload(scope, props, {
    serviceAccountName: props.name,
    containers: [container(props)],
    volumes: () => [
      API_ACCESS_VOLUME,
      { name: 'certificate', emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('1Mi') } },
    ],
  });
}

function container(props: MetricsServerDeploymentProps): k8s.Container {
  const probe = (path: string): k8s.Probe => ({
    httpGet: { path, port: k8s.IntOrString.fromString('https'), scheme: 'HTTPS' },
    timeoutSeconds: 5,
  });
  return {
    name: 'metrics-server',
    image: props.images.of(ImageName.METRICS_SERVER),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--secure-port=${METRICS_SERVER_PORT}`,
      `--cert-dir=${CERTIFICATE_FOLDER}`,
      `--metric-resolution=${props.metricResolution}`,
      `--kubelet-preferred-address-types=${props.kubeletPreferredAddressTypes.join(',')}`,
      '--kubelet-use-node-status-port',
      ...(props.kubeletInsecureTls
        ? ['--kubelet-insecure-tls']
        : [`--kubelet-certificate-authority=${API_ACCESS_MOUNT.mountPath}/ca.crt`]),
    ],
    ports: [{ name: 'https', containerPort: METRICS_SERVER_PORT, protocol: 'TCP' }],
    livenessProbe: probe('/livez'),
    // Ready with the first metrics of two rounds.
    readinessProbe: { ...probe('/readyz'), periodSeconds: 5 },
    volumeMounts: [API_ACCESS_MOUNT, { name: 'certificate', mountPath: CERTIFICATE_FOLDER }],
    resources: resourceRequirements(
      { cpuRequest: '100m', memoryRequest: '200Mi', memoryLimit: '400Mi' },
      props.resources,
    ),
    securityContext: restrictedContainer(),
  };
}
