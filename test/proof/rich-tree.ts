import type { AlertmanagerConfig } from '../../lib/config/alertmanager/model';

const RECEIVERS = [
  ...['default', 'heartbeat', 'null', 'audit', 'critical', 'payments', 'payments-pager', 'payments-eu', 'checkout'],
  ...['databases', 'postgres', 'search', 'no-team', 'dev', 'nodes', 'utf8', 'quoted', 'rest', 'off-hours', 'staging'],
];

/** A route tree with all that routing knows: depth, continue, inheritance, the four operators, quoting, UTF-8. */
export const RICH_TREE: AlertmanagerConfig = {
  route: {
    receiver: 'default',
    group_by: ['namespace'],
    routes: [
      { receiver: 'heartbeat', matchers: ['alertname="Watchdog"'] },
      { receiver: 'null', matchers: ['alertname="InfoInhibitor"', 'severity="none"'] },
      { receiver: 'audit', matchers: ['namespace=~"(prod|staging)-.*"', 'severity!~"info|none"'], continue: true },
      {
        receiver: 'payments',
        matchers: ['team="payments"'],
        routes: [
          { receiver: 'payments-pager', matchers: ['severity="critical"'], continue: true },
          {
            matchers: ['region=~"eu-.+"'],
            routes: [{ receiver: 'payments-eu', matchers: ['severity!="info"'] }],
          },
          { receiver: 'checkout', matchers: ['service=~"checkout|cart"'] },
        ],
      },
      {
        receiver: 'databases',
        matchers: ['job=~"postgres.*|mysql|elasticsearch"'],
        routes: [
          { receiver: 'postgres', matchers: ['job=~"postgres.*"'], continue: true },
          { receiver: 'search', matchers: ['job="elasticsearch"', 'cluster!=""'] },
          { matchers: ['severity="critical"'], receiver: 'critical' },
        ],
      },
      { receiver: 'dev', matchers: ['namespace=~"dev|dev-[0-9]{1,3}"'] },
      { receiver: 'nodes', matchers: ['instance=~"10\\\\.0\\\\.\\\\d+\\\\.\\\\d+:9100"'] },
      { receiver: 'utf8', matchers: ['"città"="Reggio nell\'Emilia 🍝"'] },
      { receiver: 'utf8', matchers: ['service.name=~"🛒.*"'] },
      { receiver: 'quoted', matchers: ['path="C:\\\\tmp, \\"a b\\"\\n{x=y}"'] },
      {
        receiver: 'staging',
        matchers: ['env="staging"'],
        continue: true,
        routes: [{ receiver: 'off-hours', matchers: ['severity="info"'] }],
      },
      { receiver: 'critical', matchers: ['severity="critical"'], continue: true },
      { receiver: 'no-team', matchers: ['team=""', 'severity!~"info|none|"'] },
      { receiver: 'rest', matchers: ['team!~"[a-m].*"'], continue: true },
    ],
  },
  receivers: RECEIVERS.map((name) => ({ name })),
};
