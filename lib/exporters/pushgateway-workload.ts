import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { deploymentWorkload } from '../kubernetes/deployment';
import { ImageName } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { below } from '../kubernetes/route-prefix';
import { restrictedContainer } from '../kubernetes/security';
import { type StatefulWorkloadProps, statefulWorkload } from '../kubernetes/stateful-workload';
import type { StorageProps } from '../kubernetes/storage';

/** Upstream's port. */
export const PUSHGATEWAY_PORT = 9091;

const DATA_FOLDER = '/pushgateway';

/** Whether the props ask for a volume. */
export function isStored({ storageSize, storageClassName, existingClaim, ephemeralStorage }: StorageProps): boolean {
  return (
    [storageSize, storageClassName, existingClaim].some((value) => value !== undefined) || ephemeralStorage === true
  );
}

export interface PushgatewayWorkloadProps extends StatefulWorkloadProps {
  readonly stored: boolean;
  readonly persistenceInterval: string;
  readonly routePrefix: string;
  readonly resources?: ContainerResources;
}

/** One pod: in a Deployment if it keeps everything in memory, or else in a StatefulSet with its volume. */
export function pushgatewayWorkload(
  scope: Construct,
  props: PushgatewayWorkloadProps,
): k8s.KubeDeployment | k8s.KubeStatefulSet {
  // Two pods at once would each get a part of the pushes.
  if (!props.stored) return deploymentWorkload(scope, props, { containers: [container(props)], recreate: true });
  return statefulWorkload(scope, props, {
    // Time to write the file when it is asked to end.
    terminationGracePeriodSeconds: 60,
    containers: ({ dataVolume }) => [container(props, dataVolume)],
  });
}

function container(props: PushgatewayWorkloadProps, dataVolume?: string): k8s.Container {
  const { images, routePrefix } = props;
  const probe = (path: string) => ({
    httpGet: { path: below(routePrefix, path), port: k8s.IntOrString.fromString('web') },
    timeoutSeconds: 5,
  });
  return {
    name: 'pushgateway',
    image: images.of(ImageName.PUSHGATEWAY),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--web.listen-address=:${PUSHGATEWAY_PORT}`,
      `--web.route-prefix=${routePrefix}`,
      ...(dataVolume === undefined
        ? []
        : [`--persistence.file=${DATA_FOLDER}/metrics.store`, `--persistence.interval=${props.persistenceInterval}`]),
    ],
    ports: [{ name: 'web', containerPort: PUSHGATEWAY_PORT, protocol: 'TCP' }],
    livenessProbe: probe('/-/healthy'),
    readinessProbe: probe('/-/ready'),
    ...(dataVolume === undefined
      ? {}
      : { volumeMounts: [{ name: dataVolume, mountPath: DATA_FOLDER, subPath: 'pushgateway-db' }] }),
    resources: resourceRequirements(
      { cpuRequest: '10m', memoryRequest: '32Mi', memoryLimit: '128Mi' },
      props.resources,
    ),
    securityContext: restrictedContainer(),
  };
}
