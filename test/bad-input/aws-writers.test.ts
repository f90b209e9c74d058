import {
  ExternalSearch,
  type ISearchEndpoint,
  SearchBootstrap,
  type SearchBootstrapProps,
  SearchEngine,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses } from './tools';

const admin = { username: 'ops', password: { name: 'search-admin', key: 'password' } };
const domain = new ExternalSearch({
  engine: SearchEngine.OPENSEARCH,
  url: 'https://logs.eu-west-1.es.amazonaws.com',
  admin,
});
const roleArn = 'arn:aws:iam::123456789012:role/logs';
const bootstrap =
  (
    awsWriters: SearchBootstrapProps['awsWriters'],
    more: Partial<SearchBootstrapProps> = {},
    search: ISearchEndpoint = domain,
  ) =>
  () => {
    const chart = newChart();
    new SearchBootstrap(chart, 'Bootstrap', { search, indices: [{ prefix: 'logstash' }], awsWriters, ...more });
    return synth(chart);
  };

describe('SearchBootstrap refuses a role of AWS', () => {
  refuses([
    [
      'at Elasticsearch',
      bootstrap([{ name: 'logs', roleArn }], {}, new ExternalSearch({ url: 'https://search.example.com', admin })),
      "chart/Bootstrap: 'awsWriters' is set, and Elasticsearch knows no roles of AWS; use 'writers'",
    ],
    [
      'that is a user',
      bootstrap([{ name: 'logs', roleArn: 'arn:aws:iam::123456789012:user/logs' }]),
      "chart/Bootstrap: 'awsWriters[0].roleArn' is 'arn:aws:iam::123456789012:user/logs', which is no role of IAM; use one such as 'arn:aws:iam::123456789012:role/logs'",
    ],
    [
      'of a name that is none',
      bootstrap([{ name: 'the logs', roleArn }]),
      "chart/Bootstrap: 'awsWriters[0].name' is 'the logs', which is no name of a user; use letters, digits, '-', '_', '.' and '@', such as 'fluent-bit'",
    ],
    [
      'of the name of a user, and another one of its own name',
      bootstrap(
        [
          { name: 'shop', roleArn },
          { name: 'logs', roleArn },
          { name: 'logs', roleArn },
        ],
        { writers: [{ username: 'shop', password: { name: 'shop', key: 'password' } }] },
      ),
      "chart/Bootstrap: 'awsWriters[0].name' is 'shop', which another writer has, and their rights would replace each other; give one of them another name\nchart/Bootstrap: 'awsWriters[2].name' is 'logs', which another writer has, and their rights would replace each other; give one of them another name",
    ],
    [
      'that adds to what nothing sets up',
      bootstrap([{ name: 'logs', roleArn, indices: ['orders'] }]),
      "chart/Bootstrap: 'awsWriters[0].indices[0]' is 'orders', which stands for names that nothing sets up: what is written there has no template, and is kept for ever; write one of 'logstash', 'rejected-logs', or set it up by 'indices' or 'dataStreams'",
    ],
  ]);
});
