import { selectors } from '../config/promql';
import { distinct, type Problem } from '../model/problem';
import type { RuleGroup } from '../model/rules';

/**
 * Rules that ask for the bucket of a histogram by a bound as Prometheus never writes it: since version 3 a whole number
 * is written as `30.0`, and `le="30"` finds nothing.
 */
export function validateBucketBounds(groups: readonly RuleGroup[]): Problem[] {
  const rules = groups.flatMap(({ alerts = [], records = [] }) => [
    ...alerts.map(({ alert, expr }) => ({ place: `alert '${alert}'`, expr })),
    ...records.map(({ record, expr }) => ({ place: `record '${record}'`, expr })),
  ]);
  const recorded = new Set(groups.flatMap(({ records = [] }) => records.map(({ record }) => record)));
  return distinct(
    rules.flatMap(({ place, expr }) =>
      selectors(expr).flatMap(({ metric = '', matchers }) =>
        metric.endsWith('_bucket') && !recorded.has(metric)
          ? matchers
              .filter(({ label, op, value }) => label === 'le' && op === '=' && written(value) !== value)
              .map(({ value }) => ({
                what: `${place} reads '${metric}{le="${value}"}', and Prometheus 3 writes that bound as '${written(value)}'`,
                fix:
                  /^\d+$/.test(value) && written(value) === `${value}.0`
                    ? `write 'le=~"${value}(\\\\.0)?"', which Prometheus 2 understands as well`
                    : `write 'le="${written(value)}"'`,
              }))
          : [],
      ),
    ),
  );
}

/** A bound as Prometheus writes it: as Go does, with a point or an exponent. */
function written(bound: string): string {
  const value = Number(bound);
  if (bound.trim() === '' || !Number.isFinite(value)) return bound;
  const exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  if (exponent < -4 || exponent >= 6) return exponential(value);
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** Go writes two digits of the exponent at least. */
const exponential = (value: number) => value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
