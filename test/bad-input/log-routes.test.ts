import { FluentBit } from '../../lib/logging/fluent-bit/fluent-bit';
import { FluentBitMetadata } from '../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../lib/logging/fluent-bit/fluent-bit-props';
import { CloudWatchLogsOutput } from '../../lib/logging/outputs/cloud-watch-logs-output';
import { LokiOutput } from '../../lib/logging/outputs/loki-output';
import { IndexNaming } from '../../lib/logging/outputs/search-options';
import { LogLevel, type LogRoute } from '../../lib/model/log-route';
import { elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const agent = (props: Partial<FluentBitProps>) => () => {
  const chart = newChart();
  new FluentBit(chart, 'Logs', { output: elasticsearch(), metadata: FluentBitMetadata.TAG, nodeUnits: [], ...props });
  return synth(chart);
};
const routes = (...all: LogRoute[]) => agent({ routes: all });
const route = (settings: object) => routes(unchecked<LogRoute>({ namespaces: ['shop'], ...settings }));
const cloudWatch = new CloudWatchLogsOutput('cloudwatch', {
  region: 'eu-west-1',
  logGroupPrefix: '/kubernetes/shop',
  retentionDays: 7,
});
const loki = new LokiOutput('loki', { url: 'http://loki.loki.svc:3100' });

describe('routes of logs are refused', () => {
  refuses([
    [
      'that take everything',
      routes({ dataset: 'all' }),
      "chart/Logs: routes[0]: it takes the lines of all containers, so that no route after it takes any; name 'namespaces', 'pods' or 'containers', or write what it says as 'otherLogs'",
    ],
    [
      'that take everything in other words',
      routes({ namespaces: ['*'], dataset: 'all' }),
      "chart/Logs: routes[0]: it takes the lines of all containers, so that no route after it takes any; name 'namespaces', 'pods' or 'containers', or write what it says as 'otherLogs'",
    ],
    [
      'that take nothing',
      route({ namespaces: [] }),
      "chart/Logs: routes[0]: 'namespaces' is empty, which takes no line; leave it out, or name one such as 'shop'",
    ],
    [
      'of a namespace in capitals',
      route({ namespaces: ['Shop'] }),
      "chart/Logs: routes[0]: 'namespaces' holds 'Shop', which no namespace is named; use a name such as 'shop', with '*' for any letters",
    ],
    [
      'of a namespace with a dot',
      route({ namespaces: ['shop.eu'] }),
      "chart/Logs: routes[0]: 'namespaces' holds 'shop.eu', which no namespace is named; use a name such as 'shop', with '*' for any letters",
    ],
    [
      'of a container with a slash',
      route({ containers: ['a/b'] }),
      "chart/Logs: routes[0]: 'containers' holds 'a/b', which no container is named; use a name such as 'api', with '*' for any letters",
    ],
    [
      'of a pod that is a regular expression',
      route({ pods: ['api-.+'] }),
      "chart/Logs: routes[0]: 'pods' holds 'api-.+', which no pod is named; use a name such as 'api-*', with '*' for any letters",
    ],
    [
      'of a namespace that is no list',
      route({ namespaces: 'shop' }),
      "chart/Logs: 'routes[0].namespaces' is 'shop', which is no list; give one such as ['shop']",
    ],
    [
      'with a setting that is none',
      route({ namespace: 'shop' }),
      "chart/Logs: 'routes[0].namespace' is no setting; write 'namespaces'",
    ],
    [
      'that are no list',
      agent({ routes: unchecked({ namespaces: ['shop'] }) }),
      'chart/Logs: \'routes\' is {"namespaces":["shop"]}, which is no list; give one such as [{ dataset: \'shop\' }]',
    ],
    [
      'for the same lines as another',
      routes({ namespaces: ['a', 'b'] }, { namespaces: ['b', 'a'], dataset: 'x' }),
      'chart/Logs: routes[1]: it takes the same lines as routes[0], which comes first and gets all of them; remove one of them, or say in it which lines it is for',
    ],
    [
      'that no line reaches',
      routes({ name: 'shop', namespaces: ['shop'] }, { namespaces: ['shop'], pods: ['api-*'] }),
      "chart/Logs: routes[1]: no line reaches it, since route 'shop' takes all that it asks for; put it first, or remove it",
    ],
    [
      'that two take every line of',
      routes({ namespaces: ['a'] }, { namespaces: ['b*'] }, { namespaces: ['a', 'bc'] }),
      'chart/Logs: routes[2]: no line reaches it, since routes[0] and routes[1] take all that it asks for; put it first, or remove it',
    ],
    [
      'of one name',
      routes({ name: 'shop', namespaces: ['a'] }, { name: 'shop', namespaces: ['b'] }),
      "chart/Logs: routes[0] and routes[1] are both named 'shop'; rename one of them",
    ],
    [
      'to an output that is not there',
      route({ output: 'elasticsaerch' }),
      "chart/Logs: routes[0]: 'output' is 'elasticsaerch', and no output is named so; write 'elasticsearch'",
    ],
    [
      'to an output of another kind of name',
      route({ output: 's3' }),
      "chart/Logs: routes[0]: 'output' is 's3', and no output is named so; use one of 'elasticsearch'",
    ],
    [
      'with a dataset and an index',
      route({ dataset: 'shop', index: 'shop' }),
      "chart/Logs: routes[0]: 'dataset' is 'shop' and 'index' is 'shop'; keep one of them",
    ],
    [
      'with a dataset in capitals',
      route({ dataset: 'Shop' }),
      "chart/Logs: routes[0]: 'dataset' is 'Shop'; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'with a dataset that is a variable',
      route({ dataset: 'a${HOSTNAME}' }),
      "chart/Logs: routes[0]: 'dataset' is 'a${HOSTNAME}'; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'with a dataset whose days were data streams',
      route({ dataset: 'logs-shop' }),
      "chart/Logs: routes[0]: 'dataset' is 'logs-shop', and Elasticsearch makes a data stream of each index 'logs-shop-2030.01.31'; use a name that does not begin with 'logs-', such as 'shop'",
    ],
    [
      'with a dataset that is no part of a data stream',
      agent({
        output: elasticsearch({ naming: IndexNaming.DATA_STREAM }),
        routes: [{ namespaces: ['shop'], dataset: 'shop-eu' }],
      }),
      "chart/Logs: routes[0]: 'dataset' is 'shop-eu', which cannot be a part of a data stream's name; use at most 100 of 'a-z', '0-9', '_' and '.', such as 'shop_eu'",
    ],
    [
      'with an index of a date',
      route({ index: 'shop-%Y.%m.%d' }),
      "chart/Logs: routes[0]: 'index' is 'shop-%Y.%m.%d', which no index can be named; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
    [
      'with an index that is a data stream',
      route({ index: 'logs-shop-eu' }),
      "chart/Logs: routes[0]: 'index' is 'logs-shop-eu', and Elasticsearch makes a data stream of each index 'logs-shop-eu'; use a name that does not begin with 'logs-', such as 'shop-eu'",
    ],
    [
      'with a retention of an index without a date',
      route({ index: 'shop', retention: '7d' }),
      "chart/Logs: routes[0]: 'retention' is '7d', and index 'shop' has no date: no line of it grows old alone; write dataset: 'shop' for an index a day, or leave 'retention' out",
    ],
    [
      'with a retention in hours',
      route({ dataset: 'shop', retention: '12h' }),
      "chart/Logs: routes[0]: 'retention' is '12h'; use whole days, such as '7d'",
    ],
    [
      'with a retention of no days',
      route({ dataset: 'shop', retention: '0d' }),
      "chart/Logs: routes[0]: 'retention' is '0d'; use whole days, such as '7d'",
    ],
    [
      'with two retentions of a dataset',
      agent({
        output: cloudWatch,
        routes: [
          { namespaces: ['a'], dataset: 'x', retention: '7d' },
          { name: 'b', namespaces: ['b'], dataset: 'x', retention: '30d' },
        ],
      }),
      "chart/Logs: route 'b': 'retention' of dataset 'x' is '30d', and '7d' in routes[0]; write the same in both, or give one of them a dataset of its own",
    ],
    [
      'with a retention of a dataset that all other lines have',
      agent({ output: cloudWatch, routes: [{ namespaces: ['shop'], retention: '7d' }] }),
      "chart/Logs: otherLogs: 'retention' of dataset 'kubernetes' is none, and '7d' in routes[0]; write the same in both, or give one of them a dataset of its own",
    ],
    [
      'with a retention that CloudWatch cannot keep',
      agent({ output: cloudWatch, routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '8d' }] }),
      "chart/Logs: routes[0]: 'retention' is '8d', which CloudWatch cannot keep; use one of '1d', '3d', '5d', '7d', '14d', '30d', '60d', '90d', '120d', '150d', '180d', '365d', '400d', '545d', '731d', '1096d', '1827d', '2192d', '2557d', '2922d', '3288d', '3653d'",
    ],
    [
      'with a retention that nobody keeps',
      agent({ output: loki, routes: [{ namespaces: ['shop'], dataset: 'shop', retention: '7d' }] }),
      "chart/Logs: routes[0]: 'retention' is '7d', and output 'loki' cannot say when lines are deleted; leave it out, and set it where the lines are stored",
    ],
    [
      'with what nobody sets up',
      route({ dataset: 'shop', retention: '30d', shards: 2, replicas: 0 }),
      "chart/Logs: routes[0]: 'retention' is '30d', and output 'elasticsearch' only sends: nobody sets it up; leave it out and tell a SearchBootstrap, or use a LoggingStack\nchart/Logs: routes[0]: 'shards' is 2, and output 'elasticsearch' only sends: nobody sets it up; leave it out and tell a SearchBootstrap, or use a LoggingStack\nchart/Logs: routes[0]: 'replicas' is 0, and output 'elasticsearch' only sends: nobody sets it up; leave it out and tell a SearchBootstrap, or use a LoggingStack",
    ],
    [
      'that are kept for ever by nobody',
      agent({ otherLogs: { keepForever: true } }),
      "chart/Logs: otherLogs: 'keepForever' is true, and output 'elasticsearch' only sends: nobody sets it up; leave it out and tell a SearchBootstrap, or use a LoggingStack",
    ],
    [
      'that are kept for ever where nobody says so',
      agent({ output: loki, routes: [{ namespaces: ['shop'], dataset: 'shop', keepForever: true }] }),
      "chart/Logs: routes[0]: 'keepForever' is true, and output 'loki' cannot say when lines are deleted; leave it out, and set it where the lines are stored",
    ],
    [
      'that are kept for ever in CloudWatch',
      agent({ output: cloudWatch, routes: [{ namespaces: ['shop'], dataset: 'shop', keepForever: true }] }),
      "chart/Logs: routes[0]: 'keepForever' is true, and output 'cloudwatch' keeps log groups for some days; leave it out, or use retention: '3653d'",
    ],
    [
      'with shards where there are none',
      agent({ output: loki, routes: [{ namespaces: ['shop'], dataset: 'shop', shards: 2 }] }),
      "chart/Logs: routes[0]: 'shards' is 2, and output 'loki' has no indices; leave it out",
    ],
    [
      'with an index where there is none',
      agent({ output: loki, routes: [{ namespaces: ['shop'], index: 'shop' }] }),
      "chart/Logs: routes[0]: 'index' is 'shop', and output 'loki' has no indices; write dataset: 'shop'",
    ],
    [
      'with a level that is none',
      route({ minLevel: 'warning' }),
      "chart/Logs: 'routes[0].minLevel' is 'warning', which is unknown; use one of 'trace', 'debug', 'info', 'warn', 'error', 'fatal'",
    ],
    [
      'with a level in numbers',
      route({ minLevel: 40 }),
      "chart/Logs: 'routes[0].minLevel' is 40, which is unknown; use one of 'trace', 'debug', 'info', 'warn', 'error', 'fatal'",
    ],
    [
      'that keep no value',
      route({ keep: { field: 'priority', values: [] } }),
      "chart/Logs: routes[0]: 'keep.values' is empty, which drops every line; name the values that stay, such as ['2', '3']",
    ],
    [
      'that keep numbers',
      route({ keep: { field: 'priority', values: [2, 3] } }),
      "chart/Logs: 'routes[0].keep.values[0]' is 2, which is no text; use a text such as '2'\nchart/Logs: 'routes[0].keep.values[1]' is 3, which is no text; use a text such as '2'",
    ],
    [
      'that keep by no field',
      route({ keep: { values: ['2'] } }),
      "chart/Logs: 'routes[0].keep.field' is not set; set it, such as 'priority'",
    ],
    ...[
      ['parsed.id', "name a field as the line itself does, such as 'id'"],
      ['log', "name a field as the line itself does, such as 'priority'"],
      ['stream', "name a field as the line itself does, such as 'priority'"],
      [
        'kubernetes.labels.app',
        "choose lines by who wrote them with the 'namespaces', 'pods' and 'containers' of a route",
      ],
    ].map(([field, fix]): [string, () => unknown, string] => [
      `that keep by '${field}' of what is stored`,
      route({ keep: { field, values: ['2'] } }),
      `chart/Logs: routes[0]: 'keep.field' is '${field}', which stands beside the JSON of a line and not inside of it, so that every line is dropped; ${fix}`,
    ]),
    [
      'that keep a number which no agent tells from its neighbour',
      route({ keep: { field: 'id', values: ['9007199254740991', '9007199254740992'] } }),
      "chart/Logs: routes[0]: 'keep.values' holds '9007199254740992', a number that agents do not tell from the next one; use whole numbers up to '9007199254740991', or a field that holds a text",
    ],
    [
      'that keep by a path that is none',
      route({ keep: { field: 'a..b', values: ['2'] } }),
      "chart/Logs: routes[0]: 'keep.field' is 'a..b', which is no name of a field; use one such as 'priority' or 'http.status'",
    ],
    [
      'of all other lines that say which',
      agent({ otherLogs: unchecked({ namespaces: ['shop'] }) }),
      "chart/Logs: 'otherLogs.namespaces' is no setting; use one of 'dataset', 'index', 'minLevel', 'keep', 'retention', 'keepForever', 'shards', 'replicas', 'output'",
    ],
    [
      'of all other lines to an output that is not there',
      agent({ otherLogs: { output: 'audit' } }),
      "chart/Logs: otherLogs: 'output' is 'audit', and no output is named so; use one of 'elasticsearch'",
    ],
    [
      'for everything that is wrong with them at once',
      routes({ namespaces: ['A'], minLevel: LogLevel.WARN, output: 'x' }, { pods: [], dataset: 'B' }),
      "chart/Logs: routes[0]: 'namespaces' holds 'A', which no namespace is named; use a name such as 'shop', with '*' for any letters\nchart/Logs: routes[0]: 'output' is 'x', and no output is named so; use one of 'elasticsearch'\nchart/Logs: routes[1]: 'pods' is empty, which takes no line; leave it out, or name one such as 'api-*'\nchart/Logs: routes[1]: 'dataset' is 'B'; use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    ],
  ]);
});
