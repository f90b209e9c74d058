import type { CharSet } from './char-set';

/** A regular expression of Onigmo, as far as it speaks of regular languages and of what comes next. */
export type OnigmoTree =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly OnigmoTree[] }
  | {
      readonly kind: 'repeat';
      readonly of: OnigmoTree;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'group'; readonly name: string; readonly of: OnigmoTree }
  | { readonly kind: 'ahead'; readonly negative: boolean; readonly of: OnigmoTree }
  | { readonly kind: 'start' | 'end' };

/** What {@link readOnigmo} finds. */
export interface ReadOnigmo {
  readonly tree: OnigmoTree;
  /** What in it no proof can follow, in words such as `the back reference '\1'`. @default - nothing */
  readonly unprovable?: string;
}

/** The trees right below. */
export function below(tree: OnigmoTree): readonly OnigmoTree[] {
  switch (tree.kind) {
    case 'sequence':
    case 'choice':
      return tree.of;
    case 'chars':
    case 'start':
    case 'end':
      return [];
    default:
      return [tree.of];
  }
}

/** The names of its groups. */
export function groupNames(tree: OnigmoTree): string[] {
  return [...(tree.kind === 'group' ? [tree.name] : []), ...below(tree).flatMap(groupNames)];
}
