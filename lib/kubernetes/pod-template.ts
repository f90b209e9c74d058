import type { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Problem } from '../model/problem';
import { shown } from '../model/shown';
import { addCheck } from './checks';
import { PodDraft, type PodManifest } from './pod-draft';

/** A change of the pods that a workload makes. Asked several times: it must do the same each time. */
export type PodEdit = (pod: PodDraft) => void;

interface Manifest {
  readonly kind?: string;
  readonly metadata?: { readonly namespace?: unknown; readonly [field: string]: unknown };
  readonly spec?: object;
}

interface Edited {
  /** Writes the workload as its owner wants it. */
  readonly write: () => Manifest;
  readonly edits: PodEdit[];
}

const EDITED = new WeakMap<ApiObject, Edited>();

/** Whether pods that end by themselves are fine, or what to do instead of adding to them. */
export type EndingPods = 'welcome' | { readonly fix: string };

/**
 * The object behind a workload: an ApiObject of any cdk8s, the default child of a construct, or the only one below it
 * that makes pods which stay.
 */
export function findWorkload(
  prop: string,
  workload: IConstruct,
  ending: EndingPods = { fix: 'have it push its metrics to a Pushgateway' },
): { object?: ApiObject; problems: Problem[] } {
  const example = "a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })";
  const refused = (what: string, fix = `give ${example}`) => ({ problems: [{ what: `'${prop}' ${what}`, fix }] });
  if (workload === undefined) return refused('is not set', `set it to ${example}`);
  if (!isConstruct(workload)) return refused(`is ${shown(workload)}, which is no construct`);
  const object = mainObject(workload);
  if (object !== undefined) {
    if (ending !== 'welcome' && endsByItself(object)) {
      return refused(
        `is the ${nameOf(object)}, whose pods end, which a container beside theirs would keep them from`,
        ending.fix,
      );
    }
    const manifest = manifestNow(object);
    if (manifest === undefined || podsOf(manifest)) return { object, problems: [] };
    return refused(`is the ${nameOf(object)}, which makes no pods`);
  }
  const [only, second] = workload.node.findAll().filter(isApiObject).filter(makesPods(ending));
  if (only === undefined) return refused(`is ${workload.node.path}, which holds no workload`);
  if (second === undefined) return { object: only, problems: [] };
  return refused(
    `is ${workload.node.path}, which holds several workloads`,
    `give one of them, such as ${only.node.path} or ${second.node.path}`,
  );
}

/**
 * Changes the pods of somebody else's workload, as they are when everything has been added: containers, volumes and
 * patches of the owner that come later count. Edits follow one another in the order of adding. What does not fit is
 * refused at synth, in the name of `scope`.
 *
 * The object's own `toJson()` is wrapped, because nothing else in cdk8s sees the end: JSON patches need to know whether
 * a list exists already, apply before later ones of the owner, and the typed classes drop what they do not know after
 * them; `addContainer` of cdk8s-plus is only there for its own workloads, and makes `exposeViaService` find several ports.
 * Every way of synthesizing asks `toJson()` of each object.
 */
export function editPods(scope: Construct, workload: ApiObject, edit: PodEdit): void {
  const { edits } = edited(workload);
  edits.push(edit);
  addCheck(
    scope,
    () => problemsOf(workload, edit),
    () => {
      const { manifest, reason } = tryToWrite(workload, edit);
      return reason ?? JSON.stringify(manifest);
    },
  );
}

/** The pods as they are before anything is edited, or undefined if they cannot be written yet. */
export function podsNow(workload: ApiObject): PodManifest | undefined {
  const manifest = manifestNow(workload);
  return manifest && podsOf(manifest);
}

/** The rest of a workload as it is before anything is edited: how many pods it makes, and how it replaces them. */
export function specNow(workload: ApiObject): Readonly<Record<string, unknown>> | undefined {
  return manifestNow(workload)?.spec as Readonly<Record<string, unknown>> | undefined;
}

/** The object of that kind and name in the app, in the namespace of a workload. */
export function findObject(workload: ApiObject, kind: string, name: string): ApiObject | undefined {
  return workload.node.root.node
    .findAll()
    .filter(isApiObject)
    .find(
      (object) =>
        object.kind === kind && object.name === name && object.metadata.namespace === workload.metadata.namespace,
    );
}

/** An object as messages name it. */
export const nameOf = ({ kind, name }: ApiObject): string => `${kind} '${name}'`;

function edited(workload: ApiObject): Edited {
  const known = EDITED.get(workload);
  if (known) return known;
  const own = workload.toJson;
  const entry: Edited = { write: () => own.call(workload), edits: [] };
  EDITED.set(workload, entry);
  workload.toJson = () => withEdits(workload, entry.write(), entry.edits).manifest;
  return entry;
}

