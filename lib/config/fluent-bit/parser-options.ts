import { flag, integer, needed, oneOf, regex, strptime, text } from './option';

/** A parser: how the text of a record becomes fields. */
export const PARSER = {
  name: needed(text),
  format: needed(oneOf('regex', 'json', 'ltsv', 'logfmt')),
  regex,
  time_key: text,
  time_format: strptime,
  time_keep: flag,
  time_strict: flag,
  time_offset: text,
  time_zone: text,
  time_system_timezone: flag,
  skip_empty_values: flag,
  logfmt_no_bare_keys: flag,
  types: text,
  decode_field: text,
  decode_field_as: text,
} as const;

/** A multiline parser: which lines belong together. `rules` are checked apart. */
export const MULTILINE_PARSER = {
  name: needed(text),
  type: needed(oneOf('regex', 'endswith', 'equal')),
  match_string: text,
  negate: flag,
  key_content: text,
  key_pattern: text,
  key_group: text,
  parser: text,
  flush_timeout: integer(),
} as const;

/** A rule of a multiline parser. */
export const MULTILINE_RULE = { state: needed(text), regex: needed(regex), next_state: needed(text) } as const;
