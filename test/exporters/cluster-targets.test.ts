import { Construct } from 'constructs';
import { ClusterTargets, genericCluster, RelabelAction } from '../../lib';
import { claimContainerMetrics } from '../../lib/exporters/container-metrics';
import { pod, targetsOf } from '../config/prometheus/relabelling';
import type { ClusterObjects, NodeObject } from '../tools/kubernetes-objects';
import { messageOf, only, synth } from '../tools/synth';
import { itWithTool } from '../tools/tool';
import { clusterApp, EVERYWHERE } from './cluster-app';

const node = (name: string, address: string, labels: Record<string, string> = {}): NodeObject => ({
  metadata: { name, labels },
  status: { addresses: [{ type: 'InternalIP', address }], daemonEndpoints: { kubeletEndpoint: { Port: 10250 } } },
});
const controlPlane = { 'node-role.kubernetes.io/control-plane': '' };
const NODES = [node('n1', '192.168.0.1', controlPlane), node('n2', 'fd00::2')];
const dns = (name: string, podIP: string, labels: Record<string, string>) =>
  pod(name, {
    namespace: 'kube-system',
    podIP,
    labels,
    containers: [
      {
        name: 'coredns',
        ports: [
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
          { name: 'metrics', containerPort: 9153 },
        ],
      },
    ],
  });
const CLUSTER: ClusterObjects = {
  nodes: NODES,
  pods: [
    dns('coredns-a', '10.0.0.1', { 'k8s-app': 'kube-dns' }),
    dns('coredns-b', 'fd01::1', { 'k8s-app': 'kube-dns' }),
    dns('node-local-dns', '10.0.0.9', { 'k8s-app': 'node-local-dns' }),
    pod('scheduler-n1', {
      namespace: 'kube-system',
      podIP: '192.168.0.1',
      labels: { component: 'kube-scheduler' },
      hostNetwork: true,
    }),
  ],
  services: [{ metadata: { name: 'kubernetes', namespace: 'default' } }],
  endpointSlices: [
    {
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      ports: [{ name: 'https', port: 6443 }],
      endpoints: [{ addresses: ['192.168.0.1'] }, { addresses: ['192.168.0.3'] }],
    },
  ],
};

const onNode1 = { node: 'n1', cluster: 'test' };
const onNode2 = { node: 'n2', cluster: 'test' };

