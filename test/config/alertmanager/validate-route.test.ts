import type { RouteConfig } from '../../../lib/config/alertmanager/model';
import { itAccepts, itRefuses } from './refusals';

const root = (route: Partial<RouteConfig>) => ({ route: { receiver: 'default', ...route } });
const child = (route: Partial<RouteConfig>) => root({ routes: [{ matchers: ['team="a"'], ...route }] });
const duration = "use a Prometheus duration such as '30s', '5m' or '15d'";
const label = "give each label an entry of its own, such as 'alertname'";
const WEEKEND = { name: 'weekend', time_intervals: [{ weekdays: ['saturday', 'sunday'] }] };

describe('the route tree', () => {
  itRefuses([
    [
      'a root without a receiver',
      { route: {}, receivers: [] },
      ["root route: has no 'receiver'; name the receiver that gets what no other route takes"],
      'amtool refuses',
    ],
    [
      'a root with matchers, intervals and continue',
      {
        ...root({
          matchers: ['team="a"', 'env="b"'],
          mute_time_intervals: ['weekend'],
          active_time_intervals: ['weekend'],
          continue: true,
        }),
        time_intervals: [WEEKEND],
      },
      [
        `root route: has 'matchers' (team="a", env="b"); leave them out, because the root takes every alert; put them on a route below it`,
        "root route: has 'mute_time_intervals' (weekend); put them on a route below it; the root is never silent",
        "root route: has 'active_time_intervals' (weekend); put them on a route below it; the root is never silent",
        "root route: has 'continue'; leave it out: nothing comes after the root",
      ],
      'amtool refuses',
    ],
    [
      'a receiver that is not defined',
      child({ receiver: 'slakc' }),
      [
        `route 1 (team="a"): 'receiver' is 'slakc', which is not defined; use one of 'default', or add it to 'receivers'`,
      ],
      'amtool refuses',
    ],
    [
      'time intervals that are not defined',
      child({ mute_time_intervals: ['weekend'], active_time_intervals: ['hours'] }),
      [
        `route 1 (team="a"): 'mute_time_intervals' names 'weekend', which is not defined; add it to 'time_intervals'`,
        `route 1 (team="a"): 'active_time_intervals' names 'hours', which is not defined; add it to 'time_intervals'`,
      ],
      'amtool refuses',
    ],
    [
      'durations that are none',
      child({ group_wait: '5 s', group_interval: '1.5m', repeat_interval: 'never' }),
      [
        `route 1 (team="a"): 'group_wait' is '5 s', which is no duration; ${duration}`,
        `route 1 (team="a"): 'group_interval' is '1.5m', which is no duration; ${duration}`,
        `route 1 (team="a"): 'repeat_interval' is 'never', which is no duration; ${duration}`,
      ],
      'amtool refuses',
    ],
    [
      'intervals of zero',
      child({ group_interval: '0s', repeat_interval: '0' }),
      [
        `route 1 (team="a"): 'group_interval' is '0s'; use '1ms' or more`,
        `route 1 (team="a"): 'repeat_interval' is '0'; use '1ms' or more`,
      ],
      'amtool refuses',
    ],
    [
      'a bad resolve_timeout',
      { global: { resolve_timeout: '5 minutes' } },
      [`'global.resolve_timeout' is '5 minutes', which is no duration; ${duration}`],
      'amtool refuses',
    ],
    [
      'a repetition below the interval of the group',
      root({ group_interval: '10m', repeat_interval: '5m' }),
      [
        "root route: 'repeat_interval' (5m) is below 'group_interval' (10m); set 'repeat_interval' to '10m' or more, or 'group_interval' to '5m' or less",
      ],
      'amtool takes it',
    ],
    [
      'a repetition below the default interval',
      root({ repeat_interval: '1m' }),
      [
        "root route: 'repeat_interval' (1m) is below 'group_interval' (5m, the default); set 'repeat_interval' to '5m' or more, or 'group_interval' to '1m' or less",
      ],
      'amtool takes it',
    ],
    [
      'an interval above the repetition two routes up, told once',
      root({ repeat_interval: '1h', routes: [{ routes: [{ group_interval: '2h', routes: [{ group_by: [] }] }] }] }),
      [
        "route 1 > route 1: 'repeat_interval' (1h, inherited) is below 'group_interval' (2h); set 'repeat_interval' to '2h' or more, or 'group_interval' to '1h' or less",
      ],
      'amtool takes it',
    ],
    [
      'group_by with the wildcard beside others',
      root({ group_by: ['...', 'alertname'] }),
      [
        "root route: 'group_by' has '...' beside other entries (..., alertname); use '...' alone, which groups by all labels, or only names of labels",
      ],
      'amtool refuses',
    ],
    [
      'group_by with a label twice',
      root({ group_by: ['alertname', 'namespace', 'alertname'] }),
      ["root route: 'group_by' has 'alertname' twice; leave one of them out"],
      'amtool refuses',
    ],
    [
      'group_by without a name',
      root({ group_by: [''] }),
      [`root route: 'group_by' has "", which is no name of a label; ${label}`],
      'amtool refuses',
    ],
    [
      'group_by with what is no single name',
      root({ group_by: ['alertname, namespace', 'severity="critical"'] }),
      [
        `root route: 'group_by' has "alertname, namespace", which is no name of a label; ${label}`,
        `root route: 'group_by' has "severity=\\"critical\\"", which is no name of a label; ${label}`,
      ],
      'amtool takes it',
    ],
    [
      'a matcher that Alertmanager reads otherwise than it looks',
      root({ routes: [{ matchers: ['alertname == X'] }] }),
      [`route 1 (alertname == X): 'matchers': "alertname == X" is no matcher; write one '=', as in 'team="payments"'`],
      'amtool takes it',
    ],
    [
      'a matcher that is none, deep in the tree',
      root({ routes: [{}, { routes: [{ matchers: ['team', 'job='] }] }] }),
      [
        `route 2 > route 1 (team, job=): 'matchers': "team" is no matcher; write a label name, one of =, !=, =~, !~, and a value in double quotes, as in 'team="payments"'`,
        `route 2 > route 1 (team, job=): 'matchers': "job=" is no matcher; write an empty value as '""', as in 'team=""'`,
      ],
      'amtool refuses',
    ],
    [
      'an expression that RE2 does not take',
      root({ routes: [{ matchers: ['team=~"(?!a).*"'] }] }),
      [
        `route 1 (team=~"(?!a).*"): 'matchers': "team=~\\"(?!a).*\\"" is no RE2 expression: invalid or unsupported Perl syntax: \`(?!\`; write RE2, as in 'namespace=~"prod-.*|staging"'; it has no look-around and no back-references`,
      ],
      'amtool refuses',
    ],
    [
      'backslashes that are not doubled',
      root({ routes: [{ matchers: ['instance=~"10\\.0"'] }] }),
      [
        `route 1 (instance=~"10\\.0"): 'matchers': "instance=~\\"10\\\\.0\\"" is no matcher; double each backslash and put the value in double quotes, as in 'instance=~"10\\\\.0\\\\.0\\\\.1"'`,
      ],
      'amtool takes it',
    ],
    [
      'an escape that is read in two ways',
      root({ routes: [{ matchers: ['team="a\\tb"'] }] }),
      [
        `route 1 (team="a\\tb"): 'matchers': "team=\\"a\\\\tb\\"" has an escape that Alertmanager's two parsers read differently; write the character itself; of escapes use only \\\\, \\" and \\n: team="a\tb"`,
      ],
      'amtool takes it',
    ],
    [
      'several matchers in one string, and braces',
      root({ routes: [{ matchers: ['team="a", job="b"', '{team="a"}'] }] }),
      [
        `route 1 (team="a", job="b", {team="a"}): 'matchers': "team=\\"a\\", job=\\"b\\"" is no matcher; give each matcher a string of its own, with its value in double quotes, as in 'team="payments"'`,
        `route 1 (team="a", job="b", {team="a"}): 'matchers': "{team=\\"a\\"}" is no matcher; leave the braces out and give each matcher a string of its own, as in 'team="payments"'`,
      ],
      'amtool takes it',
    ],
    [
      'names that are taken twice and things that nobody uses',
      {
        receivers: [{ name: 'default' }, { name: 'spare' }, { name: 'default' }],
        time_intervals: [WEEKEND, WEEKEND],
      },
      [
        "receiver 'default' is defined more than once; give each a name of its own",
        "receiver 'spare' is used by no route; name it in a route or leave it out",
        "time interval 'weekend' is defined more than once; give each a name of its own",
        "time interval 'weekend' is used by no route; name it in a route or leave it out",
      ],
      'amtool refuses',
    ],
    [
      'an unused receiver and an unused time interval',
      { receivers: [{ name: 'default' }, { name: 'spare' }], time_intervals: [WEEKEND] },
      [
        "receiver 'spare' is used by no route; name it in a route or leave it out",
        "time interval 'weekend' is used by no route; name it in a route or leave it out",
      ],
      'amtool takes it',
    ],
  ]);

  itAccepts([
    ['the least there can be', {}],
    [
      'a bare list of labels, the wildcard, no labels',
      root({ group_by: ['alertname', 'service.name'], routes: [{ group_by: ['...'] }, { group_by: [] }] }),
    ],
    [
      'no wait, and the shortest and longest intervals',
      root({ group_wait: '0s', group_interval: '1ms', repeat_interval: '1y' }),
    ],
    ['a repetition as long as the interval', root({ group_interval: '10m', repeat_interval: '10m' })],
    [
      'a short repetition under a route with a short interval',
      root({ routes: [{ group_interval: '10s', repeat_interval: '1m', routes: [{ repeat_interval: '10s' }] }] }),
    ],
    [
      'time intervals below the root, with continue and inherited receivers',
      {
        ...root({
          routes: [
            { matchers: ['severity!="critical"'], mute_time_intervals: ['weekend'], continue: true },
            { routes: [{ matchers: ['"a b"=~"c.*"'], active_time_intervals: ['weekend'] }] },
          ],
        }),
        time_intervals: [WEEKEND],
        global: { resolve_timeout: '5m' },
      },
    ],
  ]);
});
