import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../../kubernetes/images';
import type { ContainerManifest, PodDraft, PodManifest, VolumeManifest } from '../../kubernetes/pod-draft';
import { type PodEdit, specNow } from '../../kubernetes/pod-template';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { secretKeyFiles } from '../../kubernetes/secret-volumes';
import type { Problem } from '../../model/problem';
import { CONFIG_FILE, CONFIG_PATH, SECRET_PATH } from '../fluent-bit/fluent-bit-pods';
import type { IFluentBitOutput } from '../outputs/log-output';
import { LOG_FILE_RESOURCES } from './log-file-buffers';
import { folderOf, type SharedVolume, sharedVolumes } from './log-file-folders';
import { markForScrape, type WatchedSidecar } from './log-file-monitoring';
import { validateOtherReaders } from './log-file-overlap';
import { readerContext } from './log-file-reader';

/** What the sidecar's configuration depends on in the pods that it is added to. */
export interface LogFilePlace {
  readonly volumes: readonly SharedVolume[];
  /** Folder for positions and chunks, which lives as long as the files do. */
  readonly statePath: string;
  readonly terminationSeconds: number;
}

export interface LogFilePodsProps {
  readonly object: ApiObject;
  /** @default - it is not scraped */
  readonly watched?: WatchedSidecar;
  readonly container: string;
  readonly containerName: string;
  readonly paths: readonly string[];
  readonly output?: IFluentBitOutput;
  readonly runAsUser?: number;
  readonly native: boolean;
  readonly port: number;
  readonly resources?: ContainerResources;
  readonly images: Images;
  readonly configMapName: string;
  /** What the pods are rolled by when it changes. */
  readonly configHash: () => string;
}

const STATE_PATH = '/fluent-bit/state';
/** Seconds that pods have unless they say otherwise. */
const TERMINATION_SECONDS = 30;
/** Label of pods whose lines are sent, for NetworkPolicies of those that get them. */
export const SENDER_LABEL = 'cdk8s-observability/log-files';

const writerOf = (pod: PodManifest, name: string) => pod.spec.containers.find((container) => container.name === name);

/** The place in pods; undefined if the container is not there. */
export function logFilePlace(
  props: Pick<LogFilePodsProps, 'object' | 'container' | 'containerName' | 'paths'>,
  pod: PodManifest,
): { place: LogFilePlace; problems: readonly Problem[] } | undefined {
  const { object, container, containerName, paths } = props;
  const writer = writerOf(pod, container);
  if (writer === undefined) return undefined;
  const { volumes, problems } = sharedVolumes({
    workload: `${object.kind} '${object.name}'`,
    kind: object.kind,
    spec: specNow(object) ?? {},
    pod,
    writer,
    paths,
    sidecar: containerName,
  });
  const lasting = volumes.find((volume) => volume.lasting);
  const terminationSeconds = pod.spec.terminationGracePeriodSeconds as number | undefined;
  return {
    problems,
    place: {
      volumes,
      // Where files outlive a pod, so must what is known of them; hidden, so that no path fits it.
      statePath: lasting ? `${folderOf(lasting.paths[0] as string)}/.${containerName}` : STATE_PATH,
      terminationSeconds: terminationSeconds ?? TERMINATION_SECONDS,
    },
  };
}

/** Puts the sidecar into the pods of a workload. */
export function logFilePods(props: LogFilePodsProps): PodEdit {
  return (pod) => {
    const writer = writerOf(pod.pod, props.container);
    const found = logFilePlace(props, pod.pod);
    if (writer === undefined || found === undefined) {
      const there = pod.pod.spec.containers.map(({ name }) => `'${name}'`).join(', ');
      pod.addProblems({
        what: `'container' is '${props.container}', which the ${pod.workload} does not have`,
        fix: `use one of its containers: ${there}`,
      });
      return;
    }
    const { place, problems } = found;
    pod.addProblems(...problems, ...endingProblems(pod, props, place));
    if (props.output === undefined) pod.addProblems(...exclusionProblems(pod, props.containerName));
    const securityContext = readerContext(pod, writer, props.runAsUser);
    if (problems.length > 0 || securityContext === undefined) return;
    addSidecar(pod, writer, props, place, securityContext);
  };
}

