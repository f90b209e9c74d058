import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from '../../tools/tool';

/** An alert as the template data of Alertmanager has it. */
export interface AlertData {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly generatorURL?: string;
}

const common = (sets: readonly Readonly<Record<string, string>>[]) =>
  Object.fromEntries(
    Object.entries(sets[0] ?? {}).filter(([name, value]) => sets.every((labels) => labels[name] === value)),
  );

/** Expands a template as Alertmanager does for a message about these alerts. */
export function render(
  amtool: Tool,
  text: string,
  alerts: readonly AlertData[],
  type: 'text' | 'html' = 'text',
): string {
  const data = {
    receiver: 'slack',
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts: alerts.map((alert) => ({ startsAt: '2030-01-01T03:00:00Z', endsAt: '2030-01-01T04:00:00Z', ...alert })),
    groupLabels: { alertname: alerts[0]?.labels.alertname },
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: 'https://alerts.example.com',
  };
  const folder = mkdtempSync(join(tmpdir(), 'message-'));
  try {
    const file = join(folder, 'data.json');
    writeFileSync(file, JSON.stringify(data));
    return amtool.ok([
      'template',
      'render',
      '--template.glob=/nonexistent/*',
      `--template.data=${file}`,
      `--template.type=${type}`,
      `--template.text=${text}`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const crashing = (pod: string, container: string, count: number): AlertData => ({
  status: 'firing',
  labels: {
    alertname: 'KubePodCrashLooping',
    cluster: 'prod',
    container,
    job: 'kube-state-metrics',
    namespace: 'shop',
    pod,
    severity: 'critical',
  },
  annotations: {
    summary: `Container ${container} of shop/${pod} keeps crashing`,
    description: `It restarted ${count} times in 10 minutes & waits in CrashLoopBackOff.`,
    runbook_url: 'https://runbooks.example.com/KubePodCrashLooping',
  },
  generatorURL: 'https://prometheus.example.com/graph?g0.expr=rate(x%5B5m%5D)+%3E+0&g0.tab=1',
});

/** Two pods of one group that crash. */
export const TWO_FIRING: readonly AlertData[] = [crashing('cart-0', 'cart', 5), crashing('pay-1', 'pay', 9)];
/** One of the two has come back. */
export const ONE_RESOLVED: readonly AlertData[] = TWO_FIRING.map((alert, i) =>
  i === 1 ? { ...alert, status: 'resolved' } : alert,
);
/** Both have come back. */
export const ALL_RESOLVED: readonly AlertData[] = TWO_FIRING.map((alert) => ({ ...alert, status: 'resolved' }));
/** Twelve pods that crash. */
export const MANY_FIRING: readonly AlertData[] = Array.from({ length: 12 }, (_, i) => crashing(`cart-${i}`, 'cart', i));
/** An alert whose texts and labels hold whatever has a meaning in some markup, and none of the usual annotations. */
export const HOSTILE: readonly AlertData[] = [
  {
    status: 'firing',
    labels: { alertname: 'Odd', severity: 'page', path: 'C:\\a "b" <!channel> +&|} ü%2F, c' },
    annotations: { description: '<script> & <!here> *x* >' },
  },
];
