import { App, Chart } from 'cdk8s';
import {
  Alertmanager,
  AlertRouting,
  CombinedReceiver,
  DeadMansSnitchReceiver,
  MonitoringStack,
  PagerDutyReceiver,
  SlackReceiver,
} from '../lib';

/** Each team gets its own alerts; what is critical also wakes somebody up; drafts of alerts wait for working hours. */
const app = new App();
const chart = new Chart(app, 'team-routes', { namespace: 'monitoring' });
const slack = (channel: string) =>
  new SlackReceiver(channel, { channel: `#${channel}`, apiUrl: { name: 'alertmanager-slack', key: 'url' } });

const platform = slack('platform-alerts');
const oncall = new CombinedReceiver('platform-oncall', [
  slack('platform-alerts'),
  new PagerDutyReceiver('pagerduty', { routingKey: { name: 'pagerduty', key: 'routing-key' } }),
]);
const workingHours = {
  name: 'working-hours',
  timeIntervals: [
    { times: [{ startTime: '09:00', endTime: '18:00' }], weekdays: ['monday:friday'], location: 'Asia/Seoul' },
  ],
};

const routing = new AlertRouting(chart, 'Routing', {
  defaultReceiver: platform,
  heartbeat: new DeadMansSnitchReceiver('heartbeat', { url: { name: 'alertmanager-heartbeat', key: 'url' } }),
  routes: [
    { matchers: ['stage="draft"'], receiver: platform, activeTimeIntervals: [workingHours] },
    // Goes on to the teams' routes: who is on call and the team both hear of it.
    { matchers: ['severity="critical"'], receiver: oncall, repeatInterval: '1h', continue: true },
    { matchers: ['namespace="shop"'], receiver: slack('shop-alerts'), groupBy: ['alertname', 'pod'] },
  ],
});
const metrics = new MonitoringStack(chart, 'Monitoring', { cluster: 'production', replicas: 2 });
new Alertmanager(chart, 'Alertmanager', { routing, metrics, replicas: 3 });

app.synth();
