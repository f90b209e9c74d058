import { type Problem, within } from '../../model/problem';
import { RelabelAction, type Relabeling } from '../../model/relabeling';
import { isLabelName } from './names';
import { type RelabelRegex, relabelRegex } from './regex';

type Field = Exclude<keyof Relabeling, 'action'>;

interface Usage {
  readonly needs: readonly Field[];
  readonly takes: readonly Field[];
}

const filter: Usage = { needs: ['sourceLabels', 'regex'], takes: ['separator'] };
const comparison: Usage = { needs: ['sourceLabels', 'targetLabel'], takes: [] };
const spelling: Usage = { needs: ['sourceLabels', 'targetLabel'], takes: ['separator'] };
const names: Usage = { needs: ['regex'], takes: [] };

/** What each action reads; Prometheus refuses some of the rest and ignores the others. */
const usages: Readonly<Record<RelabelAction, Usage>> = {
  [RelabelAction.REPLACE]: { needs: ['targetLabel'], takes: ['sourceLabels', 'separator', 'regex', 'replacement'] },
  [RelabelAction.KEEP]: filter,
  [RelabelAction.DROP]: filter,
  [RelabelAction.KEEP_EQUAL]: comparison,
  [RelabelAction.DROP_EQUAL]: comparison,
  [RelabelAction.HASHMOD]: { needs: ['sourceLabels', 'targetLabel', 'modulus'], takes: ['separator'] },
  [RelabelAction.LABELMAP]: { needs: ['regex'], takes: ['replacement'] },
  [RelabelAction.LABELDROP]: names,
  [RelabelAction.LABELKEEP]: names,
  [RelabelAction.LOWERCASE]: spelling,
  [RelabelAction.UPPERCASE]: spelling,
};

/** What the steps work on: targets, which need an address, or series, which need a name. */
export type RelabelSubject = 'targets' | 'series';
const indispensable: Readonly<Record<RelabelSubject, string>> = { targets: '__address__', series: '__name__' };

/** Checks relabelling steps; every problem names its step. */
export function validateRelabelings(
  prop: string,
  steps: readonly Relabeling[] | undefined,
  subject: RelabelSubject,
): Problem[] {
  return (steps ?? []).flatMap((step, i) => within(`${prop}[${i}]`, validateStep(step, subject)));
}

function validateStep(step: Relabeling, subject: RelabelSubject): Problem[] {
  const action = step.action ?? RelabelAction.REPLACE;
  const usage = usages[action];
  if (!usage) {
    const allowed = Object.keys(usages).join(', ');
    return [{ what: `'action' is '${action}'`, fix: `use one of ${allowed}` }];
  }
  const { program, problems } = compiled(step.regex);
  return [
    ...validateUsage(step, action, usage),
    ...validateSources(step, subject),
    ...problems,
    ...validateTarget(step, action),
    ...(step.modulus === undefined || (Number.isInteger(step.modulus) && step.modulus > 0)
      ? []
      : [{ what: `'modulus' is ${step.modulus}`, fix: 'use a whole number of 1 or more' }]),
    ...(program ? validateReferences(step, action, program) : []),
    ...(program ? validateKeptNames(step, action, program, indispensable[subject]) : []),
  ];
}

function validateUsage(step: Relabeling, action: RelabelAction, { needs, takes }: Usage): Problem[] {
  const given = (Object.keys(step) as (keyof Relabeling)[]).filter((field) => step[field] !== undefined);
  const unread = given.filter((field) => field !== 'action' && !needs.includes(field) && !takes.includes(field));
  const missing = needs.filter((field) => step[field] === undefined || step[field] === '');
  const aimless = action === RelabelAction.REPLACE && step.sourceLabels === undefined && step.replacement === undefined;
  return [
    ...missing.map((field) => ({ what: `action '${action}' needs '${field}'`, fix: `give '${field}'` })),
    ...unread.map((field) => ({ what: `action '${action}' does not read '${field}'`, fix: 'leave it out' })),
    ...(aimless ? [{ what: 'there is nothing to copy from', fix: "give 'sourceLabels' or a 'replacement'" }] : []),
  ];
}

