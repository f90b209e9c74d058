import { AlertRouting, DeadMansSnitchReceiver, NullReceiver, SlackReceiver } from '../../lib';
import { newChart } from '../tools/synth';
import { key, refuses, route, routing, slack, unchecked } from './tools';

describe('AlertRouting refuses', () => {
  refuses([
    [
      'no default receiver',
      routing({ defaultReceiver: unchecked(undefined) }),
      "chart/Routing: 'defaultReceiver' is not set; give a receiver, such as new SlackReceiver('slack', { … })",
    ],
    [
      'a default receiver by its name',
      routing({ defaultReceiver: unchecked('slack') }),
      "chart/Routing: 'defaultReceiver' is 'slack', which is no receiver; give a receiver, such as new SlackReceiver('slack', { … })",
    ],
    [
      'no heartbeat',
      routing({ heartbeat: unchecked(undefined) }),
      "chart/Routing: 'heartbeat' is not set: nobody would learn when alerting itself is down; give a receiver, such as new DeadMansSnitchReceiver('heartbeat', { … })",
    ],
    [
      'a heartbeat that sends nothing',
      routing({ heartbeat: new NullReceiver() }),
      "chart/Routing: 'heartbeat' is 'null', which sends nothing; use something outside that speaks up when messages stop, such as new DeadMansSnitchReceiver('heartbeat', { … })",
    ],
    [
      'a default receiver that sends nothing',
      routing({ defaultReceiver: new NullReceiver() }),
      "Validation failed with the following errors:\n  [chart/Routing] root route: the default receiver 'null' drops its alerts; make one that notifies somebody the default, and route to this one what may be dropped",
    ],
    [
      'a heartbeat in words',
      routing({ heartbeatInterval: 'minutely' }),
      "chart/Routing: 'heartbeatInterval' is 'minutely', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a heartbeat without pause',
      routing({ heartbeatInterval: '1s' }),
      "chart/Routing: 'heartbeatInterval' is '1s'; use '2s' or more",
    ],
    [
      'a repetition below the group interval',
      routing({ groupInterval: '10m', repeatInterval: '5m' }),
      "chart/Routing: 'repeatInterval' (5m) is below 'groupInterval' (10m); set 'repeatInterval' to '10m' or more, or 'groupInterval' to '5m' or less",
    ],
    [
      'a wait in words',
      routing({ groupWait: 'half a minute' }),
      "chart/Routing: 'groupWait' is 'half a minute', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a wait as a number',
      routing({ groupWait: unchecked(30) }),
      "chart/Routing: 'groupWait' is 30, which is no text; use a text such as '30s'",
    ],
    [
      'a timeout in words',
      routing({ resolveTimeout: 'soon' }),
      "chart/Routing: 'resolveTimeout' is 'soon', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'labels to group by in one text',
      routing({ groupBy: unchecked('alertname') }),
      "chart/Routing: 'groupBy' is 'alertname', which is no list; give one such as ['alertname']",
    ],
    [
      'labels to group by with a comma',
      routing({ groupBy: ['alertname, cluster'] }),
      "chart/Routing: 'groupBy' has \"alertname, cluster\", which is no name of a label; give each label an entry of its own, such as 'alertname'",
    ],
    [
      'all labels and one more',
      routing({ groupBy: ['...', 'alertname'] }),
      "chart/Routing: 'groupBy' has '...' beside other entries (..., alertname); use '...' alone, which groups by all labels, or only names of labels",
    ],
    [
      'an upper-case name of the Secret',
      routing({ secretName: 'AlertConfig' }),
      "chart/Routing: 'secretName' is 'AlertConfig', which is no name of a Secret; use 'a-z', '0-9', '-' and '.', such as 'alertmanager-config'",
    ],
    [
      'no namespace',
      () =>
        new AlertRouting(newChart(null), 'Routing', {
          defaultReceiver: slack(),
          heartbeat: new DeadMansSnitchReceiver('h', { url: key }),
        }),
      "chart/Routing: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a slip of the pen',
      routing(unchecked({ repeatIntervall: '4h' })),
      "chart/Routing: 'repeatIntervall' is no prop; write 'repeatInterval'",
    ],
    [
      'matchers in one text',
      route({ matchers: unchecked('team="shop"') }),
      "chart/Routing: 'routes[0].matchers' is 'team=\"shop\"', which is no list; give one such as ['severity=\"critical\"']",
    ],
    [
      'a matcher with two signs',
      route({ matchers: ['team=="shop"'] }),
      'chart/Routing: route 1 (team=="shop"): \'matchers\': "team==\\"shop\\"" is no matcher; write one \'=\', as in \'team="payments"\'',
    ],
    [
      'a matcher of two',
      route({ matchers: ['team="shop",severity="critical"'] }),
      'chart/Routing: route 1 (team="shop",severity="critical"): \'matchers\': "team=\\"shop\\",severity=\\"critical\\"" is no matcher; give each matcher a string of its own, with its value in double quotes, as in \'team="payments"\'',
    ],
    [
      'an undefined matcher',
      route({ matchers: [unchecked(undefined)] }),
      "chart/Routing: 'routes[0].matchers[0]' is not set; set it, such as 'severity=\"critical\"'",
    ],
    [
      'a broken regex',
      route({ matchers: ['team=~"shop("'] }),
      'chart/Routing: route 1 (team=~"shop("): \'matchers\': "team=~\\"shop(\\"" is no RE2 expression: missing closing ): `shop(`; write RE2, as in \'namespace=~"prod-.*|staging"\'; it has no look-around and no back-references',
    ],
    [
      'a look-ahead',
      route({ matchers: ['team=~"(?!shop).*"'] }),
      'chart/Routing: route 1 (team=~"(?!shop).*"): \'matchers\': "team=~\\"(?!shop).*\\"" is no RE2 expression: invalid or unsupported Perl syntax: `(?!`; write RE2, as in \'namespace=~"prod-.*|staging"\'; it has no look-around and no back-references',
    ],
    [
      'a receiver by its name',
      route({ receiver: unchecked('slack') }),
      "chart/Routing: 'routes[0].receiver' is 'slack', which is no receiver; give one, such as new SlackReceiver('slack', { … })",
    ],
    [
      'no receiver but null',
      route({ receiver: unchecked(null) }),
      "chart/Routing: 'routes[0].receiver' is null, which is no receiver; give one, such as new SlackReceiver('slack', { … })",
    ],
    [
      'a word for true',
      route({ continue: unchecked('yes') }),
      "chart/Routing: 'routes[0].continue' is 'yes', which is neither true nor false; use true or false",
    ],
    [
      'an unknown setting of a route',
      route(unchecked({ match: { team: 'shop' } })),
      "chart/Routing: 'routes[0].match' is no setting; use one of 'matchers', 'receiver', 'groupBy', 'groupWait', 'groupInterval', 'repeatInterval', 'continue', 'muteTimeIntervals', 'activeTimeIntervals', 'routes'",
    ],
    [
      'a route that nothing reaches',
      routing({
        routes: [
          { matchers: ['team=~".+"'], receiver: slack() },
          { matchers: ['team="shop"'], receiver: slack() },
        ],
      }),
      'Validation failed with the following errors:\n  [chart/Routing] route 2 (team="shop"): no alert can reach it, because route 1 (team=~".+"), earlier and without \'continue\', takes all that it matches; move it before that one, set \'continue: true\' on that one, or remove it',
    ],
    [
      'a critical alert that ends nowhere',
      route({ receiver: new NullReceiver() }),
      'Validation failed with the following errors:\n  [chart/Routing] route 1 (team="shop"): an alert of severity critical or warning can end in \'null\', which drops it; add a matcher that leaves them out, such as \'severity=~"info|none"\' or \'severity!~"critical|warning"\'',
    ],
    [
      'other alerts for the heartbeat',
      route({ receiver: new DeadMansSnitchReceiver('beat', { url: key }), groupWait: '-1s' }),
      "chart/Routing: route 1 (team=\"shop\"): 'groupWait' is '-1s', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'two receivers of one name',
      route({ receiver: new SlackReceiver('slack', { apiUrl: key, channel: '#other' }) }),
      "chart/Routing: two receivers with different settings are named 'slack'; give one of them another name",
    ],
    [
      'a route below a route that is wrong',
      route({ routes: [{ matchers: ['severity'] }] }),
      'chart/Routing: route 1 > route 1 (severity): \'matchers\': "severity" is no matcher; write a label name, one of =, !=, =~, !~, and a value in double quotes, as in \'team="payments"\'',
    ],
    [
      'a route added later that is wrong',
      routing({}, (added) => added.addRoute({ matchers: ['team=shop'], repeatInterval: '1m' })),
      "chart/Routing: route 1 (team=shop): 'repeatInterval' (1m) is below 'groupInterval' (5m, inherited); set 'repeatInterval' to '5m' or more, or 'groupInterval' to '1m' or less",
    ],
    [
      'a route added later that is a text',
      routing({}, (added) => added.addRoute(unchecked('team=shop'))),
      "chart/Routing: a route is 'team=shop', which is no object; give one such as { matchers: ['severity=\"critical\"'] }",
    ],
  ]);
});
