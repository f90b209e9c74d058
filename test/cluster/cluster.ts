import { spawnSync } from 'node:child_process';

/** What a finished kubectl said. */
export interface KubectlResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against the cluster that KUBECONFIG names. */
export function tryKubectl(args: readonly string[], input?: string): KubectlResult {
  const { status, stdout, stderr, error } = spawnSync('kubectl', [...args], {
    encoding: 'utf8',
    input: input ?? '',
    timeout: 120_000,
    maxBuffer: 1 << 27,
  });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** {@link tryKubectl} that must succeed; returns its standard output. */
export function kubectl(args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = tryKubectl(args, input);
  if (status !== 0) throw new Error(`kubectl ${args.join(' ')}: exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}

export function kubectlJson<T>(args: readonly string[]): T {
  return JSON.parse(kubectl([...args, '--output', 'json'])) as T;
}

/** As much of a Pod as the tests read. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string }[];
  };
  readonly status: {
    readonly phase: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly restartCount: number;
      readonly state: { readonly waiting?: { readonly reason: string }; readonly running?: object };
    }[];
  };
}

export function podsOf(namespace: string): Pod[] {
  return kubectlJson<{ items: Pod[] }>(['--namespace', namespace, 'get', 'pods']).items;
}

export const isReady = ({ status }: Pod) =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

/** Whether an image of the pod cannot be had where the cluster runs. */
export const lacksImage = ({ status }: Pod) =>
  status.containerStatuses?.some(({ state }) => /ErrImagePull|ImagePullBackOff/.test(state.waiting?.reason ?? '')) ??
  false;

export const restartsOf = ({ status }: Pod) =>
  (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);

/** GET through the API server's proxy: no open port of the cluster is needed. */
export function proxied<T>(namespace: string, kind: 'services' | 'pods', target: string, path: string): T {
  return JSON.parse(kubectl(['get', '--raw', `/api/v1/namespaces/${namespace}/${kind}/${target}/proxy/${path}`])) as T;
}

/** A series of an instant query's answer. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Asks the Prometheus of the default stack; `time` in Unix seconds. */
export function query(expression: string, time?: number): Sample[] {
  const search = new URLSearchParams({ query: expression, ...(time === undefined ? {} : { time: String(time) }) });
  return proxied<{ data: { result: Sample[] } }>('monitoring', 'services', 'prometheus:web', `api/v1/query?${search}`)
    .data.result;
}

/** An alert as Prometheus shows it. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

export function activeAlerts(): ActiveAlert[] {
  return proxied<{ data: { alerts: ActiveAlert[] } }>('monitoring', 'services', 'prometheus:web', 'api/v1/alerts').data
    .alerts;
}

/** An alert as Alertmanager shows it. */
export interface RoutedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

export function routedAlerts(alertname: string): RoutedAlert[] {
  const filter = encodeURIComponent(`alertname="${alertname}"`);
  return proxied('monitoring', 'services', 'alertmanager:web', `api/v2/alerts?filter=${filter}`);
}
