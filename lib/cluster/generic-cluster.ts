import { refuse } from '../model/problem';
import { fitProps, type Shape, struct } from '../model/shape';
import { CLUSTER_CA_FILE, type ClusterComponent, type ClusterFlavour } from './cluster-flavour';
import { HOST_TARGETS, type HostTargets, onHosts, validateHostTargets } from './host-targets';

/** What a cluster has beyond what every cluster has. */
export interface GenericClusterProps {
  /** Where kube-proxy's metrics are reached; usual port 10249. @default - not scraped: it listens on 127.0.0.1 */
  readonly kubeProxy?: HostTargets;
  /**
   * Where kube-controller-manager is reached; usual port 10257. Its certificate is taken unverified, for it signs that
   * itself unless it is given another.
   * @default - not scraped: it listens on 127.0.0.1, or where nobody else gets
   */
  readonly kubeControllerManager?: HostTargets;
  /**
   * Where kube-scheduler is reached; usual port 10259. Its certificate is taken unverified, as that of
   * kube-controller-manager.
   * @default - not scraped: it listens on 127.0.0.1, or where nobody else gets
   */
  readonly kubeScheduler?: HostTargets;
  /**
   * Where etcd's metrics are reached over plain http (`--listen-metrics-urls`); usual port 2381.
   * @default - not scraped: it listens on 127.0.0.1, or where nobody else gets
   */
  readonly etcd?: HostTargets;
}

const GENERIC_CLUSTER: Shape<GenericClusterProps> = {
  kubeProxy: struct(HOST_TARGETS),
  kubeControllerManager: struct(HOST_TARGETS),
  kubeScheduler: struct(HOST_TARGETS),
  etcd: struct(HOST_TARGETS),
};

/** Whose caller is asked whether it may, behind a certificate that the process signed for itself. */
const SELF_SIGNED = { scheme: 'https', tls: { insecureSkipVerify: true }, serviceAccountToken: true } as const;

/**
 * Any cluster: the kubelets, the API server and CoreDNS, which all clusters have in one place. The rest commonly listens
 * where nobody else gets, and its job would be down for ever: it is scraped where the props say that it is reached.
 */
export function genericCluster(props: GenericClusterProps = {}): ClusterFlavour {
  const { fit, problems } = fitProps(props, GENERIC_CLUSTER);
  const { kubeProxy, kubeControllerManager, kubeScheduler, etcd, ...unknown } = fit;
  refuse('genericCluster', [
    ...problems,
    ...Object.keys(unknown)
      .filter((name) => !problems.some(({ what }) => what.startsWith(`'${name}'`)))
      .map((name) => ({
        what: `'${name}' is no component`,
        fix: `use one of ${Object.keys(GENERIC_CLUSTER)
          .map((each) => `'${each}'`)
          .join(', ')}`,
      })),
    ...validateHostTargets('kubeProxy', kubeProxy),
    ...validateHostTargets('kubeControllerManager', kubeControllerManager),
    ...validateHostTargets('kubeScheduler', kubeScheduler),
    ...validateHostTargets('etcd', etcd),
  ]);
  const where = (component: keyof GenericClusterProps, usual: Parameters<typeof onHosts>[1]): ClusterComponent => {
    const targets = props[component];
    const absent = `commonly listens where nobody else gets; say where it is reached: genericCluster({ ${component}: { … } })`;
    return targets ? onHosts(targets, usual) : { absent };
  };
  return {
    name: 'generic',
    // Many kubelets sign their certificates themselves.
    kubelet: { nodes: {}, ...SELF_SIGNED },
    apiServer: {
      services: { namespaces: ['default'], name: 'kubernetes', port: 'https' },
      scheme: 'https',
      tls: { caFile: CLUSTER_CA_FILE, serverName: 'kubernetes' },
      serviceAccountToken: true,
    },
    coreDns: { pods: { namespaces: ['kube-system'], labels: { 'k8s-app': 'kube-dns' }, port: 'metrics' } },
    kubeProxy: where('kubeProxy', { usualPort: 10249 }),
    kubeControllerManager: where('kubeControllerManager', { usualPort: 10257, ...SELF_SIGNED }),
    kubeScheduler: where('kubeScheduler', { usualPort: 10259, ...SELF_SIGNED }),
    etcd: where('etcd', { usualPort: 2381 }),
  };
}
