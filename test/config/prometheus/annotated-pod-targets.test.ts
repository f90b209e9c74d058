import type { PodObject } from '../../tools/kubernetes-objects';
import { itWithTool } from '../../tools/tool';
import { byPod, type PodParts, pod, targetsOf } from './relabelling';

/** A pod, and what is scraped of it: `container url`; nothing if there is no more. */
type Row = readonly [name: string, parts: PodParts, ...targets: string[]];

const yes = { scrape: 'true' };
const silent = [{ name: 'app' }];
const several = [
  { name: 'app', ports: [{ name: 'web', containerPort: 8080 }, { containerPort: 8081 }] },
  { name: 'exporter', ports: [{ name: 'metrics', containerPort: 9113 }] },
  { name: 'logger' },
];
const protocols = [
  {
    name: 'app',
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53 },
      { name: 'sctp', containerPort: 54, protocol: 'SCTP' },
    ],
  },
];

const PORTS: Row[] = [
  ['one-port', { annotations: yes }, 'app http://10.0.0.1:8080/metrics'],
  ['port-announced', { annotations: { ...yes, port: '8080' } }, '- http://10.0.0.1:8080/metrics'],
  ['port-unannounced', { annotations: { ...yes, port: '9999' } }, '- http://10.0.0.1:9999/metrics'],
  ['port-named', { annotations: { ...yes, port: 'web' } }, 'app http://10.0.0.1:8080/metrics'],
  ['port-unknown-name', { annotations: { ...yes, port: 'nope' } }],
  ['port-empty', { annotations: { ...yes, port: '' } }, 'app http://10.0.0.1:8080/metrics'],
  ['silent', { annotations: yes, containers: silent }],
  ['silent-port', { annotations: { ...yes, port: '9999' }, containers: silent }, '- http://10.0.0.1:9999/metrics'],
  ['silent-name', { annotations: { ...yes, port: 'web' }, containers: silent }],
  [
    'several',
    { annotations: yes, containers: several },
    'app http://10.0.0.1:8080/metrics',
    'app http://10.0.0.1:8081/metrics',
    'exporter http://10.0.0.1:9113/metrics',
  ],
  ['several-port', { annotations: { ...yes, port: '9113' }, containers: several }, '- http://10.0.0.1:9113/metrics'],
  ['several-other', { annotations: { ...yes, port: '7000' }, containers: several }, '- http://10.0.0.1:7000/metrics'],
  [
    'several-named',
    { annotations: { ...yes, port: 'metrics' }, containers: several },
    'exporter http://10.0.0.1:9113/metrics',
  ],
  ['protocols', { annotations: yes, containers: protocols }, 'app http://10.0.0.1:53/metrics'],
  ['protocols-udp-name', { annotations: { ...yes, port: 'dns' }, containers: protocols }],
  ['protocols-port', { annotations: { ...yes, port: '53' }, containers: protocols }, '- http://10.0.0.1:53/metrics'],
];

const STATES: Row[] = [
  ['ipv6', { annotations: yes, podIP: 'fd00::1' }, 'app http://[fd00::1]:8080/metrics'],
  ['ipv6-port', { annotations: { ...yes, port: '9' }, podIP: 'fd00::1' }, '- http://[fd00::1]:9/metrics'],
  [
    'host-network',
    { annotations: { ...yes, port: '9100' }, hostNetwork: true, podIP: '192.168.0.1' },
    '- http://192.168.0.1:9100/metrics',
  ],
  ['pending', { annotations: yes, phase: 'Pending' }, 'app http://10.0.0.1:8080/metrics'],
  ['succeeded', { annotations: yes, phase: 'Succeeded' }],
  ['failed', { annotations: { ...yes, port: '8080' }, phase: 'Failed' }],
  ['no-address', { annotations: yes, phase: 'Pending', podIP: '' }],
  [
    'init',
    { annotations: yes, initContainers: [{ name: 'init', ports: [{ containerPort: 7 }] }] },
    'app http://10.0.0.1:8080/metrics',
  ],
  [
    'init-port',
    { annotations: { ...yes, port: '7' }, initContainers: [{ name: 'init', ports: [{ containerPort: 7 }] }] },
    '- http://10.0.0.1:7/metrics',
  ],
];

const SETTINGS: Row[] = [
  ['path', { annotations: { ...yes, path: '/a/b' } }, 'app http://10.0.0.1:8080/a/b'],
  ['path-root', { annotations: { ...yes, path: '/' } }, 'app http://10.0.0.1:8080/'],
  ['path-no-slash', { annotations: { ...yes, path: 'stats/prometheus' } }, 'app http://10.0.0.1:8080/stats/prometheus'],
  ['path-slashes', { annotations: { ...yes, path: '//a' } }, 'app http://10.0.0.1:8080/a'],
  ['path-empty', { annotations: { ...yes, path: '' } }, 'app http://10.0.0.1:8080/metrics'],
  ['scheme', { annotations: { ...yes, scheme: 'https' } }, 'app https://10.0.0.1:8080/metrics'],
  ['scheme-plain', { annotations: { ...yes, scheme: 'http' } }, 'app http://10.0.0.1:8080/metrics'],
  ['scheme-wrong', { annotations: { ...yes, scheme: 'ftp' } }, 'app http://10.0.0.1:8080/metrics'],
  [
    'target',
    { annotations: { ...yes, target: 'https://shop.example.com/?a=b', port: '9115' } },
    '- http://10.0.0.1:9115/probe?target=https://shop.example.com/?a=b',
  ],
  [
    'target-path',
    { annotations: { ...yes, target: 'db:5432', path: '/check', scheme: 'https' } },
    'app https://10.0.0.1:8080/check?target=db:5432',
  ],
  [
    'all',
    { annotations: { ...yes, port: '1', path: 'p', scheme: 'https', target: 't' }, containers: several },
    '- https://10.0.0.1:1/p?target=t',
  ],
];

