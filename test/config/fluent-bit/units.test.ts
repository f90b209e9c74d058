import { parseSize, parseTime } from '../../../lib/config/fluent-bit/units';

test.each([
  ['5M', 5e6],
  ['5MB', 5e6],
  ['32k', 32_000],
  ['1.5G', 1.5e9],
  ['512', 512],
  ['0', 0],
])('%s are %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', '5 M', '5Mi', '5MiB', '1T', '-1', 'M', '1e6'])('%s is no size', (text) => {
  expect(parseSize(text)).toBeUndefined();
});

test.each([
  [30, 30],
  [0, 0],
  ['30s', 30],
  ['10m', 600],
  ['2h', 7200],
  ['1d', 86_400],
])('%s are %d seconds', (value, seconds) => {
  expect(parseTime(value)).toBe(seconds);
});

test.each(['', '30', '1.5s', '500ms', '1h30m', -1, 1.5, true, undefined])('%s is no time', (value) => {
  expect(parseTime(value)).toBeUndefined();
});
