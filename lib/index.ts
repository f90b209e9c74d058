/** The public API: what other packages, main.ts and the examples may import. */

export { Alertmanager, type AlertmanagerProps } from './alerting/alertmanager';
export { AlertRouting, type AlertRoutingProps } from './alerting/alert-routing';
export { DEFAULT_INHIBIT_RULES, type InhibitRule } from './alerting/inhibition';
export type { Route } from './alerting/route';
export type { TimeInterval, TimeRanges } from './alerting/time-interval';
export { Images, type ImagesProps } from './kubernetes/images';