const WILL: Row[] = [
  ['not-asked', {}],
  ['says-no', { annotations: { scrape: 'false' } }],
  ['says-other', { annotations: { scrape: 'yes', port: '8080' } }],
  ['only-port', { annotations: { port: '8080' } }],
  ['opt-out-plain', { namespace: 'open' }, 'app http://10.0.0.1:8080/metrics'],
  ['opt-out-yes', { namespace: 'open', annotations: yes }, 'app http://10.0.0.1:8080/metrics'],
  ['opt-out-other', { namespace: 'open', annotations: { scrape: 'maybe' } }, 'app http://10.0.0.1:8080/metrics'],
  ['opt-out-no', { namespace: 'open', annotations: { scrape: 'false', port: '8080' } }],
  ['opt-out-silent', { namespace: 'open', containers: silent }],
  [
    'opt-out-silent-port',
    { namespace: 'open', containers: silent, annotations: { port: '9' } },
    '- http://10.0.0.1:9/metrics',
  ],
  ['opt-out-like', { namespace: 'open2' }],
  ['opt-out-done', { namespace: 'open', phase: 'Succeeded' }],
  ['second-open', { namespace: 'also-open' }, 'app http://10.0.0.1:8080/metrics'],
  ['dropped', { namespace: 'kube-system', annotations: yes }],
  ['dropped-like', { namespace: 'kube-system-2', annotations: yes }, 'app http://10.0.0.1:8080/metrics'],
];

const podsOf = (rows: readonly Row[]): PodObject[] => rows.map(([name, parts]) => pod(name, parts));
const expected = (rows: readonly Row[]) =>
  Object.fromEntries(
    rows.filter(([, , ...targets]) => targets.length > 0).map(([name, , ...targets]) => [name, targets]),
  );

describe('annotated pods', () => {
  itWithTool('promtool', 'are scraped as their annotations say', async (promtool) => {
    const rows = [...PORTS, ...STATES, ...SETTINGS];
    const { job = [] } = await targetsOf(promtool, [{ name: 'job', annotatedPods: {} }], { pods: podsOf(rows) });
    expect(byPod(job)).toEqual(expected(rows));
  });

  itWithTool('promtool', 'are scraped where they want it, or do not object where they have to', async (promtool) => {
    const annotatedPods = { dropNamespaces: ['kube-system'], optOutNamespaces: ['open', 'also-open'] };
    const { job = [] } = await targetsOf(promtool, [{ name: 'job', annotatedPods }], { pods: podsOf(WILL) });
    expect(byPod(job)).toEqual(expected(WILL));
  });

  itWithTool('promtool', 'want it all the same with every annotation where opt-out holds', async (promtool) => {
    const rows = [...PORTS, ...STATES, ...SETTINGS];
    const pods = rows.map(([name, parts]) => pod(name, { ...parts, namespace: 'open' }));
    const annotatedPods = { optOutNamespaces: ['open'] };
    const { job = [] } = await targetsOf(promtool, [{ name: 'job', annotatedPods }], { pods });
    expect(byPod(job)).toEqual(expected(rows));
  });

  itWithTool('promtool', 'of other namespaces are not even looked at', async (promtool) => {
    const pods = ['a', 'b', 'c'].map((namespace) => pod(namespace, { namespace, annotations: yes }));
    const job = { name: 'job', annotatedPods: { keepNamespaces: ['a', 'b'], optOutNamespaces: ['b'] } };
    const found = (await targetsOf(promtool, [job], { pods })).job ?? [];
    expect(Object.keys(byPod(found)).sort()).toEqual(['a', 'b']);
  });

  itWithTool('promtool', 'say who they are and what they probe', async (promtool) => {
    const annotations = { ...yes, target: 'https://example.com', port: '9115' };
    const pods = [pod('p'), pod('q', { annotations }), pod('r', { annotations: yes })];
    const { job } = await targetsOf(promtool, [{ name: 'job', annotatedPods: {} }], { pods });
    const labels = { job: 'job', namespace: 'shop', node: 'n1' };
    expect(job?.map((target) => target.labels)).toEqual([
      { ...labels, pod: 'r', container: 'app', instance: '10.0.0.1:8080' },
      { ...labels, pod: 'q', instance: '10.0.0.1:9115', target: 'https://example.com' },
    ]);
  });
});
