/** What a relabelling step does; the words of Prometheus. */
export enum RelabelAction {
  REPLACE = 'replace',
  KEEP = 'keep',
  DROP = 'drop',
  KEEP_EQUAL = 'keepequal',
  DROP_EQUAL = 'dropequal',
  HASHMOD = 'hashmod',
  LABELMAP = 'labelmap',
  LABELDROP = 'labeldrop',
  LABELKEEP = 'labelkeep',
  LOWERCASE = 'lowercase',
  UPPERCASE = 'uppercase',
}

/** One step of relabelling, of targets or of metrics. */
export interface Relabeling {
  /** @default - none */
  readonly sourceLabels?: readonly string[];
  /** Put between the values of the source labels. @default ';' */
  readonly separator?: string;
  /** RE2, anchored on both sides. @default '(.*)' */
  readonly regex?: string;
  /** For HASHMOD. @default - none */
  readonly modulus?: number;
  /** @default - none */
  readonly targetLabel?: string;
  /** @default '$1' */
  readonly replacement?: string;
  /** @default RelabelAction.REPLACE */
  readonly action?: RelabelAction;
}
