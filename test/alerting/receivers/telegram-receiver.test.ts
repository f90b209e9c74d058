import {
  TelegramParseMode,
  TelegramReceiver,
  type TelegramReceiverProps,
} from '../../../lib/alerting/receivers/telegram-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, textOf } from './judge';
import { HOSTILE, MANY_FIRING, render, TWO_FIRING } from './render';

const botToken = { name: 'telegram', key: 'token' };
const telegram = (props: Partial<TelegramReceiverProps> = {}) =>
  new TelegramReceiver('telegram', { botToken, chatId: -100, ...props });

it('writes what is given', () => {
  const receiver = telegram({
    message: 'm',
    messageThreadId: 7,
    disableNotifications: true,
    apiUrl: 'https://bot.example.com:8443',
    parseMode: TelegramParseMode.PLAIN,
  });
  expect(toYaml(receiver.bind().config)).toMatchInlineSnapshot(`
"name: telegram
telegram_configs:
  - send_resolved: true
    bot_token_file: /etc/alertmanager/secrets/telegram/token
    chat_id: -100
    message_thread_id: 7
    message: m
    parse_mode: ''
    disable_notifications: true
    api_url: https://bot.example.com:8443
"
`);
  expect(receiver.bind().egress).toEqual([{ port: 8443 }]);
});

it.each<[string, Partial<TelegramReceiverProps>, string]>([
  ['no chat', { chatId: undefined }, "neither 'chatId' nor 'chatIdFile' is set; set 'chatId' or 'chatIdFile'"],
  ['chat 0', { chatId: 0 }, "'chatId' is 0; use the chat's number, such as -1001234567890"],
  [
    'two chats',
    { chatIdFile: botToken },
    "'chatId' and 'chatIdFile' are set together; keep one of 'chatId' or 'chatIdFile'",
  ],
  [
    'Markdown without a message for it',
    { parseMode: TelegramParseMode.MARKDOWN_V2 },
    "'parseMode' is 'MarkdownV2' but 'message' is not set; set 'message', or use TelegramParseMode.HTML",
  ],
  ['a thread that is none', { messageThreadId: 0 }, "'messageThreadId' is 0; use a whole number of 1 or more"],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(telegram(props))).toEqual([`receiver 'telegram': ${problem}`]);
});

describe('the message', () => {
  itWithTool('amtool', 'reads well', (amtool) => {
    expect(render(amtool, textOf(telegram(), 'message'), TWO_FIRING, 'html')).toMatchInlineSnapshot(`
"<b>[FIRING:2] KubePodCrashLooping (critical) in prod/shop</b>
<b>Container cart of shop/cart-0 keeps crashing</b>
It restarted 5 times in 10 minutes &amp; waits in CrashLoopBackOff.
<code>container=cart, pod=cart-0</code>

<b>Container pay of shop/pay-1 keeps crashing</b>
It restarted 9 times in 10 minutes &amp; waits in CrashLoopBackOff.
<code>container=pay, pod=pay-1</code>

<code>cluster=prod, job=kube-state-metrics, namespace=shop</code>
<a href="https://runbooks.example.com/KubePodCrashLooping">Runbook</a> · <a href="https://prometheus.example.com/graph?g0.expr=rate%28x%5B5m%5D%29&#43;%3E&#43;0&amp;g0.tab=1">Graph</a> · <a href="https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22cart%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22cart-0%22%2C%20severity%3D%22critical%22%7D">Silence</a>"
`);
  });
  itWithTool('amtool', 'is below the limit above which nothing of it is sent', (amtool) => {
    const long = MANY_FIRING.map((alert) => ({
      ...alert,
      annotations: { summary: 's'.repeat(9000), description: 'd'.repeat(9000) },
      generatorURL: `https://p/${'g'.repeat(900)}`,
    }));
    expect(render(amtool, textOf(telegram(), 'message'), long, 'html').length).toBeLessThan(4096);
  });
  itWithTool('amtool', 'escapes labels, and fills the form that silences', (amtool) => {
    const text = render(amtool, textOf(telegram(), 'message'), HOSTILE, 'html');
    expect(text).not.toMatch(/<(script|!)/);
    const filter = /filter=([^"]*)"/.exec(text)?.[1] ?? '';
    expect(decodeURIComponent(filter)).toBe(
      String.raw`{alertname="Odd", path="C:\\a \"b\" <!channel> +&|} ü%2F, c", severity="page"}`,
    );
  });
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, telegram())).toBe('');
  expect(
    refusal(
      amtool,
      telegram({ chatId: undefined, chatIdFile: botToken, parseMode: TelegramParseMode.PLAIN, messageThreadId: 1 }),
    ),
  ).toBe('');
});
