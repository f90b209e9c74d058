import type { LogKeep, LogTarget } from '../../model/log-route';
import { DATASET_KEY } from '../outputs/log-output';
import { LEVEL_FIELDS, RANKS, RANKS_BY_NAME } from './line-levels';

/** The key of a record that holds the JSON of its line. */
export const PARSED_KEY = 'parsed';

/** A value to compare with that is a number as JSON writes it: agents compare it as one, however a line writes it. */
export const NUMBER = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,20})?$/;

/**
 * What the filters of lines have in common: a line whose dataset an earlier route gave is not theirs. -1 drops a record, 0
 * leaves it as it is. `grep` could do neither: it reads no numbers, and drops lines that lack the field.
 */
const COMMON = `local ranks = {
${[...RANKS_BY_NAME].map(([name, rank]) => `  ${name} = ${rank},`).join('\n')}
}

local value_at
value_at = function(data, field)
  if type(data) ~= "table" then return nil end
  if data[field] ~= nil then return data[field] end
  local dot = string.find(field, ".", 1, true)
  while dot do
    local found = value_at(data[string.sub(field, 1, dot - 1)], string.sub(field, dot + 1))
    if found ~= nil then return found end
    dot = string.find(field, ".", dot + 1, true)
  end
  return nil
end

local function rank_of(record)
  for _, field in ipairs({ ${LEVEL_FIELDS.map((field) => `"${field}"`).join(', ')} }) do
    local value = value_at(record["${PARSED_KEY}"], field)
    if type(value) == "string" then
      value = ranks[string.lower(value)] or (string.find(value, "^%d+%.?%d*$") and tonumber(value))
    end
    if type(value) == "number" and value >= 10 then return value end
  end
  return nil
end

local function at_least(record, least)
  if record["${DATASET_KEY}"] ~= nil then return 0 end
  local rank = rank_of(record)
  if rank ~= nil and rank < least then return -1 end
  return 0
end

local function keep(record, field, values)
  if record["${DATASET_KEY}"] ~= nil then return 0 end
  local value = value_at(record["${PARSED_KEY}"], field)
  if value == nil or type(value) == "table" then return -1 end
  if values[value] or values[tostring(value)] then return 0 end
  return -1
end
`;

/** The Lua functions of the filters that targets need; equal ones are there once. */
export class LineFilters {
  private readonly functions = new Map<string, string>();

  /** The names of the functions that see the lines of this target, in their order. */
  callsFor({ minLevel, keep }: LogTarget): string[] {
    return [
      ...(minLevel === undefined ? [] : [this.call(`at_least_${minLevel}`, `at_least(record, ${RANKS[minLevel]})`)]),
      ...(keep === undefined ? [] : [this.keeping(keep)]),
    ];
  }

  /** The text of the script; undefined if nothing calls it. */
  get script(): string | undefined {
    if (this.functions.size === 0) return undefined;
    const functions = [...this.functions].map(
      ([body, name]) => `function ${name}(tag, timestamp, record)\n  return ${body}, timestamp, record\nend\n`,
    );
    return [COMMON, ...functions].join('\n');
  }

  private keeping({ field, values }: LogKeep): string {
    const keys = [...new Set(values)].flatMap((value) => [luaText(value), ...(NUMBER.test(value) ? [value] : [])]);
    const set = keys.map((key) => `[${key}] = true`).join(', ');
    return this.call(`keep_${this.functions.size + 1}`, `keep(record, ${luaText(field)}, { ${set} })`);
  }

  private call(name: string, body: string): string {
    const known = this.functions.get(body);
    if (known === undefined) this.functions.set(body, name);
    return known ?? name;
  }
}

/** A text of Lua: all but plain letters as the numbers of its bytes. */
function luaText(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')];
  const plain = (byte: number) => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  return `"${bytes.map((byte) => (plain(byte) ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`)).join('')}"`;
}
