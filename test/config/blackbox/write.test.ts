import { DEFAULT_MODULES } from '../../../lib/config/blackbox/default-modules';
import { secretsOfModules } from '../../../lib/config/blackbox/secrets';
import { validateModules } from '../../../lib/config/blackbox/validate';
import { writeBlackboxConfig } from '../../../lib/config/blackbox/write';
import { itWithTool } from '../../tools/tool';
import { verdict } from './judge';
import { SAMPLES } from './samples';

it('writes the default modules, which prefer IPv4', () => {
  expect(writeBlackboxConfig(DEFAULT_MODULES)).toBe(`modules:
  http_2xx:
    prober: http
    http:
      preferred_ip_protocol: ip4
  http_post_2xx:
    prober: http
    http:
      method: POST
      preferred_ip_protocol: ip4
  tcp_connect:
    prober: tcp
    tcp:
      preferred_ip_protocol: ip4
  tcp_connect_tls:
    prober: tcp
    tcp:
      tls: true
      preferred_ip_protocol: ip4
  grpc:
    prober: grpc
    grpc:
      tls: true
      preferred_ip_protocol: ip4
  grpc_plain:
    prober: grpc
    grpc:
      preferred_ip_protocol: ip4
`);
});

it('writes every option of HTTP, and credentials as files', () => {
  const { http_every_option } = SAMPLES;
  expect(writeBlackboxConfig({ http_every_option: http_every_option ?? {} })).toBe(`modules:
  http_every_option:
    prober: http
    timeout: 5s
    http:
      valid_status_codes:
        - 200
        - 204
      valid_http_versions:
        - HTTP/1.1
        - HTTP/2.0
      method: POST
      headers:
        Accept-Language: en
        Host: shop.example.com
        Accept-Encoding: gzip
      http_headers:
        X-Api-Key:
          files:
            - /etc/blackbox_exporter/secrets/shop-login/api-key
      body: '{"ping": true}'
      follow_redirects: false
      enable_http2: true
      fail_if_not_ssl: true
      fail_if_body_matches_regexp:
        - (?i)out of order
        - maintenance|closed
      fail_if_body_not_matches_regexp:
        - '"status":\\s*"ok"'
      fail_if_header_matches:
        - header: Set-Cookie
          regexp: .*
          allow_missing: true
      fail_if_header_not_matches:
        - header: Content-Type
          regexp: json
      compression: gzip
      body_size_limit: 10MB
      basic_auth:
        username: probe
        password_file: /etc/blackbox_exporter/secrets/shop-login/password
      tls_config:
        ca_file: /etc/blackbox_exporter/secrets/shop-login/ca.crt
        cert_file: /etc/blackbox_exporter/secrets/shop-login/tls.crt
        key_file: /etc/blackbox_exporter/secrets/shop-login/tls.key
        server_name: shop.example.com
        min_version: TLS12
      preferred_ip_protocol: ip6
      ip_protocol_fallback: false
`);
});

it('names each Secret key once, with all that it is for', () => {
  expect(secretsOfModules(SAMPLES).map(({ secret, purpose }) => [secret.key, purpose])).toEqual([
    ['password', "password of blackbox module 'http_every_option'"],
    ['api-key', "header X-Api-Key of blackbox module 'http_every_option'"],
    [
      'ca.crt',
      "certificate of the authority (PEM) of blackbox module 'http_every_option'; certificate of the authority (PEM) of blackbox module 'grpc_orders'",
    ],
    ['tls.crt', "client certificate (PEM) of blackbox module 'http_every_option'"],
    ['tls.key', "private key of the client certificate (PEM) of blackbox module 'http_every_option'"],
    ['token', "credentials of blackbox module 'http_token'"],
  ]);
});

describe('modules that are right', () => {
  it.each(Object.entries({ ...DEFAULT_MODULES, ...SAMPLES }))('%s', (name, module) => {
    expect(validateModules({ [name]: module })).toEqual([]);
  });

  itWithTool('blackbox_exporter', 'are taken by the exporter, each of them', (exporter) => {
    const said = Object.entries({ ...DEFAULT_MODULES, ...SAMPLES }).map(([name, module]) => [
      name,
      verdict(exporter, { [name]: module }),
    ]);
    expect(said.filter(([, why]) => why !== '')).toEqual([]);
    expect(said.length).toBeGreaterThan(12);
  });
});
