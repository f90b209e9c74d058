import type { Problem } from '../../model/problem';
import { checkTemplate, placeOf } from './check';
import { ALERT_LABELS, PROMETHEUS_LANGUAGE } from './prometheus-language';

/**
 * Checks a text that Prometheus expands for an alert, such as a summary: syntax, functions, variables, templates, and
 * fields as far as it is certain what they are taken of.
 */
export function validatePrometheusTemplate(prop: string, text: string): Problem[] {
  return checkTemplate(`'${prop}'`, text, { language: PROMETHEUS_LANGUAGE, data: PROMETHEUS_LANGUAGE.data }).map(
    (fault) => ({ what: `${placeOf(fault)}: ${fault.what}`, fix: fault.fix }),
  );
}

/**
 * The labels of the alert that a text of Prometheus reads by name (`$labels.pod`, `.Labels.pod`, `index $labels "pod"`),
 * sorted. What is read by a computed name, or all labels at once, is not among them.
 */
export function labelsUsed(text: string): string[] {
  const used = new Set<string>();
  checkTemplate('', text, {
    language: PROMETHEUS_LANGUAGE,
    data: PROMETHEUS_LANGUAGE.data,
    onKey: (map, key) => {
      if (map === ALERT_LABELS) used.add(key);
    },
  });
  return [...used].sort();
}
