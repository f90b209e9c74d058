import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { clusterScoped } from './cluster-scoped';

const RBAC = 'rbac.authorization.k8s.io';

export interface ServiceAccountProps {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  /** Such as the role of a cloud that it stands for. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The ServiceAccount of one workload, and what it may do. Its pods mount the token themselves. */
export class ServiceAccount extends Construct {
  readonly name: string;
  /**
   * Of its objects without a namespace. All namespaces share these names; a colon is in no name of a namespace, so that
   * no two accounts make one.
   */
  private readonly clusterName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceAccountProps,
  ) {
    super(scope, id);
    this.name = props.name;
    this.clusterName = `${props.namespace}:${props.name}`;
    new k8s.KubeServiceAccount(this, 'ServiceAccount', { metadata: { ...props }, automountServiceAccountToken: false });
  }

  /** Allows it something in the whole cluster. */
  allow(rules: k8s.PolicyRule[]): void {
    const metadata = { name: this.clusterName, labels: this.props.labels };
    clusterScoped(new k8s.KubeClusterRole(this, 'ClusterRole', { metadata, rules }));
    this.bindCluster('ClusterRoleBinding', this.clusterName, this.clusterName);
  }

  /** Gives it an existing ClusterRole in the whole cluster. */
  allowAs(id: string, clusterRole: string): void {
    this.bindCluster(id, `${this.clusterName}:${clusterRole}`, clusterRole);
  }

  /** Allows it something in one namespace; `suffix` tells several such Roles of one namespace apart. */
  allowIn(id: string, namespace: string, rules: k8s.PolicyRule[], suffix = ''): void {
    // Another namespace may have an account of the same name.
    const name = `${namespace === this.props.namespace ? this.name : this.clusterName}${suffix}`;
    const metadata = { name, namespace, labels: this.props.labels };
    new k8s.KubeRole(this, `${id}Role`, { metadata, rules });
    this.bindIn(id, namespace, name, name);
  }

  /** Gives it an existing Role of a namespace. */
  allowAsIn(id: string, namespace: string, role: string): void {
    this.bindIn(id, namespace, `${this.clusterName}:${role}`, role);
  }

  private bindCluster(id: string, name: string, role: string): void {
    clusterScoped(
      new k8s.KubeClusterRoleBinding(this, id, {
        metadata: { name, labels: this.props.labels },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
        subjects: [this.subject()],
      }),
    );
  }

  private bindIn(id: string, namespace: string, name: string, role: string): void {
    new k8s.KubeRoleBinding(this, `${id}RoleBinding`, {
      metadata: { name, namespace, labels: this.props.labels },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: role },
      subjects: [this.subject()],
    });
  }

  private subject(): k8s.Subject {
    return { kind: 'ServiceAccount', name: this.name, namespace: this.props.namespace };
  }
}
