import type { AlertmanagerConfig, RouteConfig } from '../../lib/config/alertmanager/model';
import { formatProblem } from '../../lib/model/problem';
import { validateRoutes } from '../../lib/proof/routes';

const HEARTBEAT: RouteConfig = { receiver: 'heartbeat', matchers: ['alertname="Watchdog"', 'severity="none"'] };
const INTEGRATION = { webhook_configs: [{ url: 'http://example.com' }] };

function configOf(routes: readonly RouteConfig[], receiver = 'default'): AlertmanagerConfig {
  const names = ['default', 'heartbeat', 'a', 'b', 'c'];
  return {
    route: { receiver, routes },
    receivers: [{ name: 'null' }, ...names.map((name) => ({ name, ...INTEGRATION }))],
  };
}

const problemsOf = (routes: readonly RouteConfig[], receiver?: string) =>
  validateRoutes(configOf(routes, receiver), { nullReceivers: ['null'], heartbeatReceiver: 'heartbeat' }).map(
    ({ what, fix }) => `${what}; ${fix}`,
  );

const taken = (by: string) =>
  `no alert can reach it, because ${by}, earlier and without 'continue', takes all that it matches; move it before that one, set 'continue: true' on that one, or remove it`;
const dropped = `an alert of severity critical or warning can end in 'null', which drops it; add a matcher that leaves them out, such as 'severity=~"info|none"' or 'severity!~"critical|warning"'`;
const feeds = `other alerts than Watchdog can reach the heartbeat receiver 'heartbeat' and keep it going; add the matchers 'alertname="Watchdog"', 'severity="none"', or use another receiver here`;
const missed = (reached: string) =>
  `Watchdog (alertname="Watchdog", severity="none") reaches ${reached} instead of just 'heartbeat'; let the first route be { matchers: ['alertname="Watchdog"', 'severity="none"'], receiver: 'heartbeat' }, without 'continue'`;

