import { load } from 'js-yaml';
import { Alertmanager, type AlertmanagerProps, MonitoringStack } from '../../lib';
import { type Manifest, newChart, only, synth } from '../tools/synth';
import { newRouting } from './alertmanager-app';

/** The rules about an Alertmanager with these props. */
const rulesOf = (props: Partial<AlertmanagerProps> = {}): Manifest[] => {
  const chart = newChart();
  const metrics = new MonitoringStack(chart, 'Monitoring');
  new Alertmanager(chart, 'Alertmanager', { routing: newRouting(), metrics, ...props });
  const files: Record<string, string> = only(synth(chart), 'ConfigMap', 'prometheus-rules-0').data;
  const text = files['alertmanager.rules.yaml'];
  return text === undefined ? [] : (load(text) as Manifest).groups[0].rules;
};

describe('the rules about an Alertmanager', () => {
  it('know the default receiver and the heartbeat of its routing', () => {
    const receivers = (alert: string) =>
      rulesOf()
        .filter((rule) => rule.alert === alert)
        .map(({ expr, labels }) => [[...new Set(expr.match(/receiver_name!?="[^"]*"/g))], labels.stops_heartbeat]);
    expect(receivers('AlertmanagerDefaultReceiverFailing')).toEqual([[['receiver_name="slack"'], 'true']]);
    expect(receivers('AlertmanagerHeartbeatFailing')).toEqual([[['receiver_name="heartbeat"'], undefined]]);
    expect(receivers('AlertmanagerClusterFailedToSendAlerts')).toEqual([[['receiver_name!="heartbeat"'], undefined]]);
    expect(receivers('AlertmanagerFailedToSendAlerts')).toEqual([[['receiver_name!="heartbeat"'], undefined]]);
  });

  it('point at the runbooks that are given', () => {
    const urls = rulesOf({ runbookBaseUrl: 'https://wiki.example.com' }).map(
      ({ annotations }) => annotations.runbook_url,
    );
    expect(urls.length).toBeGreaterThan(5);
    expect(urls.filter((url) => !url.startsWith('https://wiki.example.com/alertmanager/'))).toEqual([]);
  });

  it('can be left out', () => {
    expect(rulesOf({ defaultRules: false })).toEqual([]);
  });
});

it('says of itself that it feeds a heartbeat', () => {
  const { endpoint } = new Alertmanager(newChart(), 'Alertmanager', { routing: newRouting() });
  expect(endpoint.heartbeat).toBe(true);
});
