import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SearchBootstrap, type SearchBootstrapProps } from '../../../lib/logging/bootstrap/search-bootstrap';
import { LoggingStack } from '../../../lib/logging/stack/logging-stack';
import { type ISearchEndpoint, SearchEngine } from '../../../lib/model/search-endpoint';
import type { Made } from '../../tools/api-route';
import { certificate } from '../../tools/certificate';
import { freePorts } from '../../tools/program';
import { Api, type SearchServer, startSearchServer } from '../../tools/search-server';
import { type Manifest, newChart, only, synth } from '../../tools/synth';
import { itWithTools } from '../../tools/tool';
import { runJob, type Secrets } from './bootstrap-run';

const secrets: Secrets = {
  elastic: { password: 'q"uo\\te &$1 %s `x` #\'é' },
  'kibana-system': { password: 'ki"ba\\na & co' },
  'fluent-bit': { password: 'fb-password' },
  shop: { password: 'shop-password' },
};
const password = secrets.elastic?.password as string;

const full: Omit<SearchBootstrapProps, 'search'> = {
  kibanaPassword: { name: 'kibana-system', key: 'password' },
  indices: [{ prefix: 'logstash' }, { prefix: 'logstash-test', retention: '3d' }, { prefix: 'audit', dated: false }],
  dataStreams: [
    { pattern: 'logs-shop-*', retention: '30d' },
    { pattern: 'logs-shop-default', keepForever: true },
  ],
  writers: [
    { username: 'fluent-bit', password: { name: 'fluent-bit', key: 'password' } },
    { username: 'shop', password: { name: 'shop', key: 'password' }, indices: ['logs-shop-orders'] },
  ],
};

/** One of each. */
const small: Omit<SearchBootstrapProps, 'search'> = {
  kibanaPassword: full.kibanaPassword,
  indices: full.indices?.slice(0, 1),
  dataStreams: full.dataStreams?.slice(0, 1),
  writers: full.writers?.slice(0, 1),
};

function job(search: Partial<ISearchEndpoint> & { url: string }, props: Omit<SearchBootstrapProps, 'search'> = full) {
  const chart = newChart('logging');
  new SearchBootstrap(chart, 'Bootstrap', {
    search: {
      engine: SearchEngine.ELASTICSEARCH,
      admin: { username: 'elastic', password: { name: 'elastic', key: 'password' } },
      dataNodes: 3,
      ...search,
    },
    ...props,
  });
  return synth(chart);
}

let server: SearchServer | undefined;
afterEach(() => server?.stop());

const real = (title: string, body: () => Promise<void>) => itWithTools(['bash', 'curl'], title, body, 120_000);

/** Ends and begins again in the midst, wherever that is: the state after it is that of a run without trouble. */
async function survivesAnyCrash(api: Api, manifestsOf: (url: string) => Manifest[], user?: string): Promise<void> {
  const whole = await startSearchServer(api, { password, user });
  const { code, output } = await runJob(manifestsOf(whole.url), { secrets });
  await whole.stop();
  expect({ code, output }).toMatchObject({ code: 0 });
  for (let taken = 0; taken < whole.log.length; taken += 1) {
    server = await startSearchServer(api, { password, user });
    const manifests = manifestsOf(server.url);
    server.limit(taken, taken % 2 === 0 ? 'status' : 'hang up');
    const broken = await runJob(manifests, { secrets, env: { WAIT_SECONDS: '0' } });
    expect(broken).toMatchObject({ code: 1, output: expect.stringContaining('does not answer') });
    server.limit(undefined);
    expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
    expect(server.made).toEqual(whole.made);
    await server.stop();
  }
}

