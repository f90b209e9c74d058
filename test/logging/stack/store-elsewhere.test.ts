import { Elasticsearch, expectedSecrets, LoggingStack, type LoggingStackProps, secretsTable } from '../../../lib';
import { newChart, synth } from '../../tools/synth';

const shop = { namespace: 'shop', labels: { app: 'till' } };
const props: LoggingStackProps = {
  otherLogs: { dataset: 'cluster_a' },
  retention: '7d',
  writer: { username: 'agents', password: { name: 'agents', key: 'password' } },
  writers: [{ username: 'till', password: { name: 'till', key: 'password' }, dataset: 'till', from: [shop] }],
  dashboards: { enabled: true },
};

/** A LoggingStack in the namespace `logging`, whose store is an Elasticsearch in this one. */
function storeIn(namespace: string) {
  const chart = newChart('logging');
  const search = new Elasticsearch(chart, 'Elasticsearch', { namespace });
  new LoggingStack(chart, 'Logging', { ...props, search });
  synth(chart);
  return chart;
}

describe('a store of ours in a namespace of its own', () => {
  it('has the passwords of those who write to it, and all others have copies', () => {
    const rows = secretsTable(storeIn('search'))
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(rows.filter((row) => / (?:agents|till) /.test(row))).toEqual([
      'logging agents password copy search',
      'logging till password copy search',
      'node-agents agents password copy search',
      'search agents password random',
      'search till password random',
      'shop till password copy search',
    ]);
  });

  it('is named by every copy as a Secret that is made there', () => {
    const all = expectedSecrets(storeIn('search'));
    const made = all
      .filter(({ copyFrom }) => copyFrom === undefined)
      .map(({ namespace, secret }) => `${namespace}/${secret.name}/${secret.key}`);
    const copied = all
      .filter(({ copyFrom }) => copyFrom !== undefined)
      .map(({ copyFrom, secret }) => `${copyFrom}/${secret.name}/${secret.key}`);
    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter((each) => !made.includes(each))).toEqual([]);
  });

  it('has them in the namespace of the stack where that is its own', () => {
    const rows = secretsTable(storeIn('logging'))
      .split('\n')
      .map((row) => row.split('\t').slice(0, 4).join(' '));
    expect(rows.filter((row) => / (?:agents|till) /.test(row))).toEqual([
      'logging agents password random',
      'logging till password random',
      'node-agents agents password copy logging',
      'shop till password copy logging',
    ]);
  });
});
