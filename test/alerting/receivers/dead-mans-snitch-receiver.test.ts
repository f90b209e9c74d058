import { DeadMansSnitchReceiver } from '../../../lib/alerting/receivers/dead-mans-snitch-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal } from './judge';

const url = { name: 'alertmanager-heartbeat', key: 'url' };
const snitch = new DeadMansSnitchReceiver('heartbeat', { url });

it('checks in, and never because the alert is over', () => {
  expect(toYaml(snitch.bind().config)).toMatchInlineSnapshot(`
"name: heartbeat
webhook_configs:
  - send_resolved: false
    url_file: /etc/alertmanager/secrets/alertmanager-heartbeat/url
    max_alerts: 1
    timeout: 10s
"
`);
  expect(snitch.bind().credentials).toEqual([
    { secret: url, purpose: "check-in URL of the dead man's switch, receiver heartbeat" },
  ]);
});

it('refuses a timeout that is none', () => {
  expect(problemsOf(new DeadMansSnitchReceiver('heartbeat', { url, timeout: 'soon' }))).toEqual([
    "receiver 'heartbeat': 'timeout' is 'soon', which is no duration; use hours, minutes and seconds, such as '10s'",
  ]);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, snitch)).toBe('');
});
