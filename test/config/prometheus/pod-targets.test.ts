import { RelabelAction } from '../../../lib/model/relabeling';
import { itWithTool } from '../../tools/tool';
import { byPod, pod, targetsOf } from './relabelling';

const metrics = { name: 'metrics', containerPort: 9113 };
const web = { name: 'web', containerPort: 8080 };

const PODS = [
  pod('plain', { containers: [{ name: 'app', ports: [web, metrics] }] }),
  pod('sidecar', {
    podIP: '10.0.0.2',
    containers: [
      { name: 'app', ports: [web] },
      { name: 'exporter', ports: [metrics] },
    ],
  }),
  pod('twice', {
    podIP: '10.0.0.3',
    containers: [
      { name: 'a', ports: [metrics] },
      { name: 'b', ports: [{ name: 'metrics', containerPort: 9114 }] },
    ],
  }),
  pod('silent', { podIP: '10.0.0.4', containers: [{ name: 'app' }, { name: 'b' }] }),
  pod('host', { podIP: '192.168.0.1', hostNetwork: true, containers: [{ name: 'app', ports: [metrics] }] }),
  pod('ipv6', { podIP: 'fd00::5', containers: [{ name: 'app', ports: [metrics] }] }),
  pod('ipv6-silent', { podIP: 'fd00::6', containers: [{ name: 'app' }] }),
  pod('init', {
    podIP: '10.0.0.7',
    containers: [{ name: 'app', ports: [web] }],
    initContainers: [{ name: 'migrate', ports: [metrics] }],
  }),
  pod('pending', { podIP: '10.0.0.8', phase: 'Pending', containers: [{ name: 'app', ports: [metrics] }] }),
  pod('addressless', { podIP: '', phase: 'Pending', containers: [{ name: 'app', ports: [metrics] }] }),
  pod('succeeded', { podIP: '10.0.0.9', phase: 'Succeeded', containers: [{ name: 'app', ports: [metrics] }] }),
  pod('failed', { podIP: '10.0.0.10', phase: 'Failed', containers: [{ name: 'app', ports: [metrics] }] }),
  pod('similar', { podIP: '10.0.0.11', containers: [{ name: 'app', ports: [{ ...metrics, name: 'metrics-2' }] }] }),
];

describe('pods', () => {
  itWithTool('promtool', 'by port name are scraped at every such port, with its container', async (promtool) => {
    const { job = [] } = await targetsOf(promtool, [{ name: 'job', pods: { port: 'metrics' } }], { pods: PODS });
    expect(byPod(job)).toEqual({
      plain: ['app http://10.0.0.1:9113/metrics'],
      sidecar: ['exporter http://10.0.0.2:9113/metrics'],
      twice: ['a http://10.0.0.3:9113/metrics', 'b http://10.0.0.3:9114/metrics'],
      host: ['app http://192.168.0.1:9113/metrics'],
      ipv6: ['app http://[fd00::5]:9113/metrics'],
      pending: ['app http://10.0.0.8:9113/metrics'],
    });
  });

  itWithTool('promtool', 'by port number are one target each, announced or not', async (promtool) => {
    const job = { name: 'job', pods: { portNumber: 9999 }, path: '/probe/metrics', scheme: 'https' };
    const found = (await targetsOf(promtool, [job], { pods: PODS })).job ?? [];
    expect(byPod(found)).toEqual({
      plain: ['- https://10.0.0.1:9999/probe/metrics'],
      sidecar: ['- https://10.0.0.2:9999/probe/metrics'],
      twice: ['- https://10.0.0.3:9999/probe/metrics'],
      silent: ['- https://10.0.0.4:9999/probe/metrics'],
      host: ['- https://192.168.0.1:9999/probe/metrics'],
      ipv6: ['- https://[fd00::5]:9999/probe/metrics'],
      'ipv6-silent': ['- https://[fd00::6]:9999/probe/metrics'],
      init: ['- https://10.0.0.7:9999/probe/metrics'],
      pending: ['- https://10.0.0.8:9999/probe/metrics'],
      similar: ['- https://10.0.0.11:9999/probe/metrics'],
    });
  });

  itWithTool('promtool', 'say who they are', async (promtool) => {
    const jobs = [
      { name: 'named', pods: { port: 'metrics' } },
      { name: 'numbered', pods: { portNumber: 9113 } },
    ];
    const pods = PODS.slice(0, 1);
    const { named, numbered } = await targetsOf(promtool, jobs, { pods }, { cluster: 'c$1' });
    const labels = { instance: '10.0.0.1:9113', namespace: 'shop', pod: 'plain', node: 'n1', cluster: 'c$1' };
    const url = 'http://10.0.0.1:9113/metrics';
    expect(named).toEqual([{ url, labels: { ...labels, job: 'named', container: 'app' } }]);
    expect(numbered).toEqual([{ url, labels: { ...labels, job: 'numbered' } }]);
  });

  itWithTool('promtool', 'are chosen by namespace and labels', async (promtool) => {
    const pods = [
      pod('yes', { namespace: 'a', labels: { app: 'shop', x: '' } }),
      pod('other-namespace', { namespace: 'b', labels: { app: 'shop', x: '' } }),
      pod('other-label', { namespace: 'a', labels: { app: 'shopping', x: '' } }),
      pod('no-label', { namespace: 'a', labels: { app: 'shop', x: 'y' } }),
    ];
    const job = { name: 'job', pods: { namespaces: ['a', 'c'], labels: { app: 'shop', x: '' }, port: 'web' } };
    const found = (await targetsOf(promtool, [job], { pods })).job ?? [];
    expect(Object.keys(byPod(found))).toEqual(['yes']);
  });

  itWithTool('promtool', 'are changed by the steps of the job, but never in their cluster', async (promtool) => {
    const relabelings = [
      { sourceLabels: ['__meta_kubernetes_pod_label_tier'], targetLabel: 'tier' },
      { regex: '__meta_kubernetes_pod_label_(cl.*)', action: RelabelAction.LABELMAP },
      { targetLabel: '__metrics_path__', replacement: '/other' },
    ];
    const job = { name: 'job', pods: { port: 'web' }, relabelings };
    const pods = [pod('p', { labels: { tier: 'front', cluster: 'us', class: 'a' } })];
    const [target] = (await targetsOf(promtool, [job], { pods }, { cluster: 'eu' })).job ?? [];
    expect(target?.url).toBe('http://10.0.0.1:8080/other');
    expect(target?.labels).toEqual({
      ...{ job: 'job', instance: '10.0.0.1:8080', namespace: 'shop', pod: 'p', node: 'n1', container: 'app' },
      ...{ tier: 'front', class: 'a', cluster: 'eu' },
    });
  });
});
