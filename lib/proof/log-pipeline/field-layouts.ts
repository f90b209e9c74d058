import { CONTAINER_FOLDER, CONTAINER_ID, LABEL, POD, POD_FILE, POD_FOLDER, POD_UID } from './container-files';

/** How a folder of the kubelet's has its files named: by fields, none of which is without a text. */
export interface FieldLayout {
  /** What the fields have, as regular expressions. */
  readonly fields: readonly string[];
  /** What stands before the first field, between any two and behind the last. */
  readonly between: readonly string[];
  /** A text for each field: where none of them is in its field, a name is cut into fields in one way only. */
  readonly neverIn: readonly (string | undefined)[];
  /**
   * A pattern of names as patterns of their fields, any of which fit then; one that is not there takes all. Undefined where it
   * is none of single fields.
   */
  readonly cut: (pattern: string, excludes: boolean) => string[][] | undefined;
}

/** Characters of patterns that are read the same here and there: of wildcards `*` only. */
const PLAIN = /^[-\w.*]*$/;

const CONTAINERS: FieldLayout = {
  fields: [POD, LABEL, LABEL, CONTAINER_ID],
  between: [CONTAINER_FOLDER, '_', '_', '-', '.log'],
  neverIn: ['_', '_', undefined, '-'],
  cut: (pattern) => {
    if (!pattern.startsWith(CONTAINER_FOLDER)) return undefined;
    const name = pattern.slice(CONTAINER_FOLDER.length);
    if (name === '*' || name === '*.log') return [[]];
    const [pod = '', namespace = '', rest, ...more] = name.split('_');
    if (rest === undefined || more.length > 0 || !PLAIN.test(name)) return undefined;
    return containerGlobs(rest)?.map((container) => [pod, namespace, container]);
  },
};

/** What a pattern of `<container>-<id>.log` asks of the container; undefined where it asks something of the id. */
function containerGlobs(glob: string): string[] | undefined {
  const found: string[] = [];
  for (let i = 0; i <= glob.length; i++) {
    // the container may end anywhere in the pattern, and within what a wildcard takes
    if (glob[i] === '*') continue;
    const rest = (glob[i - 1] === '*' ? '*' : '') + glob.slice(i);
    if (/^-?\*(?:\.log)?$/.test(rest)) found.push(glob.slice(0, i));
    else if (!/^(?:[^-*]|$|-[0-9a-f]{0,63}(?:[^*0-9a-f]|$))/.test(rest)) return undefined;
  }
  return found;
}

const PODS: FieldLayout = {
  fields: [LABEL, POD, POD_UID, LABEL, POD_FILE],
  between: [POD_FOLDER, '_', '_', '/', '/', ''],
  neverIn: ['_', '_', '/', '/', undefined],
  cut: (pattern, excludes) => {
    // a name ends with its last field, which the rest of such a pattern has no way out of
    if (excludes && /^\*[-\w.*]*$/.test(pattern))
      return pattern.indexOf('*', 1) > 0 ? undefined : [['*', '*', '*', '*', pattern]];
    if (!pattern.startsWith(POD_FOLDER)) return undefined;
    // where a pattern has as many of these as a name, no wildcard takes one
    const [folder = '', container = '', file, ...more] = pattern.slice(POD_FOLDER.length).split('/');
    if (file === undefined || more.length > 0 || ![folder, container, file].every((part) => PLAIN.test(part)))
      return undefined;
    const pod = folder === '*' ? ['*', '*', '*'] : folder.split('_');
    return pod.length === 3 ? [[...pod, container, file]] : undefined;
  },
};

/** The folders whose files are known by their fields. */
export const FIELD_LAYOUTS: readonly FieldLayout[] = [CONTAINERS, PODS];
