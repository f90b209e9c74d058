import { logFileRules } from '../../lib/rules/log-files';
import { type RuleCase, testRules } from './rule-test';

const WHO = {
  job: 'log-file-sidecar',
  namespace: 'shop',
  cluster: 'c',
  pod: 'shop-1',
  container: 'log-app',
  instance: '10.0.0.1:2021',
};
const series = (metric: string, name: string, who: Readonly<Record<string, string>> = WHO) =>
  `${metric}{${Object.entries({ ...who, name })
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`;
const read = series('fluentbit_input_records_total', 'files-0');
const delivered = series('fluentbit_output_proc_records_total', 'stdout');
const paused = series('fluentbit_input_ingestion_paused', 'files-0');
const dropped = series('fluentbit_output_dropped_records_total', 'stdout');
const errors = series('fluentbit_output_errors_total', 'stdout');
const cut = series('fluentbit_input_long_line_truncated_total', 'files-0');
const other = { ...WHO, pod: 'shop-2', instance: '10.0.0.2:2021' };

const cases: RuleCase[] = [
  {
    name: 'nobody takes what one of two prints',
    alert: 'LogFilesNotDelivered',
    series: {
      [read]: '0+60x60',
      [delivered]: '0x60',
      [series('fluentbit_input_records_total', 'files-0', other)]: '0+60x60',
      [series('fluentbit_output_proc_records_total', 'stdout', other)]: '0+60x60',
    },
    fires: [WHO],
  },
  {
    name: 'lines go through',
    alert: 'LogFilesNotDelivered',
    series: { [read]: '0+60x60', [delivered]: '0+60x60' },
    fires: [],
  },
  {
    name: 'the app writes nothing',
    alert: 'LogFilesNotDelivered',
    series: { [read]: '9x60', [delivered]: '9x60' },
    fires: [],
  },
  {
    name: 'an output was away for ten minutes',
    alert: 'LogFilesNotDelivered',
    series: { [read]: '0+60x60', [delivered]: '0+60x15 900x10 0+60x40' },
    fires: [],
  },
  {
    name: 'the app of one of two writes elsewhere',
    alert: 'LogFilesNotFound',
    at: '80m',
    series: {
      [read]: '0x90',
      [series('fluentbit_input_records_total', 'files-0', other)]: '0+1x90',
      [series('fluentbit_input_files_opened_total', 'files-0', other)]: '1x90',
    },
    fires: [WHO],
  },
  {
    name: 'the app has a file and writes nothing',
    alert: 'LogFilesNotFound',
    at: '80m',
    series: { [read]: '0x90', [series('fluentbit_input_files_opened_total', 'files-0')]: '1x90' },
    fires: [],
  },
  { name: 'a file is not read', alert: 'LogFilesPaused', series: { [paused]: '0x10 1x50' }, fires: [WHO] },
  { name: 'it pauses now and then', alert: 'LogFilesPaused', series: { [paused]: '0 1 1 1 0x5 1x5 0x60' }, fires: [] },
  {
    name: 'lines are dropped',
    alert: 'LogFilesLinesDropped',
    series: { [dropped]: '0x25 4x40', [errors]: '0x60' },
    fires: [WHO],
  },
  {
    name: 'a chunk is refused',
    alert: 'LogFilesLinesDropped',
    series: { [dropped]: '0x60', [errors]: '0x25 1x40' },
    fires: [WHO],
  },
  {
    name: 'lines were dropped an hour ago',
    alert: 'LogFilesLinesDropped',
    series: { [dropped]: '7x60', [errors]: '7x60' },
    fires: [],
  },
  { name: 'the first long line', alert: 'LogFilesLinesCut', series: { [cut]: '_x20 1x40' }, fires: [WHO] },
  { name: 'one more', alert: 'LogFilesLinesCut', at: '90m', series: { [cut]: '1x80 2x40' }, fires: [WHO] },
  { name: 'long lines of long ago', alert: 'LogFilesLinesCut', at: '100m', series: { [cut]: '7x120' }, fires: [] },
];

describe('logFileRules', () => {
  testRules(logFileRules(), cases);
});
