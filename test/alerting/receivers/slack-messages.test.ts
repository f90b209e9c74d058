import { SlackLinks, SlackReceiver, type SlackReceiverProps } from '../../../lib/alerting/receivers/slack-receiver';
import { itWithTool, type Tool } from '../../tools/tool';
import { settingsOf, textOf } from './judge';
import { ALL_RESOLVED, type AlertData, HOSTILE, MANY_FIRING, ONE_RESOLVED, render, TWO_FIRING } from './render';

const slack = (props: Partial<SlackReceiverProps> = {}) =>
  new SlackReceiver('slack', { apiUrl: { name: 'slack', key: 'url' }, ...props });
const message = (
  amtool: Tool,
  setting: string,
  alerts: readonly AlertData[],
  props: Partial<SlackReceiverProps> = {},
) => render(amtool, textOf(slack(props), setting), alerts);
const ofSeverity = (severity: string): AlertData => ({
  status: 'firing',
  labels: { alertname: 'A', severity },
  annotations: {},
});

describe('the title', () => {
  itWithTool('amtool', 'says what fires, how bad and where', (amtool) => {
    expect([TWO_FIRING, ONE_RESOLVED, ALL_RESOLVED, HOSTILE].map((alerts) => message(amtool, 'title', alerts))).toEqual(
      [
        '[FIRING:2] KubePodCrashLooping (critical) in prod/shop',
        '[FIRING:1] KubePodCrashLooping (critical) in prod/shop',
        '[RESOLVED] KubePodCrashLooping (critical) in prod/shop',
        '[FIRING:1] Odd (page)',
      ],
    );
  });
  itWithTool('amtool', 'names the worst severity, and counts alerts of different names', (amtool) => {
    const mixed = [ofSeverity('info'), ofSeverity('critical'), ofSeverity('warning')];
    const named = mixed.map((alert, i) => ({
      ...alert,
      labels: { ...alert.labels, alertname: `A${i}`, namespace: 'shop' },
    }));
    expect(message(amtool, 'title', named)).toBe('[FIRING:3] 3 alerts (critical) in shop');
  });
});

itWithTool('amtool', 'colours by status and worst severity', (amtool) => {
  const color = (...severities: string[]) => message(amtool, 'color', severities.map(ofSeverity));
  expect([color('info', 'critical', 'warning'), color('info', 'warning'), color('info'), color('page')]).toEqual([
    'danger',
    'warning',
    '#439FE0',
    '#439FE0',
  ]);
  expect(message(amtool, 'color', ALL_RESOLVED)).toBe('good');
  const calmed: AlertData[] = [{ ...ofSeverity('critical'), status: 'resolved' }, ofSeverity('warning')];
  expect(message(amtool, 'color', calmed)).toBe('warning');
});

