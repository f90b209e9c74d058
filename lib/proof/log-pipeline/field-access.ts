import type { FluentBitFilter } from '../../config/fluent-bit/config';

/** The fields of a record that a filter asks for and those that it makes, by their names at the top of the record. */
export interface FieldAccess {
  readonly reads: readonly string[];
  readonly makes: readonly string[];
  /** Whether it may make any field. */
  readonly makesAny?: true;
}

const NONE: FieldAccess = { reads: [], makes: [] };

/** What a filter does with fields, as far as its options tell. */
export function fieldAccess(filter: FluentBitFilter): FieldAccess {
  switch (filter.name) {
    case 'grep':
      return { reads: words(0, filter.regex, filter.exclude), makes: [] };
    case 'modify':
      return {
        reads: [
          ...words(0, filter.remove, filter.rename, filter.hard_rename, filter.copy, filter.hard_copy),
          ...words(
            1,
            filter.condition?.filter((condition) => /^Key_(?:exists|value)/i.test(condition)),
          ),
        ],
        makes: [
          ...words(0, filter.set, filter.add),
          ...words(1, filter.rename, filter.hard_rename, filter.copy, filter.hard_copy),
        ],
      };
    case 'nest':
      return filter.operation === 'lift'
        ? { reads: words(0, filter.nested_under && [filter.nested_under]), makes: [], makesAny: true }
        : { reads: words(0, filter.wildcard), makes: words(0, filter.nest_under && [filter.nest_under]) };
    case 'parser':
      return { reads: [rootOf(filter.key_name)], makes: [], makesAny: true };
    case 'record_modifier':
      return { reads: words(0, filter.remove_key, filter.allowlist_key), makes: words(0, filter.record) };
    case 'multiline':
      return { reads: words(0, filter['multiline.key_content'] ? [filter['multiline.key_content']] : []), makes: [] };
    case 'lua':
      return { ...NONE, makesAny: true };
    default:
      return NONE;
  }
}

/** The words at that place in each of the settings. What has a wildcard names no field. */
function words(at: number, ...lists: readonly (readonly string[] | '' | undefined)[]): string[] {
  const found = lists.flatMap((list) => (list || []).map((text) => text.trim().split(/\s+/)[at] ?? ''));
  return found.filter((word) => word !== '' && !word.includes('*')).map(rootOf);
}

/** The field at the top of the record that a key or a record accessor (`$parsed['level']`) leads into. */
const rootOf = (key: string): string => (key.startsWith('$') ? key.slice(1).replace(/[.[].*$/s, '') : key);
