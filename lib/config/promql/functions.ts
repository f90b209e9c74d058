import type { ValueKind } from './ast';

/** What a function takes and yields. */
export interface Signature {
  readonly args: readonly ValueKind[];
  /** How many of the last argument may be left out or repeated: 0 exactly the listed ones, -1 repeated at will. */
  readonly variadic: number;
  readonly returns: ValueKind;
}

const SIGNATURES = new Map<string, Signature>();

function define(returns: ValueKind, args: readonly ValueKind[], names: string, variadic = 0): void {
  for (const name of names.split(' ')) SIGNATURES.set(name, { args, variadic, returns });
}

define('vector', ['vector'], 'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg');
define('vector', ['vector'], 'histogram_count histogram_sum histogram_stddev histogram_stdvar ln log10 log2 rad sgn');
define('vector', ['vector'], 'sin sinh sort sort_desc sqrt tan tanh timestamp');
define('vector', ['vector'], 'days_in_month day_of_month day_of_week day_of_year hour minute month year', 1);
define('vector', ['range'], 'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time');
define('vector', ['range'], 'idelta increase irate last_over_time max_over_time min_over_time present_over_time rate');
define('vector', ['range'], 'resets stddev_over_time stdvar_over_time sum_over_time');
define('vector', ['vector', 'scalar', 'scalar'], 'clamp');
define('vector', ['vector', 'scalar'], 'clamp_max clamp_min');
define('vector', ['vector', 'scalar'], 'round', 1);
define('vector', ['scalar', 'scalar', 'vector'], 'histogram_fraction');
define('vector', ['scalar', 'vector'], 'histogram_quantile');
define('vector', ['scalar', 'range'], 'quantile_over_time');
define('vector', ['range', 'scalar'], 'predict_linear');
define('vector', ['vector', 'string', 'string', 'string', 'string'], 'label_replace');
define('vector', ['vector', 'string', 'string', 'string'], 'label_join', -1);
define('vector', ['scalar'], 'vector');
define('scalar', ['vector'], 'scalar');
define('scalar', [], 'pi time');

/**
 * Functions that Prometheus has only behind `--enable-feature=promql-experimental-functions`: a server without the
 * flag refuses the whole rule file.
 */
const EXPERIMENTAL = new Set([
  ...['double_exponential_smoothing', 'end', 'histogram_quantiles', 'info', 'mad_over_time', 'max_of', 'min_of'],
  ...['range', 'sort_by_label', 'sort_by_label_desc', 'start', 'start_timestamp', 'step'],
  ...['ts_of_first_over_time', 'ts_of_last_over_time', 'ts_of_max_over_time', 'ts_of_min_over_time'],
]);

/** The signature of a function of Prometheus 3.13 or newer, or undefined if there is none or only behind a flag. */
export const signatureOf = (name: string): Signature | undefined => SIGNATURES.get(name);

/** Whether a function exists only behind a flag of the server. */
export const isExperimental = (name: string): boolean => EXPERIMENTAL.has(name);

/** All functions that need no flag. */
export const functionNames = (): Iterable<string> => SIGNATURES.keys();

/** What an aggregation takes before the vector. */
export function aggregateParameter(op: string): ValueKind | undefined {
  if (op === 'count_values') return 'string';
  return ['topk', 'bottomk', 'quantile', 'limitk', 'limit_ratio'].includes(op) ? 'scalar' : undefined;
}