function problemsOf(workload: ApiObject, edit: PodEdit): readonly Problem[] {
  const { manifest, reason } = tryToWrite(workload, edit);
  if (manifest === undefined) {
    return [{ what: `the ${nameOf(workload)} cannot be written (${reason})`, fix: 'give it what it lacks' }];
  }
  const pods = podsOf(manifest);
  if (pods === undefined) return [{ what: `the ${nameOf(workload)} makes no pods`, fix: 'give it a pod template' }];
  if (pods.spec.containers.length === 0) {
    return [{ what: `the ${nameOf(workload)} has no containers`, fix: 'give it the container that is to be watched' }];
  }
  const namespace = manifest.metadata?.namespace;
  const moved = namespace === workload.metadata.namespace ? [] : [movedAway(workload, namespace)];
  return [...moved, ...withEdits(workload, manifest, [edit]).problems];
}

/** What stands beside a workload was put into the namespace that it had then. */
const movedAway = (workload: ApiObject, namespace: unknown): Problem => ({
  what: `the ${nameOf(workload)} was patched into namespace '${namespace}'`,
  fix: 'set the namespace on the workload or on its chart instead',
});

/** The workload with the edits before this one, or why it cannot be written. */
function tryToWrite(workload: ApiObject, edit: PodEdit): { manifest?: Manifest; reason?: string } {
  const { write, edits } = edited(workload);
  try {
    return { manifest: withEdits(workload, write(), edits.slice(0, edits.indexOf(edit))).manifest };
  } catch (error) {
    return { reason: (error as Error).message.replace(/^.*: Error: /s, '') };
  }
}

function withEdits(
  workload: ApiObject,
  manifest: Manifest,
  edits: readonly PodEdit[],
): { manifest: Manifest; problems: readonly Problem[] } {
  const pods = podsOf(manifest);
  if (pods === undefined) return { manifest, problems: [] };
  const draft = new PodDraft(nameOf(workload), pods);
  for (const edit of edits) edit(draft);
  return { manifest: withPods(manifest, draft.pod), problems: draft.problems };
}

/** A Pod is its own template. */
const isPod = ({ kind }: Manifest) => kind === 'Pod';

interface Templates {
  readonly template?: object;
  readonly jobTemplate?: { readonly spec?: { readonly template?: object } };
}

function podsOf(manifest: Manifest): PodManifest | undefined {
  const { template, jobTemplate } = (manifest.spec ?? {}) as Templates;
  const pods = isPod(manifest) ? manifest : (template ?? jobTemplate?.spec?.template);
  const { metadata, spec } = (pods ?? {}) as Partial<PodManifest>;
  if (typeof spec !== 'object' || spec === null) return undefined;
  return { ...pods, ...(metadata ? { metadata } : {}), spec: { ...spec, containers: spec.containers ?? [] } };
}

function withPods(manifest: Manifest, pods: PodManifest): Manifest {
  if (isPod(manifest)) return { ...manifest, ...pods };
  const { template, jobTemplate } = (manifest.spec ?? {}) as Templates;
  const changed =
    template === undefined && jobTemplate !== undefined
      ? { jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, template: pods } } }
      : { template: pods };
  return { ...manifest, spec: { ...manifest.spec, ...changed } };
}

/** Without a container, cdk8s-plus cannot write a workload. */
function manifestNow(object: ApiObject): Manifest | undefined {
  try {
    return (EDITED.get(object)?.write ?? (() => object.toJson()))();
  } catch {
    return undefined;
  }
}

const makesPods = (ending: EndingPods) => (object: ApiObject) =>
  (ending === 'welcome' || !endsByItself(object)) && podsNow(object) !== undefined;

/** A Job is done when all containers of its pod have ended. */
const endsByItself = ({ kind }: ApiObject) => kind === 'Job' || kind === 'CronJob';

/** By what it can do: `instanceof` fails for an object of another copy of cdk8s. */
const isApiObject = (construct: object): construct is ApiObject =>
  typeof (construct as Partial<ApiObject>).toJson === 'function' && 'kind' in construct && 'metadata' in construct;

const isConstruct = (value: unknown): value is IConstruct =>
  typeof value === 'object' && value !== null && typeof (value as IConstruct).node?.findAll === 'function';

function mainObject(construct: IConstruct): ApiObject | undefined {
  if (isApiObject(construct)) return construct;
  const child = construct.node.defaultChild;
  return child && mainObject(child);
}
