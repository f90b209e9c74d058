import type { BlackboxModules } from '../../../lib/config/blackbox/model';

const secret = (key: string) => ({ name: 'shop-login', key });

/** A module for each option. */
export const SAMPLES: BlackboxModules = {
  http_every_option: {
    timeout: '5s',
    http: {
      validStatusCodes: [200, 204],
      validHttpVersions: ['HTTP/1.1', 'HTTP/2.0'],
      method: 'POST',
      headers: { 'Accept-Language': 'en', Host: 'shop.example.com', 'Accept-Encoding': 'gzip' },
      secretHeaders: { 'X-Api-Key': secret('api-key') },
      body: '{"ping": true}',
      followRedirects: false,
      enableHttp2: true,
      failIfNotSsl: true,
      failIfBodyMatchesRegexp: ['(?i)out of order', 'maintenance|closed'],
      failIfBodyNotMatchesRegexp: ['"status":\\s*"ok"'],
      failIfHeaderMatches: [{ header: 'Set-Cookie', regexp: '.*', allowMissing: true }],
      failIfHeaderNotMatches: [{ header: 'Content-Type', regexp: 'json' }],
      compression: 'gzip',
      bodySizeLimit: '10MB',
      basicAuth: { username: 'probe', password: secret('password') },
      tlsConfig: {
        ca: secret('ca.crt'),
        clientCertificate: secret('tls.crt'),
        clientKey: secret('tls.key'),
        serverName: 'shop.example.com',
        minVersion: 'TLS12',
      },
      preferredIpProtocol: 'ip6',
      ipProtocolFallback: false,
    },
  },
  http_token: { http: { authorization: { credentials: secret('token') }, tlsConfig: { insecureSkipVerify: true } } },
  http_redirect: { http: { validStatusCodes: [301, 308], followRedirects: false } },
  http_no_tls: { timeout: '500ms', http: { failIfSsl: true, validStatusCodes: [301, 200] } },
  ssh_banner: {
    timeout: '1m30s',
    tcp: { queryResponse: [{ expect: '^SSH-2.0-([^ -]+)(?: (.*))?$', labels: { ssh_version: '${1}' } }] },
  },
  smtp_starttls: {
    tcp: {
      queryResponse: [
        { expect: '^220 ([^ ]+) ESMTP (.+)$' },
        { send: 'EHLO prober\r' },
        { expect: '^250-STARTTLS', send: 'STARTTLS\r' },
        { expect: '^220' },
        { starttls: true },
        { send: 'QUIT\r' },
      ],
      tlsConfig: { insecureSkipVerify: true },
    },
  },
  expect_bytes: { tcp: { queryResponse: [{ send: 'PING' }, { expectBytes: '+PONG' }] } },
  tcp_tls: { tcp: { tls: true, tlsConfig: { serverName: 'db.example.com', minVersion: 'TLS13' } } },
  grpc_orders: { grpc: { service: 'shop.Orders', tls: true, tlsConfig: { ca: secret('ca.crt') } } },
};
