import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type Exposure, ExposureType } from './exposure';
import { type ExposedPage, ingressAnnotations } from './ingress-controllers';
import { type ServicePort, type WorkloadServiceProps, workloadService } from './services';

export interface ExposedServiceProps
  extends Omit<WorkloadServiceProps, 'ports' | 'headless' | 'type' | 'annotations' | 'sourceRanges'> {
  /** What is behind it. */
  readonly page: ExposedPage;
  /** The one port, which the Ingress leads to. */
  readonly port: ServicePort;
  /** @default - in the cluster only */
  readonly exposure?: Exposure;
}

/** The Service of a web page, reachable as the exposure says; the target port has the name of the port. */
export function exposedService(scope: Construct, props: ExposedServiceProps): k8s.KubeService {
  const { port, exposure = {}, page: _, ...service } = props;
  const { type = ExposureType.CLUSTER_IP, annotations, serviceAnnotations, nodePort, sourceRanges } = exposure;
  if (type === ExposureType.INGRESS) ingress(scope, props, exposure);
  return workloadService(scope, 'Service', {
    ...service,
    ports: [{ ...port, nodePort }],
    ...(type === ExposureType.INGRESS ? { annotations: serviceAnnotations } : { type, annotations, sourceRanges }),
  });
}

function ingress(scope: Construct, props: ExposedServiceProps, exposure: Exposure): void {
  const { name, namespace, labels, port, page } = props;
  const { host = '', ingressClassName, tlsSecretName } = exposure;
  const annotations = ingressAnnotations(exposure, page);
  new k8s.KubeIngress(scope, 'Ingress', {
    metadata: { name, namespace, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) },
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
