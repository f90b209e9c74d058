import { type Problem, within } from '../../model/problem';
import { parseDuration, validateDuration } from '../../model/units';
import { validateLabelNames } from './label-names';
import { readMatcher } from './matcher-text';
import type { AlertmanagerConfig, RouteConfig } from './model';
import { inherited, type PlacedRoute, walkRoutes } from './route-tree';

/** What Alertmanager takes where no route says otherwise. */
const DEFAULT_GROUP_INTERVAL = '5m';
const DEFAULT_REPEAT_INTERVAL = '4h';

/** The fix for a name that is not defined: the defined ones, if there are any. */
function useOneOf(names: readonly string[], where: string): string {
  return names.length > 0
    ? `use one of ${names.map((name) => `'${name}'`).join(', ')}, or add it to '${where}'`
    : `add it to '${where}'`;
}

/** Checks the route tree: the root's limits, names that are used, matchers, grouping and intervals. */
export function validateRouteTree(config: AlertmanagerConfig): Problem[] {
  const receivers = config.receivers.map(({ name }) => name);
  const intervals = (config.time_intervals ?? []).map(({ name }) => name);
  return walkRoutes(config.route).flatMap((node) =>
    within(node.place, [
      ...(node.parent ? [] : validateRoot(node.route)),
      ...validateReceiver(node.route, receivers),
      ...validateMatcherTexts('matchers', node.route.matchers),
      ...validateGroupBy(node.route.group_by),
      ...validateDuration('group_wait', node.route.group_wait, { min: '0s' }),
      ...validateDuration('group_interval', node.route.group_interval),
      ...validateDuration('repeat_interval', node.route.repeat_interval),
      ...validateRepetition(node),
      ...validateTimes('mute_time_intervals', node.route, intervals),
      ...validateTimes('active_time_intervals', node.route, intervals),
    ]),
  );
}

/** Checks a list of matchers. */
export function validateMatcherTexts(key: string, texts: readonly string[] = []): Problem[] {
  return texts.flatMap((text) => {
    const read = readMatcher(text);
    return 'what' in read ? [{ ...read, what: `'${key}': ${read.what}` }] : [];
  });
}

function validateRoot(root: RouteConfig): Problem[] {
  const problems: Problem[] = [];
  if (root.receiver === undefined) {
    problems.push({ what: "has no 'receiver'", fix: 'name the receiver that gets what no other route takes' });
  }
  if (root.matchers && root.matchers.length > 0) {
    problems.push({
      what: `has 'matchers' (${root.matchers.join(', ')})`,
      fix: 'leave them out, because the root takes every alert; put them on a route below it',
    });
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
    const names = root[key] ?? [];
    if (names.length > 0) {
      problems.push({
        what: `has '${key}' (${names.join(', ')})`,
        fix: 'put them on a route below it; the root is never silent',
      });
    }
  }
  if (root.continue) problems.push({ what: "has 'continue'", fix: 'leave it out: nothing comes after the root' });
  return problems;
}

function validateReceiver({ receiver }: RouteConfig, receivers: readonly string[]): Problem[] {
  if (receiver === undefined || receivers.includes(receiver)) return [];
  return [{ what: `'receiver' is '${receiver}', which is not defined`, fix: useOneOf(receivers, 'receivers') }];
}

function validateTimes(
  key: 'mute_time_intervals' | 'active_time_intervals',
  route: RouteConfig,
  intervals: readonly string[],
): Problem[] {
  return (route[key] ?? [])
    .filter((name) => !intervals.includes(name))
    .map((name) => ({
      what: `'${key}' names '${name}', which is not defined`,
      fix: useOneOf(intervals, 'time_intervals'),
    }));
}

function validateGroupBy(names: readonly string[] = []): Problem[] {
  if (!names.includes('...')) return validateLabelNames('group_by', names);
  if (names.length === 1) return [];
  return [
    {
      what: `'group_by' has '...' beside other entries (${names.join(', ')})`,
      fix: "use '...' alone, which groups by all labels, or only names of labels",
    },
  ];
}

/** A repetition is looked at only when the group's interval has passed, so it cannot come sooner. */
function validateRepetition(node: PlacedRoute): Problem[] {
  const { group_interval, repeat_interval } = node.route;
  if (node.parent && group_interval === undefined && repeat_interval === undefined) return [];
  const group = inherited(node, 'group_interval') ?? DEFAULT_GROUP_INTERVAL;
  const repeat = inherited(node, 'repeat_interval') ?? DEFAULT_REPEAT_INTERVAL;
  if ((parseDuration(repeat) ?? Number.POSITIVE_INFINITY) >= (parseDuration(group) ?? 0)) return [];
  const origin = (key: 'group_interval' | 'repeat_interval') =>
    node.route[key] !== undefined ? '' : inherited(node, key) === undefined ? ', the default' : ', inherited';
  return [
    {
      what: `'repeat_interval' (${repeat}${origin('repeat_interval')}) is below 'group_interval' (${group}${origin('group_interval')})`,
      fix: `set 'repeat_interval' to '${group}' or more, or 'group_interval' to '${repeat}' or less`,
    },
  ];
}