describe('the Job for Elasticsearch', () => {
  real('sets everything up, and the same when it is run again', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password });
    const manifests = job({ url: server.url });
    const { code, output } = await runJob(manifests, { secrets });
    expect(output).toContain('bootstrap: done, 28 requests');
    expect(code).toBe(0);
    const made = structuredClone(server.made);
    expect(made.passwords).toEqual({ kibana_system: { password: secrets['kibana-system']?.password } });
    expect(made.users).toEqual({
      'fluent-bit': { password: 'fb-password', roles: ['fluent-bit-writer'] },
      shop: { password: 'shop-password', roles: ['shop-writer'] },
    });
    expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
    expect(server.made).toEqual(made);
  });

  real('makes the user, the role and the index template of an app that writes itself', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password });
    const chart = newChart('logging');
    new LoggingStack(chart, 'Logging', {
      search: {
        engine: SearchEngine.ELASTICSEARCH,
        url: server.url,
        admin: { username: 'elastic', password: { name: 'elastic', key: 'password' } },
        dataNodes: 3,
      },
      dashboards: { enabled: false },
      otherLogs: { dataset: 'cluster-a' },
      retention: '7d',
      writer: { username: 'fluent-bit', password: { name: 'fluent-bit', key: 'password' } },
      writers: [
        {
          username: 'shop',
          password: { name: 'shop', key: 'password' },
          dataset: 'orders',
          retention: '30d',
          shards: 2,
        },
      ],
    });
    expect(await runJob(synth(chart), { secrets })).toMatchObject({ code: 0 });
    const { users, roles, templates, policies } = server.made;
    expect(users?.shop).toEqual({ password: 'shop-password', roles: ['shop-writer'] });
    expect(roles?.['shop-writer']).toMatchObject({
      indices: [{ names: ['orders-20*.*.*', 'rejected-logs-20*.*.*'], privileges: ['auto_configure', 'create_doc'] }],
    });
    expect(templates?.['observability-orders']).toMatchObject({
      index_patterns: ['orders-20*.*.*'],
      template: { settings: { index: { number_of_shards: 2, lifecycle: { name: 'observability-30d' } } } },
    });
    expect(policies?.['observability-30d']).toMatchObject({ policy: { phases: { delete: { min_age: '31d' } } } });
  });

  real('gives retention, shards and copies to indices and streams that are there already', async () => {
    const failures = '.fs-logs-shop-default-2030.01.31-000001';
    const made: Made = {
      indices: { 'logstash-2030.01.31': {}, audit: {}, other: {}, [failures]: {} },
      dataStreams: { 'logs-shop-default': {} },
    };
    server = await startSearchServer(Api.ELASTICSEARCH, { password, made });
    await runJob(job({ url: server.url }), { secrets });
    const settings = { number_of_replicas: 1, default_pipeline: 'observability-rejects' };
    expect(made.indices).toEqual({
      'logstash-2030.01.31': { index: { ...settings, lifecycle: { name: 'observability-7d' } } },
      audit: { index: { ...settings, lifecycle: { name: null } } },
      other: {},
      [failures]: { index: { number_of_replicas: 1 } },
    });
    expect(made.dataStreams).toEqual({
      'logs-shop-default': expect.objectContaining({ failure_store: expect.anything(), index: settings }),
    });
    await runJob(job({ url: server.url, dataNodes: 1 }), { secrets });
    expect(made.indices).toMatchObject({
      'logstash-2030.01.31': { index: { number_of_replicas: 0 } },
      [failures]: { index: { number_of_replicas: 0 } },
    });
    expect(made.dataStreams).toMatchObject({ 'logs-shop-default': { index: { number_of_replicas: 0 } } });
  });

  real('sets up a server with an index that stays red', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password, made: { health: { red: true } } });
    expect(await runJob(job({ url: server.url }, small), { secrets })).toMatchObject({ code: 0 });
    expect(server.log.filter((line) => line.includes('_cluster/health'))).toHaveLength(1);
    expect(Object.keys(server.made.users ?? {})).toEqual(['fluent-bit']);
  });

  real('ends in the same state after a crash at any request', () =>
    survivesAnyCrash(Api.ELASTICSEARCH, (url) => job({ url }, small)),
  );

  describe('with more requests than one ConfigMap holds', () => {
    const many: Omit<SearchBootstrapProps, 'search'> = {
      indices: Array.from({ length: 350 }, (_, i) => ({ prefix: `team-${'x'.repeat(85)}-${i}` })),
      writers: full.writers?.slice(0, 1),
    };

    real('sends all of them', async () => {
      server = await startSearchServer(Api.ELASTICSEARCH, { password });
      const manifests = job({ url: server.url }, many);
      expect(manifests.filter(({ kind }) => kind === 'ConfigMap')).toHaveLength(2);
      expect(await runJob(manifests, { secrets, env: { WAIT_SECONDS: '60' } })).toMatchObject({ code: 0 });
      expect(Object.keys(server.made.templates ?? {})).toHaveLength(351);
      expect(Object.keys(server.made.users ?? {})).toEqual(['fluent-bit']);
    });

    real('sends none while a part is that of another Job', async () => {
      server = await startSearchServer(Api.ELASTICSEARCH, { password });
      const stale = job({ url: server.url }, many).map((each) =>
        each.metadata.name === 'search-bootstrap-2'
          ? { ...each, data: { 'requests-2.tsv': 'PUT\t/_ilm/policy/x\t200\t-\t-\t-\t{}\n', 'version-2': 'other' } }
          : each,
      );
      expect(await runJob(stale, { secrets })).toMatchObject({ code: 3 });
      expect(server.log).toEqual([]);
    });
  });

  real('waits for a server that is not up yet', async () => {
    const [port = 0] = await freePorts(1);
    const run = await runJob(job({ url: `http://127.0.0.1:${port}` }), {
      secrets,
      env: { WAIT_SECONDS: '30' },
      during: async (_, said) => {
        await said('waits for http://');
        server = await startSearchServer(Api.ELASTICSEARCH, { password, port });
      },
    });
    expect(run.code).toBe(0);
    expect(run.output.match(/waits for http:\/\/127\.0\.0\.1:/g)).toHaveLength(1);
  });

  real('waits for a Secret that is made late', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password });
    const { elastic: _, ...others } = secrets;
    const run = await runJob(job({ url: server.url }), {
      secrets: others,
      env: { WAIT_SECONDS: '30' },
      during: async (root, said) => {
        await said('waits for Secret elastic/password');
        writeFileSync(join(root, 'secrets/elastic/password'), password);
      },
    });
    expect(run).toMatchObject({ code: 0, output: expect.stringContaining('waits for Secret elastic/password') });
  });

  describe('beside a Job of another version', () => {
    /** Ends so that Kubernetes tries no more. */
    const gone = {
      code: 3,
      output: expect.stringContaining(
        'ConfigMap search-bootstrap is that of another Job, which does this in its place',
      ),
    };
    const version = (root: string) => join(root, 'bootstrap/version');
    const written = () => server?.log.filter((line) => !line.startsWith('GET'));

    it('is not tried again where it is no longer wanted', () => {
      expect(only(job({ url: 'https://search.example.com' }), 'Job').spec.podFailurePolicy.rules).toEqual([
        { action: 'FailJob', onExitCodes: { containerName: 'bootstrap', operator: 'In', values: [3] } },
      ]);
    });

    real('writes nothing when a later one came while it waited for a Secret', async () => {
      server = await startSearchServer(Api.ELASTICSEARCH, { password });
      const { elastic: _, ...others } = secrets;
      const run = await runJob(job({ url: server.url }), {
        secrets: others,
        env: { WAIT_SECONDS: '5' },
        during: async (root, said) => {
          await said('waits for Secret elastic/password');
          writeFileSync(join(root, 'secrets/elastic/password'), password);
          writeFileSync(version(root), 'later');
        },
      });
      expect(run).toMatchObject(gone);
      expect(server.log).toEqual([]);
    });

    real('writes nothing when a later one came while it waited for the server', async () => {
      const [port = 0] = await freePorts(1);
      const run = await runJob(job({ url: `http://127.0.0.1:${port}` }), {
        secrets,
        env: { WAIT_SECONDS: '4' },
        during: async (root, said) => {
          await said('waits for http://');
          writeFileSync(version(root), 'later');
          server = await startSearchServer(Api.ELASTICSEARCH, { password, port });
        },
      });
      expect(run).toMatchObject(gone);
      expect(written()).toEqual([]);
    });

    real('stops writing when a later one comes, and asks for nothing that is not its own', async () => {
      const root: { path?: string } = {};
      let asked = 0;
      const onRequest = () => {
        asked += 1;
        if (asked !== 4 || root.path === undefined) return;
        // All files change at once, as a kubelet does it.
        for (const file of readdirSync(join(root.path, 'bootstrap'))) {
          if (file !== 'run.sh') writeFileSync(join(root.path, 'bootstrap', file), file === 'version' ? 'later' : '{}');
        }
      };
      server = await startSearchServer(Api.ELASTICSEARCH, { password, onRequest });
      const run = await runJob(job({ url: server.url }), {
        secrets,
        during: async (path) => {
          root.path = path;
        },
      });
      expect(run).toMatchObject(gone);
      expect(server.log).toHaveLength(4);
    });

    real('waits for its own requests where it still sees those of an earlier one', async () => {
      server = await startSearchServer(Api.ELASTICSEARCH, { password });
      const manifests = job({ url: server.url }, small);
      const own = only(manifests, 'ConfigMap').data;
      const stale = { ...own, version: 'earlier', 'requests.tsv': 'PUT\t/_ingest/pipeline/x\t200\t-\t-\t-\n' };
      const run = await runJob(
        manifests.map((each) => (each.kind === 'ConfigMap' ? { ...each, data: stale } : each)),
        {
          secrets,
          env: { WAIT_SECONDS: '30' },
          during: async (root, said) => {
            await said('waits for ConfigMap search-bootstrap');
            for (const [file, text] of Object.entries(own))
              writeFileSync(join(root, 'bootstrap', file), text as string);
          },
        },
      );
      expect(run).toMatchObject({ code: 0 });
      expect(run.output).toContain('waits for ConfigMap search-bootstrap to be that of this Job');
      expect(server.log.filter((line) => line.includes('pipeline/x'))).toEqual([]);
      expect(written()?.length).toBeGreaterThan(5);
    });
  });

  real('says in one line that its password is wrong, and fails', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password: 'another' });
    const { code, output } = await runJob(job({ url: server.url }), { secrets });
    expect(code).toBe(1);
    expect(output.trim().split('\n').at(-1)).toBe(
      `bootstrap: ${server.url} does not let user 'elastic' in (401): Secret elastic/password does not hold its password`,
    );
  });

  real('takes a password that becomes right after a while', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password, lateBy: 2 });
    expect(await runJob(job({ url: server.url }), { secrets, env: { PATIENCE_SECONDS: '20' } })).toMatchObject({
      code: 0,
    });
  });

  for (const value of ['ends with a line break\n', 'has a\ttab']) {
    real(`refuses a password that its other readers would take for another: ${JSON.stringify(value)}`, async () => {
      server = await startSearchServer(Api.ELASTICSEARCH, { password });
      const run = await runJob(job({ url: server.url }), { secrets: { ...secrets, shop: { password: value } } });
      const said = 'bootstrap: Secret shop/password holds a line break or another control character';
      expect(run).toMatchObject({ code: 1, output: expect.stringContaining(said) });
      expect(server.made.users).not.toHaveProperty('shop');
    });
  }

  real('leaves the line break at the end of the password that it alone reads', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password });
    const run = await runJob(job({ url: server.url }), {
      secrets: { ...secrets, elastic: { password: `${password}\n` } },
    });
    expect(run).toMatchObject({ code: 0 });
  });

  real('shows what is refused, and why', async () => {
    server = await startSearchServer(Api.ELASTICSEARCH, { password });
    const run = await runJob(job({ url: server.url }), { secrets: { ...secrets, shop: { password: 'short' } } });
    expect(run.code).toBe(1);
    expect(run.output).toContain("'PUT /_security/user/shop' is refused: answer 400: ");
    expect(run.output).not.toContain('"short"');
  });

  real('speaks TLS to the one whose authority it knows', async () => {
    const tls = certificate();
    server = await startSearchServer(Api.ELASTICSEARCH, { password, tls, path: '/search' });
    const ca = { name: 'elasticsearch-ca', key: 'ca.crt' };
    const manifests = job({ url: server.url, path: '/search', ca });
    const run = (crt: string) => runJob(manifests, { secrets: { ...secrets, 'elasticsearch-ca': { 'ca.crt': crt } } });
    expect(await run(tls.ca)).toMatchObject({ code: 0 });
    expect(await run(certificate().ca)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/does not answer .* curl: \(60\)/),
    });
  });

  real('shows passwords to nobody who looks at the processes', async () => {
    const seen: string[] = [];
    server = await startSearchServer(Api.ELASTICSEARCH, { password, onRequest: () => seen.push(...processes()) });
    const { output } = await runJob(job({ url: server.url }), { secrets });
    expect(seen.some((text) => text.includes('curl'))).toBe(true);
    for (const value of Object.values(secrets).flatMap((each) => Object.values(each))) {
      expect(seen.filter((text) => text.includes(value))).toEqual([]);
      expect(output).not.toContain(value);
    }
  });
});

