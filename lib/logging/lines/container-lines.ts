import type { FluentBitMultilineParser, FluentBitParser } from '../../config/fluent-bit/config';

/** A line as containerd and CRI-O write it, or a part of one: they cut lines after 16 KiB. */
const CRI_PART = {
  name: 'cri-part',
  format: 'regex',
  regex: '^(?<time>.+?) (?<stream>stdout|stderr) (?<_p>F|P) (?<log>.*)$',
  time_key: 'time',
  time_format: '%Y-%m-%dT%H:%M:%S.%L%z',
  time_keep: true,
  // A line may be empty.
  skip_empty_values: false,
} satisfies FluentBitParser;

/**
 * The parts of a line as one. Fluent Bit gives away what it holds of all lines each time this time is over, whenever their
 * parts came: its own parser `cri` does so every four seconds, and a line that is being written then becomes two. What has
 * no end is held in memory for that long.
 */
const CRI_LINE = {
  name: 'cri-line',
  type: 'equal',
  match_string: 'F',
  key_content: 'log',
  key_group: 'stream',
  key_pattern: '_p',
  parser: CRI_PART.name,
  flush_timeout: 60_000,
} satisfies FluentBitMultilineParser;

/** How whole lines are read from the logs of containers: what is defined for it, and the names of the multiline parsers. */
export const CONTAINER_LINES = {
  parsers: [CRI_PART],
  multilineParsers: [CRI_LINE],
  names: ['docker', CRI_LINE.name],
} as const;
