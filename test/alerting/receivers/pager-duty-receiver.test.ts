import {
  PagerDutyReceiver,
  type PagerDutyReceiverProps,
  PagerDutySeverity,
} from '../../../lib/alerting/receivers/pager-duty-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, settingsOf, textOf } from './judge';
import { ALL_RESOLVED, type AlertData, HOSTILE, ONE_RESOLVED, render, TWO_FIRING } from './render';

const routingKey = { name: 'pagerduty', key: 'routing-key' };
const pager = (props: PagerDutyReceiverProps = { routingKey }) => new PagerDutyReceiver('pager', props);

it('writes what is given', () => {
  const receiver = pager({
    routingKey,
    url: 'https://events.eu.pagerduty.com/v2/enqueue',
    description: 'd',
    source: 's',
    class: 'c',
    component: 'p',
    group: 'g',
    details: { firing: 'f', resolved: 'r', team: 't' },
    links: [{ href: 'https://example.com', text: 'Wiki' }],
    images: [{ src: 'https://example.com/a.png' }],
    rawConfig: { severity: 'critical' },
  });
  expect(toYaml(receiver.bind().config)).toMatchInlineSnapshot(`
"name: pager
pagerduty_configs:
  - send_resolved: true
    routing_key_file: /etc/alertmanager/secrets/pagerduty/routing-key
    url: https://events.eu.pagerduty.com/v2/enqueue
    description: d
    details:
      firing: f
      resolved: r
      team: t
    severity: critical
    source: s
    class: c
    component: p
    group: g
    links:
      - href: https://example.com
        text: Wiki
    images:
      - src: https://example.com/a.png
"
`);
  expect([...problemsOf(receiver), ...problemsOf(pager())]).toEqual([]);
});

it('leaves out what version 1 of the API does not take', () => {
  expect(Object.keys(settingsOf(pager({ serviceKey: routingKey })))).toEqual([
    'send_resolved',
    'service_key_file',
    'description',
    'details',
  ]);
});

it.each<[string, PagerDutyReceiverProps, string]>([
  ['no key', {}, "neither 'routingKey' nor 'serviceKey' is set; set 'routingKey' or 'serviceKey'"],
  [
    'two keys',
    { routingKey, serviceKey: routingKey },
    "'routingKey' and 'serviceKey' are set together; keep one of 'routingKey' or 'serviceKey'",
  ],
  [
    'a link without a text',
    { routingKey, links: [{ href: 'https://a', text: '' }] },
    "'links.0.text' is empty; set it, such as 'Wiki'",
  ],
  [
    'an image without a source',
    { routingKey, images: [{ src: '' }] },
    "'images.0.src' is empty; set it, such as 'https://example.com/graph.png'",
  ],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(pager(props))).toEqual([`receiver 'pager': ${problem}`]);
});

it('checks the templates of details and links', () => {
  expect(
    problemsOf(pager({ routingKey, details: { a: '{{ .A }}' }, links: [{ href: '{{ nosuch }}', text: 'x' }] })).map(
      (text) => text.split(';')[0],
    ),
  ).toEqual([
    "'details.a', line 1: the data of a message has no field '.A'",
    "'links.0.href', line 1: function 'nosuch' is not known",
  ]);
});

itWithTool('amtool', 'takes over the severity', (amtool) => {
  const severity = (props: PagerDutyReceiverProps, ...severities: string[]) =>
    render(
      amtool,
      textOf(pager(props), 'severity'),
      severities.map(
        (each): AlertData => ({ status: 'firing', labels: { alertname: 'A', severity: each }, annotations: {} }),
      ),
    );
  expect([
    severity({ routingKey }, 'warning', 'critical'),
    severity({ routingKey }, 'info', 'warning'),
    severity({ routingKey }, 'info'),
    severity({ routingKey }, 'page'),
  ]).toEqual(['critical', 'warning', 'info', 'error']);
  expect(severity({ routingKey, severities: { warning: PagerDutySeverity.ERROR } }, 'warning')).toBe('error');
});

describe('the incident', () => {
  itWithTool('amtool', 'says what fires in one line', (amtool) => {
    const description = (alerts: readonly AlertData[]) => render(amtool, textOf(pager(), 'description'), alerts);
    expect([ONE_RESOLVED.toReversed(), ALL_RESOLVED, HOSTILE].map(description)).toEqual([
      '[FIRING:1] KubePodCrashLooping (critical) in prod/shop: Container cart of shop/cart-0 keeps crashing',
      '[RESOLVED] KubePodCrashLooping (critical) in prod/shop: Container cart of shop/cart-0 keeps crashing',
      '[FIRING:1] Odd (page): Odd',
    ]);
  });
  itWithTool('amtool', 'lists the alerts, as a text that is no YAML: Alertmanager would make data of it', (amtool) => {
    const { firing = '', resolved = '' } = settingsOf(pager()).details as Record<string, string>;
    expect(render(amtool, firing, TWO_FIRING)).toMatchInlineSnapshot(`
"* Container cart of shop/cart-0 keeps crashing
It restarted 5 times in 10 minutes & waits in CrashLoopBackOff.
container=cart, pod=cart-0

Container pay of shop/pay-1 keeps crashing
It restarted 9 times in 10 minutes & waits in CrashLoopBackOff.
container=pay, pod=pay-1

cluster=prod, job=kube-state-metrics, namespace=shop
"
`);
    expect([render(amtool, firing, ALL_RESOLVED), render(amtool, resolved, TWO_FIRING)]).toEqual(['', '']);
    expect(render(amtool, resolved, ALL_RESOLVED)).toBe(
      '* Container cart of shop/cart-0 keeps crashing\n* Container pay of shop/pay-1 keeps crashing\n',
    );
  });
  itWithTool('amtool', 'names source, class, component and group', (amtool) => {
    const event = (alerts: readonly AlertData[]) =>
      ['source', 'class', 'component', 'group'].map((setting) => render(amtool, textOf(pager(), setting), alerts));
    expect(event(TWO_FIRING)).toEqual(['kube-state-metrics', 'KubePodCrashLooping', 'kube-state-metrics', 'prod/shop']);
    expect(event(HOSTILE)).toEqual(['Alertmanager', 'Odd', '', '']);
  });
  itWithTool('amtool', 'links to runbook, graph and silence, without what there is not', (amtool) => {
    const links = settingsOf(pager()).links as readonly { readonly href: string }[];
    expect(links.slice(0, 2).map(({ href }) => render(amtool, href, TWO_FIRING))).toEqual([
      TWO_FIRING[0]?.annotations.runbook_url,
      TWO_FIRING[0]?.generatorURL,
    ]);
    expect(links.slice(0, 2).map(({ href }) => render(amtool, href, HOSTILE))).toEqual(['', '']);
  });
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(
    [
      pager(),
      pager({ serviceKey: routingKey }),
      pager({ routingKey, images: [{ src: 'https://a', alt: 'b', href: 'https://c' }], url: 'https://a/b' }),
    ].map((each) => refusal(amtool, each)),
  ).toEqual(['', '', '']);
});
