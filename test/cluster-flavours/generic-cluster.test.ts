import { genericCluster } from '../../lib';

describe('genericCluster', () => {
  it('has what every cluster has, and says why not the rest', () => {
    const { kubelet, apiServer, coreDns, ...rest } = genericCluster();
    for (const { absent } of [kubelet, apiServer, coreDns]) expect(absent).toBeUndefined();
    const { name, ...others } = rest;
    expect(name).toBe('generic');
    for (const [component, { absent }] of Object.entries(others)) {
      expect(absent).toBe(
        `commonly listens where nobody else gets; say where it is reached: genericCluster({ ${component}: { … } })`,
      );
    }
  });

  it('finds on the nodes what is said to be there, at the usual port', () => {
    const { kubeProxy, kubeScheduler } = genericCluster({ kubeProxy: {}, kubeScheduler: {} });
    expect(kubeProxy).toEqual({ nodes: { portNumber: 10249 } });
    expect(kubeScheduler).toEqual({
      nodes: { portNumber: 10259 },
      scheme: 'https',
      tls: { insecureSkipVerify: true },
      serviceAccountToken: true,
    });
  });

  it('finds pods on the host network by their labels, and at another port', () => {
    const { etcd } = genericCluster({ etcd: { podLabels: { component: 'etcd' }, portNumber: 12381 } });
    expect(etcd).toEqual({
      pods: { namespaces: ['kube-system'], labels: { component: 'etcd' }, portNumber: 12381, hostNetwork: true },
    });
  });
});