const REFUSED: readonly [string, readonly RouteConfig[], readonly string[]][] = [
  [
    'the same matchers again',
    [HEARTBEAT, { receiver: 'a', matchers: ['team="x"'] }, { receiver: 'b', matchers: ['team="x"'] }],
    [`route 3 (team="x"): ${taken('route 2 (team="x")')}`],
  ],
  [
    'the same matchers in another spelling',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['team = x', 'env="e"'] },
      { receiver: 'b', matchers: ['env=~"e"', 'team="x"'] },
    ],
    [`route 3 (env=~"e", team="x"): ${taken('route 2 (team = x, env="e")')}`],
  ],
  [
    'a narrower route after a wider one',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['team="x"'] },
      { receiver: 'b', matchers: ['team="x"', 'severity="critical"'] },
    ],
    [`route 3 (team="x", severity="critical"): ${taken('route 2 (team="x")')}`],
  ],
  [
    'a route after one that takes everything',
    [HEARTBEAT, { receiver: 'a' }, { receiver: 'b', matchers: ['team="x"'] }],
    [`route 3 (team="x"): ${taken('route 2')}`],
  ],
  [
    'a route after one that takes everything by an expression',
    [HEARTBEAT, { receiver: 'a', matchers: ['team=~".*"'] }, { receiver: 'b', matchers: ['team="x"'] }],
    [`route 3 (team="x"): ${taken('route 2 (team=~".*")')}`],
  ],
  [
    'a value that an earlier expression takes',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['namespace=~"prod-.*"'] },
      { receiver: 'b', matchers: ['namespace="prod-eu"'] },
    ],
    [`route 3 (namespace="prod-eu"): ${taken('route 2 (namespace=~"prod-.*")')}`],
  ],
  [
    'alternatives that an earlier expression has all',
    [HEARTBEAT, { receiver: 'a', matchers: ['team=~"x|y|z"'] }, { receiver: 'b', matchers: ['team=~"z|x"'] }],
    [`route 3 (team=~"z|x"): ${taken('route 2 (team=~"x|y|z")')}`],
  ],
  [
    'what an earlier inequality takes',
    [HEARTBEAT, { receiver: 'a', matchers: ['team!="x"'] }, { receiver: 'b', matchers: ['team!~"x|y"'] }],
    [`route 3 (team!~"x|y"): ${taken('route 2 (team!="x")')}`],
  ],
  [
    'what earlier routes take only together',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['team="x"'] },
      { receiver: 'c', matchers: ['team="w"'] },
      { receiver: 'b', matchers: ['team!="x"'] },
      { receiver: 'c', matchers: ['severity="critical"'] },
    ],
    [
      `route 5 (severity="critical"): no alert can reach it, because route 2 (team="x") and route 4 (team!="x"), earlier and without 'continue', together take all that it matches; move it before them, set 'continue: true' on one of them, or remove it`,
    ],
  ],
  [
    "a child whose alerts a route before its parent takes, and nothing more about the child's children",
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['team="x"'] },
      {
        receiver: 'b',
        matchers: ['severity="critical"'],
        routes: [{ receiver: 'null', matchers: ['team="x"'], routes: [{ receiver: 'null', matchers: ['env="e"'] }] }],
      },
    ],
    [`route 3 > route 1 (team="x"): ${taken('route 2 (team="x")')}`],
  ],
  [
    'a child that contradicts its parent',
    [HEARTBEAT, { receiver: 'a', matchers: ['team=~"x|y"'], routes: [{ receiver: 'b', matchers: ['team="z"'] }] }],
    [
      `route 2 > route 1 (team="z"): no alert can reach it, because its matchers contradict those of the routes above it; move it out of them, mend its matchers or remove it`,
    ],
  ],
  [
    'matchers that contradict each other',
    [HEARTBEAT, { receiver: 'a', matchers: ['team="x"', 'team!~"x|y"'] }],
    [
      'route 2 (team="x", team!~"x|y"): no alert can meet its matchers, which contradict each other; mend them or remove the route',
    ],
  ],
  [
    'a route to null that urgent alerts can take',
    [HEARTBEAT, { receiver: 'null', matchers: ['alertname="InfoInhibitor"'] }],
    [`route 2 (alertname="InfoInhibitor"): ${dropped}`],
  ],
  [
    'a route to null that leaves out only one of the two',
    [HEARTBEAT, { receiver: 'null', matchers: ['severity!="critical"'] }],
    [`route 2 (severity!="critical"): ${dropped}`],
  ],
  [
    'a route that inherits null',
    [
      HEARTBEAT,
      {
        receiver: 'null',
        matchers: ['team="x"'],
        routes: [{ matchers: ['env="e"'] }, { receiver: 'a', matchers: ['env!="e"'] }],
      },
    ],
    [`route 2 > route 1 (env="e"): ${dropped}`],
  ],
  [
    'a route to null that passes on what it takes',
    [HEARTBEAT, { receiver: 'null', matchers: ['team="x"'], continue: true }],
    [`route 2 (team="x"): ${dropped}`],
  ],
  ['no route for Watchdog', [], [missed("'default'")]],
  [
    'a Watchdog that others get, too',
    [{ receiver: 'a', matchers: ['severity="none"'], continue: true }, HEARTBEAT],
    [missed("'a', 'heartbeat'")],
  ],
  [
    'a Watchdog taken by an earlier route',
    [{ receiver: 'a', matchers: ['alertname="Watchdog"', 'cluster=""'] }, HEARTBEAT],
    [missed("'a'")],
  ],
  [
    'a heartbeat that another alert keeps going',
    [HEARTBEAT, { receiver: 'heartbeat', matchers: ['team="x"'] }],
    [`route 2 (team="x"): ${feeds}`],
  ],
  [
    'a heartbeat that alerts of a like name keep going',
    [{ receiver: 'heartbeat', matchers: ['alertname=~"Watchdog|Watchcat"'] }],
    [`route 1 (alertname=~"Watchdog|Watchcat"): ${feeds}`],
  ],
  [
    'a heartbeat that any alert named Watchdog keeps going',
    [{ receiver: 'heartbeat', matchers: ['alertname="Watchdog"'] }],
    [`route 1 (alertname="Watchdog"): ${feeds}`],
  ],
  [
    'several things at once',
    [
      { receiver: 'heartbeat', matchers: ['severity="none"'] },
      { receiver: 'null', matchers: ['team=""'] },
      { receiver: 'a', matchers: ['team=""', 'env="e"'] },
    ],
    [
      `route 3 (team="", env="e"): ${taken('route 2 (team="")')}`,
      `route 2 (team=""): ${dropped}`,
      `route 1 (severity="none"): ${feeds}`,
    ],
  ],
];

