import { EmailReceiver, type EmailReceiverProps } from '../../../lib/alerting/receivers/email-receiver';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool } from '../../tools/tool';
import { problemsOf, refusal, textOf } from './judge';
import { ONE_RESOLVED, render } from './render';

const minimal = { to: 'oncall@example.com', from: 'am@example.com', smarthost: 'smtp.example.com:587' };
const authPassword = { name: 'smtp', key: 'password' };
const email = (props: Partial<EmailReceiverProps> = {}) => new EmailReceiver('mail', { ...minimal, ...props });

it('writes what is given', () => {
  const receiver = email({
    authUsername: 'am',
    authPassword,
    subject: 's',
    text: 't',
    html: 'h',
    headers: { 'X-Team': 'a' },
    requireTls: true,
    caCertificate: { name: 'smtp', key: 'ca.crt' },
  });
  expect(toYaml(receiver.bind().config)).toMatchInlineSnapshot(`
"name: mail
email_configs:
  - send_resolved: true
    to: oncall@example.com
    from: am@example.com
    smarthost: smtp.example.com:587
    auth_username: am
    auth_password_file: /etc/alertmanager/secrets/smtp/password
    require_tls: true
    tls_config:
      ca_file: /etc/alertmanager/secrets/smtp/ca.crt
    headers:
      Subject: s
      X-Team: a
    html: h
    text: t
"
`);
  expect(problemsOf(receiver)).toEqual([]);
  expect(receiver.bind().credentials.map(({ purpose }) => purpose)).toEqual([
    'password of the mail server smtp.example.com:587, receiver mail',
    'certificate authority of the mail server smtp.example.com:587, receiver mail',
  ]);
});

it('has to reach the port of the mail server', () => {
  expect(email().bind().egress).toEqual([{ port: 587 }]);
  expect(email({ smarthost: '[fd00::1]:25', egressCidrs: ['fd00::1/128'] }).bind().egress).toEqual([
    { port: 25, cidrs: ['fd00::1/128'] },
  ]);
});

it.each<[string, Partial<EmailReceiverProps>, string]>([
  ['nobody to write to', { to: '' }, "'to' is empty; set it, such as 'oncall@example.com'"],
  ['no sender', { from: undefined }, "'from' is not set; set it, such as 'alertmanager@example.com'"],
  [
    'a server without a port',
    { smarthost: 'smtp.example.com' },
    "'smarthost' is 'smtp.example.com'; use host and port, such as 'smtp.example.com:587'",
  ],
  ['a port that is none', { smarthost: 'a:70000' }, "'smarthost' is 70000; use a whole number from 1 to 65535"],
  [
    'a user without a password',
    { authUsername: 'am' },
    "'authUsername' is set without 'authPassword' or 'authSecret'; set one of them",
  ],
  ['a password without a user', { authPassword }, "a credential is set without 'authUsername'; set 'authUsername'"],
  ['two subjects', { headers: { subject: 'a' } }, "'headers' holds a subject; use 'subject'"],
])('refuses %s', (_, props, problem) => {
  expect(problemsOf(email(props))).toEqual([`receiver 'mail': ${problem}`]);
});

itWithTool('amtool', 'writes a plain text that reads well', (amtool) => {
  expect(render(amtool, textOf(email(), 'text'), ONE_RESOLVED)).toMatchInlineSnapshot(`
"Container cart of shop/cart-0 keeps crashing
It restarted 5 times in 10 minutes & waits in CrashLoopBackOff.
container=cart, pod=cart-0
Runbook: https://runbooks.example.com/KubePodCrashLooping
Graph: https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&g0.tab=1
Silence: https://alerts.example.com/#/silences/new?filter=%7Balertname%3D%22KubePodCrashLooping%22%2C%20cluster%3D%22prod%22%2C%20container%3D%22cart%22%2C%20job%3D%22kube-state-metrics%22%2C%20namespace%3D%22shop%22%2C%20pod%3D%22cart-0%22%2C%20severity%3D%22critical%22%7D

Resolved: Container pay of shop/pay-1 keeps crashing
container=pay, pod=pay-1
cluster=prod, job=kube-state-metrics, namespace=shop
"
`);
});

itWithTool('amtool', 'is taken by Alertmanager', (amtool) => {
  expect(refusal(amtool, email())).toBe('');
  expect(
    refusal(
      amtool,
      email({
        authUsername: 'a',
        authSecret: authPassword,
        authIdentity: 'b',
        hello: 'h',
        html: '',
        requireTls: false,
        sendResolved: false,
      }),
    ),
  ).toBe('');
});
