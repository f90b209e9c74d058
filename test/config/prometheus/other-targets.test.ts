import type { ClusterObjects, EndpointSliceObject, NodeObject } from '../../tools/kubernetes-objects';
import { itWithTool } from '../../tools/tool';
import { pod, targetsOf } from './relabelling';

const ports = [
  { name: 'web', containerPort: 8080 },
  { name: 'metrics', containerPort: 9113 },
];
const shop = pod('shop-0', { containers: [{ name: 'app', ports }] });
const done = pod('shop-1', { phase: 'Succeeded', podIP: '10.0.0.2', containers: [{ name: 'app', ports }] });
const sidecar = pod('side-0', {
  podIP: '10.0.0.3',
  initContainers: [{ name: 'proxy', ports: [{ containerPort: 15 }] }],
});

function slice(
  service: string,
  port: EndpointSliceObject['ports'][number],
  endpoints: EndpointSliceObject['endpoints'],
  namespace = 'shop',
): EndpointSliceObject {
  const metadata = { name: `${service}-x1`, namespace, labels: { 'kubernetes.io/service-name': service } };
  return { metadata, addressType: 'IPv4', ports: [port], endpoints };
}
const endpoint = (name: string, address: string) => ({
  addresses: [address],
  nodeName: 'n1',
  targetRef: { kind: 'Pod', name, namespace: 'shop' },
});

const CLUSTER: ClusterObjects = {
  pods: [shop, done, sidecar],
  services: [
    { metadata: { name: 'shop', namespace: 'shop', labels: { app: 'shop' } } },
    { metadata: { name: 'side', namespace: 'shop', labels: { app: 'side' } } },
    { metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver' } } },
    { metadata: { name: 'kubelet', namespace: 'kube-system' } },
  ],
  endpointSlices: [
    slice('shop', { name: 'web', port: 8080 }, [endpoint('shop-0', '10.0.0.1'), endpoint('shop-1', '10.0.0.2')]),
    slice('side', { name: 'web', port: 15 }, [endpoint('side-0', '10.0.0.3')]),
    slice('kubernetes', { name: 'web', port: 6443 }, [{ addresses: ['192.168.0.1'] }], 'default'),
    slice(
      'kubelet',
      { name: 'web', port: 10250 },
      [{ addresses: ['192.168.0.2'], targetRef: { kind: 'Node', name: 'n2' } }],
      'kube-system',
    ),
  ],
};

const NODES: NodeObject[] = [
  {
    metadata: { name: 'n1', labels: { 'kubernetes.io/os': 'linux' } },
    status: {
      addresses: [
        { type: 'Hostname', address: 'n1' },
        { type: 'InternalIP', address: '192.168.0.1' },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    },
  },
  {
    metadata: { name: 'n2', labels: { 'kubernetes.io/os': 'windows' } },
    status: {
      addresses: [{ type: 'InternalIP', address: 'fd00::2' }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    },
  },
];

describe('services', () => {
  itWithTool('promtool', 'are scraped at each endpoint, and nowhere else on its pods', async (promtool) => {
    const jobs = [
      { name: 'named', services: { namespaces: ['shop'], name: 'shop', port: 'web' } },
      { name: 'labelled', services: { labels: { app: 'side' }, port: 'web' } },
      { name: 'other-port', services: { name: 'shop', port: 'metrics' } },
    ];
    const found = await targetsOf(promtool, jobs, CLUSTER);
    const labels = { namespace: 'shop', node: 'n1' };
    expect(found).toEqual({
      named: [
        {
          url: 'http://10.0.0.1:8080/metrics',
          labels: {
            ...labels,
            job: 'named',
            instance: '10.0.0.1:8080',
            service: 'shop',
            pod: 'shop-0',
            container: 'app',
          },
        },
      ],
      labelled: [
        {
          url: 'http://10.0.0.3:15/metrics',
          labels: {
            ...labels,
            job: 'labelled',
            instance: '10.0.0.3:15',
            service: 'side',
            pod: 'side-0',
            container: 'proxy',
          },
        },
      ],
      'other-port': [],
    });
  });

  itWithTool('promtool', 'may have endpoints that are no pods', async (promtool) => {
    const services = { namespaces: ['default', 'kube-system'], port: 'web' };
    const { job } = await targetsOf(promtool, [{ name: 'job', services, scheme: 'https' }], CLUSTER);
    expect(job).toEqual([
      {
        url: 'https://192.168.0.1:6443/metrics',
        labels: { job: 'job', instance: '192.168.0.1:6443', namespace: 'default', service: 'kubernetes' },
      },
      {
        url: 'https://192.168.0.2:10250/metrics',
        labels: { job: 'job', instance: '192.168.0.2:10250', namespace: 'kube-system', service: 'kubelet', node: 'n2' },
      },
    ]);
  });
});

describe('nodes', () => {
  itWithTool('promtool', 'are scraped at the kubelet, or at the port given', async (promtool) => {
    const jobs = [
      { name: 'kubelet', nodes: {}, path: '/metrics/cadvisor', scheme: 'https' },
      { name: 'exporter', nodes: { portNumber: 9100 } },
      { name: 'linux', nodes: { portNumber: 9100, labels: { 'kubernetes.io/os': 'linux' } } },
    ];
    const [n1, n2] = ['192.168.0.1', '[fd00::2]'];
    const row = (job: string, node: string, address: string, url: string) => ({
      url,
      labels: { job, node, instance: address },
    });
    expect(await targetsOf(promtool, jobs, { nodes: NODES })).toEqual({
      kubelet: [
        row('kubelet', 'n1', `${n1}:10250`, `https://${n1}:10250/metrics/cadvisor`),
        row('kubelet', 'n2', `${n2}:10250`, `https://${n2}:10250/metrics/cadvisor`),
      ],
      exporter: [
        row('exporter', 'n1', `${n1}:9100`, `http://${n1}:9100/metrics`),
        row('exporter', 'n2', `${n2}:9100`, `http://${n2}:9100/metrics`),
      ],
      linux: [row('linux', 'n1', `${n1}:9100`, `http://${n1}:9100/metrics`)],
    });
  });
});

describe('fixed targets', () => {
  itWithTool('promtool', 'are scraped where they are, and probes through their prober', async (promtool) => {
    const urls = ['https://example.com/a?b=c', 'http://[fd00::1]:8080'];
    const jobs = [
      { name: 'statics', statics: { addresses: ['db:9187', '[fd00::1]:9187'], labels: { team: 'data' } } },
      {
        name: 'probe',
        probe: { prober: 'blackbox.monitoring:9115', module: 'http_2xx', urls, labels: { team: 'web' } },
        params: { debug: ['true', 'x'] },
      },
    ];
    const found = await targetsOf(promtool, jobs, {}, { cluster: 'eu' });
    const prober = 'http://blackbox.monitoring:9115/probe?debug=true&module=http_2xx&target=';
    const common = { cluster: 'eu' };
    expect(found).toEqual({
      statics: [
        {
          url: 'http://[fd00::1]:9187/metrics',
          labels: { ...common, job: 'statics', team: 'data', instance: '[fd00::1]:9187' },
        },
        { url: 'http://db:9187/metrics', labels: { ...common, job: 'statics', team: 'data', instance: 'db:9187' } },
      ],
      probe: [...urls].reverse().map((url) => ({
        url: `${prober}${url}&debug=x`,
        labels: { ...common, job: 'probe', team: 'web', instance: url },
      })),
    });
  });
});
