import { CLIENT } from '../../../lib/config/fluent-bit/common-options';
import { FILTERS } from '../../../lib/config/fluent-bit/filter-options';
import { INPUTS } from '../../../lib/config/fluent-bit/input-options';
import type { OptionTable } from '../../../lib/config/fluent-bit/option';
import { OUTPUTS } from '../../../lib/config/fluent-bit/output-options';
import { itWithTool } from '../../tools/tool';

interface Plugin {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, readonly { readonly name: string }[]>>;
}

/** What the engine takes on outputs, though some do not list it. */
const OF_THE_ENGINE = ['workers', 'storage.total_limit_size', ...Object.keys(CLIENT)];
/** Newer than the oldest Fluent Bit that a developer may have; the oldest that is deployed has them. */
const NEWER = ['drop_unrecoverable_records'];

const TABLES: Readonly<Record<string, Readonly<Record<string, OptionTable>>>> = {
  input: INPUTS,
  filter: FILTERS,
  output: OUTPUTS,
};
const all = Object.entries(TABLES).flatMap(([type, plugins]) =>
  Object.keys(plugins).map((name) => [type, name] as const),
);

describe.each(all)('the %s %s', (type, name) => {
  itWithTool('fluent-bit', 'has all these options', (fluentBit) => {
    const schema = JSON.parse(fluentBit.ok(['-J'])) as Readonly<Record<string, readonly Plugin[]>>;
    const plugin = schema[`${type}s`]?.find((each) => each.name === name);
    const known = Object.values(plugin?.properties ?? {}).flatMap((list) =>
      list.map((each) => each.name.toLowerCase()),
    );
    const others = [...known, ...(type === 'output' ? OF_THE_ENGINE : []), ...NEWER];
    expect(known.length).toBeGreaterThan(0);
    expect(Object.keys(TABLES[type]?.[name] ?? {}).filter((option) => !others.includes(option))).toEqual([]);
  });
});
