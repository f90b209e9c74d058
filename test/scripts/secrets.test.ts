import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../tools/app-folder';

type Cluster = Record<string, Record<string, Record<string, string>>>;

const list = [
  'namespace\tsecret\tkey\tprovision\tpurpose',
  'monitoring\tslack\turl\tvalue\tincoming webhook of #alerts',
  'monitoring\tweb\tcookie\trandom\tsession cookie of both replicas',
  'monitoring\tweb\tpassword\trandom\tpassword of the page',
  '',
].join('\n');

const base64 = (text: string) => Buffer.from(text).toString('base64');
const plain = (text: string | undefined) => Buffer.from(text ?? '', 'base64').toString();

describe('npm run secrets', () => {
  let folder: string;
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const cluster = () => JSON.parse(read('cluster.json')) as Cluster;
  const startWith = (start: Cluster) => write('cluster.json', JSON.stringify(start));
  const run = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => {
    write('calls', '');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'scripts/secrets.mjs'), ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: join(folder, 'bin'), CLUSTER: join(folder, 'cluster.json'), CALLS: join(folder, 'calls'), ...env },
    });
    return { status, stdout, stderr };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    mkdirSync(join(folder, 'bin'));
    symlinkSync(process.execPath, join(folder, 'bin', 'node'));
    symlinkSync(join(__dirname, 'kubectl-stand-in.mjs'), join(folder, 'bin', 'kubectl'));
    write('dist/secrets.tsv', list);
    startWith({ monitoring: {} });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes what a random value serves for, lists the rest and exits 3', () => {
    expect(run()).toEqual({
      status: 3,
      stderr: '',
      stdout: [
        'added    monitoring/web cookie (random)',
        'added    monitoring/web password (random)',
        'missing  monitoring/slack url: incoming webhook of #alerts; put it into DIR/slack/url',
        'then run: npm run secrets -- --from DIR',
        '',
      ].join('\n'),
    });
    const { web, slack } = cluster().monitoring ?? {};
    expect(slack).toBeUndefined();
    expect(plain(web?.cookie)).toMatch(/^[-_A-Za-z0-9]{43}$/);
    expect(plain(web?.password)).toMatch(/^[-_A-Za-z0-9]{43}$/);
    expect(web?.cookie).not.toBe(web?.password);
  });

  it('takes values from files, less their final line break, and prefers them to random ones', () => {
    write('own/slack/url', 'https://hooks.example/x \n');
    write('own/web/password', 'chosen');
    const { status, stdout } = run(['--from', 'own']);
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        'added    monitoring/slack url (from own/slack/url)',
        'added    monitoring/web cookie (random)',
        'added    monitoring/web password (from own/web/password)',
        '',
      ].join('\n'),
    );
    expect(plain(cluster().monitoring?.slack?.url)).toBe('https://hooks.example/x ');
    expect(plain(cluster().monitoring?.web?.password)).toBe('chosen');
  });

  it('leaves keys that exist alone and adds a missing one beside them', () => {
    write('own/slack/url', 'new');
    startWith({ monitoring: { slack: { url: base64('old') }, web: { cookie: base64('kept'), other: base64('too') } } });
    const { status, stdout } = run(['--from', 'own']);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('added'))).toEqual([
      'added    monitoring/web password (random)',
    ]);
    expect(cluster()).toEqual({
      monitoring: {
        slack: { url: base64('old') },
        web: { cookie: base64('kept'), other: base64('too'), password: expect.any(String) },
      },
    });
    const before = cluster();
    expect(run(['--from', 'own']).status).toBe(0);
    expect(cluster()).toEqual(before);
    expect(read('calls')).not.toContain('apply');
  });

  it('never shows a value: not in its output, not on a command line', () => {
    write('own/slack/url', 'a-literal-secret');
    const good = run(['--from', 'own']);
    const values = Object.values(cluster().monitoring ?? {}).flatMap(Object.values) as string[];
    startWith({ monitoring: {} });
    const refused = run(['--from', 'own'], { REFUSE: '1' });
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('***') });
    const shown = [good.stdout, good.stderr, refused.stdout, refused.stderr, read('calls')].join('\n');
    expect(values).toHaveLength(3);
    for (const value of [...values, ...values.map(plain), base64('a-literal-secret'), 'a-literal-secret']) {
      expect(shown).not.toContain(value);
    }
  });

  it('makes a pull secret of the type that Kubernetes takes, and no other', () => {
    const login = JSON.stringify({ auths: { 'registry.example.com': { auth: base64('me:x') } } });
    write('dist/secrets.tsv', `${list}monitoring\tregistry\t.dockerconfigjson\tvalue\tlogin\n`);
    write('own/registry/.dockerconfigjson', `${login}\n`);
    write('own/slack/url', 'x');
    const { status, stdout } = run(['--from', 'own']);
    expect(status).toBe(0);
    expect(stdout).toContain('added    monitoring/registry .dockerconfigjson (from own/registry/.dockerconfigjson)\n');
    expect(plain(cluster().monitoring?.registry?.['.dockerconfigjson'])).toBe(login);
    expect(read('cluster.json.types')).toBe('registry kubernetes.io/dockerconfigjson\n');
  });

  const certificate = ['ca.crt', 'tls.crt', 'tls.key']
    .map((key) => `logging\tes-tls\t${key}\tcertificate es.logging.svc,*.es-headless.logging.svc\tidentity of es\n`)
    .join('');
  const header = `${list.split('\n')[0]}\n`;

  it('makes a certificate that both sides can verify, of an authority that nobody else can use', () => {
    write('dist/secrets.tsv', `${header}${certificate}`);
    startWith({ logging: {} });
    const { status, stdout } = run();
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('added    logging/es-tls tls.key (certificate of its own authority)\n'),
    });
    const pem = (key: string) => plain(cluster().logging?.['es-tls']?.[key]);
    const [server, authority] = [new X509Certificate(pem('tls.crt')), new X509Certificate(pem('ca.crt'))];
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.checkPrivateKey(createPrivateKey(pem('tls.key')))).toBe(true);
    expect(authority.checkPrivateKey(createPrivateKey(pem('tls.key')))).toBe(false);
    expect(server.checkHost('es.logging.svc')).toBe('es.logging.svc');
    expect(server.checkHost('es-0.es-headless.logging.svc')).toBe('*.es-headless.logging.svc');
    expect(server.checkHost('other.logging.svc')).toBeUndefined();
    expect([server.ca, authority.ca]).toEqual([false, true]);
    expect(Date.parse(server.validTo) - Date.now()).toBeGreaterThan(9 * 365 * 86_400_000);
    expect(server.serialNumber).not.toBe(authority.serialNumber);
    const before = cluster();
    expect(run().status).toBe(0);
    expect(cluster()).toEqual(before);
  });

  it('adds nothing of its own to a part of a certificate that is there or given', () => {
    write('dist/secrets.tsv', `${header}${certificate}`);
    startWith({ logging: { 'es-tls': { 'ca.crt': base64('theirs') } } });
    write('own/es-tls/tls.crt', 'given');
    const { status, stdout } = run(['--from', 'own']);
    expect(status).toBe(3);
    expect(stdout).toContain('added    logging/es-tls tls.crt (from own/es-tls/tls.crt)\n');
    expect(stdout).toContain('missing  logging/es-tls tls.key: identity of es; put it into own/es-tls/tls.key\n');
  });

  const copies = [
    'agents\tes-tls\tca.crt\tcopy logging\tauthority of es',
    'agents\tweb\tpassword\tcopy monitoring\tlogin',
  ];

  it('copies what another namespace has, or gets in the same run', () => {
    write('dist/secrets.tsv', `${header}${copies.join('\n')}\n${certificate}`);
    startWith({ logging: {}, agents: {}, monitoring: { web: { password: base64('theirs') } } });
    expect(run(['--dry-run'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('would add agents/es-tls ca.crt (copy of logging)\n'),
    });
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).toContain('added    agents/web password (copy of monitoring)\n');
    expect(plain(cluster().agents?.web?.password)).toBe('theirs');
    expect(cluster().agents?.['es-tls']).toEqual({ 'ca.crt': cluster().logging?.['es-tls']?.['ca.crt'] });
  });

  it('misses a copy of what is nowhere', () => {
    write('dist/secrets.tsv', `${header}${copies[1]}\n`);
    startWith({ agents: {}, monitoring: {} });
    const { status, stdout } = run();
    expect(status).toBe(3);
    expect(stdout).toContain(
      'missing  agents/web password: login (copy of monitoring, which has none); put it into DIR/web/password\n',
    );
  });

  describe('with certificates that cert-manager makes', () => {
    const issued = [
      'agents\tes-tls\tca.crt\tcopy logging\tauthority of es',
      'logging\tes-tls\tca.crt\tcert-manager es-tls\tauthority of es',
      'logging\tes-tls\ttls.key\tcert-manager es-tls\tkey of es',
    ];
    beforeEach(() => {
      write('dist/secrets.tsv', `${header}${issued.join('\n')}\n`);
      startWith({ agents: {}, logging: {} });
    });

    it('waits for nothing, and says what it leaves to it', () => {
      expect(run()).toEqual({
        status: 3,
        stderr: '',
        stdout: [
          "waiting  logging/es-tls ca.crt: cert-manager makes it, by Certificate 'es-tls'",
          "waiting  logging/es-tls tls.key: cert-manager makes it, by Certificate 'es-tls'",
          "waiting  agents/es-tls ca.crt: copy of logging, where cert-manager makes it, by Certificate 'es-tls'",
          'once cert-manager has made its own, run again: npm run secrets',
          '',
        ].join('\n'),
      });
      expect(cluster()).toEqual({ agents: {}, logging: {} });
    });

    it('makes the copies when they are there, and is done', () => {
      startWith({ agents: {}, logging: { 'es-tls': { 'ca.crt': base64('theirs'), 'tls.key': base64('key') } } });
      for (const what of ['added   ', 'exists  ']) {
        const { status, stdout } = run();
        expect({ status, stdout }).toEqual({
          status: 0,
          stdout: [
            'exists   logging/es-tls ca.crt',
            'exists   logging/es-tls tls.key',
            `${what} agents/es-tls ca.crt${what.trim() === 'added' ? ' (copy of logging)' : ''}`,
            '',
          ].join('\n'),
        });
        expect(cluster().agents).toEqual({ 'es-tls': { 'ca.crt': base64('theirs') } });
      }
    });

    it('tells of a copy of what it has made anew, and leaves it alone', () => {
      const start = {
        agents: { 'es-tls': { 'ca.crt': base64('former') } },
        logging: { 'es-tls': { 'ca.crt': base64('new'), 'tls.key': base64('key') } },
      };
      startWith(start);
      const { status, stdout } = run();
      expect(status).toBe(0);
      expect(stdout).toContain(
        'differs  agents/es-tls ca.crt: logging has another value by now; delete this one, and run again to copy it\n',
      );
      expect(cluster()).toEqual(start);
    });

    it('tells them from what somebody has to give', () => {
      write('dist/secrets.tsv', `${list}${issued.join('\n')}\n`);
      startWith({ agents: {}, logging: {}, monitoring: {} });
      const { stdout } = run();
      expect(stdout.trim().split('\n').slice(-3)).toEqual([
        'missing  monitoring/slack url: incoming webhook of #alerts; put it into DIR/slack/url',
        'then run: npm run secrets -- --from DIR',
        'once cert-manager has made its own, run again: npm run secrets -- --from DIR',
      ]);
    });

    it('puts nothing in the place of what it makes, and takes a copy from a file all the same', () => {
      write('own/es-tls/ca.crt', 'given');
      write('own/es-tls/tls.key', 'given');
      const { stdout } = run(['--from', 'own']);
      expect(stdout).toContain('unused   own/es-tls/tls.key: dist/secrets.tsv expects no such Secret and key\n');
      expect(cluster()).toEqual({ agents: { 'es-tls': { 'ca.crt': base64('given') } }, logging: {} });
    });
  });

  it('changes nothing with --dry-run', () => {
    const { status, stdout } = run(['--dry-run']);
    expect(status).toBe(3);
    expect(stdout).toContain('would add monitoring/web cookie (random)\n');
    expect(cluster()).toEqual({ monitoring: {} });
  });

  it('asks for the namespace, or makes it with --create-namespaces', () => {
    startWith({});
    expect(run()).toEqual({
      status: 1,
      stdout: '',
      stderr: "namespace 'monitoring' does not exist; run 'kubectl apply -f dist/', or give --create-namespaces\n",
    });
    expect(cluster()).toEqual({});
    expect(run(['--create-namespaces', '--dry-run']).status).toBe(3);
    expect(cluster()).toEqual({});
    expect(run(['--create-namespaces']).status).toBe(3);
    expect(Object.keys(cluster().monitoring ?? {})).toEqual(['web']);
  });

  it('hands --kubeconfig and --context on', () => {
    run(['--kubeconfig', '/a/config', '--context', 'east']);
    const calls = read('calls').trim().split('\n');
    expect(calls.length).toBeGreaterThan(3);
    for (const call of calls)
      expect(JSON.parse(call).slice(0, 4)).toEqual(['--kubeconfig', '/a/config', '--context', 'east']);
  });

  it('names files that no expected Secret reads', () => {
    write('own/slak/url', 'x');
    expect(run(['--from', 'own']).stdout).toContain(
      'unused   own/slak/url: dist/secrets.tsv expects no such Secret and key\n',
    );
  });

  it.each([
    [
      'there is no list',
      () => rmSync(join(folder, 'dist/secrets.tsv')),
      "there is no dist/secrets.tsv; run 'npm run synth', or name the list with --list",
    ],
    [
      'the list has no header',
      () => write('dist/secrets.tsv', 'monitoring\tslack\n'),
      'dist/secrets.tsv: the first line is not the columns namespace, secret, key, provision, purpose',
    ],
    [
      'a line is broken',
      () => write('dist/secrets.tsv', `${list}monitoring\tx\ty\tmaybe\tz\n`),
      "dist/secrets.tsv:5: not 5 columns with 'random', 'value', 'certificate …', 'cert-manager …' or 'copy …' as the fourth",
    ],
    [
      'a file is empty',
      () => write('own/slack/url', '\n'),
      'own/slack/url is empty; put the value into it, or remove it',
    ],
    [
      '--from does not exist',
      () => rmSync(join(folder, 'own'), { recursive: true }),
      "--from is 'own', which does not exist; name a folder",
    ],
    ['there is no kubectl', () => rmSync(join(folder, 'bin/kubectl')), 'PATH has no kubectl; install it'],
  ])('exits 1 and says so when %s', (_, spoil, message) => {
    write('own/web/password', 'x');
    spoil();
    expect(run(['--from', 'own'])).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
  });
});
