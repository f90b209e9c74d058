import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { expectSecrets } from './expected-secrets';
import type { Images } from './images';
import { type PlacementProps, placement } from './placement';
import { restrictedPod } from './security';

/** Key of a Secret of type kubernetes.io/dockerconfigjson. */
const PULL_SECRET_KEY = '.dockerconfigjson';

export interface PodDefaultsProps {
  readonly namespace: string;
  readonly selector: Record<string, string>;
  readonly replicas: number;
  readonly images: Images;
  readonly placement: PlacementProps;
  /** @default - `nobody` */
  readonly runAsUser?: number;
  /** @default - `runAsUser` */
  readonly runAsGroup?: number;
}

/**
 * What the pods of every workload of ours share. They live under the Pod Security level `restricted`, and no container
 * gets the token of the ServiceAccount unless it mounts it. Lists the pull secrets as expected ones.
 */
export function podDefaults(scope: Construct, props: PodDefaultsProps): Omit<k8s.PodSpec, 'containers'> {
  const { namespace, selector, replicas, images } = props;
  const { pullSecrets } = images;
  expectPullSecrets(scope, namespace, images);
  return {
    automountServiceAccountToken: false,
    // Variables for each Service of the namespace, which programs take for settings of their own.
    enableServiceLinks: false,
    securityContext: restrictedPod({ user: props.runAsUser, group: props.runAsGroup }),
    ...placement(props.placement, { selector, replicas }),
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets.map((name) => ({ name })) } : {}),
  };
}

/** Lists the pull secrets of images that pods of a namespace use as expected ones. */
export function expectPullSecrets(scope: Construct, namespace: string, { pullSecrets }: Images): void {
  expectSecrets(scope, namespace, () =>
    pullSecrets.map((name) => ({
      secret: { name, key: PULL_SECRET_KEY },
      purpose: 'login to the registry that images are pulled from, as Docker keeps it in config.json',
    })),
  );
}
