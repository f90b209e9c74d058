import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { validateKubernetesLabels } from '../config/prometheus/names';
import { type Problem, refuse } from '../model/problem';
import { choice, fitProps, flag, mapOf, needed, type Shape, text } from '../model/shape';
import { validateDnsLabel } from '../model/units';
import { clusterScoped } from './cluster-scoped';
import { objectLabels } from './labels';

/** The levels of Pod Security. */
export enum PodSecurityLevel {
  RESTRICTED = 'restricted',
  BASELINE = 'baseline',
  PRIVILEGED = 'privileged',
}

export interface ObservabilityNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** What the API server enforces for pods of the namespace. @default PodSecurityLevel.RESTRICTED */
  readonly podSecurity?: PodSecurityLevel;
  /** Refuse all traffic that no NetworkPolicy allows. @default true */
  readonly defaultDeny?: boolean;
  /** More labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

const SHAPE: Shape<ObservabilityNamespaceProps> = {
  name: needed(text('monitoring')),
  podSecurity: choice(PodSecurityLevel),
  defaultDeny: flag(),
  labels: mapOf(text('observability')),
};

/** A namespace that enforces a Pod Security level and lets no traffic pass but what a workload's NetworkPolicy opens. */
export class ObservabilityNamespace extends Construct {
  /** Name of the namespace. */
  readonly name: string;
  /** What the API server enforces for its pods. */
  readonly podSecurity: PodSecurityLevel;

  constructor(scope: Construct, id: string, props: ObservabilityNamespaceProps) {
    super(scope, id);
    const { fit, problems } = fitProps(props, SHAPE);
    refuse(this.node.path, [...problems, ...validateDnsLabel('name', fit.name), ...validateLabels(fit.labels)]);
    this.name = props.name;
    this.podSecurity = props.podSecurity ?? PodSecurityLevel.RESTRICTED;
    const modes = ['enforce', 'audit', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, this.podSecurity]);
    this.node.defaultChild = clusterScoped(
      new k8s.KubeNamespace(this, 'Namespace', {
        metadata: {
          name: props.name,
          labels: { ...Object.fromEntries(modes), ...props.labels },
          // With the namespace would go all volumes in it, those that are not to be pruned too.
          annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        },
      }),
    );
    if (props.defaultDeny ?? true) {
      new k8s.KubeNetworkPolicy(this, 'DefaultDeny', {
        metadata: {
          name: 'default-deny',
          namespace: props.name,
          labels: objectLabels({ 'app.kubernetes.io/name': 'default-deny' }, { component: 'network-policy' }),
        },
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      });
    }
  }
}

function validateLabels(labels: Readonly<Record<string, string>> = {}): Problem[] {
  return [
    ...validateKubernetesLabels('labels', labels),
    ...Object.keys(labels)
      .filter((key) =>
        /^pod-security\.kubernetes\.io\/(?:enforce|audit|warn)$|^kubernetes\.io\/metadata\.name$/.test(key),
      )
      .map((key) => ({
        what: `'labels' sets '${key}' to '${labels[key]}'`,
        fix: key.startsWith('pod') ? "leave it out, and use 'podSecurity'" : "leave it out: it is the namespace's name",
      })),
  ];
}
