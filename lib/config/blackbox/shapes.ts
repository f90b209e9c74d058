import { AUTHORIZATION, BASIC_AUTH } from '../../model/http-auth';
import { checkedElsewhere, flag, listOf, mapOf, needed, number, type Shape, struct, text } from '../../model/shape';
import type { BlackboxModule, GrpcProbe, HeaderMatch, HttpProbe, ProbeTls, QueryResponse, TcpProbe } from './model';

const SECRET = "{ name: 'login', key: 'token' }";

const TLS: Shape<ProbeTls> = {
  ca: checkedElsewhere(SECRET),
  clientCertificate: checkedElsewhere(SECRET),
  clientKey: checkedElsewhere(SECRET),
  serverName: text('shop.example.com'),
  insecureSkipVerify: flag(),
  minVersion: text('TLS12'),
};

const FAMILY = { preferredIpProtocol: text('ip4'), ipProtocolFallback: flag() };

const HEADER_MATCH: Shape<HeaderMatch> = {
  header: needed(text('Content-Type')),
  regexp: needed(text('application/json')),
  allowMissing: flag(),
};

const HTTP: Shape<HttpProbe> = {
  ...FAMILY,
  validStatusCodes: listOf(number(200)),
  validHttpVersions: listOf(text('HTTP/2.0')),
  method: text('GET'),
  headers: mapOf(text('application/json')),
  secretHeaders: mapOf(checkedElsewhere(SECRET)),
  body: text('{}'),
  followRedirects: flag(),
  enableHttp2: flag(),
  failIfSsl: flag(),
  failIfNotSsl: flag(),
  failIfBodyMatchesRegexp: listOf(text('out of order')),
  failIfBodyNotMatchesRegexp: listOf(text('ok')),
  failIfHeaderMatches: listOf(struct(HEADER_MATCH)),
  failIfHeaderNotMatches: listOf(struct(HEADER_MATCH)),
  compression: text('gzip'),
  bodySizeLimit: text('10MB'),
  basicAuth: BASIC_AUTH,
  authorization: AUTHORIZATION,
  tlsConfig: struct(TLS),
};

const QUERY_RESPONSE: Shape<QueryResponse> = {
  expect: text('^SSH-2.0-'),
  expectBytes: text('S'),
  labels: mapOf(text('${1}')),
  send: text('QUIT'),
  starttls: flag(),
};

const TCP: Shape<TcpProbe> = {
  ...FAMILY,
  queryResponse: listOf(struct(QUERY_RESPONSE)),
  tls: flag(),
  tlsConfig: struct(TLS),
};

const GRPC: Shape<GrpcProbe> = { ...FAMILY, service: text('shop.Orders'), tls: flag(), tlsConfig: struct(TLS) };

/** What a module consists of. */
export const BLACKBOX_MODULE: Shape<BlackboxModule> = {
  http: struct(HTTP),
  tcp: struct(TCP),
  grpc: struct(GRPC),
  timeout: text('5s'),
};
