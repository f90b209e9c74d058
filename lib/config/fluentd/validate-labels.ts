import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import type { FluentdConfig } from './config';
import { pipelinesOf, placedFilters, placedOutputs, placedSources, ROOT } from './walk';

/** Gets the records that plugins refuse. */
export const ERROR_LABEL = '@ERROR';
/** Gets what Fluentd itself logs. */
export const LOG_LABEL = '@FLUENT_LOG';

/** Filters and outputs that hand single records they cannot take to the label `@ERROR`. */
const REFUSING: readonly string[] = ['elasticsearch', 'parser', 'concat', 'record_transformer', 'grep'];

/** Labels that are not there, are there twice or get nothing, and records that would go nowhere without one. */
export function validateLabels(config: FluentdConfig): Problem[] {
  const labels = pipelinesOf(config)
    .slice(1)
    .map(({ label }) => label);
  const users = usersOf(config);
  const named = new Set(users.map(({ label }) => label));
  return [
    ...labels.flatMap((label, i) => validateName(label, labels.indexOf(label) < i)),
    ...users.filter(({ label }) => label !== ROOT && !labels.includes(label)).map((user) => missing(user, labels)),
    ...labels
      .filter((label) => label !== ERROR_LABEL && label !== LOG_LABEL && !named.has(label))
      .map((label) => ({
        what: `nothing sends to label '${label}'`,
        fix: `name it in an input ($label: '${label}'), in an output 'relabel', or leave it out`,
      })),
    ...validateErrors(config, labels),
  ];
}

function validateName(label: string, again: boolean): Problem[] {
  if (typeof label !== 'string' || !/^@[A-Za-z]\w*$/.test(label)) {
    return [{ what: `a label is named '${label}'`, fix: "use '@' and a word, such as '@CONTAINERS'" }];
  }
  if (label === ROOT)
    return [{ what: `a label is named '${ROOT}', which is what is outside of labels`, fix: 'use another name' }];
  return again ? [{ what: `there are two labels '${label}'`, fix: 'join them, or rename one' }] : [];
}

interface LabelUser {
  readonly place: string;
  readonly label: string;
}

function usersOf(config: FluentdConfig): LabelUser[] {
  const all = [
    ...placedSources(config).map(({ place, plugin }) => ({ place, label: plugin.$label })),
    ...placedOutputs(config).map(({ place, plugin }) => ({
      place,
      label: plugin.$type === 'relabel' ? plugin.$label : undefined,
    })),
    ...placedOutputs(config).flatMap(({ place, plugin }) =>
      plugin.$type === 'rewrite_tag_filter' ? plugin.rule.map(({ label }) => ({ place, label })) : [],
    ),
    ...placedFilters(config).map(({ place, plugin }) => ({
      place,
      label: plugin.$type === 'concat' ? plugin.timeout_label : undefined,
    })),
  ];
  return all.filter((user): user is LabelUser => typeof user.label === 'string');
}

function missing({ place, label }: LabelUser, labels: readonly string[]): Problem {
  const meant = nearest(label, labels);
  return {
    what: `${place} sends to label '${label}', which is not there`,
    fix: meant === undefined ? `add { label: { $name: '${label}', config: […] } }` : `write '${meant}'`,
  };
}

function validateErrors(config: FluentdConfig, labels: readonly string[]): Problem[] {
  if (labels.includes(ERROR_LABEL)) return [];
  const [refuser] = [...placedOutputs(config), ...placedFilters(config)].filter(({ plugin }) =>
    REFUSING.includes(plugin.$type),
  );
  if (!refuser) return [];
  return [
    {
      what: `${refuser.place} hands records that it cannot take to label '${ERROR_LABEL}', which is not there: they would be lost`,
      fix: `add { label: { $name: '${ERROR_LABEL}', config: […] } }`,
    },
  ];
}
