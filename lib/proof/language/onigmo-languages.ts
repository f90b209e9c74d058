import type { Language, Languages } from './languages';
import { below, type OnigmoTree } from './onigmo-tree';

/** Repeated look-aheads are copied out so often at most. */
const MOST_COPIES = 10;

/** Where a part of an expression may go on. */
interface Continuation {
  /** What may follow if nothing was consumed since the search began. */
  readonly fresh: Language;
  /** What may follow otherwise. */
  readonly later: Language;
}

/** The texts that meet regular expressions of Onigmo, in the ways in which Fluent Bit asks it. */
export class OnigmoLanguages {
  constructor(private readonly languages: Languages) {}

  /**
   * The tags that a `match_regex` takes: those of which it matches a beginning that is not empty. Onigmo is not asked to
   * search there, and a match of no characters does not count.
   */
  beginnings(tree: OnigmoTree): Language {
    const { all, none } = this.languages;
    return this.from(tree, true, { fresh: none, later: all });
  }

  /** Whether a match of no characters may be tried before a longer one, so that the tag is not taken after all. */
  mayPreferNothing(tree: OnigmoTree): boolean {
    const { all, none } = this.languages;
    return this.from(tree, true, { fresh: all, later: none }) !== none && this.prefersNothing(tree);
  }

  private prefersNothing(tree: OnigmoTree): boolean {
    if (tree.kind === 'ahead') return false;
    if (tree.kind === 'repeat' && tree.lazy) return true;
    if (tree.kind === 'choice' && tree.of.some((option) => this.plain(option)?.takesEmpty ?? true)) return true;
    return below(tree).some((part) => this.prefersNothing(part));
  }

  /** The texts in which a search finds a match. */
  search(tree: OnigmoTree): Language {
    const { all, any } = this.languages;
    const skipped = this.languages.concat([any, all, this.matchFrom(tree)]);
    return this.languages.or([this.from(tree, true, { fresh: all, later: all }), skipped]);
  }

  /** The texts that begin with a match, where they are not the beginning of the whole. */
  matchFrom(tree: OnigmoTree): Language {
    const { all } = this.languages;
    return this.from(tree, false, { fresh: all, later: all });
  }

  /** The texts that meet the expression as a whole; undefined where it looks ahead or asks where it stands. */
  plain(tree: OnigmoTree): Language | undefined {
    switch (tree.kind) {
      case 'chars':
        return this.languages.chars(tree.set);
      case 'sequence':
      case 'choice': {
        const parts = tree.of.map((part) => this.plain(part));
        const known = parts.filter((part) => part !== undefined);
        if (known.length < parts.length) return undefined;
        return tree.kind === 'sequence' ? this.languages.concat(known) : this.languages.or(known);
      }
      case 'repeat': {
        const inner = this.plain(tree.of);
        return inner && this.languages.repeat(inner, tree.min, tree.max);
      }
      case 'group':
        return this.plain(tree.of);
      default:
        return undefined;
    }
  }

  /** Whether every part that looks ahead or asks where it stands can be followed. */
  isProvable(tree: OnigmoTree): boolean {
    if (this.plain(tree)) return true;
    if (tree.kind === 'repeat' && tree.max > MOST_COPIES) return false;
    return below(tree).every((part) => this.isProvable(part));
  }

  /** The texts in which the expression matches at the beginning and what follows is in the continuation. */
  private from(tree: OnigmoTree, atStart: boolean, then: Continuation): Language {
    const { languages } = this;
    const plain = this.plain(tree);
    if (plain) {
      const some = languages.and([plain, languages.not(languages.empty)]);
      const consumed = languages.concat([plain.takesEmpty ? some : plain, then.later]);
      return plain.takesEmpty ? languages.or([then.fresh, consumed]) : consumed;
    }
    switch (tree.kind) {
      case 'sequence':
        return tree.of.reduceRight<Continuation>(
          (after, part) => ({
            fresh: this.from(part, atStart, after),
            later: this.from(part, false, { fresh: after.later, later: after.later }),
          }),
          then,
        ).fresh;
      case 'choice':
        return languages.or(tree.of.map((option) => this.from(option, atStart, then)));
      case 'group':
        return this.from(tree.of, atStart, then);
      case 'repeat':
        return this.from(copiesOf(tree.of, tree.min, Math.min(tree.max, MOST_COPIES)), atStart, then);
      case 'ahead': {
        const ahead = this.from(tree.of, atStart, { fresh: languages.all, later: languages.all });
        return languages.and([tree.negative ? languages.not(ahead) : ahead, then.fresh]);
      }
      case 'start':
        return atStart ? then.fresh : languages.none;
      case 'end':
        return languages.and([languages.empty, then.fresh]);
      default:
        return languages.none;
    }
  }
}

const copiesOf = (of: OnigmoTree, min: number, max: number): OnigmoTree => {
  let optional: OnigmoTree = { kind: 'sequence', of: [] };
  for (let i = min; i < max; i++)
    optional = {
      kind: 'choice',
      of: [
        { kind: 'sequence', of: [of, optional] },
        { kind: 'sequence', of: [] },
      ],
    };
  return { kind: 'sequence', of: [...Array.from({ length: min }, () => of), optional] };
};
