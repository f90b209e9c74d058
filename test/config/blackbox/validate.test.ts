import type { BlackboxModule, HttpProbe, TcpProbe } from '../../../lib/config/blackbox/model';
import { validateProbeTarget } from '../../../lib/config/blackbox/target';
import { validateModules } from '../../../lib/config/blackbox/validate';
import { isLoopback, placeOfTarget } from '../../../lib/config/place-of-target';
import { itWithTool } from '../../tools/tool';
import { verdict, verdictOnText } from './judge';

/** A wrong module, all that is said about it, and what the exporter makes of it. */
type Refusal = readonly [
  title: string,
  module: BlackboxModule,
  problems: readonly string[],
  exporter: 'exporter refuses' | 'exporter takes it',
];

const http = (probe: HttpProbe): BlackboxModule => ({ http: probe });
const tcp = (probe: TcpProbe): BlackboxModule => ({ tcp: probe });
const secret = (key: string) => ({ name: 'shop-login', key });

const REFUSALS: readonly Refusal[] = [
  [
    'a module without a kind',
    {},
    ["it says nothing to probe; give one of 'http', 'tcp', 'grpc', empty for what is usual"],
    'exporter takes it',
  ],
  [
    'two kinds in one',
    { http: {}, tcp: {} },
    ["it has 'http' and 'tcp' together; give one of 'http', 'tcp', 'grpc', empty for what is usual"],
    'exporter takes it',
  ],
  [
    'a timeout that is no duration',
    { timeout: 'soon', http: {} },
    ["'timeout' is 'soon', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'"],
    'exporter refuses',
  ],
  [
    'a timeout in days',
    { timeout: '1d', http: {} },
    ["'timeout' is '1d'; use seconds, such as '5s'"],
    'exporter refuses',
  ],
  [
    'status codes that do not exist',
    http({ validStatusCodes: [200, 99, 600, 200.5] }),
    [99, 600, 200.5].map(
      (code) => `'http.validStatusCodes' holds ${code}; use whole numbers from 100 to 599, such as 200`,
    ),
    'exporter takes it',
  ],
  [
    'no status code',
    http({ validStatusCodes: [] }),
    ["'http.validStatusCodes' is empty; leave it out to take 200 to 299"],
    'exporter takes it',
  ],
  [
    'redirects that are followed',
    http({ validStatusCodes: [301, 302] }),
    [
      "'http.validStatusCodes' is 301, 302, and redirects are followed: such an answer is never seen; set 'followRedirects' to false, or take the code of the page they lead to",
    ],
    'exporter takes it',
  ],
  [
    'a version that no answer has',
    http({ validHttpVersions: ['HTTP/2'] }),
    ["'http.validHttpVersions' holds 'HTTP/2'; use one of 'HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0'"],
    'exporter takes it',
  ],
  [
    'HTTP/3, which is not turned on',
    http({ validHttpVersions: ['HTTP/3.0'] }),
    ["'http.validHttpVersions' holds 'HTTP/3.0'; use one of 'HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0'"],
    'exporter refuses',
  ],
  [
    'no version',
    http({ validHttpVersions: [] }),
    ["'http.validHttpVersions' is empty; leave it out to take any"],
    'exporter takes it',
  ],
  [
    'HTTP/2 that is turned off',
    http({ validHttpVersions: ['HTTP/2.0'], enableHttp2: false }),
    ["'http.validHttpVersions' wants 'HTTP/2.0', which 'enableHttp2' turns off; keep one of them"],
    'exporter takes it',
  ],
  [
    'a method in lower case',
    http({ method: 'get' }),
    [
      "'http.method' is 'get'; use one of 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT'",
    ],
    'exporter takes it',
  ],
  [
    'a header with a blank',
    http({ headers: { 'Accept Language': 'en' } }),
    ["'http.headers' holds 'Accept Language', which is no name of a header; use a name such as 'Accept-Language'"],
    'exporter takes it',
  ],
  [
    'credentials in headers',
    http({ headers: { authorization: 'Bearer x', 'X-Api-Key': 'x' } }),
    [
      "'http.headers' holds 'authorization', whose value is a credential; use 'authorization' or 'basicAuth', which refer to a Secret",
      "'http.headers' holds 'X-Api-Key', whose value is a credential; put it into 'secretHeaders', which refer to Secrets",
    ],
    'exporter takes it',
  ],
  [
    'a secret header that the exporter sets itself',
    http({ secretHeaders: { Authorization: secret('token') } }),
    [
      "'http.secretHeaders' holds 'Authorization', which the exporter sets itself; use 'authorization', 'basicAuth' or 'headers'",
    ],
    'exporter refuses',
  ],
  [
    'an encoding that is not the compression',
    http({ compression: 'gzip', headers: { 'Accept-Encoding': 'br' } }),
    ["'http.headers' asks by 'Accept-Encoding' for 'br', and 'compression' is 'gzip'; use 'gzip' for both"],
    'exporter refuses',
  ],
  [
    'an unknown compression',
    http({ compression: 'zip' }),
    ["'http.compression' is 'zip'; use one of 'gzip', 'br', 'deflate', 'identity'"],
    'exporter takes it',
  ],
  [
    'TLS that both fails and must be',
    http({ failIfSsl: true, failIfNotSsl: true }),
    ["'http.failIfSsl' and 'http.failIfNotSsl' are both set: every probe would fail; keep one"],
    'exporter takes it',
  ],
  [
    'a look-ahead, which RE2 lacks',
    http({ failIfBodyMatchesRegexp: ['ok', '(?=ok)'] }),
    [
      "'http.failIfBodyMatchesRegexp[1]' is '(?=ok)', which is no RE2 expression (invalid or unsupported Perl syntax: `(?=`); correct it, such as 'error|failure'",
    ],
    'exporter refuses',
  ],
  [
    'an open bracket',
    http({ failIfBodyNotMatchesRegexp: ['(ok'] }),
    [
      "'http.failIfBodyNotMatchesRegexp[0]' is '(ok', which is no RE2 expression (missing closing ): `(ok`); correct it, such as 'error|failure'",
    ],
    'exporter refuses',
  ],
  [
    'a header match without name and expression',
    http({ failIfHeaderMatches: [{ header: '', regexp: '' }] }),
    [
      "'http.failIfHeaderMatches[0].header' is ''; use a name such as 'Content-Type'",
      "'http.failIfHeaderMatches[0].regexp' is empty; give an expression; '.*' takes any value",
    ],
    'exporter refuses',
  ],
  [
    'a header match that is no expression',
    http({ failIfHeaderNotMatches: [{ header: 'Server', regexp: '*' }] }),
    [
      "'http.failIfHeaderNotMatches[0].regexp' is '*', which is no RE2 expression (missing argument to repetition operator: `*`); correct it, such as 'error|failure'",
    ],
    'exporter refuses',
  ],
  [
    'a size without unit',
    http({ bodySizeLimit: '10' }),
    ["'http.bodySizeLimit' is '10', which is no size; use a size such as '10MB'"],
    'exporter refuses',
  ],
  [
    'two ways to log in',
    http({
      basicAuth: { username: 'probe', password: secret('password') },
      authorization: { credentials: secret('token') },
    }),
    ["'http.basicAuth' and 'http.authorization' are given together; keep one of them"],
    'exporter refuses',
  ],
  [
    'basic authentication by its header',
    http({ authorization: { type: 'Basic', credentials: secret('token') } }),
    ["'http.authorization.type' is 'Basic'; use 'basicAuth'"],
    'exporter refuses',
  ],
  [
    'a client certificate without key',
    http({ tlsConfig: { clientCertificate: secret('tls.crt') } }),
    ["'http.tlsConfig.clientCertificate' is given alone; give 'clientKey' as well"],
    'exporter refuses',
  ],
  [
    'a key without client certificate',
    tcp({ tls: true, tlsConfig: { clientKey: secret('tls.key') } }),
    ["'tcp.tlsConfig.clientKey' is given alone; give 'clientCertificate' as well"],
    'exporter refuses',
  ],
  [
    'an authority that nobody asks',
    http({ tlsConfig: { ca: secret('ca.crt'), insecureSkipVerify: true } }),
    ["'http.tlsConfig.insecureSkipVerify' makes 'ca' meaningless; keep one of them"],
    'exporter takes it',
  ],
  [
    'a version of TLS that does not exist',
    http({ tlsConfig: { minVersion: '1.2' } }),
    ["'http.tlsConfig.minVersion' is '1.2'; use one of 'TLS10', 'TLS11', 'TLS12', 'TLS13'"],
    'exporter refuses',
  ],
  [
    'a server name with scheme',
    http({ tlsConfig: { serverName: 'https://shop' } }),
    ["'http.tlsConfig.serverName' is 'https://shop'; use the name in the certificate, such as 'shop.example.com'"],
    'exporter takes it',
  ],
  [
    'a protocol that does not exist',
    http({ preferredIpProtocol: 'ipv4' }),
    ["'http.preferredIpProtocol' is 'ipv4'; use 'ip4' or 'ip6'"],
    'exporter takes it',
  ],
  [
    'TLS settings without TLS',
    tcp({ tlsConfig: { serverName: 'db' } }),
    ["'tcp.tlsConfig' is given without TLS; set 'tls: true' or a step 'starttls', or leave it out"],
    'exporter takes it',
  ],
  [
    'TLS settings without TLS, over gRPC',
    { grpc: { tlsConfig: { serverName: 'orders' } } },
    ["'grpc.tlsConfig' is given without TLS; set 'tls: true', or leave it out"],
    'exporter takes it',
  ],
  [
    'TLS that begins twice',
    tcp({ tls: true, queryResponse: [{ starttls: true }] }),
    ["'tcp.tls' and a step 'starttls' are given together: TLS would begin twice; keep one of them"],
    'exporter takes it',
  ],
  [
    'a talk without a word',
    tcp({ queryResponse: [] }),
    ["'tcp.queryResponse' is empty; leave it out where connecting is enough"],
    'exporter takes it',
  ],
  [
    'steps that do nothing, too much or by no expression',
    tcp({ queryResponse: [{}, { expect: 'a', expectBytes: 'b' }, { expect: '[' }, { labels: { v: '${1}' } }] }),
    [
      "'tcp.queryResponse[0]' does nothing; give 'expect', 'expectBytes', 'send' or 'starttls'",
      "'tcp.queryResponse[1]' has 'expect' and 'expectBytes' together; keep one, and make another step of the other",
      "'tcp.queryResponse[2].expect' is '[', which is no RE2 expression (missing closing ]: `[`); correct it, such as 'error|failure'",
      "'tcp.queryResponse[3].labels' is given without 'expect', whose groups it reads; give 'expect', or leave it out",
      "'tcp.queryResponse[3]' does nothing; give 'expect', 'expectBytes', 'send' or 'starttls'",
    ],
    'exporter refuses',
  ],
  [
    'a label that no series can have',
    tcp({ queryResponse: [{ expect: 'v(.*)', labels: { 'my-version': '${1}' } }] }),
    [
      "'tcp.queryResponse[0].labels' holds 'my-version', which is no name for a label; use letters, digits and '_', not '__' in front, such as 'team'",
    ],
    'exporter takes it',
  ],
];

