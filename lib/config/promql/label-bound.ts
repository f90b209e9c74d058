/** Labels that series may have: only those of a list, or any but those of a list. */
export class LabelBound {
  private constructor(
    private readonly listed: ReadonlySet<string>,
    /** Whether the list is of those that the series may have. */
    private readonly only: boolean,
  ) {}

  /** Any label at all. */
  static readonly ANY = new LabelBound(new Set(), false);
  /** No label. */
  static readonly NONE = new LabelBound(new Set(), true);

  /** At most these. */
  static only(labels: Iterable<string>): LabelBound {
    return new LabelBound(new Set(labels), true);
  }

  /** Whether a series may have this label; if not, it lacks it for certain. */
  mayHave(label: string): boolean {
    return this.listed.has(label) === this.only;
  }

  /** The labels that series may have at most, or undefined if they may have any but a few. */
  get atMost(): readonly string[] | undefined {
    return this.only ? [...this.listed] : undefined;
  }

  /** These labels are gone. */
  without(labels: Iterable<string>): LabelBound {
    const gone = new Set(labels);
    if (!this.only) return new LabelBound(new Set([...this.listed, ...gone]), false);
    return LabelBound.only([...this.listed].filter((label) => !gone.has(label)));
  }

  /** These labels may be there as well. */
  with(labels: Iterable<string>): LabelBound {
    const added = new Set(labels);
    if (this.only) return LabelBound.only([...this.listed, ...added]);
    return new LabelBound(new Set([...this.listed].filter((label) => !added.has(label))), false);
  }

  /** Labels that both may have. */
  and(other: LabelBound): LabelBound {
    if (!this.only) return other.only ? other.and(this) : other.without(this.listed);
    return LabelBound.only([...this.listed].filter((label) => other.mayHave(label)));
  }

  /** Labels that either may have. */
  or(other: LabelBound): LabelBound {
    if (other.only) return this.with(other.listed);
    if (this.only) return other.with(this.listed);
    return new LabelBound(new Set([...this.listed].filter((label) => !other.mayHave(label))), false);
  }
}
