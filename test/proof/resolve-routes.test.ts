import { resolveRoutes } from '../../lib/proof/routes';
import { withConfigFiles } from '../config/alertmanager/judge';
import { itWithTool } from '../tools/tool';
import { askAmtool } from './ask-amtool';
import { RICH_TREE } from './rich-tree';

/** Labels of an alert, and the receivers it reaches in {@link RICH_TREE}. */
const REACHED: readonly [Record<string, string>, string][] = [
  [{}, 'rest'],
  [{ alertname: 'Watchdog', severity: 'none' }, 'heartbeat'],
  [{ alertname: 'Watchdog', severity: 'critical', team: 'payments' }, 'heartbeat'],
  [{ alertname: 'watchdog', severity: 'none' }, 'rest'],
  [{ alertname: 'Watchdog', namespace: 'prod-eu', severity: 'critical' }, 'heartbeat'],
  [{ alertname: 'InfoInhibitor', severity: 'none' }, 'null'],
  [{ alertname: 'InfoInhibitor', severity: 'critical' }, 'critical,no-team'],
  [{ alertname: 'InfoInhibitor' }, 'rest'],
  [{ namespace: 'prod-eu', severity: 'critical' }, 'audit,critical,no-team'],
  [{ namespace: 'prod-eu', severity: 'warning' }, 'audit,no-team'],
  [{ namespace: 'prod-eu', severity: 'info' }, 'rest'],
  [{ namespace: 'prod-eu' }, 'audit,rest'],
  [{ namespace: 'prod' }, 'rest'],
  [{ namespace: 'staging-1', severity: 'warning', team: 'web' }, 'audit,rest'],
  [{ namespace: 'xprod-1', severity: 'warning', team: 'web' }, 'rest'],
  [{ team: 'payments' }, 'payments'],
  [{ team: 'payments', severity: 'critical' }, 'payments-pager'],
  [{ team: 'payments', severity: 'critical', region: 'eu-west' }, 'payments-pager,payments-eu'],
  [{ team: 'payments', severity: 'info', region: 'eu-west' }, 'payments'],
  [{ team: 'payments', severity: 'warning', region: 'eu-west', service: 'cart' }, 'payments-eu'],
  [{ team: 'payments', region: 'eu-' }, 'payments'],
  [{ team: 'payments', service: 'cart' }, 'checkout'],
  [{ team: 'payments', service: 'carts' }, 'payments'],
  [{ team: 'payments', severity: 'critical', service: 'checkout' }, 'payments-pager,checkout'],
  [{ team: 'payments', namespace: 'prod-eu', severity: 'critical' }, 'audit,payments-pager'],
  [{ team: 'payments', region: 'eu-west' }, 'payments-eu'],
  [{ team: 'Payments', severity: 'critical' }, 'critical,rest'],
  [{ job: 'postgres' }, 'postgres'],
  [{ job: 'postgres-exporter', severity: 'critical' }, 'postgres,critical'],
  [{ job: 'mysql' }, 'databases'],
  [{ job: 'mysql', severity: 'critical' }, 'critical'],
  [{ job: 'mysqld', severity: 'critical' }, 'critical,no-team'],
  [{ job: 'elasticsearch' }, 'databases'],
  [{ job: 'elasticsearch', cluster: 'logs' }, 'search'],
  [{ job: 'elasticsearch', cluster: 'logs', severity: 'critical' }, 'search'],
  [{ job: 'elasticsearch', severity: 'critical' }, 'critical'],
  [{ job: 'elasticsearch', cluster: '' }, 'databases'],
  [{ job: 'xpostgres', team: 'web' }, 'rest'],
  [{ namespace: 'dev' }, 'dev'],
  [{ namespace: 'dev-7', severity: 'critical' }, 'dev'],
  [{ namespace: 'dev-1234', severity: 'critical' }, 'critical,no-team'],
  [{ namespace: 'dev-', team: 'web' }, 'rest'],
  [{ namespace: 'development', team: 'zoo' }, 'rest'],
  [{ instance: '10.0.3.17:9100' }, 'nodes'],
  [{ instance: '10.0.3.17:9101', team: 'web' }, 'rest'],
  [{ instance: '10x0.3.17:9100', team: 'alpha' }, 'default'],
  [{ instance: 'x10.0.3.17:9100', severity: 'warning' }, 'no-team'],
  [{ città: "Reggio nell'Emilia 🍝" }, 'utf8'],
  [{ città: 'Reggio', team: 'alpha' }, 'default'],
  [{ 'service.name': '🛒' }, 'utf8'],
  [{ 'service.name': '🛒 basket', severity: 'critical' }, 'utf8'],
  [{ 'service.name': 'basket 🛒', severity: 'critical' }, 'critical,no-team'],
  [{ service_name: '🛒', team: 'beta' }, 'default'],
  [{ path: 'C:\\tmp, "a b"\n{x=y}' }, 'quoted'],
  [{ path: 'C:\\tmp', team: 'beta' }, 'default'],
  [{ path: 'C:\\\\tmp, \\"a b\\"\\n{x=y}', severity: 'warning' }, 'no-team'],
  [{ env: 'staging' }, 'staging,rest'],
  [{ env: 'staging', severity: 'info' }, 'off-hours,rest'],
  [{ env: 'staging', severity: 'critical' }, 'staging,critical,no-team'],
  [{ env: 'staging', severity: 'info', team: 'alpha' }, 'off-hours'],
  [{ env: 'staging', severity: 'critical', team: 'alpha', namespace: 'staging-eu' }, 'audit,staging,critical'],
  [{ env: 'Staging', team: 'alpha' }, 'default'],
  [{ severity: 'critical' }, 'critical,no-team'],
  [{ severity: 'critical', team: 'alpha' }, 'critical'],
  [{ severity: 'critical', team: 'zoo' }, 'critical,rest'],
  [{ severity: 'warning' }, 'no-team'],
  [{ severity: 'info' }, 'rest'],
  [{ severity: 'none' }, 'rest'],
  [{ severity: 'warning', team: 'alpha' }, 'default'],
  [{ severity: 'warning', team: 'zoo' }, 'rest'],
  [{ team: 'alpha' }, 'default'],
  [{ team: 'zoo' }, 'rest'],
  [{ team: '7' }, 'rest'],
  [{ team: 'a' }, 'default'],
  [{ team: 'été' }, 'rest'],
  [{ unrelated: 'x', team: 'm' }, 'default'],
];

