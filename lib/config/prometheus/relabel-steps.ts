import { RelabelAction, type Relabeling } from '../../model/relabeling';

/** The one way from our steps to upstream's `relabel_configs`. */
export function relabelConfigs(steps: readonly Relabeling[]): object[] {
  return steps.map(({ sourceLabels, separator, regex, modulus, targetLabel, replacement, action }) => ({
    source_labels: sourceLabels,
    separator,
    regex,
    modulus,
    target_label: targetLabel,
    replacement,
    action,
  }));
}

/** The label gets the value of another; it goes away where that is empty. */
export function copy(source: string, targetLabel: string): Relabeling {
  return { sourceLabels: [source], targetLabel };
}

/** The label gets a fixed value. */
export function constant(targetLabel: string, value: string): Relabeling {
  return { targetLabel, replacement: value.replaceAll('$', '$$$$') };
}

/** Only targets whose label is one of the values stay. */
export function keepValues(source: string, values: readonly string[]): Relabeling {
  return { sourceLabels: [source], regex: anyOf(values), action: RelabelAction.KEEP };
}

/** Targets whose label is one of the values go. */
export function dropValues(source: string, values: readonly string[]): Relabeling {
  return { sourceLabels: [source], regex: anyOf(values), action: RelabelAction.DROP };
}

/** A regular expression (RE2) that matches just these texts. */
export function anyOf(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')).join('|');
}
