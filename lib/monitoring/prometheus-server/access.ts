import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { discoveryNeeds, type ResourceRule } from '../../config/prometheus/rbac';
import { clusterScoped } from '../../kubernetes/cluster-scoped';
import type { ScrapeJob } from '../../model/scrape-job';

/**
 * The ServiceAccount of Prometheus and what it may read: exactly what the discovery of the jobs needs, in the
 * namespaces they name, and cluster-wide only for jobs that name none.
 */
export class DiscoveryAccess {
  private readonly namespaces = new Set<string>();
  private clusterWide = false;

  constructor(
    private readonly scope: Construct,
    private readonly props: {
      readonly name: string;
      readonly namespace: string;
      readonly labels: Record<string, string>;
      readonly jobs: () => readonly ScrapeJob[];
    },
  ) {
    new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
      metadata: { name: props.name, namespace: props.namespace, labels: props.labels },
      // The pods ask for the token themselves.
      automountServiceAccountToken: false,
    });
  }

  /** Makes the roles that a job needs; what they allow is settled at synth. */
  allow(job: ScrapeJob): void {
    const { cluster, namespaced, nonResourceUrls } = discoveryNeeds([job]);
    if (cluster.length > 0 || nonResourceUrls.length > 0) this.allowClusterWide();
    for (const namespace of namespaced.keys()) this.allowIn(namespace);
  }

  private allowClusterWide(): void {
    if (this.clusterWide) return;
    this.clusterWide = true;
    // All namespaces share these names. A colon is in no name of a namespace, so that no two servers make one.
    const name = `${this.props.namespace}:${this.props.name}`;
    const { labels } = this.props;
    const rules = Lazy.any({
      produce: () => {
        const { cluster, nonResourceUrls } = discoveryNeeds(this.props.jobs());
        return [
          ...cluster.map(policyRule),
          ...(nonResourceUrls.length > 0 ? [{ nonResourceUrLs: nonResourceUrls, verbs: ['get'] }] : []),
        ];
      },
    });
    clusterScoped(new k8s.KubeClusterRole(this.scope, 'ClusterRole', { metadata: { name, labels }, rules }));
    clusterScoped(
      new k8s.KubeClusterRoleBinding(this.scope, 'ClusterRoleBinding', {
        metadata: { name, labels },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
        subjects: [this.subject()],
      }),
    );
  }

  private allowIn(namespace: string): void {
    if (this.namespaces.has(namespace)) return;
    this.namespaces.add(namespace);
    const { labels, jobs } = this.props;
    // A server of another namespace may read this one too, under the same name.
    const own = namespace === this.props.namespace;
    const name = own ? this.props.name : `${this.props.namespace}:${this.props.name}`;
    const metadata = { name, namespace, labels };
    // Job by job: an empty Role, where another job may read the whole cluster anyway, would differ at every apply.
    const needs = () => jobs().flatMap((job) => discoveryNeeds([job]).namespaced.get(namespace) ?? []);
    const rules = Lazy.any({ produce: () => [...new Set(needs())].map(policyRule) });
    const scope = new Construct(this.scope, `Namespace${pascalCase(namespace)}`);
    new k8s.KubeRole(scope, 'Role', { metadata, rules });
    new k8s.KubeRoleBinding(scope, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [this.subject()],
    });
  }

  private subject(): k8s.Subject {
    return { kind: 'ServiceAccount', name: this.props.name, namespace: this.props.namespace };
  }
}

/** `shop-eu` as `ShopEu`; a dash before what has no capital stays as `_`, so that two names never become one. */
const pascalCase = (name: string) =>
  name.replace(/(?:^|-)[a-z]/g, (start) => start.slice(-1).toUpperCase()).replaceAll('-', '_');

const policyRule = ({ apiGroups, resources, verbs }: ResourceRule): k8s.PolicyRule => ({
  apiGroups: [...apiGroups],
  resources: [...resources],
  verbs: [...verbs],
});