describe('the text', () => {
  itWithTool('amtool', 'lists alerts with what they do not share, links, and at the end what they share', (amtool) => {
    expect(message(amtool, 'text', TWO_FIRING)).toMatchInlineSnapshot(`
"*Container cart of shop/cart-0 keeps crashing*
It restarted 5 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`container=cart, pod=cart-0\`
<https://runbooks.example.com/KubePodCrashLooping|Runbook> · <https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&amp;g0.tab=1|Graph> · <https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22cart%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22cart-0%22%2C%20severity%3D%22critical%22%7D|Silence>

*Container pay of shop/pay-1 keeps crashing*
It restarted 9 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`container=pay, pod=pay-1\`
<https://runbooks.example.com/KubePodCrashLooping|Runbook> · <https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&amp;g0.tab=1|Graph> · <https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22pay%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22pay-1%22%2C%20severity%3D%22critical%22%7D|Silence>

\`cluster=prod, job=kube-state-metrics, namespace=shop\`
"
`);
  });
  itWithTool('amtool', 'tells firing from resolved', (amtool) => {
    expect(message(amtool, 'text', ONE_RESOLVED, { links: SlackLinks.NONE })).toMatchInlineSnapshot(`
"*Container cart of shop/cart-0 keeps crashing*
It restarted 5 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`container=cart, pod=cart-0\`

Resolved: Container pay of shop/pay-1 keeps crashing
\`container=pay, pod=pay-1\`
\`cluster=prod, job=kube-state-metrics, namespace=shop\`
"
`);
  });
  itWithTool('amtool', 'says what is over', (amtool) => {
    expect(message(amtool, 'text', ALL_RESOLVED)).toMatchInlineSnapshot(`
"Resolved: Container cart of shop/cart-0 keeps crashing
\`container=cart, pod=cart-0\`
Resolved: Container pay of shop/pay-1 keeps crashing
\`container=pay, pod=pay-1\`
\`cluster=prod, job=kube-state-metrics, namespace=shop\`
"
`);
  });
  itWithTool('amtool', 'is bounded', (amtool) => {
    expect(message(amtool, 'text', MANY_FIRING, { links: SlackLinks.NONE })).toMatchInlineSnapshot(`
"*Container cart of shop/cart-0 keeps crashing*
It restarted 0 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`pod=cart-0\`

*Container cart of shop/cart-1 keeps crashing*
It restarted 1 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`pod=cart-1\`

*Container cart of shop/cart-2 keeps crashing*
It restarted 2 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`pod=cart-2\`

*Container cart of shop/cart-3 keeps crashing*
It restarted 3 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`pod=cart-3\`

*Container cart of shop/cart-4 keeps crashing*
It restarted 4 times in 10 minutes &amp; waits in CrashLoopBackOff.
\`pod=cart-4\`

The first 5 of 12, all in <https://alerts.example.com|Alertmanager>
\`cluster=prod, container=cart, job=kube-state-metrics, namespace=shop\`
"
`);
    const huge = MANY_FIRING.map((alert) => ({
      ...alert,
      annotations: { summary: 's'.repeat(9000), description: 'd'.repeat(9000) },
      generatorURL: `https://p/${'g'.repeat(9000)}`,
    }));
    expect(message(amtool, 'text', huge).length).toBeLessThan(8000);
  });
  itWithTool('amtool', 'mentions nobody whom a label names', (amtool) => {
    expect(message(amtool, 'text', HOSTILE, { links: SlackLinks.NONE })).toMatchInlineSnapshot(`
"*Odd*
&lt;script&gt; &amp; &lt;!here&gt; *x* &gt;

\`path=C:\\a "b" &lt;!channel&gt; +&amp;|} ü%2F, c\`
"
`);
  });
});

itWithTool('amtool', 'fills the form that silences, whatever the labels hold', (amtool) => {
  const url = /<([^|>]+)\|Silence>/.exec(message(amtool, 'text', HOSTILE))?.[1] ?? '';
  const [base, filter] = url.split('?filter=');
  expect(base).toBe('https://alerts.example.com/#/silences/new');
  expect(decodeURIComponent(filter ?? '')).toBe(
    String.raw`{alertname="Odd", path="C:\\a \"b\" <!channel> +&|} ü%2F, c", severity="page"}`,
  );
});

describe('mentions', () => {
  const mentions = { critical: ['<!channel>', '<@U012ABCDEF>'], warning: ['<!here>'] };
  itWithTool('amtool', 'go by the worst severity that fires', (amtool) => {
    const text = (alerts: readonly AlertData[]) => message(amtool, 'message_text', alerts, { mentions });
    expect(text(TWO_FIRING)).toBe('<!channel> <@U012ABCDEF> Container cart of shop/cart-0 keeps crashing');
    expect(text([ofSeverity('info'), ofSeverity('warning')])).toBe('<!here> A');
    expect([text([ofSeverity('info')]), text(ALL_RESOLVED), text(HOSTILE)]).toEqual(['', '', '']);
  });
  it('are left out where there are none', () => {
    expect(settingsOf(slack()).message_text).toBeUndefined();
  });
});

describe('buttons', () => {
  const urls = (amtool: Tool, alerts: readonly AlertData[]) => {
    const actions = settingsOf(slack({ links: SlackLinks.BUTTONS })).actions as readonly { readonly url: string }[];
    return actions.map(({ url }) => render(amtool, url, alerts));
  };
  itWithTool('amtool', 'lead to what the alerts share', (amtool) => {
    const [runbook, graph, silence = ''] = urls(amtool, TWO_FIRING);
    expect(runbook).toBe('https://runbooks.example.com/KubePodCrashLooping');
    expect(graph).toBe(TWO_FIRING[0]?.generatorURL);
    expect(decodeURIComponent(silence.split('?filter=')[1] ?? '')).toBe(
      '{alertname="KubePodCrashLooping", cluster="prod", job="kube-state-metrics", namespace="shop", severity="critical"}',
    );
  });
  itWithTool(
    'amtool',
    'lead to Alertmanager where there is nothing else: Slack refuses one without a URL',
    (amtool) => {
      expect(urls(amtool, HOSTILE).slice(0, 2)).toEqual(
        Array(2).fill('https://alerts.example.com/#/alerts?receiver=slack'),
      );
    },
  );
});
