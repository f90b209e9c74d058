import { API_SERVER_ACCESS, validateApiServerAccess } from '../kubernetes/api-server-access';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';
import { fitProps, flag, listOf, mapOf, number, type Shape, text } from '../model/shape';
import {
  validateBaseUrl,
  validateDnsLabel,
  validateDuration,
  validateInteger,
  validateWorkloadName,
} from '../model/units';
import type { KubeStateMetricsProps } from './kube-state-metrics';
import { collectorsOf, isCollector, validateCollectors } from './kube-state-metrics-collectors';

const KUBE_STATE_METRICS: Shape<KubeStateMetricsProps> = {
  ...COMPONENT,
  ...API_SERVER_ACCESS,
  name: text('kube-state-metrics'),
  collectors: listOf(text('pods')),
  namespaces: listOf(text('shop')),
  shards: number(2),
  metricLabelsAllowlist: mapOf(listOf(text('app.kubernetes.io/name'))),
  metricAnnotationsAllowlist: mapOf(listOf(text('example.com/team'))),
  metricDenylist: listOf(text('^kube_ingress_')),
  sampleLimit: number(1_500_000),
  labelLimit: number(60),
  scrapeInterval: text('1m'),
  scrapeTimeout: text('30s'),
  onEveryShard: flag(),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** All that is wrong with the props of a KubeStateMetrics, and the namespace that results from them. */
export function validateKubeStateMetrics(props: KubeStateMetricsProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, KUBE_STATE_METRICS);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateApiServerAccess(fit),
    ...validateWorkloadName('name', fit.name, 'kube-state-metrics'),
    ...validateCollectors('collectors', fit.collectors),
    ...validateNamespaces(fit.namespaces),
    ...validateInteger('shards', fit.shards, { min: 1 }),
    ...validateAllowlist('metricLabelsAllowlist', fit.metricLabelsAllowlist, fit),
    ...validateAllowlist('metricAnnotationsAllowlist', fit.metricAnnotationsAllowlist, fit),
    ...validateDenylist(fit.metricDenylist),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
    ...validateInteger('labelLimit', fit.labelLimit, { min: 1 }),
    ...validateDuration('scrapeInterval', fit.scrapeInterval, { min: '1s' }),
    ...validateDuration('scrapeTimeout', fit.scrapeTimeout, { min: '100ms' }),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateNamespaces(namespaces: readonly string[] | undefined): Problem[] {
  if (namespaces?.length === 0)
    return [
      { what: "'namespaces' is empty, and nothing would be collected", fix: 'leave it out for all, or name some' },
    ];
  return (namespaces ?? []).flatMap((namespace, i) => validateDnsLabel(`namespaces[${i}]`, namespace));
}

/** What the program takes apart at commas and brackets; a star may stand for a part of a key or for all. */
const KEY = /^(?:\*|[A-Za-z0-9*](?:[-A-Za-z0-9_./*]*[A-Za-z0-9*])?)$/;

function validateAllowlist(
  prop: string,
  allowlist: KubeStateMetricsProps['metricLabelsAllowlist'] = {},
  props: KubeStateMetricsProps,
): Problem[] {
  const collectors = collectorsOf(props);
  return Object.entries(allowlist).flatMap(([collector, keys]) => [
    ...(collector === '*' || collectors.includes(collector) ? [] : [notCollected(prop, collector, collectors)]),
    ...(keys.length === 0
      ? [{ what: `'${prop}.${collector}' is empty, which shows nothing`, fix: 'name keys, or leave it out' }]
      : []),
    ...keys
      .filter((key) => !KEY.test(key) || key.split('*').length > 2)
      .map((key) => ({
        what: `'${prop}.${collector}' holds '${key}', which is no key of a label or annotation`,
        fix: "use a key such as 'app.kubernetes.io/name', with one '*' at most",
      })),
  ]);
}

function notCollected(prop: string, collector: string, collectors: readonly string[]): Problem {
  const meant = isCollector(collector) ? undefined : nearest(collector, collectors);
  return {
    what: `'${prop}' names '${collector}', which is not collected`,
    fix: meant === undefined ? "add it to 'collectors', or leave it out" : `write '${meant}'`,
  };
}

function validateDenylist(patterns: readonly string[] = []): Problem[] {
  return patterns.flatMap((pattern, i) => {
    const problem = (what: string) => [
      {
        what: `'metricDenylist[${i}]' is '${pattern}', ${what}`,
        fix: "use a regular expression such as '^kube_ingress_'",
      },
    ];
    if (pattern === '') return problem('which leaves out every metric');
    if (pattern.includes(',')) return problem('and kube-state-metrics takes it apart at the comma');
    try {
      new RegExp(pattern);
      return [];
    } catch {
      return problem('which is no regular expression');
    }
  });
}
