import { App, Chart } from 'cdk8s';
import { PrometheusServer } from '../../lib';
import { type Manifest, newChart, synth } from '../tools/synth';

/** A server that reads the whole cluster. */
function clusterWide(app: App, namespace: string, name: string): Manifest[] {
  const chart = new Chart(app, `${namespace}--${name}`, { namespace });
  const prometheus = new PrometheusServer(chart, 'Prometheus', { name, withoutAlertmanager: true });
  prometheus.addScrapeJob({ name: 'pods', annotatedPods: {} });
  return synth(chart);
}

function readerOf(namespaces: readonly string[]) {
  const chart = newChart();
  const prometheus = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
  prometheus.addScrapeJob({ name: 'web', pods: { namespaces: [...namespaces], labels: { app: 'web' }, port: 'web' } });
  return { prometheus, manifests: synth(chart) };
}

describe('access of Prometheus to the Kubernetes API', () => {
  it('has names that no server of another namespace makes', () => {
    const app = new App();
    // The second is checked with the first beside it.
    const roles = [clusterWide(app, 'a', 'b-c'), clusterWide(app, 'a-b', 'c')]
      .flat()
      .filter(({ kind }) => kind.startsWith('ClusterRole'));
    expect(roles.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ClusterRole a:b-c',
      'ClusterRoleBinding a:b-c',
      'ClusterRole a-b:c',
      'ClusterRoleBinding a-b:c',
    ]);
  });

  it('binds each role by its own name', () => {
    const roles = clusterWide(new App(), 'a', 'b').filter(({ roleRef }) => roleRef);
    expect(roles.map(({ metadata, roleRef }) => [metadata.name, roleRef.kind, roleRef.name])).toEqual([
      ['b', 'Role', 'b'],
      ['a:b', 'ClusterRole', 'a:b'],
    ]);
  });

  it('is found below a construct for each namespace, whatever its name', () => {
    const { prometheus, manifests } = readerOf(['shop', 'shop-eu', 'shop-1', 'shop1', '0']);
    const ids = prometheus.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('Namespace'));
    expect(ids).toEqual([
      'NamespaceMonitoring',
      'NamespaceShop',
      'NamespaceShopEu',
      'NamespaceShop_1',
      'NamespaceShop1',
      'Namespace0',
    ]);
    expect(prometheus.node.findChild('NamespaceShop').node.children.map(({ node }) => node.id)).toEqual([
      'Role',
      'RoleBinding',
    ]);
    expect(manifests.filter(({ kind }) => kind === 'Role')).toHaveLength(6);
  });
});
