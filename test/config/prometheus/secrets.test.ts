import { prometheusSecretFile, secretsOf } from '../../../lib/config/prometheus/secrets';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import { configWith, jobWith } from './configs';

const password = { name: 'shop', key: 'password' };
const token = { name: 'mimir', key: 'token' };
const certificate = { name: 'mimir', key: 'tls.crt' };
const clientKey = { name: 'mimir', key: 'tls.key' };
const url = 'https://mimir.example.com';

const CONFIG = configWith({
  jobs: [
    jobWith({ username: 'a', password }),
    jobWith({ name: 'cart', username: 'a', password }),
    jobWith({ name: 'open' }),
  ],
  remoteWrite: [
    { url, bearerToken: token, clientCertificate: certificate, clientKey },
    { url, name: 'vm', username: 'a', password: { name: 'vm', key: 'password' } },
  ],
});

describe('secretsOf', () => {
  it('lists each key once, with all that it is for', () => {
    expect(secretsOf(CONFIG)).toEqual([
      { secret: password, purpose: "password to scrape job 'shop'; password to scrape job 'cart'" },
      { secret: token, purpose: `bearer token of remote write ${url}` },
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
