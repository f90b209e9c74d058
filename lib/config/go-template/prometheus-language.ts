import { BUILTIN_FUNCTIONS } from './builtins';
import { list, map, NUMBER, STRING, struct, type TemplateLanguage, UNKNOWN } from './types';

/** The labels of the series that the rule yielded. */
export const ALERT_LABELS = map('the labels of the alert', STRING);
const LABELS = map('a set of labels', STRING);
const SAMPLE = struct('a sample', { Labels: LABELS, Value: UNKNOWN });
const SAMPLES = list('the result of a query', SAMPLE);

const text = (min: number) => ({ min, strings: true, result: STRING });
const humanized = { min: 1, result: STRING };

/** The templates in the annotations and labels of Prometheus' alerting rules. */
export const PROMETHEUS_LANGUAGE: TemplateLanguage = {
  program: 'Prometheus',
  data: struct('the data of an alert', {
    Labels: ALERT_LABELS,
    ExternalLabels: LABELS,
    ExternalURL: STRING,
    // A number, or a histogram with methods.
    Value: UNKNOWN,
  }),
  variables: { $labels: ALERT_LABELS, $externalLabels: LABELS, $externalURL: STRING, $value: UNKNOWN },
  functions: {
    ...BUILTIN_FUNCTIONS,
    query: { min: 1, strings: true, result: SAMPLES },
    first: { min: 1, result: SAMPLE },
    label: { min: 2, result: STRING },
    value: { min: 1 },
    strvalue: { min: 1, result: STRING },
    args: { min: 0, max: Number.POSITIVE_INFINITY },
    reReplaceAll: { ...text(3), regex: 0 },
    safeHtml: { min: 1, strings: true },
    match: { min: 2, strings: true, regex: 0 },
    title: text(1),
    toUpper: text(1),
    toLower: text(1),
    graphLink: text(1),
    tableLink: text(1),
    sortByLabel: { min: 2, result: SAMPLES },
    stripPort: text(1),
    stripDomain: text(1),
    humanize: humanized,
    humanize1024: humanized,
    humanizeDuration: humanized,
    humanizePercentage: humanized,
    humanizeTimestamp: { min: 1 },
    toTime: { min: 1 },
    toDuration: { min: 1 },
    now: { min: 0, result: NUMBER },
    pathPrefix: { min: 0, result: STRING },
    externalURL: { min: 0, result: STRING },
    parseDuration: { min: 1, strings: true, result: NUMBER },
    urlQueryEscape: text(1),
  },
  templates: [],
};
