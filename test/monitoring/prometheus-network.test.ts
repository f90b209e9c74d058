import { PrometheusServer, type PrometheusServerProps, type ScrapeJob } from '../../lib';
import { type Manifest, newChart, only, synth } from '../tools/synth';

/** What may leave the pods, beside DNS, the Kubernetes API and the servers among each other. */
function egress(props: PrometheusServerProps, ...jobs: ScrapeJob[]): Manifest[] {
  const all = (more: PrometheusServerProps, with_: readonly ScrapeJob[]): Manifest[] => {
    const chart = newChart();
    const prometheus = new PrometheusServer(chart, 'Prometheus', more);
    for (const job of with_) prometheus.addScrapeJob(job);
    return only(synth(chart), 'NetworkPolicy').spec.egress;
  };
  const usual = all({ withoutAlertmanager: true }, []).map((rule) => JSON.stringify(rule));
  return all({ withoutAlertmanager: !props.alertmanagers, ...props }, jobs).filter(
    (rule) => !usual.includes(JSON.stringify(rule)),
  );
}

const tcp = (port: number) => [{ port, protocol: 'TCP' }];
const range = (cidr: string) => ({ ipBlock: { cidr } });
const nodeCidrs = ['10.1.0.0/16', 'fd00::/64'];

describe('the NetworkPolicy of Prometheus', () => {
  it('lets DNS out to whoever answers, and the API on its usual ports', () => {
    const chart = newChart();
    new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
    const [dns, api] = only(synth(chart), 'NetworkPolicy').spec.egress;
    expect(dns).toEqual({ ports: ['UDP', 'TCP'].map((protocol) => ({ port: 53, protocol })) });
    expect(api).toEqual({ ports: [...tcp(443), ...tcp(6443)] });
  });

  it('lets the API out on the ports that it is given', () => {
    expect(egress({ apiServerPorts: [16443] })).toEqual([{ ports: tcp(16443) }]);
    expect(egress({ apiServerPorts: [8443], apiServerCidrs: ['10.0.0.1/32'] })).toEqual([
      { to: [range('10.0.0.1/32')], ports: tcp(8443) },
    ]);
  });

  it('opens every port of the nodes to pods that ask to be scraped, where the nodes are known', () => {
    const job = { name: 'pods', annotatedPods: {} };
    expect(egress({}, job)).toEqual([{ to: [{ namespaceSelector: {} }] }]);
    expect(egress({ nodeCidrs }, job)).toEqual([
      { to: [{ namespaceSelector: {} }, range('10.1.0.0/16'), range('fd00::/64')] },
    ]);
  });

  it('opens every port of the nodes to what is behind Services, where the nodes are known', () => {
    const job = { name: 'proxy', services: { namespaces: ['kube-system'], name: 'proxy', port: 'metrics' } };
    const namespace = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
    expect(egress({}, job)).toEqual([{ to: [namespace] }]);
    expect(egress({ nodeCidrs: ['10.1.0.0/16'] }, job)).toEqual([{ to: [namespace, range('10.1.0.0/16')] }]);
  });

  it('opens nothing more for a scrape of the API server, which discovery reaches already', () => {
    const services = { namespaces: ['default'], name: 'kubernetes', port: 'https' };
    expect(egress({}, { name: 'apiserver', services })).toEqual([]);
  });

  it('opens the port of pods on the host network to the nodes, or to any address', () => {
    const job = { name: 'proxy', pods: { labels: { app: 'proxy' }, portNumber: 10249, hostNetwork: true } };
    expect(egress({}, job)).toEqual([{ ports: tcp(10249) }]);
    expect(egress({ nodeCidrs }, job)).toEqual([{ to: nodeCidrs.map(range), ports: tcp(10249) }]);
  });

  it('opens nothing of the nodes for pods that are not on the host network', () => {
    const job = { name: 'shop', pods: { labels: { app: 'shop' }, portNumber: 8080 } };
    expect(egress({ nodeCidrs }, job)).toEqual(egress({}, job));
  });

  it.each([
    ['its port, by name', {}, { ports: tcp(8080) }],
    ["the pods' port behind a Service", { egressPort: 9009 }, { ports: tcp(9009) }],
    [
      'address ranges',
      { egressPort: 9009, egressCidrs: ['10.2.0.0/16'] },
      { to: [range('10.2.0.0/16')], ports: tcp(9009) },
    ],
  ])('reaches remote storage at %s', (_, more, expected) => {
    const url = 'http://mimir.monitoring.svc:8080/api/v1/push';
    expect(egress({ remoteWrite: [{ url, ...more }] })).toEqual([expected]);
  });

  it.each([
    [
      'the ports of its addresses',
      { addresses: ['am.svc:80', '10.0.0.1:9093'] },
      [{ ports: tcp(80) }, { to: [range('10.0.0.1/32')], ports: tcp(9093) }],
    ],
    ["the pods' port behind a Service", { addresses: ['am.svc:80'], egressPort: 9093 }, [{ ports: tcp(9093) }]],
    [
      'address ranges',
      { dnsName: 'am.example.com', egressCidrs: ['192.0.2.0/24'] },
      [{ to: [range('192.0.2.0/24')], ports: tcp(9093) }],
    ],
  ])('reaches an Alertmanager at %s', (_, endpoint, expected) => {
    expect(egress({ alertmanagers: [endpoint] })).toEqual(expected);
  });
});
