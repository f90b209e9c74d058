import { fluentdRules } from '../../lib/rules/fluentd';
import { nodeCases } from './node-cases';
import { type RuleCase, testRules } from './rule-test';

const POD = { job: 'fluentd', namespace: 'logging', cluster: 'c', pod: 'fluentd-0', node: 'node-1' };
const OUTPUT = { ...POD, plugin_id: 'elasticsearch' };
const of = (metric: string, labels: Readonly<Record<string, string>> = { ...OUTPUT, type: 'elasticsearch' }) =>
  `${metric}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`;

const space = of('fluentd_output_status_buffer_available_space_ratio');
const retries = of('fluentd_output_status_retry_count');
const written = of('fluentd_output_status_write_count');
const held = of('fluentd_output_status_buffer_total_bytes');
const rejected = of('fluentd_rejected_records_total', POD);
const back = of('fluentd_output_status_rollback_count');
const { pod: _, node: __, ...JOB } = POD;
const lines = of('fluentd_input_status_num_records_total', POD);
const otherLines = of('fluentd_input_status_num_records_total', { ...POD, pod: 'fluentd-1' });

const cases: RuleCase[] = [
  {
    name: 'a quarter of the room is left',
    alert: 'FluentdBufferFillingUp',
    series: { [space]: '25x60' },
    fires: [OUTPUT],
  },
  { name: 'half of the room is left', alert: 'FluentdBufferFillingUp', series: { [space]: '50x60' }, fires: [] },
  { name: 'no room is left', alert: 'FluentdBufferFull', series: { [space]: '1x60' }, fires: [OUTPUT] },
  { name: 'a little room is left', alert: 'FluentdBufferFull', series: { [space]: '5x60' }, fires: [] },
  { name: 'a try fails each minute', alert: 'FluentdRetrying', series: { [retries]: '0+1x60' }, fires: [OUTPUT] },
  { name: 'a try failed once', alert: 'FluentdRetrying', series: { [retries]: '0x20 1x40' }, fires: [] },
  { name: 'there was a new pod', alert: 'FluentdRetrying', series: { [retries]: '90x20 0x40' }, fires: [] },
  {
    name: 'lines wait and none is delivered',
    alert: 'FluentdNotSending',
    series: { [written]: '7x60', [held]: '4000x60' },
    fires: [OUTPUT],
  },
  {
    name: 'lines wait and some are delivered',
    alert: 'FluentdNotSending',
    series: { [written]: '0+1x60', [held]: '4000x60' },
    fires: [],
  },
  { name: 'there are no lines', alert: 'FluentdNotSending', series: { [written]: '7x60', [held]: '0x60' }, fires: [] },
  { name: 'records are refused', alert: 'FluentdRecordsRejected', series: { [rejected]: '0x20 5+1x40' }, fires: [JOB] },
  {
    name: 'the first record is refused',
    alert: 'FluentdRecordsRejected',
    series: { [rejected]: '_x25 1x40' },
    fires: [JOB],
  },
  { name: 'a record was refused long ago', alert: 'FluentdRecordsRejected', series: { [rejected]: '3x60' }, fires: [] },
  {
    name: 'chunks are not confirmed',
    alert: 'FluentdChunksRolledBack',
    at: '60m',
    series: { [back]: '0+1x90' },
    fires: [{ ...JOB, plugin_id: 'elasticsearch' }],
  },
  { name: 'a chunk was not confirmed', alert: 'FluentdChunksRolledBack', series: { [back]: '0x10 1x60' }, fires: [] },
  {
    name: 'one agent of two reads nothing',
    alert: 'FluentdNoInput',
    at: '90m',
    series: { [lines]: '0x100', [otherLines]: '0+1x100' },
    fires: [POD],
  },
  {
    name: 'the pods of a node say nothing more',
    alert: 'FluentdNoInput',
    at: '90m',
    series: { [lines]: '7x100' },
    fires: [],
  },
  {
    name: 'no agent of two reads on',
    alert: 'FluentdNoInputAnywhere',
    at: '230m',
    series: { [lines]: '0+1x20 20x230', [otherLines]: '0x250' },
    fires: [JOB],
  },
  {
    name: 'one agent of two reads on',
    alert: 'FluentdNoInputAnywhere',
    at: '230m',
    series: { [lines]: '0+1x250', [otherLines]: '0x250' },
    fires: [],
  },
  {
    name: 'there is a line now and then',
    alert: 'FluentdNoInputAnywhere',
    at: '230m',
    series: { [lines]: '0x60 1x60 2x60 3x60' },
    fires: [],
  },
  ...nodeCases('Fluentd', JOB, 'fluentd'),
];

describe('fluentdRules', () => {
  testRules(fluentdRules({ daemonSetSelector: 'daemonset="fluentd"' }), cases);

  it('leaves out for an aggregator what is said of nodes', () => {
    const names = fluentdRules().flatMap(({ alerts = [] }) => alerts.map(({ alert }) => alert));
    expect(names.filter((name) => /Node|NoInput/.test(name))).toEqual([]);
  });
});
