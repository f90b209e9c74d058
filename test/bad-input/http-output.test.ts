import { HttpOutput } from '../../lib/logging/outputs/http-output';
import { type Row, refuses, unchecked } from './tools';

const http = (settings: object) => () =>
  new HttpOutput('http', unchecked({ url: 'https://in.example.com', ...settings }));

const key = { name: 'logs', key: 'password' };
const user = { username: 'writer', password: key };

describe('HttpOutput refuses', () => {
  refuses([
    [
      'a credential among headers',
      http({ headers: { Authorization: 'Bearer x' } }),
      "output 'http': 'headers' sets 'Authorization', which is a credential; keep it in a Secret, and refer to that with 'authorization'",
    ],
    ...[
      'DD-API-KEY',
      'X-Token',
      'X-Auth-Token',
      'X-Auth',
      'X-License-Key',
      'X-Insert-Key',
      'Ocp-Apim-Subscription-Key',
      'Cookie',
      'Proxy-Authorization',
    ].map(
      (header): Row => [
        `a credential as header ${header}`,
        http({ headers: { [header]: 'x' } }),
        `output 'http': 'headers' sets '${header}', which is a credential; keep it in a Secret, and refer to that with 'secretHeaders'`,
      ],
    ),
    [
      'a credential by what it looks like',
      http({ headers: { 'X-Upstream': 'Basic eDp5' } }),
      "output 'http': 'headers' sets 'X-Upstream', which is a credential; keep it in a Secret, and refer to that with 'secretHeaders'",
    ],
    ...['dd-api-key', 'license_key', 'sig', 'X-Amz-Signature'].map(
      (name): Row => [
        `a credential in the address as ${name}`,
        http({ url: `https://logs.example.com/v2?source=shop&${name}=x` }),
        `output 'http': 'url' has the parameter '${name}', which is a credential; keep it in a Secret, and send it as a header with 'secretHeaders' or 'authorization'`,
      ],
    ),
    [
      'a header that is none',
      http({ headers: { 'X Team': 'shop' } }),
      "output 'http': 'headers' holds 'X Team: shop', which is no header; use letters, numbers and '-', and a value of one line without '$', such as { 'X-Team': 'shop' }",
    ],
    [
      'a secret header that is none',
      http({ secretHeaders: { 'X Key': key } }),
      "output 'http': 'secretHeaders' holds 'X Key', which no header is named; use letters, numbers and '-', such as { 'X-Api-Key': { name: 'logs', key: 'api-key' } }",
    ],
    [
      'a secret that is written down',
      http({ secretHeaders: { 'X-Api-Key': 'hunter2' } }),
      "output 'http': 'secretHeaders.X-Api-Key' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
    ],
    [
      'a login as secret header',
      http({ secretHeaders: { authorization: key } }),
      "output 'http': 'secretHeaders' sets 'authorization', which 'authorization' and 'user' do; write authorization: { type: 'Bearer', credentials: { name: 'logs', key: 'token' } }",
    ],
    [
      'a header twice',
      http({ headers: { 'X-Team': 'shop' }, secretHeaders: { 'x-team': key } }),
      "output 'http': 'X-Team' and 'x-team' are one header; leave one out",
    ],
    [
      'a secret header over a network of others in the clear',
      http({ url: 'http://in.example.com', secretHeaders: { 'X-Api-Key': key } }),
      "output 'http': 'url' is 'http://in.example.com', over which a password would be sent for everybody to read; use 'https://in.example.com'",
    ],
    [
      'two logins',
      http({ user, authorization: { credentials: key } }),
      "output 'http': 'user' and 'authorization' are set together; keep one of them",
    ],
    [
      'an address of another scheme',
      http({ url: 'ftp://in.example.com' }),
      "output 'http': 'url' is 'ftp://in.example.com'; its scheme must be http or https; use a URL such as 'https://example.com/path'",
    ],
  ]);
});

it.each([{ 'X-Team': 'shop' }, { 'X-Source': 'authors' }, { 'X-Partition-Key': 'eu' }, { 'X-Bypass': '1' }])(
  'HttpOutput takes %j as header',
  (headers) => {
    expect(http({ headers, url: 'https://in.example.com/in?design=new&key=shop' })).not.toThrow();
  },
);
