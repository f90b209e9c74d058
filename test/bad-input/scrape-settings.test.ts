import { RelabelAction } from '../../lib';
import { job, key, refuses, unchecked } from './tools';

describe('addScrapeJob refuses, of how it scrapes,', () => {
  refuses([
    [
      'an empty label of a job',
      job({ ...{ pods: { port: 'web' } }, jobLabel: '' }),
      "chart/Prometheus: scrape job 'shop': 'jobLabel' is empty or has odd blanks; leave it out, or give a name such as 'shop'",
    ],
    [
      'a namespace kept, and dropped',
      job({ annotatedPods: { keepNamespaces: ['a'], dropNamespaces: ['a'] } }),
      "chart/Prometheus: scrape job 'shop': 'annotatedPods.keepNamespaces' and 'dropNamespaces' both hold 'a'; keep one",
    ],
    [
      'a namespace opted out that is not kept',
      job({ annotatedPods: { keepNamespaces: ['a'], optOutNamespaces: ['b'] } }),
      "chart/Prometheus: scrape job 'shop': 'annotatedPods.optOutNamespaces' holds 'b', which 'keepNamespaces' leaves out; add it to 'keepNamespaces'",
    ],
    [
      'a path without slash',
      job({ nodes: {}, path: 'metrics' }),
      "chart/Prometheus: scrape job 'shop': 'path' is 'metrics', which is no HTTP path; begin it with '/', as in '/metrics'",
    ],
    [
      'parameters in the path',
      job({ nodes: {}, path: '/metrics?module=x' }),
      "chart/Prometheus: scrape job 'shop': 'path' is '/metrics?module=x', which is no HTTP path; put what follows '?' into 'params'",
    ],
    [
      'a parameter that is no list',
      job({ nodes: {}, params: { module: unchecked('http_2xx') } }),
      "chart/Prometheus: scrape job 'shop': 'params.module' is 'http_2xx', which is no list; give one such as ['http_2xx']",
    ],
    [
      'an unknown scheme',
      job({ nodes: {}, scheme: 'HTTPS' }),
      "chart/Prometheus: scrape job 'shop': 'scheme' is 'HTTPS'; use 'http' or 'https'",
    ],
    [
      'TLS without https',
      job({ nodes: {}, tls: { insecureSkipVerify: true } }),
      "chart/Prometheus: scrape job 'shop': 'tls' is given for plain http; use https, or leave it out",
    ],
    [
      'a relative path of a certificate',
      job({ nodes: {}, scheme: 'https', tls: { caFile: 'ca.crt' } }),
      "chart/Prometheus: scrape job 'shop': 'tls.caFile' is 'ca.crt', which is no absolute path; use the path in Prometheus' container, such as '/etc/prometheus/certs/ca.crt'",
    ],
    [
      'a token in clear text',
      job({ nodes: {}, serviceAccountToken: true }),
      "chart/Prometheus: scrape job 'shop': 'serviceAccountToken' is set, and the token would travel in clear text; use scheme 'https'",
    ],
    [
      'a literal password',
      job({ nodes: {}, basicAuth: { username: 'me', password: unchecked('hunter2') } }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth.password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a password without a user',
      job({ nodes: {}, basicAuth: unchecked({ password: key }) }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth.username' is not set; set it, such as 'monitoring'",
    ],
    [
      'a Secret without a key',
      job({ nodes: {}, basicAuth: { username: 'me', password: unchecked({ name: 'login' }) } }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth.password.key' is no key of a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a password that leaves the cluster in clear text',
      job({ statics: { addresses: ['db.example.com:9187'] }, basicAuth: { username: 'me', password: key } }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth.password' would travel to 'db.example.com' in clear text; use scheme 'https', or a Service of the cluster by its name, such as 'db.shop.svc:9187'",
    ],
    [
      'a password in the place of an object',
      job({ nodes: {}, basicAuth: unchecked('hunter2') }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth' is no object; give one such as { username: 'monitoring', password: { name: 'login', key: 'password' } }",
    ],
    [
      'basic authentication as a type',
      job({ nodes: {}, authorization: { type: 'Basic', credentials: key } }),
      "chart/Prometheus: scrape job 'shop': 'authorization.type' is 'Basic'; use 'basicAuth'",
    ],
    [
      'credentials for whoever asks',
      job({ annotatedPods: {}, basicAuth: { username: 'me', password: key } }),
      "chart/Prometheus: scrape job 'shop': 'basicAuth' is set for 'annotatedPods': any pod could ask for it; make a job with 'pods' for those that need credentials",
    ],
    [
      "a timeout above the server's interval",
      job({ nodes: {}, scrapeTimeout: '1m' }),
      "chart/Prometheus: scrape job 'shop': 'scrapeTimeout' is '1m', above the scrape interval of '30s'; use '30s' or less",
    ],
    [
      'a limit of nothing',
      job({ nodes: {}, sampleLimit: 0 }),
      "chart/Prometheus: scrape job 'shop': 'sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'an unknown protocol',
      job({ nodes: {}, fallbackScrapeProtocol: 'text' }),
      "chart/Prometheus: scrape job 'shop': 'fallbackScrapeProtocol' is 'text'; use one of PrometheusText0.0.4, PrometheusText1.0.0, OpenMetricsText0.0.1, OpenMetricsText1.0.0, PrometheusProto",
    ],
    [
      'an unknown action of relabelling',
      job({ nodes: {}, relabelings: [unchecked({ action: 'keeep', sourceLabels: ['a'], regex: 'b' })] }),
      "chart/Prometheus: scrape job 'shop': relabelings[0]: 'action' is 'keeep'; use one of replace, keep, drop, keepequal, dropequal, hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase",
    ],
    [
      'a broken regex of relabelling',
      job({
        nodes: {},
        metricRelabelings: [{ action: RelabelAction.DROP, sourceLabels: ['__name__'], regex: 'go_(' }],
      }),
      "chart/Prometheus: scrape job 'shop': metricRelabelings[0]: 'regex' is 'go_(', which is no regular expression (missing closing ): `go_(`); use RE2, such as 'kube_(.+)'",
    ],
    [
      'a step without a target',
      job({ nodes: {}, relabelings: [{ sourceLabels: ['__meta_kubernetes_node_name'] }] }),
      "chart/Prometheus: scrape job 'shop': relabelings[0]: action 'replace' needs 'targetLabel'; give 'targetLabel'",
    ],
    [
      'an absence alert in words',
      job({ nodes: {}, absence: { for: 'ten minutes' } }),
      "chart/Prometheus: scrape job 'shop': 'absence.for' is 'ten minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'no targets that a job must have',
      job({ nodes: {}, absence: { targets: 0 } }),
      "chart/Prometheus: scrape job 'shop': 'absence.targets' is 0; use a whole number of 1 or more",
    ],
    [
      'more targets than a job can have',
      job({ statics: { addresses: ['a:80', 'b:80'] }, absence: { targets: 3 } }),
      "chart/Prometheus: scrape job 'shop': 'absence.targets' is 3, and the job has 2 at most, so the alert would always fire; use 2 or less",
    ],
    [
      'an unknown severity of an absence alert',
      job({ nodes: {}, absence: { severity: unchecked('high') } }),
      "chart/Prometheus: scrape job 'shop': 'absence.severity' is 'high', which is unknown; use one of 'critical', 'warning', 'info', 'none'",
    ],
  ]);
});
