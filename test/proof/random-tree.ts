import type { AlertmanagerConfig, RouteConfig } from '../../lib/config/alertmanager/model';
import type { Random } from '../config/alertmanager/random';

const NAMES = ['alertname', 'severity', 'team', 'service.name'];
const VALUES = ['', 'a', 'b', 'ab', 'critical', 'warning', 'Watchdog', 'prod-1', 'prod-22', 'é "q"'];
const EXPRESSIONS = [
  ...[
    'a|b',
    'a.*',
    '.*b',
    '.+',
    '.*',
    'critical|warning',
    'prod-[0-9]+',
    'prod-\\d',
    '[^a].*',
    '(a|b)?',
    '(?i)AB',
    '^(a|é.*)$',
  ],
  ...['', 'a|', 'x{2}', 'Watch(dog|man)', 'a+b*'],
];
const RECEIVERS = ['r0', 'r1', 'r2', 'r3', 'r4'];

function matcher(random: Random): string {
  const name = random.pick(NAMES);
  const operator = random.pick(['=', '=', '!=', '=~', '=~', '!~']);
  const value = random.pick(operator.includes('~') ? EXPRESSIONS : VALUES);
  return `"${name}"${operator}"${value.replace(/[\\"]/g, '\\$&')}"`;
}

function route(random: Random, depth: number): RouteConfig {
  return {
    ...(random.chance(80) ? { receiver: random.pick(RECEIVERS) } : {}),
    ...(depth > 0 ? { matchers: random.list(random.pick([0, 1, 1, 1, 2, 2, 3]), () => matcher(random)) } : {}),
    ...(depth > 0 && random.chance(35) ? { continue: true } : {}),
    ...(depth < 3 ? { routes: random.list(random.int(depth === 0 ? 6 : 4), () => route(random, depth + 1)) } : {}),
  };
}

/** A route tree of any shape over a handful of labels, values and receivers `r0` to `r4`. */
export function randomTree(random: Random): AlertmanagerConfig {
  return { route: { ...route(random, 0), receiver: 'r0' }, receivers: RECEIVERS.map((name) => ({ name })) };
}

/** Labels of an alert, of the same handful. */
export function randomLabels(random: Random): Record<string, string> {
  const values = [...VALUES, 'prod-x', 'AB', 'aab', 'xx', 'Watchman', 'other'];
  return Object.fromEntries(NAMES.filter(() => random.chance(65)).map((name) => [name, random.pick(values)]));
}
