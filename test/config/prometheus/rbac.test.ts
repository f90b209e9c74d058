import { discoveryNeeds } from '../../../lib/config/prometheus/rbac';
import type { ScrapeJob } from '../../../lib/model/scrape-job';
import { jobWith } from './configs';

const read = (group: string, resource: string) => ({
  apiGroups: [group],
  resources: [resource],
  verbs: ['get', 'list', 'watch'],
});
const PODS = read('', 'pods');
const ofServices = [read('', 'services'), read('discovery.k8s.io', 'endpointslices'), PODS];
const NODES = read('', 'nodes');
const NODE_METRICS = { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] };
const needs = (...jobs: ScrapeJob[]) => {
  const { cluster, namespaced, nonResourceUrls } = discoveryNeeds(jobs);
  return { cluster, namespaced: Object.fromEntries(namespaced), nonResourceUrls };
};
const none = { cluster: [], namespaced: {}, nonResourceUrls: [] };
const token = { scheme: 'https', serviceAccountToken: true };

describe('discoveryNeeds', () => {
  it('are nothing for fixed addresses and probes', () => {
    const probe = { prober: 'blackbox:9115', module: 'icmp', urls: ['a'] };
    expect(needs(jobWith({}), { name: 'probe', probe })).toEqual(none);
  });

  it('are pods in the namespaces named, each once', () => {
    const jobs = [
      { name: 'a', pods: { namespaces: ['x', 'y'], port: 'web' } },
      { name: 'b', pods: { namespaces: ['y'], portNumber: 80 } },
      { name: 'c', annotatedPods: { keepNamespaces: ['z'] } },
    ];
    expect(needs(...jobs)).toEqual({ ...none, namespaced: { x: [PODS], y: [PODS], z: [PODS] } });
  });

  it('are pods of the whole cluster where no namespace is named, and then in no namespace of its own', () => {
    const jobs = [
      { name: 'a', pods: { namespaces: ['x'], port: 'web' } },
      { name: 'b', annotatedPods: { dropNamespaces: ['x'] } },
      { name: 'c', services: { namespaces: ['z'], port: 'web' } },
    ];
    expect(needs(...jobs)).toEqual({ ...none, cluster: [PODS], namespaced: { z: ofServices.slice(0, 2) } });
  });

  it('are Services, their slices and the pods behind', () => {
    expect(needs({ name: 'a', services: { port: 'web' } })).toEqual({ ...none, cluster: ofServices });
    const services = { namespaces: ['x'], port: 'web' };
    expect(needs({ name: 'a', services })).toEqual({ ...none, namespaced: { x: ofServices } });
  });

  it('are nodes, and their metrics where the token is shown to kubelets', () => {
    expect(needs({ name: 'a', nodes: { portNumber: 9100 } })).toEqual({ ...none, cluster: [NODES] });
    const kubelets = { name: 'a', nodes: {}, path: '/metrics/cadvisor', ...token };
    expect(needs(kubelets, { name: 'b', nodes: { portNumber: 10250 }, ...token })).toEqual({
      ...none,
      cluster: [NODES, NODE_METRICS],
    });
  });

  it('are the paths where the token is shown to others', () => {
    const jobs = [
      jobWith({ ...token }),
      jobWith({ name: 'b', path: '/metrics/slis', ...token }),
      jobWith({ name: 'c', path: '/metrics', ...token }),
    ];
    expect(needs(...jobs)).toEqual({ ...none, nonResourceUrls: ['/metrics', '/metrics/slis'] });
    const proxied = { name: 'a', nodes: { portNumber: 9100 }, ...token };
    expect(needs(proxied)).toEqual({ ...none, cluster: [NODES], nonResourceUrls: ['/metrics'] });
  });
});
