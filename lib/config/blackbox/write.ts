import { toYaml } from '../yaml';
import type {
  BlackboxModule,
  BlackboxModules,
  GrpcProbe,
  HeaderMatch,
  HttpProbe,
  ProbeAddressFamily,
  ProbeTls,
  TcpProbe,
} from './model';
import { proberOf } from './model';
import { blackboxSecretFile as file } from './secrets';

/** The text of `blackbox.yml`. */
export function writeBlackboxConfig(modules: BlackboxModules): string {
  return toYaml({
    modules: Object.fromEntries(Object.entries(modules).map(([name, module]) => [name, moduleConfig(module)])),
  });
}

function moduleConfig(module: BlackboxModule): object {
  const { timeout, http, tcp, grpc } = module;
  return {
    prober: proberOf(module),
    timeout,
    http: http && httpConfig(http),
    tcp: tcp && tcpConfig(tcp),
    grpc: grpc && grpcConfig(grpc),
  };
}

function httpConfig(probe: HttpProbe): object {
  const { secretHeaders, basicAuth, authorization } = probe;
  return {
    valid_status_codes: probe.validStatusCodes,
    valid_http_versions: probe.validHttpVersions,
    method: probe.method,
    headers: probe.headers,
    http_headers:
      secretHeaders &&
      Object.fromEntries(Object.entries(secretHeaders).map(([name, secret]) => [name, { files: [file(secret)] }])),
    body: probe.body,
    follow_redirects: probe.followRedirects,
    enable_http2: probe.enableHttp2,
    fail_if_ssl: probe.failIfSsl,
    fail_if_not_ssl: probe.failIfNotSsl,
    fail_if_body_matches_regexp: probe.failIfBodyMatchesRegexp,
    fail_if_body_not_matches_regexp: probe.failIfBodyNotMatchesRegexp,
    fail_if_header_matches: probe.failIfHeaderMatches?.map(headerMatch),
    fail_if_header_not_matches: probe.failIfHeaderNotMatches?.map(headerMatch),
    compression: probe.compression,
    body_size_limit: probe.bodySizeLimit,
    basic_auth: basicAuth && { username: basicAuth.username, password_file: file(basicAuth.password) },
    authorization: authorization && {
      type: authorization.type ?? 'Bearer',
      credentials_file: file(authorization.credentials),
    },
    tls_config: tlsConfig(probe.tlsConfig),
    ...family(probe),
  };
}

function tcpConfig(probe: TcpProbe): object {
  return {
    query_response: probe.queryResponse?.map(({ expect, expectBytes, labels, send, starttls }) => ({
      expect,
      expect_bytes: expectBytes,
      labels: labels && Object.entries(labels).map(([name, value]) => ({ name, value })),
      send,
      starttls,
    })),
    tls: probe.tls,
    tls_config: tlsConfig(probe.tlsConfig),
    ...family(probe),
  };
}

function grpcConfig(probe: GrpcProbe): object {
  return { service: probe.service, tls: probe.tls, tls_config: tlsConfig(probe.tlsConfig), ...family(probe) };
}

const headerMatch = ({ header, regexp, allowMissing }: HeaderMatch) => ({
  header,
  regexp,
  allow_missing: allowMissing,
});

function family({ preferredIpProtocol = 'ip4', ipProtocolFallback }: ProbeAddressFamily): object {
  return { preferred_ip_protocol: preferredIpProtocol, ip_protocol_fallback: ipProtocolFallback };
}

function tlsConfig(tls: ProbeTls | undefined): object | undefined {
  return (
    tls && {
      ca_file: tls.ca && file(tls.ca),
      cert_file: tls.clientCertificate && file(tls.clientCertificate),
      key_file: tls.clientKey && file(tls.clientKey),
      server_name: tls.serverName,
      insecure_skip_verify: tls.insecureSkipVerify,
      min_version: tls.minVersion,
    }
  );
}
