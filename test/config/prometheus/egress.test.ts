import { scrapeEgress } from '../../../lib/config/prometheus/egress';
import { jobWith } from './configs';

describe('scrapeEgress', () => {
  it('is pods by namespace, label and port', () => {
    const labels = { app: 'shop' };
    expect(
      scrapeEgress([
        { name: 'a', pods: { namespaces: ['x'], labels, port: 'web' } },
        { name: 'b', pods: { portNumber: 9113 } },
      ]),
    ).toEqual([
      { to: 'pods', namespaces: ['x'], labels, portName: 'web' },
      { to: 'pods', port: 9113 },
    ]);
  });

  it('is any port of any pod that may be annotated', () => {
    expect(
      scrapeEgress([
        { name: 'a', annotatedPods: {} },
        { name: 'b', annotatedPods: { keepNamespaces: ['x'], dropNamespaces: ['y'] } },
      ]),
    ).toEqual([
      { to: 'pods', onNodesToo: true },
      { to: 'pods', onNodesToo: true, namespaces: ['x'] },
    ]);
  });

  it('is a port of the nodes for pods on the host network', () => {
    expect(
      scrapeEgress([{ name: 'a', pods: { labels: { app: 'proxy' }, portNumber: 9100, hostNetwork: true } }]),
    ).toEqual([{ to: 'nodes', port: 9100 }]);
  });

  it('is whatever is behind Services', () => {
    const services = { namespaces: ['shop'], name: 'shop', port: 'web' };
    expect(scrapeEgress([{ name: 'a', services }])).toEqual([{ to: 'endpoints', namespaces: ['shop'] }]);
  });

  it('is the API server, which is no pod, behind its own Service', () => {
    const services = { namespaces: ['default'], name: 'kubernetes', port: 'https' };
    expect(scrapeEgress([{ name: 'a', services }])).toEqual([{ to: 'apiServer' }]);
  });

  it('is a port of the nodes', () => {
    expect(
      scrapeEgress([
        { name: 'a', nodes: {} },
        { name: 'b', nodes: { portNumber: 9100 } },
      ]),
    ).toEqual([
      { to: 'nodes', port: 10250 },
      { to: 'nodes', port: 9100 },
    ]);
  });

  it('is the host of a fixed address, and the prober instead of what it probes', () => {
    expect(
      scrapeEgress([
        jobWith({ statics: { addresses: ['db.example.com:9187', '[fd00::1]:80'] } }),
        { name: 'b', probe: { prober: 'blackbox:9115', module: 'icmp', urls: ['example.com'] } },
      ]),
    ).toEqual([
      { to: 'host', host: 'db.example.com', port: 9187 },
      { to: 'host', host: 'fd00::1', port: 80 },
      { to: 'host', host: 'blackbox', port: 9115 },
    ]);
  });

  it('is the pods of the prober where they are known', () => {
    const proberPods = { namespace: 'monitoring', labels: { app: 'blackbox' } };
    const probe = { prober: 'blackbox.monitoring.svc:9115', proberPods, module: 'http_2xx', urls: ['http://shop'] };
    expect(scrapeEgress([{ name: 'a', probe }])).toEqual([
      { to: 'pods', namespaces: ['monitoring'], labels: { app: 'blackbox' }, port: 9115 },
    ]);
  });

  it('is each destination once', () => {
    const nodes = { portNumber: 9100 };
    expect(
      scrapeEgress([
        { name: 'a', nodes },
        { name: 'b', nodes },
      ]),
    ).toEqual([{ to: 'nodes', port: 9100 }]);
  });

  it('is where relabelling sends the scrapes', () => {
    const to = (replacement: string) => [{ targetLabel: '__address__', replacement }];
    expect(
      scrapeEgress([
        { name: 'a', nodes: {}, scheme: 'https', relabelings: to('kubernetes.default.svc') },
        { name: 'b', nodes: {}, relabelings: to('proxy:8080') },
        { name: 'c', nodes: {}, relabelings: [{ sourceLabels: ['x'], regex: '(.+)', targetLabel: '__address__' }] },
      ]),
    ).toEqual([
      { to: 'host', host: 'kubernetes.default.svc', port: 443 },
      { to: 'host', host: 'proxy', port: 8080 },
      { to: 'anywhere' },
    ]);
  });
});
