import type { FluentBitConfig } from '../../config/fluent-bit/config';
import { Examples } from '../language/example';
import { Languages } from '../language/languages';
import { OnigmoLanguages } from '../language/onigmo-languages';
import type { ReadOnigmo } from '../language/onigmo-tree';
import { readOnigmo } from '../language/read-onigmo';

/** So many expressions are enough for any pipeline whose matches begin with what tells them apart. */
const MOST_EXPRESSIONS = 200_000;
const MOST_EXPRESSIONS_OF_ONE = 1000;

/** What the parts of a proof share. */
export class ProofContext {
  readonly languages: Languages;
  readonly examples: Examples;
  readonly onigmo: OnigmoLanguages;
  private readonly read = new Map<string, ReadOnigmo>();

  constructor(readonly config: FluentBitConfig) {
    const takers = (config.filters ?? []).length + config.outputs.length;
    this.languages = new Languages(MOST_EXPRESSIONS + MOST_EXPRESSIONS_OF_ONE * takers);
    this.examples = new Examples(this.languages);
    this.onigmo = new OnigmoLanguages(this.languages);
  }

  /** A regular expression, read once. */
  regex(pattern: string): ReadOnigmo {
    const known = this.read.get(pattern);
    if (known) return known;
    const { tree, unprovable } = readOnigmo(pattern);
    const provable = unprovable === undefined && !this.onigmo.isProvable(tree);
    const read = { tree, unprovable: provable ? 'a look-ahead that is repeated' : unprovable };
    this.read.set(pattern, read);
    return read;
  }
}
