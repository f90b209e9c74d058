import { prometheusSecretFile, secretsOf } from '../../../lib/config/prometheus/secrets';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import { configWith, jobWith } from './configs';

const password = { name: 'shop', key: 'password' };
const jobToken = { name: 'shop', key: 'token' };
const token = { name: 'mimir', key: 'token' };
const certificate = { name: 'mimir', key: 'tls.crt' };
const clientKey = { name: 'mimir', key: 'tls.key' };
const url = 'https://mimir.example.com';

const CONFIG = configWith({
  jobs: [
    jobWith({ basicAuth: { username: 'a', password } }),
    jobWith({ name: 'cart', basicAuth: { username: 'a', password } }),
    jobWith({ name: 'token', authorization: { credentials: jobToken } }),
    jobWith({ name: 'open' }),
  ],
  remoteWrite: [
    { url, authorization: { credentials: token }, clientCertificate: certificate, clientKey },
    { url, name: 'vm', basicAuth: { username: 'a', password: { name: 'vm', key: 'password' } } },
  ],
});

describe('secretsOf', () => {
  it('lists each key once, with all that it is for', () => {
    expect(secretsOf(CONFIG)).toEqual([
      { secret: password, purpose: "password to scrape job 'shop'; password to scrape job 'cart'" },
      { secret: jobToken, purpose: "credentials to scrape job 'token'" },
      { secret: token, purpose: `credentials of remote write ${url}` },
      { secret: certificate, purpose: `client certificate of remote write ${url} (PEM)` },
      { secret: clientKey, purpose: `private key of the client certificate of remote write ${url} (PEM)` },
      { secret: { name: 'vm', key: 'password' }, purpose: "password of remote write 'vm'" },
    ]);
  });

  it('lists nothing where there is nothing', () => {
    expect(secretsOf(configWith({ jobs: [jobWith({})] }))).toEqual([]);
  });

  it('lists just the files that the config reads', () => {
    const read = writePrometheusConfig(CONFIG).match(/\/etc\/prometheus\/secrets\/\S+/g) ?? [];
    expect([...new Set(read)].sort()).toEqual(
      secretsOf(CONFIG)
        .map(({ secret }) => prometheusSecretFile(secret))
        .sort(),
    );
    expect(prometheusSecretFile(password)).toBe('/etc/prometheus/secrets/shop/password');
  });
});