describe('ClusterTargets', () => {
  itWithTool(
    'promtool',
    'finds each component where it is, with the labels that the standard rules read',
    async (promtool) => {
      const flavour = genericCluster({
        ...EVERYWHERE,
        etcd: { nodeLabels: controlPlane },
        kubeScheduler: { podLabels: { component: 'kube-scheduler' } },
      });
      const { targets } = clusterApp({ flavour });
      const kubelet = (path: string) => [
        {
          url: `https://192.168.0.1:10250${path}`,
          labels: { ...onNode1, job: 'kubelet', metrics_path: path, instance: '192.168.0.1:10250' },
        },
        {
          url: `https://[fd00::2]:10250${path}`,
          labels: { ...onNode2, job: 'kubelet', metrics_path: path, instance: '[fd00::2]:10250' },
        },
      ];
      const byNode = (job: string, scheme: string, port: number) => [
        {
          url: `${scheme}://192.168.0.1:${port}/metrics`,
          labels: { ...onNode1, job, instance: `192.168.0.1:${port}` },
        },
        { url: `${scheme}://[fd00::2]:${port}/metrics`, labels: { ...onNode2, job, instance: `[fd00::2]:${port}` } },
      ];
      const apiServer = { job: 'apiserver', namespace: 'default', service: 'kubernetes', cluster: 'test' };
      const coreDns = { ...onNode1, job: 'coredns', namespace: 'kube-system', container: 'coredns' };
      expect(await targetsOf(promtool, targets.jobs, CLUSTER, { cluster: 'test' })).toEqual({
        kubelet: kubelet('/metrics'),
        'kubelet-cadvisor': kubelet('/metrics/cadvisor'),
        'kubelet-probes': kubelet('/metrics/probes'),
        apiserver: ['192.168.0.1:6443', '192.168.0.3:6443'].map((instance) => ({
          url: `https://${instance}/metrics`,
          labels: { ...apiServer, instance },
        })),
        coredns: [
          { url: 'http://10.0.0.1:9153/metrics', labels: { ...coreDns, pod: 'coredns-a', instance: '10.0.0.1:9153' } },
          {
            url: 'http://[fd01::1]:9153/metrics',
            labels: { ...coreDns, pod: 'coredns-b', instance: '[fd01::1]:9153' },
          },
        ],
        'kube-proxy': byNode('kube-proxy', 'http', 10249),
        'kube-controller-manager': byNode('kube-controller-manager', 'https', 10257),
        'kube-scheduler': [
          {
            url: 'https://192.168.0.1:10259/metrics',
            labels: {
              ...onNode1,
              job: 'kube-scheduler',
              namespace: 'kube-system',
              pod: 'scheduler-n1',
              instance: '192.168.0.1:10259',
            },
          },
        ],
        etcd: byNode('etcd', 'http', 2381).slice(0, 1),
      });
    },
  );

  it('has no job, and so no alert, for what an ordinary cluster keeps out of reach', () => {
    const { targets } = clusterApp();
    expect(targets.jobs.map(({ name }) => name)).toEqual([
      'kubelet',
      'kubelet-cadvisor',
      'kubelet-probes',
      'apiserver',
      'coredns',
    ]);
  });

  it('gives each job an alert of its own, with the standard name where there is one, and a page that exists', () => {
    const { targets } = clusterApp({
      flavour: genericCluster(EVERYWHERE),
      runbookBaseUrl: 'https://runbooks.example.com',
    });
    expect(
      targets.jobs.map(({ absence }) => [
        absence?.alert,
        absence?.runbookUrl?.replace('https://runbooks.example.com', ''),
      ]),
    ).toEqual([
      ['KubeletDown', '/kubernetes/kubeletdown'],
      ['KubeletCadvisorDown', '/kubernetes/kubeletdown'],
      ['KubeletProbesDown', '/kubernetes/kubeletdown'],
      ['KubeAPIDown', '/kubernetes/kubeapidown'],
      ['CoreDNSDown', undefined],
      ['KubeProxyDown', '/kubernetes/kubeproxydown'],
      ['KubeControllerManagerDown', '/kubernetes/kubecontrollermanagerdown'],
      ['KubeSchedulerDown', '/kubernetes/kubeschedulerdown'],
      ['EtcdDown', '/etcd/etcdmembersdown'],
    ]);
  });

  it('limits what a scrape may bring, of every job', () => {
    const { targets } = clusterApp({ flavour: genericCluster(EVERYWHERE) });
    for (const { sampleLimit, labelLimit } of targets.jobs) {
      expect(sampleLimit).toBeGreaterThanOrEqual(5_000);
      expect(labelLimit).toBe(30);
    }
  });

  it('scrapes what there are few of from every shard, and what is on every node from one', () => {
    const { targets } = clusterApp({ flavour: genericCluster(EVERYWHERE) });
    const onEvery = targets.jobs.filter(({ onEveryShard }) => onEveryShard).map(({ name }) => name);
    expect(onEvery).toEqual(['apiserver', 'coredns', 'kube-controller-manager', 'kube-scheduler', 'etcd']);
  });

  it('verifies the certificates of kubelets only where that is said to be possible', () => {
    const ca = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
    const tlsOf = (verifyKubelets?: boolean) =>
      clusterApp({ verifyKubelets })
        .targets.jobs.slice(0, 3)
        .map(({ tls }) => tls);
    expect(tlsOf()).toEqual(Array(3).fill({ insecureSkipVerify: true }));
    expect(tlsOf(true)).toEqual(Array(3).fill({ caFile: ca }));
    const verified = { ...genericCluster(), kubelet: { nodes: {}, scheme: 'https', tls: { caFile: ca } } };
    const [kubelet] = clusterApp({ flavour: verified }).targets.jobs;
    expect(kubelet?.tls).toEqual({ caFile: ca });
    const [unverified] = clusterApp({ flavour: verified, verifyKubelets: false }).targets.jobs;
    expect(unverified?.tls).toEqual({ insecureSkipVerify: true });
  });

  it('always verifies the certificate of the API server', () => {
    expect(clusterApp().job('apiserver').tls).toEqual({
      caFile: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
      serverName: 'kubernetes',
    });
  });

  it('takes changes of a job, and leaves the others', () => {
    const step = { sourceLabels: ['__name__'], regex: 'shop_.+', action: RelabelAction.DROP };
    const { job, targets } = clusterApp({
      kubelet: { scrapeInterval: '1m', scrapeTimeout: '20s', sampleLimit: 7, labelLimit: 8, metricRelabelings: [step] },
      kubeletProbes: { enabled: false },
      coreDns: { dropUnread: false },
      apiServer: { dropUnread: false },
    });
    expect(targets.jobs.map(({ name }) => name)).toEqual(['kubelet', 'kubelet-cadvisor', 'apiserver', 'coredns']);
    const { scrapeInterval, scrapeTimeout, sampleLimit, labelLimit, metricRelabelings } = job('kubelet');
    expect({ scrapeInterval, scrapeTimeout, sampleLimit, labelLimit }).toEqual({
      scrapeInterval: '1m',
      scrapeTimeout: '20s',
      sampleLimit: 7,
      labelLimit: 8,
    });
    expect(metricRelabelings?.[0]).toEqual(step);
    expect(metricRelabelings?.length).toBeGreaterThan(3);
    expect(job('apiserver').metricRelabelings).toBeUndefined();
    expect(job('kubelet-cadvisor').scrapeInterval).toBeUndefined();
  });

  it('lets Prometheus read the metrics of nodes and of those who ask for a right to a path, and find them', () => {
    const { chart } = clusterApp({ flavour: genericCluster(EVERYWHERE) }, { podDiscovery: { enabled: false } });
    const { rules } = only(synth(chart), 'ClusterRole');
    expect(rules).toEqual([
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
      { nonResourceURLs: ['/metrics'], verbs: ['get'] },
    ]);
  });

  it('opens no more than the ports of the components', () => {
    const { chart } = clusterApp(
      { flavour: genericCluster(EVERYWHERE) },
      { podDiscovery: { enabled: false }, nodeCidrs: ['192.168.0.0/24'] },
    );
    const to = [{ ipBlock: { cidr: '192.168.0.0/24' } }];
    const egress = only(synth(chart), 'NetworkPolicy').spec.egress as { to?: unknown; ports: { port: unknown }[] }[];
    const opened = egress.filter((rule) => JSON.stringify(rule.to) === JSON.stringify(to));
    expect(opened.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([10250, 10249, 10257, 10259, 2381]);
  });

  it('is refused together with another source of the metrics of containers, unless its own is off', () => {
    const other = ({ chart, metrics }: ReturnType<typeof clusterApp>) => {
      claimContainerMetrics(new Construct(chart, 'Cadvisor'), metrics);
      return () => synth(chart);
    };
    expect(other(clusterApp({ kubeletCadvisor: { enabled: false } }))).not.toThrow();
    expect(other(clusterApp())).toThrow('both bring the metrics of containers to one Prometheus');
  });

  it('cannot be added twice to one Prometheus', () => {
    const { chart, metrics } = clusterApp();
    expect(messageOf(() => new ClusterTargets(chart, 'More', { metrics }))).toBe(
      "chart/Monitoring/Prometheus: scrape job 'kubelet' exists already; give each job a name of its own",
    );
  });
});
