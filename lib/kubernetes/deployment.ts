import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { disruptionBudget } from './services';
import { type WorkloadPods, type WorkloadTemplateProps, workloadTemplate } from './workload-template';

export interface DeploymentWorkloadProps extends WorkloadTemplateProps {
  /** Of the Deployment and of its disruption budget. */
  readonly name: string;
}

/** What is special about the pods of one Deployment. */
export interface DeploymentPods extends WorkloadPods {
  /** End the old pod before the new one starts: two at once would disturb each other. @default false */
  readonly recreate?: boolean;
}

/** The Deployment of a workload without data; from two replicas on with a disruption budget. */
export function deploymentWorkload(
  scope: Construct,
  props: DeploymentWorkloadProps,
  { recreate = false, ...pods }: DeploymentPods,
): k8s.KubeDeployment {
  const { name, namespace, labels, selector, replicas } = props;
  const deployment = new k8s.KubeDeployment(scope, 'Deployment', {
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      strategy: recreate ? { type: 'Recreate' } : rolling(),
      template: workloadTemplate(scope, props, pods),
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
