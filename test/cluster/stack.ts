import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { eventually } from '../tools/program';
import { isReady, kubectl, lacksImage, type Pod, podsOf, proxied } from './cluster';

/** Those that the stack makes. */
export const NAMESPACES = ['monitoring', 'node-agents', 'logging'] as const;

/** For what takes its time on a cluster: 4 minutes at most. */
export const slow = { seconds: 240, every: 2000 };

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Record<string, string>;
}

const inDist = (file: string, isIt: (object: KubernetesObject) => boolean) =>
  (loadAll(readFileSync(join('dist', file), 'utf8')) as KubernetesObject[]).filter(isIt);

/**
 * Refuses a cluster that somebody may need: the tests delete the stack's namespaces, and kubectl without KUBECONFIG
 * would take whatever cluster was used last.
 */
export function requireDisposableCluster(): void {
  if (!process.env.KUBECONFIG) throw new Error('set KUBECONFIG to the configuration of a disposable cluster');
  for (const namespace of NAMESPACES) {
    const foreign = kubectl([
      'get',
      'deployments,statefulsets,daemonsets',
      `--namespace=${namespace}`,
      '--selector=app.kubernetes.io/part-of!=observability',
      '--output=name',
    ]);
    if (foreign !== '')
      throw new Error(`this cluster's namespace ${namespace} is in use: ${foreign.trim().replaceAll('\n', ', ')}`);
  }
}

/** Takes away what a folder holds; nothing that lives longer than the pods behind it may hold up the namespaces. */
export function removeStack(folder = 'dist/'): void {
  kubectl(['delete', 'apiservices', '--selector=app.kubernetes.io/part-of=observability']);
  kubectl(['delete', '--filename', folder, '--ignore-not-found', '--timeout=240s']);
}

/** All pods but those of Jobs, which end. */
export const stackPods = (namespaces: readonly string[] = NAMESPACES): Pod[] =>
  namespaces.flatMap(podsOf).filter(({ metadata }) => !metadata.ownerReferences?.some(({ kind }) => kind === 'Job'));

export const nameOf = ({ metadata }: Pod) => metadata.labels?.['app.kubernetes.io/name'] ?? metadata.name;

export const stackReady = (namespaces: readonly string[] = NAMESPACES) =>
  eventually(
    'every pod ready',
    () =>
      namespaces.every((namespace) => podsOf(namespace).length > 0) &&
      stackPods(namespaces).every((pod) => isReady(pod) || lacksImage(pod)),
    { ...slow, evidence: () => kubectl(['get', 'pods', '--all-namespaces']) },
  );

/** Applies the objects with their texts changed; fails if that changes nothing. */
function applyChanged(objects: readonly KubernetesObject[], change: (text: string) => string): void {
  const changed = objects.map((object) => ({
    ...object,
    data: Object.fromEntries(Object.entries(object.data ?? {}).map(([file, text]) => [file, change(text)])),
  }));
  expect(changed).not.toEqual(objects);
  kubectl(['apply', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: changed }));
}

/** Applies the rules of dist/ with their text changed. */
export const applyRules = (change: (text: string) => string) =>
  applyChanged(
    inDist('monitoring.k8s.yaml', ({ kind, metadata }) => kind === 'ConfigMap' && /-rules-/.test(metadata.name)),
    change,
  );

/** Applies Prometheus' configuration of dist/ with its text changed. */
export const applyPrometheusConfig = (change: (text: string) => string) =>
  applyChanged(
    inDist(
      'monitoring.k8s.yaml',
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'prometheus-config',
    ),
    change,
  );

/** Applies the routing of dist/ with its text changed. */
export const applyRouting = (change: (text: string) => string) =>
  applyChanged(
    inDist('alerting.k8s.yaml', ({ kind }) => kind === 'Secret'),
    (base64) => Buffer.from(change(Buffer.from(base64, 'base64').toString())).toString('base64'),
  );

/**
 * Has the node look at a program's pods now, when it mounts what changed in their ConfigMaps and Secrets; else it does so
 * about once a minute.
 */
export function remount(program: string): void {
  const pods = ['pods', `--selector=app.kubernetes.io/name=${program}`];
  kubectl(['--namespace', 'monitoring', 'annotate', '--overwrite', ...pods, `test/looked-at=${Date.now()}`]);
}

/** Every rule about one alert, as Prometheus has it loaded. */
export function loadedRules(alert: string): { duration: number }[] {
  interface Answer {
    readonly data: { readonly groups: readonly { readonly rules: readonly { name: string; duration: number }[] }[] };
  }
  return proxied<Answer>('monitoring', 'services', 'prometheus:web', 'api/v1/rules').data.groups.flatMap(({ rules }) =>
    rules.filter(({ name }) => name === alert),
  );
}

/** The configuration that an Alertmanager has loaded. */
export const loadedRouting = (pod: string) =>
  proxied<{ config: { original: string } }>('monitoring', 'pods', `${pod}:9093`, 'api/v2/status').config.original;