describe('validateModules', () => {
  it.each(REFUSALS)('refuses %s', (_, module, problems) => {
    const said = validateModules({ shop: module }).map(({ what, fix }) => `${what}; ${fix}`);
    expect(said).toEqual(problems.map((problem) => `module 'shop': ${problem}`));
  });

  it('refuses a name that no URL parameter should have', () => {
    expect(validateModules({ 'http 2xx': { http: {} } })).toEqual([
      {
        what: "module 'http 2xx': its name is empty or has odd characters",
        fix: "use letters, digits and '_', such as 'http_login'",
      },
    ]);
  });

  itWithTool('blackbox_exporter', 'refuses all that the exporter refuses', (exporter) => {
    const said = REFUSALS.map(([title, module]) => [
      title,
      verdict(exporter, { shop: module }) === '' ? 'exporter takes it' : 'exporter refuses',
    ]);
    expect(said).toEqual(REFUSALS.map(([title, , , judged]) => [title, judged]));
  });

  itWithTool('blackbox_exporter', 'asks an exporter that knows unknown options', (exporter) => {
    expect(verdictOnText(exporter, 'modules: { shop: { prober: http, http: { no_such: 1 } } }')).toMatch(/no_such/);
  });
});

describe('targets', () => {
  const said = (target: string, module: BlackboxModule) =>
    validateProbeTarget('target', target, 'shop', module).map(({ what, fix }) => `${what}; ${fix}`);

  it.each([
    ['http://127.0.0.1/healthz', http({})],
    ['https://[::1]:8443', http({})],
    ['127.0.0.1:5432', tcp({})],
    ['[::1]:5432', tcp({})],
    ['db.example.com:5432', tcp({})],
    ['localhost:9000', { grpc: {} }],
  ])('takes %s', (target, module) => {
    expect(said(target, module)).toEqual([]);
  });

  it.each([
    [
      '127.0.0.1/healthz',
      http({}),
      "'target' is '127.0.0.1/healthz' without a scheme, and module 'shop' probes over HTTP; write a URL, such as 'http://127.0.0.1/healthz'",
    ],
    [
      'ftp://127.0.0.1',
      http({}),
      "'target' is 'ftp://127.0.0.1'; its scheme must be http or https; use a URL such as 'https://example.com/path'",
    ],
    [
      'http://127.0.0.1:5432/x',
      tcp({}),
      "'target' is 'http://127.0.0.1:5432/x', a URL, and module 'shop' probes over TCP; write '127.0.0.1:5432' without scheme and path",
    ],
    [
      'https://localhost:9000',
      { grpc: {} },
      "'target' is 'https://localhost:9000', a URL, and module 'shop' probes over gRPC; write 'localhost:9000' without scheme and path",
    ],
    [
      'localhost',
      tcp({}),
      "'target' is 'localhost', which is no host and port; use 'host:port' without scheme or path, such as 'db.example.com:9187' or '[fd00::1]:9187'",
    ],
  ])('refuses %s', (target, module, message) => {
    expect(said(target, module)).toEqual([message]);
  });

  it('lead to a host and a port', () => {
    const targets = ['http://shop/x', 'https://shop.example.com', 'http://[::1]:8080/', '127.0.0.1:5432', '[::1]:22'];
    expect(targets.map(placeOfTarget)).toEqual([
      { host: 'shop', port: 80 },
      { host: 'shop.example.com', port: 443 },
      { host: '::1', port: 8080 },
      { host: '127.0.0.1', port: 5432 },
      { host: '::1', port: 22 },
    ]);
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true]);
    expect(['10.0.0.1', 'localhost.example.com', 'shop', '::2'].map(isLoopback)).toEqual([false, false, false, false]);
  });
});
