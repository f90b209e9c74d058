import { App, Chart } from 'cdk8s';
import {
  Alertmanager,
  AlertRouting,
  LoggingStack,
  MonitoringStack,
  NullReceiver,
  SlackReceiver,
  type StdoutOutput,
} from '../../lib';
import { type AppFolder, appFolder } from '../tools/app-folder';
import { messageOf, newChart } from '../tools/synth';
import { heartbeat, key, slack, unchecked } from './tools';

describe('everything that is wrong', () => {
  it('with one stack is told in one error', () => {
    const props = {
      retention: '5 minutes',
      replicas: unchecked<number>('2'),
      resources: { memoryLimit: '2GB' },
      remoteWrite: [
        { url: 'https://mimir.example.com', authorization: { credentials: unchecked<typeof key>('glc_secret') } },
      ],
      podDiscovery: { keepNamespaces: ['Shop'] },
      runbookBaseUrl: 'wiki',
    };
    expect(messageOf(() => new MonitoringStack(newChart(), 'Monitoring', props)).split('\n')).toEqual([
      "chart/Monitoring: 'replicas' is '2', which is no number; use a number such as 2",
      "chart/Monitoring: 'runbookBaseUrl' is 'wiki', which is no URL; use a URL such as 'https://example.com/path'",
      "chart/Monitoring: 'retention' is '5 minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
      "chart/Monitoring: 'resources.memoryLimit' is '2GB', which is no quantity above zero; use a Kubernetes quantity such as '512Mi'",
      "chart/Monitoring: remoteWrite[0]: 'authorization.credentials' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
      "chart/Monitoring: 'podDiscovery.keepNamespaces[0]' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ]);
  });

  it('with one routing, its receivers included, is told in one error', () => {
    const props = {
      defaultReceiver: new SlackReceiver('slack', { channel: 'alerts', color: 'red' }),
      heartbeat: new NullReceiver(),
      groupWait: unchecked<string>(30),
      routes: [{ matchers: ['team=="shop"'], repeatInterval: 'daily' }],
    };
    expect(messageOf(() => new AlertRouting(newChart(), 'Routing', props)).split('\n')).toEqual([
      "chart/Routing: 'groupWait' is 30, which is no text; use a text such as '30s'",
      "chart/Routing: 'heartbeat' is 'null', which sends nothing; use something outside that speaks up when messages stop, such as new DeadMansSnitchReceiver('heartbeat', { … })",
      "chart/Routing: receiver 'slack': neither 'apiUrl' nor 'appToken' is set; set 'apiUrl' or 'appToken'",
      "chart/Routing: receiver 'slack': 'channel' is 'alerts'; use '#alerts', '@user' or an ID such as 'C012ABCDEF'",
      "chart/Routing: receiver 'slack': 'color' is 'red'; use 'good', 'warning', 'danger' or a colour such as '#439FE0'",
      `chart/Routing: route 1 (team=="shop"): 'matchers': "team==\\"shop\\"" is no matcher; write one '=', as in 'team="payments"'`,
      "chart/Routing: route 1 (team==\"shop\"): 'repeatInterval' is 'daily', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ]);
  });

  it('with one LoggingStack, its parts included, is told in one error', () => {
    const props = {
      elasticsearch: { nodes: 2 },
      agent: { nodeLogRate: 'fast' },
      dashboards: { replicas: 0 },
      routes: [{ dataset: 'shop' }],
      outputs: [unchecked<StdoutOutput>({})],
      retention: '1h',
      writer: { username: 'agent', password: unchecked<typeof key>('hunter2') },
      writers: [{ username: 'elastic', password: key, dataset: 'Orders' }],
    };
    expect(messageOf(() => new LoggingStack(newChart('logging'), 'Logging', props)).split('\n')).toEqual([
      "chart/Logging: 'outputs[0]' is {}, which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
      "chart/Logging: elasticsearch: 'nodes' is 2, of which none may fail: one alone is no majority, and takes no writes; use 1, 3 or more, or add 'tiebreaker: true', a small third member that only votes",
      "chart/Logging: agent: 'nodeLogRate' is 'fast', which is no quantity; use bytes a second, such as '256Ki'",
      "chart/Logging: routes[0]: it takes the lines of all containers, so that no route after it takes any; name 'namespaces', 'pods' or 'containers', or write what it says as 'otherLogs'",
      "chart/Logging: dashboards: 'replicas' is 0; use a whole number of 1 or more",
      "chart/Logging: 'retention' is '1h'; use whole days, such as '7d'",
      "chart/Logging: 'writer.password' is no reference to a Secret; give the name of a Secret and one of its keys, such as { name: 'alertmanager-slack', key: 'url' }",
      "chart/Logging: 'writers[0].username' is 'elastic', which is built in; use one of your own, such as 'fluent-bit'",
      "chart/Logging: writers[0]: 'dataset' is 'Orders', which no index can be named; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ]);
  });

  it('with the graph, whatever constructs it is in, is told together at synth', () => {
    const app = new App();
    const chart = new Chart(app, 'chart', { namespace: 'monitoring' });
    new MonitoringStack(chart, 'Monitoring', { ruleOverrides: { WatchDogs: { enabled: false } } });
    const routing = new AlertRouting(chart, 'Routing', {
      defaultReceiver: slack(),
      heartbeat: heartbeat(),
      routes: [{ matchers: ['team="shop"'], receiver: new NullReceiver() }],
    });
    for (const id of ['One', 'Two']) new Alertmanager(chart, id, { routing });
    const lines = messageOf(() => app.synth()).split('\n');
    expect(lines[0]).toBe('Validation failed with the following errors:');
    expect(lines.filter((line) => !line.startsWith('  [chart/Two/'))).toEqual([
      lines[0],
      "  [chart/Monitoring/Prometheus] there is no alert 'WatchDogs' to change; write 'Watchdog', or leave it out",
      "  [chart/Monitoring/Prometheus] no Alertmanager is set: alerts would reach nobody; create an Alertmanager with 'metrics', list an existing one in 'alertmanagers', or set 'withoutAlertmanager'",
      '  [chart/Routing] route 1 (team="shop"): an alert of severity critical or warning can end in \'null\', which drops it; add a matcher that leaves them out, such as \'severity=~"info|none"\' or \'severity!~"critical|warning"\'',
    ]);
    expect(lines).toContain(
      "  [chart/Two/CredentialExporter] chart/One/CredentialExporter and chart/Two/CredentialExporter are both the ConfigMap 'alertmanager-credential-exporter' of namespace 'monitoring'; give one of them another 'name' or 'namespace'",
    );
  });
});

describe('the launcher', () => {
  let folder: AppFolder;
  afterEach(() => folder.remove());

  const app = (props: string) => `
import { App, Chart } from 'cdk8s';
import { MonitoringStack } from './lib';
const app = new App();
new MonitoringStack(new Chart(app, 'monitoring', { namespace: 'monitoring' }), 'Monitoring', { ${props} });
app.synth();
`;
  const run = (props: string) => {
    folder = appFolder(app(props));
    folder.write('dist/monitoring.k8s.yaml', 'as: it was');
    return folder.script('run.mjs', ['main.ts', '--staging', '.cache/dist', '--publish', 'dist']);
  };

  it.each([
    [
      'what a constructor refuses',
      `retention: '5 minutes', replicas: 0`,
      [
        "monitoring/Monitoring: 'retention' is '5 minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
        "monitoring/Monitoring: 'replicas' is 0; use a whole number of 1 or more",
      ],
    ],
    [
      'what the whole graph shows',
      `alertmanagers: [], ruleOverrides: { TargetDwn: {} }`,
      [
        'Validation failed with the following errors:',
        "  [monitoring/Monitoring/Prometheus] there is no alert 'TargetDwn' to change; write 'TargetDown', or leave it out",
        "  [monitoring/Monitoring/Prometheus] no Alertmanager is set: alerts would reach nobody; create an Alertmanager with 'metrics', list an existing one in 'alertmanagers', or set 'withoutAlertmanager'",
      ],
    ],
  ])('prints %s without a stack trace, and writes nothing', (_, props, lines) => {
    const { status, stdout, stderr } = run(props);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: [...lines, '(DEBUG=1 shows the stack)', ''].join('\n'),
    });
    expect(folder.read('dist')).toEqual({ 'monitoring.k8s.yaml': 'as: it was' });
    expect(folder.read('.cache/dist') ?? {}).toEqual({});
  });
});