function validateSources({ sourceLabels }: Relabeling, subject: RelabelSubject): Problem[] {
  if (sourceLabels?.length === 0)
    return [{ what: "'sourceLabels' is empty, which matches the empty text only", fix: 'name a label' }];
  return (sourceLabels ?? [])
    .filter((name) => (subject === 'targets' ? !isLabelName(name) : name === ''))
    .map((name) => ({
      what: `'sourceLabels' holds '${name}', which is no name of a label`,
      fix: "use letters, digits and '_' (discovery writes '_' for others), such as '__meta_kubernetes_pod_label_app'",
    }));
}

function compiled(regex = '(.*)'): { readonly program?: RelabelRegex; readonly problems: readonly Problem[] } {
  try {
    return { program: relabelRegex(regex), problems: [] };
  } catch (error) {
    const why = (error as Error).message.replace(/^error parsing regexp: /, '');
    return {
      problems: [
        { what: `'regex' is '${regex}', which is no regular expression (${why})`, fix: "use RE2, such as 'kube_(.+)'" },
      ],
    };
  }
}

function validateTarget({ targetLabel, replacement }: Relabeling, action: RelabelAction): Problem[] {
  const [prop, name, template] =
    action === RelabelAction.LABELMAP
      ? ['replacement', replacement, true]
      : ['targetLabel', targetLabel, action === RelabelAction.REPLACE];
  if (name === undefined || name === '') return [];
  const plain = template ? name.replaceAll(REFERENCE, 'a') : name;
  if (isLabelName(plain)) return [];
  return [
    { what: `'${prop}' is '${name}', which is no name of a label`, fix: "use letters, digits and '_', such as 'team'" },
  ];
}

/** As Go expands templates: the longest run of letters, digits and `_` after the dollar sign is the name. */
const REFERENCE = /\$(?:\{(\w+)\}|(\w+))/g;

function validateReferences(step: Relabeling, action: RelabelAction, regex: RelabelRegex): Problem[] {
  const copies = action === RelabelAction.REPLACE || action === RelabelAction.LABELMAP;
  const { targetLabel = '', replacement = copies ? '$1' : '' } = step;
  const known = (name: string) =>
    /^\d+$/.test(name) ? Number(name) <= regex.groupCount : regex.groupNames.includes(name);
  return Object.entries({ targetLabel, replacement }).flatMap(([prop, template]) => {
    const text = template.replaceAll('$$', '');
    const lost = [...text.matchAll(REFERENCE)].filter(([, braced, bare]) => !known(braced ?? bare ?? ''));
    const stray = text.replaceAll(REFERENCE, '').includes('$');
    return [
      ...lost.map(([reference]) => ({
        what: `'${prop}' ${step[prop as Field] === undefined ? 'is not given, so it ' : ''}refers to '${reference}', a group that 'regex' does not have`,
        fix: "add the group or another 'replacement'; write '${1}x' where letters follow, and '$$' for a dollar sign",
      })),
      ...(stray ? [{ what: `'${prop}' is '${template}', with a lone dollar sign`, fix: "write '$$' for one" }] : []),
    ];
  });
}

function validateKeptNames(
  { regex = '' }: Relabeling,
  action: RelabelAction,
  program: RelabelRegex,
  name: string,
): Problem[] {
  const lost =
    (action === RelabelAction.LABELDROP && program.matches(name)) ||
    (action === RelabelAction.LABELKEEP && regex !== '' && !program.matches(name));
  if (!lost) return [];
  return [
    {
      what: `'regex' '${regex}' takes away '${name}' with the rest`,
      fix: action === RelabelAction.LABELDROP ? 'drop labels by name' : `keep '${name}' too: '__.*|...'`,
    },
  ];
}
