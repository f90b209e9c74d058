import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { type PodDefaultsProps, podDefaults } from './pod-defaults';
import { disruptionBudget } from './services';

export interface DeploymentWorkloadProps extends PodDefaultsProps {
  /** Of the Deployment and of its disruption budget. */
  readonly name: string;
  readonly labels: Record<string, string>;
}

/** What is special about the pods of one Deployment. */
export interface DeploymentPods {
  /** @default - that of the namespace, without its token */
  readonly serviceAccountName?: string;
  /** The first one is the program itself, whose log `kubectl logs` shows. */
  readonly containers: readonly k8s.Container[];
  /** Asked at synth, when all is known. @default - none */
  readonly volumes?: () => readonly k8s.Volume[];
  /** End the old pod before the new one starts: two at once would disturb each other. @default false */
  readonly recreate?: boolean;
  /** Time to end in peace. @default 30 */
  readonly terminationGracePeriodSeconds?: number;
}

/** The Deployment of a workload without data; from two replicas on with a disruption budget. */
export function deploymentWorkload(
  scope: Construct,
  props: DeploymentWorkloadProps,
  pods: DeploymentPods,
): k8s.KubeDeployment {
  const { name, namespace, labels, selector, replicas } = props;
  const { serviceAccountName, containers, volumes, recreate = false, terminationGracePeriodSeconds = 30 } = pods;
  const deployment = new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      strategy: recreate ? { type: 'Recreate' } : rolling(),
      template: {
        metadata: { labels, annotations: { 'kubectl.kubernetes.io/default-container': containers[0]?.name ?? '' } },
        spec: {
          ...podDefaults(scope, props),
          ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
          terminationGracePeriodSeconds,
          containers: [...containers],
          ...(volumes ? { volumes: Lazy.any({ produce: () => [...volumes()] }) } : {}),
        },
      },
    },
  });
  if (replicas > 1) disruptionBudget(scope, 'DisruptionBudget', { name, namespace, labels, selector });
  return deployment;
}

/** A new pod is ready before an old one goes, one after the other. */
const rolling = (): k8s.DeploymentStrategy => ({
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
});
