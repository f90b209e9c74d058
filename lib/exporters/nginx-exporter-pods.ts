import type { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { statusServer } from '../config/nginx/status-server';
import { validateStatusPage } from '../config/nginx/validate-status-page';
import { ImageName, type Images } from '../kubernetes/images';
import type { ContainerManifest, PodDraft, VolumeManifest } from '../kubernetes/pod-draft';
import type { PodEdit } from '../kubernetes/pod-template';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedSidecar } from '../kubernetes/security';
import { parseDuration } from '../model/units';
import { type ConfigFolder, configFolder, type GivenConfig, mountedConfig } from './nginx-config-source';
import { findNginx } from './nginx-container';
import { askToBeScraped } from './scrape-annotations';
import { markForJob, type SidecarJob } from './sidecar-job';

/** Name of the container and of its port. */
export const NGINX_EXPORTER = 'nginx-exporter';
/** Annotation of the pods that holds the status page's server block. */
const SERVER_BLOCK = 'cdk8s-observability/nginx-status-server';
const FILE = 'nginx-exporter.conf';
/** User of the image. */
const USER = 1001;

export interface NginxExporterPodsProps {
  readonly object: ApiObject;
  readonly images: Images;
  readonly port: number;
  readonly scrapeUri: string;
  /** Where to add a status page; undefined if nginx has one already. */
  readonly statusPort?: number;
  /** Undefined with annotations. */
  readonly job?: SidecarJob;
  readonly nginxContainer?: string;
  readonly nginxConfig?: string;
  readonly scrapeInterval?: string;
  readonly scrapeTimeout?: string;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly resources?: ContainerResources;
}

/** Puts the exporter into the pods of a workload, and the status page into its nginx. */
export function nginxExporterPods(props: NginxExporterPodsProps): PodEdit {
  return (pod) => {
    const nginx = findNginx(pod, props.nginxContainer);
    if (nginx) exposeStatus(pod, nginx, props);
    pod.addContainer(container(props), "set 'port' to a free one");
    pod.addPullSecrets(props.images.pullSecrets);
    for (const [name, value] of Object.entries(props.podAnnotations ?? {})) pod.addAnnotation(name, value);
    if (props.job) markForJob(pod, props.job);
    else askToBeScraped(pod, NGINX_EXPORTER);
  };
}

function exposeStatus(pod: PodDraft, nginx: ContainerManifest, props: NginxExporterPodsProps): void {
  const { object, scrapeUri, statusPort, nginxConfig } = props;
  const folder = configFolder(pod.pod, nginx);
  if (nginxConfig !== undefined) {
    checkGiven(pod, { place: "'nginxConfig'", files: [nginxConfig] }, scrapeUri);
  } else if (folder === undefined || statusPort === undefined) {
    checkGiven(pod, mountedConfig(object, pod.pod, nginx), scrapeUri);
  } else {
    addStatusPage(pod, nginx.name, folder, statusPort);
  }
}

function checkGiven(pod: PodDraft, { place, files }: GivenConfig, scrapeUri: string): void {
  const unseen = {
    what: `nginx of the ${pod.workload} has its configuration from ${place}, where nobody can see whether ${scrapeUri} is a status page`,
    fix: "give the text of that configuration as 'nginxConfig'",
  };
  pod.addProblems(...(files === undefined ? [unseen] : validateStatusPage(place, files, scrapeUri)));
}

/**
 * The server block is an annotation of the pods, which the pods themselves mount as a file: a changed one changes the
 * template, and so rolls the pods, which a ConfigMap would not.
 */
function addStatusPage(pod: PodDraft, nginx: string, { path, mounted }: ConfigFolder, port: number): void {
  pod.addProblems(...pod.portProblems(port, 'the status page', "set 'statusPort' to a free one"));
  pod.addAnnotation(SERVER_BLOCK, statusServer(port));
  const { mount, volume } = mounted ?? {};
  if (volume && isWrittenByKubernetes(volume)) {
    pod.replaceVolume(volume.name, joined(volume, mount?.subPath ? `${mount.subPath}/${FILE}` : FILE));
  } else if (mount && isReadOnly(mount, volume)) {
    pod.addProblems({
      what: `container '${nginx}' of the ${pod.workload} mounts the volume '${mount.name}' read-only at ${path}, where no file can be added`,
      fix: "mount it writable, or add a status page to its files and give their text as 'nginxConfig'",
    });
  } else {
    pod.addVolume({ name: NGINX_EXPORTER, downwardAPI: { items: [serverBlockAs(FILE)] } });
    pod.addVolumeMount(nginx, { name: NGINX_EXPORTER, mountPath: `${path}/${FILE}`, subPath: FILE, readOnly: true });
  }
}

const serverBlockAs = (path: string) => ({
  path,
  fieldRef: { apiVersion: 'v1', fieldPath: `metadata.annotations['${SERVER_BLOCK}']` },
});

type Source = Readonly<Record<string, unknown>>;

/** Volumes that take one more source; for a file mounted in them the container runtime could not make the place. */
const isWrittenByKubernetes = ({ configMap, secret, projected, downwardAPI }: VolumeManifest) =>
  [configMap, secret, projected, downwardAPI].some((source) => source !== undefined);

/** Here it could not either: the container would never start. */
const isReadOnly = (mount: { readonly readOnly?: boolean }, volume: VolumeManifest | undefined) =>
  mount.readOnly === true ||
  Object.values(volume ?? {}).some((source) => (source as Source | undefined)?.readOnly === true);

/** The same volume with one file more. */
function joined(volume: VolumeManifest, path: string): VolumeManifest {
  const ours = { downwardAPI: { items: [serverBlockAs(path)] } };
  const { sources = [], ...rest } = (volume.projected ?? {}) as { sources?: readonly Source[] };
  if (volume.projected) return { name: volume.name, projected: { ...rest, sources: [...sources, ours] } };
  const [kind, source] = Object.entries(volume).find(([field]) => field !== 'name') as [string, Source];
  const { defaultMode, secretName, ...theirs } = source;
  const named = secretName === undefined ? theirs : { name: secretName, ...theirs };
  return {
    name: volume.name,
    projected: { sources: [{ [kind]: named }, ours], ...(defaultMode === undefined ? {} : { defaultMode }) },
  };
}

function container(props: NginxExporterPodsProps): k8s.Container {
  const port = k8s.IntOrString.fromString(NGINX_EXPORTER);
  return {
    name: NGINX_EXPORTER,
    image: props.images.of(ImageName.NGINX_EXPORTER),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--nginx.scrape-uri=${props.scrapeUri}`,
      `--nginx.timeout=${nginxTimeout(props)}ms`,
      `--web.listen-address=:${props.port}`,
    ],
    ports: [{ name: NGINX_EXPORTER, containerPort: props.port, protocol: 'TCP' }],
    // Its start page, which it shows whether nginx answers or not. No readiness: pods serve without their exporter too.
    livenessProbe: { httpGet: { path: '/', port }, periodSeconds: 30, timeoutSeconds: 5 },
    resources: resourceRequirements({ cpuRequest: '5m', memoryRequest: '16Mi', memoryLimit: '64Mi' }, props.resources),
    securityContext: restrictedSidecar(USER),
  };
}

/** Prometheus gets an answer even if nginx does not give one. */
function nginxTimeout({ scrapeInterval, scrapeTimeout }: NginxExporterPodsProps): number {
  const given = [scrapeInterval, scrapeTimeout].map((text) => (text === undefined ? undefined : parseDuration(text)));
  return Math.min(5000, ...given.map((ms) => (ms === undefined ? 5000 : Math.floor(ms / 2))));
}
