import { job, refuses, server, unchecked } from './tools';

describe('addScrapeJob refuses', () => {
  refuses([
    [
      'a job without targets',
      job({}),
      "chart/Prometheus: scrape job 'shop': no targets are given; give one of 'pods', 'services', 'nodes', 'statics', 'probe', 'annotatedPods'",
    ],
    [
      'two kinds of targets',
      job({ nodes: {}, annotatedPods: {} }),
      "chart/Prometheus: scrape job 'shop': 'nodes', 'annotatedPods' are given together; keep one, and make another job of each other",
    ],
    [
      'a job without a name',
      job({ name: unchecked(undefined), nodes: {} }),
      "chart/Prometheus: a scrape job: 'name' is not set; set it, such as 'shop'",
    ],
    [
      'an empty name of a job',
      job({ name: ' ', nodes: {} }),
      "chart/Prometheus: scrape job ' ': 'name' is empty or has odd blanks; give the value of the label 'job', such as 'shop'",
    ],
    [
      'a name that is taken',
      server((prometheus) => prometheus.addScrapeJob({ name: 'prometheus', nodes: {} })),
      "chart/Prometheus: scrape job 'prometheus' exists already; give each job a name of its own",
    ],
    [
      'a job that is a text',
      server((prometheus) => prometheus.addScrapeJob(unchecked('shop'))),
      "chart/Prometheus: a scrape job is 'shop', which is no object; give one such as { name: 'shop' }",
    ],
    [
      'an unknown setting of a job',
      job({ nodes: {}, ...unchecked<object>({ interval: '10s' }) }),
      "chart/Prometheus: scrape job 'shop': 'interval' is no setting; use one of 'name', 'jobLabel', 'pods', 'services', 'nodes', 'statics', 'probe', 'annotatedPods', 'scrapeInterval', 'scrapeTimeout', 'path', 'params', 'scheme', 'tls', 'serviceAccountToken', 'basicAuth', 'authorization', 'honorLabels', 'honorTimestamps', 'fallbackScrapeProtocol', 'relabelings', 'metricRelabelings', 'sampleLimit', 'targetLimit', 'labelLimit', 'onEveryShard', 'absence'",
    ],
    [
      'a namespace instead of a list of them',
      job({ pods: { namespaces: unchecked('shop'), port: 'web' } }),
      "chart/Prometheus: scrape job 'shop': 'pods.namespaces' is 'shop', which is no list; give one such as ['shop']",
    ],
    [
      'an undefined namespace',
      job({ pods: { namespaces: [unchecked(undefined)], port: 'web' } }),
      "chart/Prometheus: scrape job 'shop': 'pods.namespaces[0]' is not set; set it, such as 'shop'",
    ],
    [
      'no port of the pods',
      job({ pods: {} }),
      "chart/Prometheus: scrape job 'shop': neither 'pods.port' nor 'pods.portNumber' is given; give the container port's name or its number",
    ],
    [
      'a port as a text',
      job({ pods: { portNumber: unchecked('8080') } }),
      "chart/Prometheus: scrape job 'shop': 'pods.portNumber' is '8080', which is no number; use a number such as 8080",
    ],
    [
      'a port beyond all ports',
      job({ pods: { portNumber: 80800 } }),
      "chart/Prometheus: scrape job 'shop': 'pods.portNumber' is 80800; use a whole number from 1 to 65535",
    ],
    [
      'a port name too long',
      job({ pods: { port: 'prometheus-metrics' } }),
      "chart/Prometheus: scrape job 'shop': 'pods.port' is 'prometheus-metrics', which no container's port can be named; use at most 15 of 'a-z', '0-9' and '-', with a letter, such as 'http-metrics'",
    ],
    [
      'a selector as upstream spells it',
      job({ pods: { port: 'web', ...unchecked<object>({ matchLabels: { app: 'shop' } }) } }),
      "chart/Prometheus: scrape job 'shop': 'pods.matchLabels' is no setting; use one of 'port', 'portNumber', 'namespaces', 'labels', 'hostNetwork'",
    ],
    [
      'labels that select everything',
      job({ pods: { port: 'web', labels: {} } }),
      "chart/Prometheus: scrape job 'shop': 'pods.labels' is empty, which selects everything; leave it out to mean that, or give a label",
    ],
    [
      'a label that no pod can have',
      job({ pods: { port: 'web', labels: { 'app name': 'shop' } } }),
      "chart/Prometheus: scrape job 'shop': 'pods.labels' holds 'app name: shop', which no object of Kubernetes can have; use a label such as 'app.kubernetes.io/name: shop'",
    ],
    [
      'an upper-case name of a Service',
      job({ services: { name: 'Shop', port: 'web' } }),
      "chart/Prometheus: scrape job 'shop': 'services.name' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a Service without a port',
      job({ services: unchecked({ name: 'shop' }) }),
      "chart/Prometheus: scrape job 'shop': 'services.port' is not set; set it, such as 'metrics'",
    ],
    [
      'a port of nodes below zero',
      job({ nodes: { portNumber: -1 } }),
      "chart/Prometheus: scrape job 'shop': 'nodes.portNumber' is -1; use a whole number from 1 to 65535",
    ],
    [
      'an address without a port',
      job({ statics: { addresses: ['db.example.com'] } }),
      "chart/Prometheus: scrape job 'shop': 'statics.addresses[0]' is 'db.example.com', which is no host and port; use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    ],
    [
      'an address with a scheme',
      job({ statics: { addresses: ['http://db.example.com:9187'] } }),
      "chart/Prometheus: scrape job 'shop': 'statics.addresses[0]' is 'http://db.example.com:9187', which is no host and port; use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    ],
    [
      'no addresses',
      job({ statics: { addresses: [] } }),
      "chart/Prometheus: scrape job 'shop': 'statics.addresses' is empty, which names no host; leave it out, or fill it",
    ],
    [
      'an address instead of a list',
      job({ statics: { addresses: unchecked('db.example.com:9187') } }),
      "chart/Prometheus: scrape job 'shop': 'statics.addresses' is 'db.example.com:9187', which is no list; give one such as ['db.example.com:9187']",
    ],
    [
      'a label name with a dash, of fixed targets',
      job({ statics: { addresses: ['db:1'], labels: { 'data-center': 'eu' } } }),
      "chart/Prometheus: scrape job 'shop': 'statics.labels' holds 'data-center', which is no name for a label; use letters, digits and '_', not '__' in front, such as 'team'",
    ],
    [
      'a prober with a scheme',
      job({ probe: { prober: 'http://blackbox:9115', module: 'http_2xx', urls: ['https://example.com'] } }),
      "chart/Prometheus: scrape job 'shop': 'probe.prober' is 'http://blackbox:9115', which is no host and port; use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    ],
    [
      'no module of the prober',
      job({ probe: { prober: 'blackbox:9115', module: '', urls: ['https://example.com'] } }),
      "chart/Prometheus: scrape job 'shop': 'probe.module' is empty; name a module of the blackbox exporter, such as 'http_2xx'",
    ],
    [
      'nothing to probe',
      job({ probe: { prober: 'blackbox:9115', module: 'http_2xx', urls: [] } }),
      "chart/Prometheus: scrape job 'shop': 'probe.urls' is empty, which probes nothing; leave it out, or fill it",
    ],
    [
      'a URL without scheme to probe',
      job({ probe: { prober: 'blackbox:9115', module: 'http_2xx', urls: ['example.com'] } }),
      "chart/Prometheus: scrape job 'shop': 'probe.urls[0]' is 'example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
  ]);
});
