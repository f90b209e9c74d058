import { validateScrapeJob } from '../../../lib/config/prometheus/validate';
import type { ScrapeJob } from '../../../lib/model/scrape-job';
import { jobWith } from './configs';

type Parts = Partial<ScrapeJob>;
const whats = (parts: Parts, defaults?: Parameters<typeof validateScrapeJob>[1]) =>
  validateScrapeJob(jobWith(parts), defaults).map(({ what }) => what.replace(/^scrape job '[^']*': /, ''));
/** A job of this one kind of targets. */
const kind = (targets: Parts): Parts => ({ statics: undefined, ...targets });
const pods = (parts: object): Parts => kind({ pods: { port: 'web', ...parts } });
const probe = (parts: object): Parts =>
  kind({ probe: { prober: 'blackbox:9115', module: 'http_2xx', urls: ['https://example.com'], ...parts } });
const secret = { name: 'shop', key: 'password' };
const basicAuth = { username: 'a', password: secret };

const GOOD: readonly (readonly [string, Parts])[] = [
  ['the least', {}],
  ['a name with blanks and signs', { name: 'serviceMonitor/shop/web 0' }],
  ['pods', pods({ namespaces: ['a', 'b'], labels: { 'app.kubernetes.io/name': 'shop', empty: '' } })],
  ['pods by number', kind({ pods: { portNumber: 65535 } })],
  ['a Service', kind({ services: { name: 'kubernetes', port: 'https' } })],
  ['nodes', kind({ nodes: { labels: { 'kubernetes.io/os': 'linux' } } })],
  [
    'an address of each kind',
    { statics: { addresses: ['a:1', 'a.example.com.:65535', '10.0.0.1:80', '[fd00::1]:80'] } },
  ],
  ['an instance for a single address', { statics: { addresses: ['a:1'], labels: { instance: 'a' } } }],
  ['a probe of other protocols', probe({ module: 'tcp_connect', urls: ['db:5432', 'db', 'tcp', '10.0.0.1'] })],
  ['annotated pods', kind({ annotatedPods: { keepNamespaces: ['a', 'b'], optOutNamespaces: ['b'] } })],
  ['an encrypted token', { scheme: 'https', serviceAccountToken: true, tls: { caFile: '/ca.crt', serverName: 'k8s' } }],
  ['a password for a Service', { statics: { addresses: ['db.shop.svc:9187'] }, basicAuth }],
  ['a password for a pod', kind({ pods: { port: 'web' }, basicAuth })],
  ['an encrypted password', { scheme: 'https', basicAuth }],
  ['an encrypted token of another', { scheme: 'https', authorization: { type: 'Token', credentials: secret } }],
  ['a timeout equal to the interval', { scrapeInterval: '10s', scrapeTimeout: '10s' }],
  ['params', { params: { 'match[]': ['{job="a"}', ''] } }],
];

const BAD: readonly (readonly [what: string, Parts])[] = [
  ["'name' is empty or has odd blanks", { name: '' }],
  ["'name' is empty or has odd blanks", { name: ' shop' }],
  ["'name' is empty or has odd blanks", { name: 'sh\nop' }],
  ['no targets are given', { statics: undefined }],
  ["'nodes', 'statics' are given together", { nodes: {} }],
  ["neither 'pods.port' nor 'pods.portNumber' is given", kind({ pods: {} })],
  ["both 'pods.port' and 'pods.portNumber' are given", pods({ portNumber: 80 })],
  ["'pods.portNumber' is 65536", kind({ pods: { portNumber: 65536 } })],
  ["'pods.portNumber' is 0", kind({ pods: { portNumber: 0 } })],
  ["'pods.port' is 'Web', which no container's port can be named", pods({ port: 'Web' })],
  ["'pods.port' is '8080', which no container's port can be named", pods({ port: '8080' })],
  ["'pods.port' is 'sixteen-letters-', which no container's port can be named", pods({ port: 'sixteen-letters-' })],
  ["'pods.namespaces' is empty, which Prometheus takes for all namespaces", pods({ namespaces: [] })],
  ["'pods.namespaces[1]' is 'B', which is no Kubernetes name", pods({ namespaces: ['a', 'B'] })],
  ["'pods.namespaces' holds 'a' twice", pods({ namespaces: ['a', 'a'] })],
  ["'pods.labels' is empty, which selects everything", pods({ labels: {} })],
  ["'pods.labels' holds 'app: a,b', which no object of Kubernetes can have", pods({ labels: { app: 'a,b' } })],
  ["'pods.labels' holds 'a=b: c', which no object of Kubernetes can have", pods({ labels: { 'a=b': 'c' } })],
  ["'services.port' is '', which is no Kubernetes name", kind({ services: { port: '' } })],
  ["'services.name' is 'a.b', which is no Kubernetes name", kind({ services: { name: 'a.b', port: 'web' } })],
  ["'nodes.portNumber' is 1.5", kind({ nodes: { portNumber: 1.5 } })],
  ["'statics.addresses' is empty, which names no host", { statics: { addresses: [] } }],
  ...['http://a:80', 'a', 'a:0', 'a:70000', 'a:80/metrics', 'fd00::1:80', ':80', 'a b:80', 'u@a:80'].map(
    (address) =>
      [
        `'statics.addresses[0]' is '${address}', which is no host and port`,
        { statics: { addresses: [address] } },
      ] as const,
  ),
  ["'statics.addresses' holds 'a:1' twice", { statics: { addresses: ['a:1', 'a:1'] } }],
  [
    "'statics.labels' holds 'a-b', which is no name for a label",
    { statics: { addresses: ['a:1'], labels: { 'a-b': 'c' } } },
  ],
  [
    "'statics.labels' holds '__x', which is no name for a label",
    { statics: { addresses: ['a:1'], labels: { __x: 'c' } } },
  ],
  ["'statics.labels.a' is empty, which no label can be", { statics: { addresses: ['a:1'], labels: { a: '' } } }],
  [
    "'statics.labels' sets 'job', which each target has of its own",
    { statics: { addresses: ['a:1'], labels: { job: 'x' } } },
  ],
  [
    "'statics.labels' sets 'instance', which each target has of its own",
    { statics: { addresses: ['a:1', 'b:1'], labels: { instance: 'x' } } },
  ],
  ["'probe.prober' is 'http://blackbox:9115', which is no host and port", probe({ prober: 'http://blackbox:9115' })],
  ["'probe.module' is empty", probe({ module: '', urls: ['https://example.com'] })],
  ["'probe.urls' is empty, which probes nothing", probe({ urls: [] })],
  ["'probe.urls[0]' is 'example', which is no URL", probe({ urls: ['example'] })],
  ["'probe.urls[0]' holds a user or a password", probe({ urls: ['https://u:p@example.com'] })],
  ["'probe.urls[0]' is 'a b', which is no host", probe({ module: 'icmp', urls: ['a b'] })],
  ["'probe.urls' holds 'https://a.b' twice", probe({ urls: ['https://a.b', 'https://a.b'] })],
  [
    "'annotatedPods.keepNamespaces' and 'dropNamespaces' both hold 'a'",
    kind({ annotatedPods: { keepNamespaces: ['a', 'b'], dropNamespaces: ['a'] } }),
  ],
  [
    "'annotatedPods.optOutNamespaces' and 'dropNamespaces' both hold 'a'",
    kind({ annotatedPods: { optOutNamespaces: ['a'], dropNamespaces: ['a'] } }),
  ],
  [
    "'annotatedPods.optOutNamespaces' holds 'b', which 'keepNamespaces' leaves out",
    kind({ annotatedPods: { keepNamespaces: ['a'], optOutNamespaces: ['b'] } }),
  ],
  [
    "'annotatedPods.keepNamespaces' is empty, which Prometheus takes for all namespaces",
    kind({ annotatedPods: { keepNamespaces: [] } }),
  ],
  [
    "'serviceAccountToken' is set for 'annotatedPods': any pod could ask for it",
    kind({ annotatedPods: {}, serviceAccountToken: true, scheme: 'https' }),
  ],
  ["'basicAuth' is set for 'annotatedPods': any pod could ask for it", kind({ annotatedPods: {}, basicAuth })],
  ["'scrapeInterval' is '30', which is no duration", { scrapeInterval: '30' }],
  ["'scrapeInterval' is '0s'", { scrapeInterval: '0s' }],
  ["'scrapeTimeout' is '1.5s', which is no duration", { scrapeTimeout: '1.5s' }],
  ["'scrapeTimeout' is '20s', above the scrape interval of '10s'", { scrapeTimeout: '20s', scrapeInterval: '10s' }],
  ["'path' is 'metrics', which is no HTTP path", { path: 'metrics' }],
  ["'path' is '/metrics?a=b', which is no HTTP path", { path: '/metrics?a=b' }],
  ["'params.module' is empty", { params: { module: [] } }],
  ["'params' holds a parameter without a name", { params: { '': ['x'] } }],
  ["'scheme' is 'HTTPS'", { scheme: 'HTTPS' }],
  ["'tls' is given for plain http", { tls: { insecureSkipVerify: true } }],
  ["'tls.caFile' is 'ca.crt', which is no absolute path", { scheme: 'https', tls: { caFile: 'ca.crt' } }],
  ["'tls.serverName' is 'https://a'", { scheme: 'https', tls: { serverName: 'https://a' } }],
  [
    "'tls.insecureSkipVerify' makes 'caFile' meaningless",
    { scheme: 'https', tls: { caFile: '/ca.crt', insecureSkipVerify: true } },
  ],
  ["'serviceAccountToken' is set, and the token would travel in clear text", { serviceAccountToken: true }],
  ["'serviceAccountToken', 'basicAuth' are given together", { scheme: 'https', serviceAccountToken: true, basicAuth }],
  [
    "'authorization', 'basicAuth' are given together",
    { scheme: 'https', authorization: { credentials: secret }, basicAuth },
  ],
  ["'basicAuth.username' is empty", { scheme: 'https', basicAuth: { username: '', password: secret } }],
  [
    "'basicAuth.password' is no reference to a Secret",
    { scheme: 'https', basicAuth: { username: 'a', password: 'hunter2' as never } },
  ],
  [
    "'authorization.credentials' would travel to 'db.example.com' in clear text",
    { statics: { addresses: ['db.shop.svc:80', 'db.example.com:80'] }, authorization: { credentials: secret } },
  ],
  ["'basicAuth.password' would travel to 'prober' in clear text", { ...probe({ prober: 'prober:9115' }), basicAuth }],
  [
    "'basicAuth.password' would travel to 'proxy.example.com' in clear text",
    kind({ nodes: {}, basicAuth, relabelings: [{ targetLabel: '__address__', replacement: 'proxy.example.com' }] }),
  ],
  ["'sampleLimit' is 0", { sampleLimit: 0 }],
  ["'targetLimit' is -1", { targetLimit: -1 }],
  ["'labelLimit' is 2.5", { labelLimit: 2.5 }],
  ["'fallbackScrapeProtocol' is 'text'", { fallbackScrapeProtocol: 'text' }],
  ["relabelings[0]: action 'replace' needs 'targetLabel'", { relabelings: [{ replacement: 'x' }] }],
  ["metricRelabelings[0]: action 'replace' needs 'targetLabel'", { metricRelabelings: [{ replacement: 'x' }] }],
  ["'absence.for' is '10 min', which is no duration", { absence: { for: '10 min' } }],
  ["'absence.runbookUrl' is 'wiki', which is no URL", { absence: { runbookUrl: 'wiki' } }],
  ["'absence.alert' is empty", { absence: { alert: '' } }],
];

describe('validateScrapeJob', () => {
  it.each(GOOD)('takes %s', (_, parts) => {
    expect(whats(parts)).toEqual([]);
  });

  it.each(BAD)('says: %s', (what, parts) => {
    expect(whats(parts)).toEqual([what]);
  });

  it("compares the timeout with the server's interval where the job has none", () => {
    expect(whats({ scrapeTimeout: '20s' })).toEqual([]);
    expect(whats({ scrapeTimeout: '20s' }, { scrapeInterval: '15s' })).toEqual([
      "'scrapeTimeout' is '20s', above the scrape interval of '15s'",
    ]);
  });

  it('says all at once, each with the job and a way out', () => {
    const problems = validateScrapeJob({ name: 'shop', pods: { namespaces: [], portNumber: 0 }, path: 'x' });
    expect(problems).toEqual([
      {
        what: "scrape job 'shop': 'pods.namespaces' is empty, which Prometheus takes for all namespaces",
        fix: 'leave it out, or fill it',
      },
      { what: "scrape job 'shop': 'pods.portNumber' is 0", fix: 'use a whole number from 1 to 65535' },
      {
        what: "scrape job 'shop': 'path' is 'x', which is no HTTP path",
        fix: "begin it with '/', as in '/metrics'",
      },
    ]);
  });
});
