import type { RemoteWrite } from '../../../lib/config/prometheus/model';
import { validateRemoteWrites } from '../../../lib/config/prometheus/validate-remote-write';
import { RelabelAction } from '../../../lib/model/relabeling';
import { itWithTool } from '../../tools/tool';
import { configWith } from './configs';
import { accepted } from './judge';

const url = 'https://mimir.example.com/api/v1/push';
const key = { name: 'mimir', key: 'token' };
const basicAuth = { username: 'a', password: key };

const GOOD: readonly RemoteWrite[][] = [
  [{ url: 'http://victoria:8428/api/v1/write' }],
  [{ url, authorization: { credentials: key }, headers: { 'X-Scope-OrgID': 'shop' } }],
  [{ url, basicAuth, clientCertificate: key, clientKey: key }],
  [{ url: 'http://mimir.monitoring.svc:8080/push', basicAuth }],
  [
    {
      url: 'http://mimir-0.mimir.monitoring.svc.cluster.local/push',
      authorization: { type: 'Token', credentials: key },
    },
  ],
  [
    { url, sigv4: {} },
    { url, sigv4: { region: 'eu-central-1' } },
  ],
  [
    { url, name: 'a' },
    { url, name: 'b' },
  ],
  [{ url, queue: { minShards: 5, maxShards: 5, minBackoff: '5s' }, tls: { insecureSkipVerify: true } }],
];

/** What we say, and whether Prometheus refuses it when it reads the file. */
const BAD: readonly (readonly [what: string, all: readonly RemoteWrite[], alsoRefused: boolean])[] = [
  ["[0]: 'url' is 'mimir:8080/push'; its scheme must be http or https", [{ url: 'mimir:8080/push' }], false],
  ["[0]: 'url' holds a user or a password", [{ url: 'https://u:p@mimir.example.com' }], false],
  ["[0]: 'name' is empty", [{ url, name: '' }], false],
  [
    "[1]: 'name' is 'a', as another's is",
    [
      { url, name: 'a' },
      { url: `${url}/2`, name: 'a' },
    ],
    true,
  ],
  ['[1]: it is the same as another', [{ url }, { url }], false],
  ["[0]: 'remoteTimeout' is '30', which is no duration", [{ url, remoteTimeout: '30' }], true],
  [
    "[0]: 'headers' sets 'Authorization', which is for credentials",
    [{ url, headers: { Authorization: 'Bearer x' } }],
    true,
  ],
  ["[0]: 'headers' sets 'X-Api-Key', which is for credentials", [{ url, headers: { 'X-Api-Key': 'x' } }], false],
  ["[0]: 'headers' sets 'User-Agent', which Prometheus writes itself", [{ url, headers: { 'User-Agent': 'x' } }], true],
  ["[0]: 'headers' holds 'X Y', which is no header", [{ url, headers: { 'X Y': 'x' } }], false],
  [
    "[0]: 'authorization.credentials' is no reference to a Secret",
    [{ url, authorization: { credentials: 'abc' as never } }],
    false,
  ],
  ["[0]: 'basicAuth.username' is empty", [{ url, basicAuth: { username: '', password: key } }], false],
  ["[0]: 'authorization.type' is 'Basic'", [{ url, authorization: { type: 'Basic', credentials: key } }], true],
  ["[0]: 'authorization.type' is 'a b'", [{ url, authorization: { type: 'a b', credentials: key } }], false],
  ["[0]: 'authorization', 'sigv4' are given together", [{ url, authorization: { credentials: key }, sigv4: {} }], true],
  [
    "[0]: 'authorization', 'basicAuth' are given together",
    [{ url, authorization: { credentials: key }, basicAuth }],
    true,
  ],
  ...[
    'http://a',
    'http://mimir.example.com',
    'http://svc',
    'http://a.svc',
    'http://10.0.0.1',
    'http://a.b.svc.example.com',
  ].map(
    (plain) => ["[0]: 'basicAuth.password' would travel in clear text", [{ url: plain, basicAuth }], false] as const,
  ),
  [
    "[0]: 'authorization.credentials' would travel in clear text",
    [{ url: 'http://a', authorization: { credentials: key } }],
    false,
  ],
  ["[0]: 'sigv4.region' is 'Frankfurt am Main'", [{ url, sigv4: { region: 'Frankfurt am Main' } }], false],
  ["[0]: 'sigv4.roleArn' is 'writer'", [{ url, sigv4: { roleArn: 'writer' } }], false],
  ["[0]: 'tls' is given for plain http", [{ url: 'http://a', tls: { caFile: '/ca.crt' } }], false],
  ["[0]: of 'clientCertificate' and 'clientKey' one is missing", [{ url, clientKey: key }], true],
  [
    "[0]: 'clientCertificate' is given for plain http",
    [{ url: 'http://a', clientCertificate: key, clientKey: key }],
    false,
  ],
  [
    "[0]: writeRelabelings[0]: action 'drop' needs 'regex'",
    [{ url, writeRelabelings: [{ sourceLabels: ['a'], action: RelabelAction.DROP }] }],
    false,
  ],
  ["[0]: queue: 'capacity' is 0", [{ url, queue: { capacity: 0 } }], true],
  ["[0]: queue: 'maxSamplesPerSend' is 1.5", [{ url, queue: { maxSamplesPerSend: 1.5 } }], false],
  ["[0]: queue: 'minShards' is 60, above 'maxShards' 50", [{ url, queue: { minShards: 60 } }], true],
  ["[0]: queue: 'minBackoff' is '10s', above 'maxBackoff' '5s'", [{ url, queue: { minBackoff: '10s' } }], true],
  [
    "[0]: queue: 'sampleAgeLimit' is 'never', which is no duration",
    [{ url, queue: { sampleAgeLimit: 'never' } }],
    true,
  ],
];

describe('validateRemoteWrites', () => {
  it.each(GOOD.map((all) => [all]))('takes %j', (all) => {
    expect(validateRemoteWrites(all)).toEqual([]);
  });

  it.each(BAD)('says: remoteWrite%s', (what, all) => {
    expect(validateRemoteWrites(all).map((problem) => problem.what)).toEqual([`remoteWrite${what}`]);
  });

  itWithTool('promtool', 'takes nothing that Prometheus refuses', (promtool) => {
    const config = (remoteWrite: readonly RemoteWrite[]) => configWith({ remoteWrite });
    expect(accepted(promtool, GOOD.map(config))).toEqual(GOOD.map(() => true));
    // A literal in the place of a reference cannot even be written.
    const written = BAD.filter(([what]) => !what.includes('no reference'));
    const verdicts = accepted(
      promtool,
      written.map(([, all]) => config(all)),
    );
    expect(written.map(([what], i) => [what, !verdicts[i]])).toEqual(
      written.map(([what, , refused]) => [what, refused]),
    );
  });
});