const ACCEPTED: readonly [string, readonly RouteConfig[]][] = [
  ['the default tree', [HEARTBEAT, { receiver: 'null', matchers: ['alertname="InfoInhibitor"', 'severity="none"'] }]],
  [
    'a route after one with continue',
    [HEARTBEAT, { receiver: 'a', matchers: ['team="x"'], continue: true }, { receiver: 'b', matchers: ['team="x"'] }],
  ],
  [
    'a wider route after a narrower one',
    [HEARTBEAT, { receiver: 'a', matchers: ['team="x"', 'env="e"'] }, { receiver: 'b', matchers: ['team="x"'] }],
  ],
  [
    'expressions that share but some values',
    [HEARTBEAT, { receiver: 'a', matchers: ['team=~"x|y"'] }, { receiver: 'b', matchers: ['team=~"y|z"'] }],
  ],
  [
    'routes that together leave one value',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['team="x"'] },
      { receiver: 'b', matchers: ['team="y"'] },
      { receiver: 'c', matchers: ['team=~"x|y|z"'] },
    ],
  ],
  [
    'expressions that it does not understand',
    [HEARTBEAT, { receiver: 'a', matchers: ['team=~"(?i)x.*"'] }, { receiver: 'b', matchers: ['team=~"X.*"'] }],
  ],
  [
    'null for what is not urgent',
    [HEARTBEAT, { receiver: 'null', matchers: ['severity!~"critical|warning"', 'team="x"'] }],
  ],
  [
    'null below a route that leaves the urgent out',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['severity="info"'], routes: [{ receiver: 'null', matchers: ['team="x"'] }] },
    ],
  ],
  [
    'null after a route that takes the urgent',
    [
      HEARTBEAT,
      { receiver: 'a', matchers: ['severity=~"critical|warning"'] },
      { receiver: 'null', matchers: ['team="x"'] },
    ],
  ],
  [
    'null whose children take the urgent',
    [
      HEARTBEAT,
      {
        receiver: 'null',
        matchers: ['team="x"'],
        routes: [{ receiver: 'a', matchers: ['severity=~"critical|warning"'] }],
      },
    ],
  ],
  ['a heartbeat below a wider route', [{ receiver: 'a', matchers: ['severity="none"'], routes: [HEARTBEAT] }]],
];

describe('validateRoutes', () => {
  test.each(REFUSED)('refuses %s', (_, routes, problems) => {
    expect(problemsOf(routes)).toEqual(problems);
  });

  test.each(ACCEPTED)('accepts %s', (_, routes) => {
    expect(problemsOf(routes)).toEqual([]);
  });

  it('refuses a default receiver that drops its alerts, once', () => {
    expect(problemsOf([HEARTBEAT, { matchers: ['team="x"'] }], 'null')).toEqual([
      "root route: the default receiver 'null' drops its alerts; make one that notifies somebody the default, and route to this one what may be dropped",
    ]);
  });

  it('refuses the heartbeat as the default receiver', () => {
    expect(problemsOf([], 'heartbeat')).toEqual([`root route: ${feeds}`]);
  });

  it('takes a receiver without integrations as one that drops its alerts, declared or not', () => {
    const config = configOf([HEARTBEAT, { receiver: 'null', matchers: ['team="x"'] }]);
    const problems = validateRoutes(config, { nullReceivers: [], heartbeatReceiver: 'heartbeat' });
    expect(problems.map((problem) => formatProblem('routing', problem))).toEqual([
      `routing: route 2 (team="x"): ${dropped}`,
    ]);
  });

  it('refuses a tree without a heartbeat', () => {
    expect(validateRoutes(configOf([]), { nullReceivers: [] })).toEqual([
      {
        what: 'no receiver gets Watchdog as a heartbeat, so nobody learns when alerting itself is down',
        fix: 'name a heartbeat receiver, such as a Dead Man\'s Snitch, and route alertname="Watchdog", severity="none" to it',
      },
    ]);
  });

  it('tells routes apart that are one object', () => {
    const same: RouteConfig = { receiver: 'b', matchers: ['env="e"'] };
    expect(
      problemsOf([
        HEARTBEAT,
        { receiver: 'a', matchers: ['team="x"'], routes: [same] },
        { receiver: 'a', matchers: ['team="y"'], routes: [same] },
      ]),
    ).toEqual([]);
  });
});
