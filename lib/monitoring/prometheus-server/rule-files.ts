import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { writeRuleFile } from '../../config/prometheus/rule-file';
import type { RuleGroup } from '../../model/rules';

/** Folder of the rule files in the container. */
export const RULES_FOLDER = '/etc/prometheus/rules';

/**
 * ConfigMaps that the pods mount, whether they exist or not: rules that need one more ConfigMap go live without a new
 * pod.
 */
const MOUNTED = 8;
/**
 * Text in one ConfigMap. kubectl apply keeps a copy of the object in an annotation, and annotations may hold 262,144
 * bytes together; the rest is for escapes and for the generated rules in the first one.
 */
const CAPACITY_BYTES = 160_000;

/** The rule files of a Prometheus: one file a group, in as few ConfigMaps as hold them. */
export class RuleFiles {
  private readonly buckets: RuleGroup[][] = [];
  /** What was written to know its size, of groups that stay as they are. */
  private readonly texts = new Map<RuleGroup, string>();
  private room = 0;

  constructor(
    private readonly scope: Construct,
    private readonly props: {
      readonly name: string;
      readonly namespace: string;
      readonly labels: Record<string, string>;
      /** Groups that only the whole graph tells; put into the first ConfigMap. */
      readonly generated: () => readonly RuleGroup[];
      /** The last word on a group before it is written. */
      readonly tune: (groups: readonly RuleGroup[]) => readonly RuleGroup[];
    },
  ) {
    this.open();
  }

  /** All groups that were added. */
  get groups(): readonly RuleGroup[] {
    return this.buckets.flat();
  }

  /** Whether the group would not fit into the ConfigMaps that the pods mount. */
  get full(): boolean {
    return this.buckets.length > MOUNTED;
  }

  add(group: RuleGroup): void {
    const text = writeRuleFile([group]);
    this.texts.set(group, text);
    const size = Buffer.byteLength(text);
    if (size > this.room && (this.buckets.at(-1)?.length ?? 0) > 0) this.open();
    this.room -= size;
    this.buckets.at(-1)?.push(group);
  }

  /** The volume that holds all rule files. */
  volume(name: string): k8s.Volume {
    const sources = Array.from({ length: MOUNTED }, (_, i) => ({
      configMap: { name: this.nameOf(i), optional: true },
    }));
    return { name, projected: { sources } };
  }

  private open(): void {
    const index = this.buckets.length;
    const groups: RuleGroup[] = [];
    this.buckets.push(groups);
    this.room = CAPACITY_BYTES;
    new k8s.KubeConfigMap(this.scope, `Rules${index}`, {
      metadata: { name: this.nameOf(index), namespace: this.props.namespace, labels: this.props.labels },
      data: Lazy.any({ produce: () => this.files(index === 0 ? [...groups, ...this.props.generated()] : groups) }),
    });
  }

  private files(groups: readonly RuleGroup[]): Record<string, string> {
    const written = this.props
      .tune(groups)
      .filter(({ records = [], alerts = [] }) => records.length + alerts.length > 0);
    const files = new Map<string, string>();
    for (const group of written) {
      const name = fileName(group);
      // One of them would vanish in silence.
      if (files.has(name)) throw new Error(`two groups of rules would be the file '${name}'`);
      files.set(name, this.texts.get(group) ?? writeRuleFile([group]));
    }
    return Object.fromEntries(files);
  }

  private nameOf(index: number): string {
    return `${this.props.name}-rules-${index}`;
  }
}

/** Name of a group's file; groups whose names differ have files whose names differ. */
export function fileName({ name }: RuleGroup): string {
  return `${name.replace(/[^-.a-zA-Z0-9]/g, (character) => `_${character.codePointAt(0)?.toString(16)}_`)}.yaml`;
}
