import type { LogKeep, LogLevel, LogTarget } from '../../model/log-route';
import { NUMBER, PARSED_KEY } from '../lines/line-filters';
import { LEVEL_FIELDS, RANKS, RANKS_BY_NAME } from '../lines/line-levels';

/** The value of a field, whose dots may lead into objects; nil if the line lacks it. */
const VALUE_AT = `at = ->(data, field) {
  next nil unless data.is_a?(Hash)
  next data[field] unless data[field].nil?
  (1...field.size).inject(nil) { |found, i|
    found.nil? && field[i] == "." ? at.(data[field[0, i]], field[i + 1..]) : found
  }
}
`;

/**
 * Ruby for the dataset of a record: nil where the target drops the line. It tells lines apart as the Lua of LineFilters
 * does, which `grep` could not: that reads no numbers, and knows no first field of several.
 */
export function rubyDataset({ minLevel, keep }: LogTarget, dataset: string): string {
  if (minLevel === undefined && keep === undefined) return dataset;
  const conditions = [
    ...(minLevel === undefined ? [] : [isGrave(minLevel)]),
    ...(keep === undefined ? [] : [isKept(keep)]),
  ];
  return `\${${VALUE_AT}${conditions.map((condition) => `(${condition})`).join(' && ')} ? ${rubyText(dataset)} : nil}`;
}

function isGrave(least: LogLevel): string {
  const names = [...RANKS_BY_NAME].map(([name, rank]) => `"${name}"=>${rank}`).join(',');
  const fields = LEVEL_FIELDS.map((field) => `"${field}"`).join(', ');
  return `
  ranks = {${names}}
  rank = [${fields}].inject(nil) { |found, field|
    next found if found
    value = at.(record["${PARSED_KEY}"], field)
    value = ranks[value.b.downcase] || (value.b.match?(/\\A\\d+\\.?\\d*\\z/) ? value.to_f : nil) if value.is_a?(String)
    value.is_a?(Numeric) && value >= 10 ? value : nil
  }
  rank.nil? || rank >= ${RANKS[least]}
`;
}

/** As Lua does, which writes numbers with 14 digits where it compares them with texts. */
function isKept({ field, values }: LogKeep): string {
  const texts = [...new Set(values)];
  const numbers = texts.filter((value) => NUMBER.test(value));
  return `
  value = at.(record["${PARSED_KEY}"], ${rubyText(field)})
  text = case value
    when String then value.b
    when Numeric then "%.14g" % value
    when true, false then value.to_s
  end
  [${texts.map((value) => `${rubyText(value)}.b`).join(', ')}].include?(text) ||
    value.is_a?(Numeric) && [${numbers.map((value) => `${Number(value)}`).join(', ')}].include?(value.to_f)
`;
}

/** A text of Ruby: all but letters and digits as the numbers of their characters. */
const rubyText = (text: string) =>
  `"${text.replace(/[^\w.-]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`)}"`;
