import { key, refuses, server, stack, unchecked } from './tools';

describe('remoteWrite and alertmanagers refuse', () => {
  refuses([
    [
      'remote write without a scheme',
      stack({ remoteWrite: [{ url: 'mimir.example.com/api/v1/push' }] }),
      "chart/Monitoring: remoteWrite[0]: 'url' is 'mimir.example.com/api/v1/push', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'remote write without a URL',
      stack({ remoteWrite: [unchecked({})] }),
      "chart/Monitoring: 'remoteWrite[0].url' is not set; set it, such as 'https://mimir.example.com/api/v1/push'",
    ],
    [
      'remote write as an object',
      stack({ remoteWrite: unchecked({ url: 'https://mimir.example.com' }) }),
      'chart/Monitoring: \'remoteWrite\' is {"url":"https://mimir.example.com"}, which is no list; give one such as [{ url: \'https://mimir.example.com/api/v1/push\' }]',
    ],
    [
      'a literal token',
      stack({
        remoteWrite: [{ url: 'https://mimir.example.com', authorization: { credentials: unchecked('glc_abc') } }],
      }),
      "chart/Monitoring: remoteWrite[0]: 'authorization.credentials' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a token in clear text, of remote write',
      stack({ remoteWrite: [{ url: 'http://mimir.example.com', authorization: { credentials: key } }] }),
      "chart/Monitoring: remoteWrite[0]: 'authorization.credentials' would travel in clear text; use a 'url' with https, or a Service of the cluster by its name, such as 'http://mimir.monitoring.svc'",
    ],
    [
      'a credential in a header',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', headers: { Authorization: 'x' } }] }),
      "chart/Monitoring: remoteWrite[0]: 'headers' sets 'Authorization', which is for credentials; use 'authorization' or 'basicAuth', which read from a Secret, or 'sigv4'",
    ],
    [
      'two ways to authenticate',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', authorization: { credentials: key }, sigv4: {} }] }),
      "chart/Monitoring: remoteWrite[0]: 'authorization', 'sigv4' are given together; keep one of them",
    ],
    [
      'a user without a password',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', basicAuth: unchecked({ username: 'me' }) }] }),
      "chart/Monitoring: 'remoteWrite[0].basicAuth.password' is not set; set it, such as { name: 'login', key: 'password' }",
    ],
    [
      'credentials as flat settings',
      stack({ remoteWrite: [unchecked({ url: 'https://mimir.example.com', password: key })] }),
      "chart/Monitoring: 'remoteWrite[0].password' is no setting; use one of 'url', 'name', 'remoteTimeout', 'headers', 'authorization', 'basicAuth', 'sigv4', 'tls', 'clientCertificate', 'clientKey', 'writeRelabelings', 'sendExemplars', 'sendNativeHistograms', 'queue', 'egressPort', 'egressCidrs'",
    ],
    [
      'a certificate without its key',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', clientCertificate: key }] }),
      "chart/Monitoring: remoteWrite[0]: of 'clientCertificate' and 'clientKey' one is missing; give both",
    ],
    [
      'a region in words',
      stack({ remoteWrite: [{ url: 'https://aps.example.com', sigv4: { region: 'Frankfurt (eu)' } }] }),
      "chart/Monitoring: remoteWrite[0]: 'sigv4.region' is 'Frankfurt (eu)'; use a region such as 'eu-central-1'",
    ],
    [
      'a role that is no ARN',
      stack({ remoteWrite: [{ url: 'https://aps.example.com', sigv4: { roleArn: 'writer' } }] }),
      "chart/Monitoring: remoteWrite[0]: 'sigv4.roleArn' is 'writer'; use an ARN such as 'arn:aws:iam::123456789012:role/writer'",
    ],
    [
      'more connections at least than at most',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', queue: { minShards: 9, maxShards: 3 } }] }),
      "chart/Monitoring: remoteWrite[0]: queue: 'minShards' is 9, above 'maxShards' 3; use 3 or less",
    ],
    [
      'an unknown setting of the queue',
      stack({ remoteWrite: [{ url: 'https://mimir.example.com', queue: unchecked({ max_shards: 3 }) }] }),
      "chart/Monitoring: 'remoteWrite[0].queue.max_shards' is no setting; write 'maxShards'",
    ],
    [
      'the same twice',
      stack({ remoteWrite: [{ url: 'https://m.example.com' }, { url: 'https://m.example.com' }] }),
      "chart/Monitoring: remoteWrite[1]: it is the same as another; remove one, or tell them apart by 'name'",
    ],
    [
      'an Alertmanager without an address',
      stack({ withoutAlertmanager: false, alertmanagers: [{}] }),
      "chart/Monitoring: alertmanagers[0]: neither 'dnsName' nor 'addresses' is given; give 'dnsName' of a headless Service, or 'addresses' as host:port",
    ],
    [
      'an Alertmanager with a scheme in its name',
      stack({ withoutAlertmanager: false, alertmanagers: [{ dnsName: 'http://am' }] }),
      "chart/Monitoring: alertmanagers[0]: 'dnsName' is 'http://am', which is no DNS name; use a name without scheme and port, such as 'alertmanager-headless.monitoring.svc'",
    ],
    [
      'an Alertmanager that is added and wrong',
      server((prometheus) => prometheus.addAlertmanager({ addresses: ['am'] })),
      "chart/Prometheus: an Alertmanager: 'addresses[0]' is 'am', which is no host and port; use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    ],
    [
      'alerts that reach nobody',
      stack({ withoutAlertmanager: false }),
      "Validation failed with the following errors:\n  [chart/Monitoring/Prometheus] no Alertmanager is set: alerts would reach nobody; create an Alertmanager with 'metrics', list an existing one in 'alertmanagers', or set 'withoutAlertmanager'",
    ],
  ]);
});
