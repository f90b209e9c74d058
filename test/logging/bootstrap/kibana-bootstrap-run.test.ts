import { KibanaBootstrap, type KibanaBootstrapProps } from '../../../lib/logging/bootstrap/kibana-bootstrap';
import { ExternalDashboards } from '../../../lib/logging/dashboards/external-dashboards';
import { DashboardsProduct } from '../../../lib/logging/dashboards-endpoint';
import { freePorts } from '../../tools/program';
import { Api, type SearchServer, startSearchServer } from '../../tools/search-server';
import { type Manifest, newChart, only, synth } from '../../tools/synth';
import { itWithTools } from '../../tools/tool';
import { runJob } from './bootstrap-run';

const password = 'elastic"\\ &1';
const secrets = { elastic: { password } };
const admin = { username: 'elastic', password: { name: 'elastic', key: 'password' } };

function job(url: string, product = DashboardsProduct.KIBANA, props: Partial<KibanaBootstrapProps> = {}): Manifest[] {
  const chart = newChart('logging');
  new KibanaBootstrap(chart, 'Bootstrap', { dashboards: new ExternalDashboards({ url, admin, product }), ...props });
  return synth(chart);
}

let server: SearchServer | undefined;
afterEach(() => server?.stop());

const real = (title: string, body: () => Promise<void>) => itWithTools(['bash', 'curl'], title, body, 60_000);
const idsOf = ({ made }: SearchServer) => Object.keys(made.objects ?? {}).sort();

describe.each([
  [Api.KIBANA, DashboardsProduct.KIBANA],
  [Api.OPENSEARCH_DASHBOARDS, DashboardsProduct.OPENSEARCH_DASHBOARDS],
] as const)('the Job for %s', (api, product) => {
  real('makes data views, searches and a dashboard, and the same when it is run again', async () => {
    server = await startSearchServer(api, { password });
    const manifests = job(server.url, product);
    expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
    const kinds = idsOf(server).map((id) => id.split(' ')[0]);
    expect(kinds).toEqual([
      'dashboard',
      'index-pattern',
      'index-pattern',
      'search',
      'search',
      'search',
      'visualization',
      'visualization',
      'visualization',
    ]);
    const made = structuredClone(server.made);
    expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
    expect(server.made).toEqual(made);
  });

  real('ends in the same state after a crash at any request', async () => {
    const whole = await startSearchServer(api, { password });
    await runJob(job(whole.url, product), { secrets });
    await whole.stop();
    for (let taken = 0; taken < whole.log.length; taken += 1) {
      server = await startSearchServer(api, { password });
      server.limit(taken, taken % 2 === 0 ? 'status' : 'hang up');
      const manifests = job(server.url, product);
      expect(await runJob(manifests, { secrets, env: { WAIT_SECONDS: '0' } })).toMatchObject({ code: 1 });
      server.limit(undefined);
      expect(await runJob(manifests, { secrets })).toMatchObject({ code: 0 });
      expect(server.made).toEqual(whole.made);
      await server.stop();
    }
  });

  real('works below a path', async () => {
    server = await startSearchServer(api, { password, path: '/logs' });
    expect(await runJob(job(`${server.url}/logs/`, product), { secrets })).toMatchObject({ code: 0 });
    expect(idsOf(server)).toHaveLength(9);
  });

  real('waits for a page that is not up yet', async () => {
    const [port = 0] = await freePorts(1);
    const run = await runJob(job(`http://127.0.0.1:${port}`, product), {
      secrets,
      env: { WAIT_SECONDS: '30' },
      during: async (_, said) => {
        await said('waits for http://');
        server = await startSearchServer(api, { password, port });
      },
    });
    expect(run).toMatchObject({ code: 0 });
  });

  real('fails with a wrong password, and says so', async () => {
    server = await startSearchServer(api, { password: 'another' });
    const { code, output } = await runJob(job(server.url, product), { secrets });
    expect(code).toBe(1);
    expect(output).toContain(
      "does not let user 'elastic' in (401): Secret elastic/password does not hold its password",
    );
  });
});

describe('the Job for Kibana', () => {
  real('leaves the default data view that people chose', async () => {
    server = await startSearchServer(Api.KIBANA, { password, made: { settings: { defaultIndex: 'mine' } } });
    await runJob(job(server.url), { secrets });
    expect(server.made.settings).toEqual({ defaultIndex: 'mine' });
  });

  real('fails when an import is answered well and did not succeed', async () => {
    server = await startSearchServer(Api.KIBANA, { password });
    const manifests = job(server.url);
    const map = manifests.find(({ kind }) => kind === 'ConfigMap');
    const file = Object.keys(map.data).find((name) => map.data[name].includes('"visualization"')) as string;
    map.data[file] = map.data[file].replaceAll('"index-pattern"', '"search"');
    const { code, output } = await runJob(manifests, { secrets });
    expect(code).toBe(1);
    expect(output).toContain("'IMPORT /api/saved_objects/_import?overwrite=true' did not succeed: answer 200: ");
  });

  it('is another one when what it does is another', () => {
    const nameOf = (props: Partial<KibanaBootstrapProps>): string => {
      const manifests = job('https://kibana.example.com', DashboardsProduct.KIBANA, props);
      const { metadata, spec } = only(manifests, 'Job');
      const { data } = only(manifests, 'ConfigMap', 'kibana-bootstrap');
      expect(metadata.name).toBe(`kibana-bootstrap-${data.version}`);
      expect(spec.template.spec.containers[0].env).toContainEqual({ name: 'VERSION', value: data.version });
      return metadata.name;
    };
    const own = nameOf({});
    expect(own).toMatch(/^kibana-bootstrap-[0-9a-f]{10}$/);
    expect(nameOf({})).toBe(own);
    const others = [nameOf({ dataViews: [{ title: 'shop-*' }] }), nameOf({ resources: { memoryLimit: '128Mi' } })];
    expect(new Set([own, ...others]).size).toBe(3);
  });
});

describe('the Job for OpenSearch Dashboards', () => {
  real('imports more data views than one request has room for, before what refers to them', async () => {
    server = await startSearchServer(Api.OPENSEARCH_DASHBOARDS, { password });
    const dataViews = Array.from({ length: 1200 }, (_, i) => ({ title: `team-${i}-*` }));
    const manifests = job(server.url, DashboardsProduct.OPENSEARCH_DASHBOARDS, { dataViews });
    expect(manifests.filter(({ kind }) => kind === 'ConfigMap').length).toBeGreaterThan(1);
    expect(await runJob(manifests, { secrets, env: { WAIT_SECONDS: '30' } })).toMatchObject({ code: 0 });
    expect(server.log.filter((line) => line.includes('_import'))).toHaveLength(7);
    expect(idsOf(server).filter((id) => id.startsWith('index-pattern'))).toHaveLength(1200);
  });
});