describe('resolveRoutes', () => {
  test.each(REACHED)('%j reaches %s', (labels, receivers) => {
    expect(resolveRoutes(RICH_TREE, labels).join(',')).toBe(receivers);
  });

  itWithTool('amtool', 'answers as Alertmanager does', async (amtool) => {
    await withConfigFiles([RICH_TREE], async ([file = '']) => {
      const answers = await askAmtool(
        amtool,
        REACHED.map(([labels]) => [file, labels]),
      );
      expect(REACHED.map(([labels], i) => [labels, answers[i]])).toEqual(REACHED);
    });
  });

  it('names a receiver as often as routes lead to it', () => {
    const routes = [{ matchers: ['a="1"'], continue: true }, { matchers: ['b="1"'] }];
    const config = { route: { receiver: 'all', routes }, receivers: [{ name: 'all' }] };
    expect(resolveRoutes(config, { a: '1', b: '1' })).toEqual(['all', 'all']);
  });

  it('takes labels by their own names only', () => {
    const config = {
      route: { receiver: 'all', routes: [{ receiver: 'named', matchers: ['constructor!=""'] }] },
      receivers: [{ name: 'all' }, { name: 'named' }],
    };
    expect(resolveRoutes(config, {})).toEqual(['all']);
  });

  it('refuses a tree whose matchers cannot be read, naming all of them', () => {
    const route = { receiver: 'all', routes: [{ matchers: ['a == b', 'c=~"["'] }] };
    expect(() => resolveRoutes({ route, receivers: [{ name: 'all' }] }, {})).toThrow(
      [
        `route tree: "a == b" is no matcher; write one '=', as in 'team="payments"'`,
        `route tree: "c=~\\"[\\"" is no RE2 expression: missing closing ]: \`[\`; write RE2, as in 'namespace=~"prod-.*|staging"'; it has no look-around and no back-references`,
      ].join('\n'),
    );
  });
});
