export type { Matcher, ValueKind } from './ast';
export { resultKind } from './kind';
export { metricNames, type Selector, selectors } from './selectors';
export { quote } from './strings';
export { validatePromql, validateRuleExpr } from './validate';
