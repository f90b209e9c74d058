import type { FluentBitConfig, FluentBitInput, FluentBitOutput } from '../../../lib/config/fluent-bit/config';

/** What the compiler says of a value is tested by the type check; these only have to be written. */
const accepted: readonly FluentBitInput[] = [
  { name: 'tail', path: ['/var/log/containers/*.log'], rotate_wait: '10s', 'storage.type': 'filesystem' },
  { name: 'tail', path: ['/a.log'], refresh_interval: 5, 'multiline.parser': ['docker', 'cri'], 'db.locking': true },
  { name: 'fluentbit_metrics', scrape_on_start: true },
  { name: 'tail', path: ['/a.log'], processors: { logs: [{ name: 'multiline', 'multiline.parser': ['java'] }] } },
];

const refused: readonly FluentBitInput[] = [
  // @ts-expect-error there is no such plugin
  { name: 'tial', path: ['/a.log'] },
  // @ts-expect-error it needs a path
  { name: 'tail' },
  // @ts-expect-error the option is refresh_interval
  { name: 'tail', path: ['/a.log'], refresh_intervall: 5 },
  // @ts-expect-error an option of another input
  { name: 'tail', path: ['/a.log'], systemd_filter: ['A=b'] },
  // @ts-expect-error a list of paths
  { name: 'tail', path: '/a.log' },
  // @ts-expect-error one of the allowed values
  { name: 'tail', path: ['/a.log'], 'storage.type': 'disk' },
  // @ts-expect-error no such unit
  { name: 'tail', path: ['/a.log'], rotate_wait: '10ms' },
  // @ts-expect-error it sees all records of its input
  { name: 'tail', path: ['/a.log'], processors: { logs: [{ name: 'multiline', match: '*' }] } },
  // @ts-expect-error true or false
  { name: 'tail', path: ['/a.log'], read_from_head: 'yess' },
];

const outputs: readonly FluentBitOutput[] = [
  { name: 'es', match: '*', retry_limit: 'no_limits', buffer_size: false },
  { name: 'cloudwatch_logs', match: '*', region: 'eu-central-1', log_group_name: 'a', log_retention_days: 7 },
  // @ts-expect-error CloudWatch keeps no group for 8 days
  { name: 'cloudwatch_logs', match: '*', region: 'eu-central-1', log_group_name: 'a', log_retention_days: 8 },
  // @ts-expect-error one of the words, or a number
  { name: 'stdout', match: '*', retry_limit: 'forever' },
];

test('the types are those of the options', () => {
  const config: FluentBitConfig = { inputs: [...accepted, ...refused], outputs };
  expect(config.inputs).toHaveLength(accepted.length + refused.length);
  const tail: FluentBitInput<'tail'> = { name: 'tail', path: ['/a.log'], tag_regex: '(?<pod>[^_]+)_' };
  expect(tail.name).toBe('tail');
});
