import { MonitoringStack, WebhookReceiver } from '../../lib';
import { newChart, only } from '../tools/synth';
import { manifestsOf, newRouting } from './alertmanager-app';

const policy = (props: Parameters<typeof manifestsOf>[0]) => only(manifestsOf(props), 'NetworkPolicy').spec;
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const pods = (labels: Record<string, string>) => ({
  ...namespace('monitoring'),
  podSelector: { matchLabels: labels },
});
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
const members = pods({ 'app.kubernetes.io/name': 'alertmanager', alertmanager: 'alertmanager' });
const mesh = [
  { port: 9094, protocol: 'TCP' },
  { port: 9094, protocol: 'UDP' },
];

describe("Alertmanager's NetworkPolicy", () => {
  it('selects its pods, both ways', () => {
    const { podSelector, policyTypes } = policy({});
    expect({ podSelector, policyTypes }).toEqual({
      podSelector: members.podSelector,
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('lets nobody in but the members, unless it is told of others', () => {
    expect(policy({}).ingress).toEqual([{ from: [members], ports: mesh }]);
  });

  it('lets its Prometheus in to send alerts and to scrape it and its sidecars', () => {
    const metrics = new MonitoringStack(newChart(), 'Monitoring');
    expect(policy({ metrics }).ingress).toEqual([
      {
        from: [pods({ 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' })],
        ports: tcp(9093, 8080, 9095),
      },
      { from: [members], ports: mesh },
    ]);
  });

  it('lets those in who may open it, to that port alone', () => {
    const accessFrom = [{ namespace: 'ingress', labels: { app: 'nginx' } }];
    expect(policy({ accessFrom }).ingress[0]).toEqual({
      from: [{ ...namespace('ingress'), podSelector: { matchLabels: { app: 'nginx' } } }],
      ports: tcp(9093),
    });
  });

  it('reaches DNS, the members, and what its receivers need, also those of a route added later', () => {
    const routing = newRouting();
    routing.addRoute({
      matchers: ['team="shop"'],
      receiver: new WebhookReceiver('hook', {
        url: { name: 'hook', key: 'url' },
        egressPort: 8443,
        egressCidrs: ['192.0.2.0/24'],
      }),
    });
    expect(policy({ routing }).egress).toEqual([
      {
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { to: [members], ports: mesh },
      // Slack and the heartbeat: their addresses are not known.
      { ports: tcp(443) },
      { to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: tcp(8443) },
    ]);
  });
});
