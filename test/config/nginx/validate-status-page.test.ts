import { statusServer } from '../../../lib/config/nginx/status-server';
import { validateStatusPage } from '../../../lib/config/nginx/validate-status-page';

const URI = 'http://127.0.0.1:9112/stub_status';
const check = (config: string, uri = URI) => validateStatusPage("'nginxConfig'", [config], uri);
const server = (content: string, listen = '127.0.0.1:9112') => `server { listen ${listen}; ${content} }`;
const STATUS = 'location = /stub_status { stub_status; }';

describe('a status page is found', () => {
  it.each([
    ['in our own server block', statusServer(9112), URI],
    ['inside of a whole configuration', `events {} http { include mime.types; ${server(STATUS)} }`, URI],
    ['by the older spelling', server('location /stub_status { stub_status on; }'), URI],
    ['on any address', server(STATUS, '9112'), URI],
    ['on any address of IPv6', server(STATUS, '[::]:9112'), 'http://[::1]:9112/stub_status'],
    ['by the name localhost', server(STATUS, 'localhost:9112'), URI],
    ['at port 80 where no port is written', `server { ${STATUS} }`, 'http://127.0.0.1/stub_status'],
    ['behind TLS', server(STATUS, '9112 ssl'), 'https://127.0.0.1:9112/stub_status'],
    ['under a longer prefix', server('location / { return 404; } location /stub { stub_status; }'), URI],
    ['in a nested location', server(`location / { ${STATUS} }`), URI],
    ['by a regular expression', server('location / { return 404; } location ~ ^/stub { stub_status; }'), URI],
    ['before a regular expression', server('location ^~ /stub { stub_status; } location ~ . { return 404; }'), URI],
    ['in the server itself', server('stub_status;'), URI],
    [
      'for the pod itself',
      server('deny 10.0.0.0/8; location /stub_status { stub_status; allow 127.0.0.0/8; deny all; }'),
      URI,
    ],
    ['at the better address', `${server('return 404;', '9112')} ${server(STATUS)}`, URI],
    ['by its name', `${server('return 404;')} ${server(`server_name 127.0.0.1; ${STATUS}`)}`, URI],
    ['in the default server', `${server('return 404;')} ${server(STATUS, '127.0.0.1:9112 default_server')}`, URI],
  ])('%s', (_, config, uri) => {
    expect(check(config, uri)).toEqual([]);
  });
});

describe('a status page is missed', () => {
  const BLOCK =
    "add the server block 'server { listen 127.0.0.1:9112; access_log off; location = /stub_status { stub_status; allow 127.0.0.1; deny all; } location / { return 404; } }'";
  const nobody = { what: "'nginxConfig' has no server that listens at 127.0.0.1:9112", fix: BLOCK };
  const nothing = { what: `'nginxConfig' has no location with stub_status that answers ${URI}`, fix: BLOCK };
  const denied = {
    what: `'nginxConfig' denies ${URI} to the pod itself`,
    fix: "put 'allow 127.0.0.1;' before the 'deny' of that location",
  };
  it.each([
    ['in an empty configuration', '', nobody],
    ['at another port', server('', '80'), nobody],
    ['at an address that is not loopback', server(STATUS, '10.0.0.1:9112'), nobody],
    ['on a socket', server(STATUS, 'unix:/run/nginx.sock'), nobody],
    ['in a stream', `stream { ${server(STATUS)} }`, nobody],
    ['in a location without it', server('location /stub_status { return 200; }'), nothing],
    ['in a comment', server('location = /stub_status { # stub_status;\n }'), nothing],
    ['behind a server that answers first', `${server('return 404;')} ${server(STATUS)}`, nothing],
    [
      'behind a regular expression',
      server('location /stub_status { stub_status; } location ~ . { return 404; }'),
      nothing,
    ],
    ['where all are denied', server('location = /stub_status { stub_status; deny all; }'), denied],
    ['where all are denied further out', server('deny all; location = /stub_status { stub_status; }'), denied],
    [
      'at another path',
      server('location = /basic_status { stub_status; }', '8080'),
      { ...nobody, fix: "set 'scrapeUri' to 'http://127.0.0.1:8080/basic_status'" },
    ],
    [
      'behind TLS',
      server(STATUS, '9112 ssl'),
      { what: "'nginxConfig' speaks https at 127.0.0.1:9112", fix: "begin 'scrapeUri' with 'https://'" },
    ],
    [
      'in what is no configuration',
      'server {',
      {
        what: "'nginxConfig' is no nginx configuration: a '}' is missing in line 1",
        fix: 'look at what `nginx -t` says',
      },
    ],
  ])('%s', (_, config, problem) => {
    expect(check(config)).toEqual([problem]);
  });
});