describe('the Job for OpenSearch', () => {
  const { kibanaPassword: _, ...props } = full;
  const openSearch = (url: string, more = props) =>
    job(
      {
        engine: SearchEngine.OPENSEARCH,
        url,
        admin: { username: 'admin', password: { name: 'elastic', key: 'password' } },
      },
      more,
    );

  real('sets everything up, and the next version of it', async () => {
    server = await startSearchServer(Api.OPENSEARCH, { user: 'admin', password });
    expect(await runJob(openSearch(server.url), { secrets })).toMatchObject({ code: 0 });
    const later = openSearch(server.url, { ...props, indices: [{ prefix: 'logstash', retention: '9d' }] });
    expect(await runJob(later, { secrets })).toMatchObject({ code: 0 });
    expect(JSON.stringify(server.made.ism?.['observability-logstash'])).toContain('"min_index_age":"10d"');
  });

  real('gives a role of AWS the rights of a writer', async () => {
    server = await startSearchServer(Api.OPENSEARCH, { user: 'admin', password });
    const roleArn = 'arn:aws:iam::123456789012:role/logs';
    const awsWriters = [{ name: 'agents', roleArn, indices: ['logstash'] }];
    const manifests = openSearch(server.url, { indices: [{ prefix: 'logstash' }], awsWriters });
    expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
    expect(server.made.mappings).toEqual({ 'agents-writer': { backend_roles: [roleArn] } });
    expect(JSON.stringify(server.made.roles?.['agents-writer'])).toContain(
      '"index_patterns":["logstash-20*.*.*","rejected-logs-20*.*.*"]',
    );
    expect(server.made.users).toBeUndefined();
  });

  real('fails where OpenSearch refuses a change of policy for another reason than that nothing is there', async () => {
    const made: Made = { indices: { 'logstash-2030.01.31': { unmanageable: true } } };
    server = await startSearchServer(Api.OPENSEARCH, { user: 'admin', password, made });
    const { code, output } = await runJob(openSearch(server.url), { secrets });
    expect(code).toBe(1);
    expect(output).toContain("'POST /_plugins/_ism/change_policy/logstash-20*.*.*' is refused: answer 400: ");
  });

  real('gives copies to indices that are there already', async () => {
    const made: Made = { indices: { 'logstash-2030.01.31': {} }, dataStreams: { 'logs-shop-default': {} } };
    server = await startSearchServer(Api.OPENSEARCH, { user: 'admin', password, made });
    await runJob(openSearch(server.url), { secrets });
    const index = { number_of_replicas: 1, default_pipeline: 'observability-rejects' };
    expect(made.indices).toEqual({ 'logstash-2030.01.31': { index } });
    expect(made.dataStreams).toEqual({ 'logs-shop-default': { index } });
  });

  real('ends in the same state after a crash at any request', async () => {
    const { kibanaPassword: _, ...less } = small;
    await survivesAnyCrash(Api.OPENSEARCH, (url) => openSearch(url, { ...less, dataStreams: [] }), 'admin');
  });
});

/** Command lines and environments of all processes. */
function processes(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) =>
      ['cmdline', 'environ'].map((file) => {
        try {
          return readFileSync(`/proc/${id}/${file}`, 'utf8');
        } catch {
          return '';
        }
      }),
    );
}
