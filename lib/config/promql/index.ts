export type { Matcher, ValueKind } from './ast';
export { resultKind } from './kind';
export { LabelBound } from './label-bound';
export { resultLabels } from './labels';
export { metricNames, type Selector, selectors } from './selectors';
export { type ShardedPromqlOptions, validateForShards } from './shards';
export { validatePromql, validateRuleExpr } from './validate';
