import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type Exposure, ExposureType } from './exposure';
import { type ServicePort, type WorkloadServiceProps, workloadService } from './services';

export interface ExposedServiceProps extends Omit<WorkloadServiceProps, 'ports' | 'headless'> {
  /** The one port, which the Ingress leads to. */
  readonly port: ServicePort;
  /** @default - in the cluster only */
  readonly exposure?: Exposure;
}

/** The Service of a web page, reachable as the exposure says; the target port has the name of the port. */
export function exposedService(scope: Construct, props: ExposedServiceProps): k8s.KubeService {
  const { port, exposure = {}, ...service } = props;
  const { type = ExposureType.CLUSTER_IP } = exposure;
  if (type === ExposureType.LOAD_BALANCER) return loadBalancer(scope, props, exposure);
  if (type === ExposureType.INGRESS) ingress(scope, props, exposure);
  return workloadService(scope, 'Service', { ...service, ports: [port] });
}

function loadBalancer(scope: Construct, props: ExposedServiceProps, exposure: Exposure): k8s.KubeService {
  const { name, namespace, labels, selector, port, sticky } = props;
  const { annotations, sourceRanges = [] } = exposure;
  return new k8s.KubeService(scope, 'Service', {
    metadata: { name, namespace, labels, ...(annotations ? { annotations: { ...annotations } } : {}) },
    spec: {
      type: ExposureType.LOAD_BALANCER,
      loadBalancerSourceRanges: [...sourceRanges],
      selector,
      ports: [
        {
          name: port.name,
          port: port.port,
          protocol: port.protocol ?? 'TCP',
          targetPort: k8s.IntOrString.fromString(port.name),
        },
      ],
      ...(sticky ? { sessionAffinity: 'ClientIP' } : {}),
    },
  });
}

function ingress(scope: Construct, props: ExposedServiceProps, exposure: Exposure): void {
  const { name, namespace, labels, port } = props;
  const { host = '', ingressClassName, tlsSecretName, annotations } = exposure;
  new k8s.KubeIngress(scope, 'Ingress', {
    metadata: { name, namespace, labels, ...(annotations ? { annotations: { ...annotations } } : {}) },
    spec: {
      ...(ingressClassName === undefined ? {} : { ingressClassName }),
      ...(tlsSecretName === undefined ? {} : { tls: [{ hosts: [host], secretName: tlsSecretName }] }),
      rules: [
        {
          host,
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: port.name } } } }],
          },
        },
      ],
    },
  });
}
