import {
  checkedElsewhere,
  flag,
  having,
  lazily,
  listOf,
  mapOf,
  needed,
  type Shape,
  struct,
  text,
} from '../model/shape';
import type { AlertRoutingProps } from './alert-routing';
import type { InhibitRule } from './inhibition';
import type { Route } from './route';
import type { TimeInterval, TimeOfDayRange, TimeRanges } from './time-interval';

const TIMES: Shape<TimeOfDayRange> = { startTime: needed(text('09:00')), endTime: needed(text('18:00')) };

const RANGES: Shape<TimeRanges> = {
  times: listOf(struct(TIMES)),
  weekdays: listOf(text('monday:friday')),
  daysOfMonth: listOf(text('1:7')),
  months: listOf(text('january:march')),
  years: listOf(text('2030')),
  location: text('Europe/Berlin'),
};

const TIME_INTERVAL: Shape<TimeInterval> = {
  name: needed(text('weekend')),
  timeIntervals: needed(listOf(struct(RANGES))),
};

const MATCHERS = needed(listOf(text('severity="critical"')));

const INHIBIT_RULE: Shape<InhibitRule> = {
  sourceMatchers: MATCHERS,
  targetMatchers: MATCHERS,
  equal: listOf(text('namespace')),
};

/** What a route consists of. */
export const ROUTE: Shape<Route> = {
  matchers: MATCHERS,
  receiver: having('bind', 'receiver', "new SlackReceiver('slack', { … })"),
  groupBy: listOf(text('alertname')),
  groupWait: text('30s'),
  groupInterval: text('5m'),
  repeatInterval: text('12h'),
  continue: flag(),
  muteTimeIntervals: listOf(struct(TIME_INTERVAL)),
  activeTimeIntervals: listOf(struct(TIME_INTERVAL)),
  routes: listOf(lazily(`{ matchers: ['severity="critical"'] }`, () => struct(ROUTE))),
};

/** What the props of a routing consist of. */
export const ALERT_ROUTING: Shape<AlertRoutingProps> = {
  defaultReceiver: checkedElsewhere(),
  heartbeat: checkedElsewhere(),
  heartbeatInterval: text('1m'),
  routes: listOf(struct(ROUTE)),
  groupBy: listOf(text('alertname')),
  groupWait: text('30s'),
  groupInterval: text('5m'),
  repeatInterval: text('12h'),
  resolveTimeout: text('5m'),
  inhibitRules: listOf(struct(INHIBIT_RULE)),
  defaultInhibitRules: flag(),
  templates: mapOf(text('{{ define "team.title" }}{{ .CommonLabels.alertname }}{{ end }}')),
  global: mapOf(checkedElsewhere<unknown>()),
  secretName: text('alertmanager-config'),
  namespace: text('monitoring'),
};
