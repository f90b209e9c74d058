import { operands, type PromqlNode, type SelectorNode, selectorsBelow } from '../config/promql/ast';
import { parsePromql } from '../config/promql/parse';
import { distinct, type Problem } from '../model/problem';
import type { RuleGroup } from '../model/rules';
import type { ScrapeJob } from '../model/scrape-job';
import { type ChosenSeries, certainDrop } from './certain-drop';
import { meantJobs } from './meant-jobs';

/** A series that a rule reads and no job that is meant lets pass. */
interface Blindness {
  readonly selector: SelectorNode;
  readonly job: ScrapeJob;
  readonly step: number;
}

/** Prometheus writes them itself, after the steps on series. */
const ITS_OWN = /^(?:up|scrape_.+|ALERTS|ALERTS_FOR_STATE)$/;

/**
 * Rules that read what the jobs drop: an alert that can never fire, a record that stays empty. Only what is certain is a
 * problem, for every series that a selector can choose; see {@link meantJobs} for the jobs it has to come from.
 *
 * Beside a branch of `or` that sees something, a blind one is no problem: that is how people read a metric that has two
 * names.
 */
export function validateDroppedMetrics(jobs: readonly ScrapeJob[], groups: readonly RuleGroup[]): Problem[] {
  if (!jobs.some(({ metricRelabelings = [] }) => metricRelabelings.length > 0)) return [];
  const recorded = new Set(groups.flatMap(({ records = [] }) => records.map(({ record }) => record)));
  const known = new Map<string, Blindness | undefined>();
  const judge = (selector: SelectorNode): Blindness[] => {
    const key = JSON.stringify(selector.matchers.map(({ label, op, value }) => [label, op, value]));
    if (!known.has(key)) known.set(key, blindness(jobs, recorded, selector));
    const found = known.get(key);
    return found ? [found] : [];
  };
  const problems = groups.flatMap(({ alerts = [], records = [] }) =>
    [
      ...alerts.map(({ alert, expr }) => ({ place: `alert '${alert}'`, expr })),
      ...records.map(({ record, expr }) => ({ place: `record '${record}'`, expr })),
    ].flatMap(({ place, expr }) => {
      const { root } = parsePromql(expr);
      return root ? blindIn(root, judge).map((blind) => problemOf(place, blind)) : [];
    }),
  );
  return distinct(problems);
}

function blindIn(node: PromqlNode, judge: (selector: SelectorNode) => Blindness[]): Blindness[] {
  if (node.type === 'selector') return judge(node);
  const found = operands(node).map((operand) => blindIn(operand, judge));
  if (node.type === 'binary' && node.op === 'or') {
    const reading = operands(node).map((operand) => selectorsBelow(operand).length > 0);
    if (found.some((blind, i) => reading[i] && blind.length === 0)) return [];
  }
  return found.flat();
}

function blindness(
  jobs: readonly ScrapeJob[],
  recorded: ReadonlySet<string>,
  selector: SelectorNode,
): Blindness | undefined {
  const metric = selector.matchers.find(({ label, op }) => label === '__name__' && op === '=')?.value;
  if (metric === undefined || ITS_OWN.test(metric) || recorded.has(metric)) return undefined;
  const series: ChosenSeries = { metric, matchers: selector.matchers };
  for (const set of meantJobs(jobs, series)) {
    const steps = dropsOfAll(set, series);
    const [job] = set;
    const [step] = steps ?? [];
    if (job && step !== undefined) return { selector, job, step };
  }
  return undefined;
}

/** The step of each job that drops the series; undefined as soon as one lets them pass. */
function dropsOfAll(jobs: readonly ScrapeJob[], series: ChosenSeries): number[] | undefined {
  const steps: number[] = [];
  for (const { metricRelabelings = [] } of jobs) {
    const step = certainDrop(metricRelabelings, series);
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return steps;
}

function problemOf(place: string, { selector, job, step }: Blindness): Problem {
  const { sourceLabels = [] } = job.metricRelabelings?.[step] ?? {};
  const named = selector.matchers.find(({ label }) => label === '__name__')?.value ?? '';
  const read = selector.matchers
    .filter(({ label }) => label !== '__name__' && sourceLabels.includes(label))
    .map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`);
  return {
    what: `${place} reads '${named}${read.length > 0 ? `{${read.join(', ')}}` : ''}', which job '${job.name}' drops ('metricRelabelings[${step}]')`,
    fix: `take it out of the drop list, or let the rule read another job (job="…") or be left out`,
  };
}
