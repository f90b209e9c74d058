import { flag, integer, joined, oneOf, text } from './option';

/** How lines become one, in a filter and in a processor. */
export const JOINING = {
  'multiline.parser': joined('java'),
  'multiline.key_content': text,
  mode: oneOf('parser', 'partial_message'),
  buffer: flag,
  // It does not start with less.
  flush_ms: integer(500),
} as const;

/** The processors of logs and their options. Each is a filter too, and sees all records of its input. */
export const PROCESSORS = { multiline: JOINING } as const;
