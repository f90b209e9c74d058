import { fluentBitRules } from '../../lib/rules/fluent-bit';
import { nodeCases } from './node-cases';
import { type RuleCase, testRules } from './rule-test';

const JOB = { job: 'fluent-bit', namespace: 'node-agents', cluster: 'c' };
const agent = (metric: string, more: Readonly<Record<string, string>> = {}, pod = 'fluent-bit-1') => {
  const labels = { ...JOB, pod, node: 'node-1', ...more };
  return `${metric}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`;
};
const of = (metric: string, pod?: string) => agent(metric, { name: 'elasticsearch' }, pod);
/** An agent as alerts name it. */
const AGENT = { ...JOB, pod: 'fluent-bit-1', node: 'node-1' };
const ES = { ...JOB, name: 'elasticsearch' };

const dropped = of('fluentbit_output_dropped_records_total');
const failed = of('fluentbit_output_retries_failed_total');
const errors = of('fluentbit_output_errors_total');
const none = { [dropped]: '0x60', [failed]: '0x60', [errors]: '0x60' };

const capacity = 'fluentbit_output_chunk_available_capacity_percent';
const flow = (input: string, output: string, chunks: string, pod?: string) => ({
  [agent('fluentbit_input_records_total', { name: 'containers' }, pod)]: input,
  [of('fluentbit_output_proc_records_total', pod)]: output,
  [agent('fluentbit_storage_fs_chunks', {}, pod)]: chunks,
});
const output = (name: string, delivered: string, retries: string) => ({
  [agent('fluentbit_output_proc_records_total', { name })]: delivered,
  [agent('fluentbit_output_retries_total', { name })]: retries,
});
const paused = agent('fluentbit_input_ingestion_paused', { name: 'containers' });
const long = agent('fluentbit_input_long_line_skipped_total', { name: 'containers' });
const input = (records: string, files: string, pod?: string) => ({
  [agent('fluentbit_input_records_total', { name: 'containers' }, pod)]: records,
  [agent('fluentbit_input_records_total', { name: 'node' }, pod)]: '0+5x200',
  [agent('fluentbit_input_files_opened_total', { name: 'containers' }, pod)]: files,
});
const uptime = agent('fluentbit_uptime', { hostname: 'fluent-bit-1' });
const cases: RuleCase[] = [
  {
    name: 'lines are evicted on two nodes',
    alert: 'FluentBitRecordsDropped',
    series: {
      ...none,
      [dropped]: '0x20 100+100x40',
      [of('fluentbit_output_dropped_records_total', 'fluent-bit-2')]: '0x20 1+1x40',
    },
    fires: [ES],
  },
  { name: 'nothing is dropped', alert: 'FluentBitRecordsDropped', series: none, fires: [] },
  {
    name: 'what is dropped is set aside',
    alert: 'FluentBitRecordsDropped',
    series: { ...none, [dropped]: '0x25 100x40', [failed]: '0x25 1x40' },
    fires: [],
  },
  {
    name: 'lines are evicted on one node while chunks are set aside on another',
    alert: 'FluentBitRecordsDropped',
    series: {
      ...none,
      [dropped]: '0x20 100+100x40',
      [of('fluentbit_output_dropped_records_total', 'fluent-bit-2')]: '0x20 1+1x40',
      [of('fluentbit_output_errors_total', 'fluent-bit-2')]: '0x20 1+1x40',
    },
    fires: [ES],
  },
  {
    name: 'chunks of one output are set aside while lines of another are evicted on the same node',
    alert: 'FluentBitRecordsDropped',
    series: {
      ...none,
      [dropped]: '0x20 100+100x40',
      [errors]: '0x20 1+1x40',
      [agent('fluentbit_output_dropped_records_total', { name: 'loki' })]: '0x20 1+1x40',
    },
    fires: [{ ...JOB, name: 'loki' }],
  },
  {
    name: 'retries are used up',
    alert: 'FluentBitRetriesFailed',
    series: { ...none, [failed]: '0x25 1x40' },
    fires: [ES],
  },
  {
    name: 'retries were used up an hour ago',
    alert: 'FluentBitRetriesFailed',
    series: { ...none, [failed]: '1x60' },
    fires: [],
  },
  {
    name: 'a chunk is refused',
    alert: 'FluentBitChunksRejected',
    series: { ...none, [errors]: '0x25 1x40' },
    fires: [ES],
  },
  { name: 'no chunk is refused', alert: 'FluentBitChunksRejected', series: none, fires: [] },
  {
    name: 'one node has little room left',
    alert: 'FluentBitBufferFillingUp',
    series: { [of(capacity)]: '90x20 20x40', [of(capacity, 'fluent-bit-2')]: '100x60' },
    fires: [ES],
  },
  {
    name: 'there is room',
    alert: 'FluentBitBufferFillingUp',
    series: { [of(capacity)]: '31x60' },
    fires: [],
  },
  {
    name: 'two of three agents send nothing',
    alert: 'FluentBitNotSending',
    at: '50m',
    series: {
      ...flow('0+10x60', '5x60', '3x60'),
      ...flow('0+10x60', '5x60', '3x60', 'fluent-bit-2'),
      ...flow('0+10x60', '0+10x60', '3x60', 'fluent-bit-3'),
    },
    fires: [JOB],
  },
  {
    name: 'all lines that come in are dropped by routes',
    alert: 'FluentBitNotSending',
    at: '50m',
    series: flow('0+10x60', '5x60', '0x60'),
    fires: [],
  },
  {
    name: 'nothing comes in',
    alert: 'FluentBitNotSending',
    at: '50m',
    series: flow('10x60', '5x60', '1x60'),
    fires: [],
  },
  {
    name: 'one output of two is away',
    alert: 'FluentBitOutputNotSending',
    at: '50m',
    series: { ...output('elasticsearch', '5x60', '0+1x60'), ...output('loki', '0+9x60', '0x60') },
    fires: [ES],
  },
  {
    name: 'one of two outputs is slow',
    alert: 'FluentBitOutputNotSending',
    at: '50m',
    series: { ...output('elasticsearch', '0+1x60', '0+1x60'), ...output('loki', '0+9x60', '0x60') },
    fires: [],
  },
  {
    name: 'one of two outputs has nothing to send',
    alert: 'FluentBitOutputNotSending',
    at: '50m',
    series: { ...output('elasticsearch', '5x60', '3x60'), ...output('loki', '0+9x60', '0x60') },
    fires: [],
  },
  {
    name: 'both outputs are away, which another alert tells',
    alert: 'FluentBitOutputNotSending',
    at: '50m',
    series: { ...output('elasticsearch', '5x60', '0+1x60'), ...output('loki', '9x60', '0+1x60') },
    fires: [],
  },
  {
    name: 'an input is paused',
    alert: 'FluentBitInputPaused',
    series: { [paused]: '0x10 1x40' },
    fires: [{ ...AGENT, name: 'containers' }],
  },
  {
    name: 'an input was paused for a moment',
    alert: 'FluentBitInputPaused',
    series: { [paused]: '0x10 1x5 0x40' },
    fires: [],
  },
  {
    name: 'one agent of two has never found a file',
    alert: 'FluentBitNoInput',
    at: '90m',
    series: { ...input('0x200', '_x200'), ...input('0+3x200', '5x200', 'fluent-bit-2') },
    fires: [AGENT],
  },
  {
    name: 'the only agent of a cluster is restarted again and again, and finds no file',
    alert: 'FluentBitNoInput',
    at: '90m',
    series: input('0x40 _ 0x40 _ 0x40', '_x200'),
    fires: [AGENT],
  },
  {
    name: 'one agent of two finds no file',
    alert: 'FluentBitNoInputAnywhere',
    at: '90m',
    series: { ...input('0x200', '_x200'), ...input('0+3x200', '5x200', 'fluent-bit-2') },
    fires: [],
  },
  {
    name: 'no agent of two finds a file',
    alert: 'FluentBitNoInputAnywhere',
    at: '90m',
    series: { ...input('0x200', '_x200'), ...input('0x200', '_x200', 'fluent-bit-2') },
    fires: [JOB],
  },
  {
    name: 'no agent of two has a line by now, and one a file',
    alert: 'FluentBitNoInputAnywhere',
    at: '90m',
    series: { ...input('0x200', '_x200'), ...input('0x200', '_x5 1x200', 'fluent-bit-2') },
    fires: [],
  },
  {
    name: 'containers of a node start and say nothing',
    alert: 'FluentBitNoInput',
    at: '90m',
    series: input('0x200', '_x5 1x200'),
    fires: [],
  },
  {
    name: 'the pods of a node say nothing more',
    alert: 'FluentBitNoInput',
    at: '150m',
    series: input('0+5x30 150x170', '4x200'),
    fires: [],
  },
  {
    name: 'an agent is restarted on a node that logs seldom',
    alert: 'FluentBitNoInput',
    at: '90m',
    series: input('7x40 0x30 1x130', '2x40 _x30 1x130'),
    fires: [],
  },
  {
    name: 'an agent waits for the API server',
    alert: 'FluentBitStuck',
    series: { [uptime]: '0+60x10 600x60' },
    fires: [AGENT],
  },
  {
    name: 'an agent waits for some minutes',
    alert: 'FluentBitStuck',
    series: { [uptime]: '0+60x10 600x8 1080+60x60' },
    fires: [],
  },
  {
    name: 'an agent is new',
    alert: 'FluentBitStuck',
    series: { [uptime]: '_x28 5+60x60' },
    fires: [],
  },
  {
    name: 'a pod is gone',
    alert: 'FluentBitStuck',
    series: { [uptime]: '0+60x25 _x60' },
    fires: [],
  },
  {
    name: 'the first long line',
    alert: 'FluentBitLongLinesSkipped',
    series: { [long]: '_x20 1x40' },
    fires: [JOB],
  },
  {
    name: 'one more long line',
    alert: 'FluentBitLongLinesSkipped',
    at: '90m',
    series: { [long]: '1x80 2x40' },
    fires: [JOB],
  },
  {
    name: 'long lines of long ago',
    alert: 'FluentBitLongLinesSkipped',
    at: '100m',
    series: { [long]: '7x120' },
    fires: [],
  },
  ...nodeCases('FluentBit', JOB, 'fluent-bit'),
];

describe('fluentBitRules', () => {
  testRules(fluentBitRules(), cases);
});