function addSidecar(
  pod: PodDraft,
  writer: ContainerManifest,
  props: LogFilePodsProps,
  { volumes }: LogFilePlace,
  securityContext: k8s.SecurityContext,
): void {
  const { containerName, configMapName, output, images, native } = props;
  const secrets = secretKeyFiles(
    SECRET_PATH,
    (output?.files ?? []).map(({ secret }) => secret),
  );
  const ours = (name: string) => `${containerName}-${name}`;
  const isLasting = volumes.some(({ lasting }) => lasting);
  const isAdded = pod.addContainer(
    {
      ...program(props, securityContext),
      volumeMounts: [
        { name: ours('config'), mountPath: CONFIG_PATH, readOnly: true },
        ...(isLasting ? [] : [{ name: ours('state'), mountPath: STATE_PATH }]),
        ...volumes.map(({ mount: { name, mountPath, subPath }, lasting }) => ({
          name,
          mountPath,
          ...(subPath === undefined ? {} : { subPath }),
          readOnly: !lasting,
        })),
        ...secrets.mounts.map((mount) => ({ ...mount, name: ours(mount.name) })),
      ],
    },
    "set 'port' to a free one",
    { native, nameFix: "set 'containerName' to another name" },
  );
  if (!isAdded) return;
  validateOtherReaders(pod, props, volumes);
  for (const { mount, added } of volumes) {
    if (!added) continue;
    pod.addVolume({ name: mount.name, emptyDir: {} });
    pod.addVolumeMount(writer.name, { name: mount.name, mountPath: mount.mountPath });
  }
  pod.addVolume({ name: ours('config'), configMap: { name: configMapName } });
  if (!isLasting) pod.addVolume({ name: ours('state'), emptyDir: {} });
  for (const volume of secrets.volumes) {
    pod.addVolume(k8s.toJson_Volume({ ...volume, name: ours(volume.name) }) as VolumeManifest);
  }
  pod.addPullSecrets(images.pullSecrets);
  pod.addAnnotation(`cdk8s-observability/config-hash-${containerName}`, props.configHash());
  if (output !== undefined) pod.addLabel(SENDER_LABEL, 'sent');
  if (props.watched !== undefined) markForScrape(pod, props.watched);
}

const POD_FIELDS = [
  ['NODE_NAME', 'spec.nodeName'],
  ['POD_NAME', 'metadata.name'],
  ['POD_NAMESPACE', 'metadata.namespace'],
] as const;

/** The environment variables of a sidecar that tell of its pod, where it sends lines itself. */
export const POD_VARIABLES = POD_FIELDS.map(([name]) => name);

function program(props: LogFilePodsProps, securityContext: k8s.SecurityContext): k8s.Container {
  const { containerName, images, output, port, resources } = props;
  return {
    name: containerName,
    image: images.of(ImageName.FLUENT_BIT),
    imagePullPolicy: 'IfNotPresent',
    command: ['/fluent-bit/bin/fluent-bit'],
    // Without its banner, which would stand among the app's lines.
    args: ['-q', '-c', `${CONFIG_PATH}/${CONFIG_FILE}`],
    env:
      output === undefined
        ? undefined
        : [
            ...POD_FIELDS.map(([name, fieldPath]): k8s.EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
            ...output.credentials.map(({ variable, expected }) => ({
              name: variable,
              valueFrom: { secretKeyRef: { ...expected.secret } },
            })),
          ],
    ports: [{ containerPort: port, protocol: 'TCP' }],
    // No readiness: pods serve without their sidecar too.
    livenessProbe: {
      httpGet: { path: '/', port: k8s.IntOrString.fromNumber(port) },
      initialDelaySeconds: 10,
      periodSeconds: 30,
      failureThreshold: 6,
      timeoutSeconds: 5,
    },
    resources: resourceRequirements(LOG_FILE_RESOURCES, resources),
    securityContext,
  };
}

/** Pods that end by themselves would not any more, and those that are killed at once take along what was read. */
function endingProblems(
  pod: PodDraft,
  { object, native }: LogFilePodsProps,
  { terminationSeconds }: LogFilePlace,
): Problem[] {
  const { restartPolicy = 'Always' } = pod.pod.spec as { readonly restartPolicy?: string };
  const killed: Problem[] =
    terminationSeconds > 0
      ? []
      : [
          {
            what: `the ${pod.workload} has the terminationGracePeriodSeconds 0: its pods are killed before the sidecar has delivered the last lines`,
            fix: 'leave it out, or use 10 or more',
          },
        ];
  if (native || object.kind !== 'Pod' || restartPolicy === 'Always') return killed;
  return [
    ...killed,
    {
      what: `the ${pod.workload} has the restartPolicy '${restartPolicy}' and ends, which a container beside its own would keep it from`,
      fix: NATIVE_FIX,
    },
  ];
}

/** What to do where pods end. */
export const NATIVE_FIX = "add 'native: true', which needs Kubernetes 1.29";

/** Annotations by which agents on nodes leave out what the sidecar prints, if they listen to them. */
function exclusionProblems(pod: PodDraft, name: string): Problem[] {
  const annotations = pod.pod.metadata?.annotations ?? {};
  return ['', '_stdout', `-${name}`, `_stdout-${name}`]
    .map((suffix) => `fluentbit.io/exclude${suffix}`)
    .filter((key) => /^(?:true|on|yes|1)$/i.test(annotations[key] ?? ''))
    .map((key) => ({
      what: `the pods of the ${pod.workload} have the annotation '${key}', by which agents leave out what the sidecar prints`,
      fix: "write 'fluentbit.io/exclude-<container>' for the containers that are meant",
    }));
}
