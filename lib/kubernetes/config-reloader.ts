import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from './images';
import { resourceRequirements } from './resources';
import { restrictedContainer } from './security';

/** Port of the reloader's own metrics and health, as upstream's operator uses it. */
export const RELOADER_PORT = 8080;

/**
 * The sidecar that makes a changed ConfigMap or Secret live: it watches the mounted files and asks the program to
 * reload, again and again until the program takes the change. Needs a POST on `reloadUrl` to reload.
 */
export function configReloader(
  images: Images,
  props: {
    /** On the loopback address. */
    readonly reloadUrl: string;
    /** File whose change counts. */
    readonly configFile: string;
    /** Folders whose files' change counts. @default - none */
    readonly watchedDirs?: readonly string[];
    readonly volumeMounts: readonly k8s.VolumeMount[];
  },
): k8s.Container {
  return {
    name: 'config-reloader',
    image: images.of(ImageName.CONFIG_RELOADER),
    imagePullPolicy: 'IfNotPresent',
    args: [
      `--listen-address=:${RELOADER_PORT}`,
      `--reload-url=${props.reloadUrl}`,
      `--config-file=${props.configFile}`,
      ...(props.watchedDirs ?? []).map((folder) => `--watched-dir=${folder}`),
      '--log-format=logfmt',
    ],
    ports: [{ name: 'reloader-web', containerPort: RELOADER_PORT, protocol: 'TCP' }],
    livenessProbe: {
      httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('reloader-web') },
      timeoutSeconds: 3,
    },
    volumeMounts: [...props.volumeMounts],
    resources: resourceRequirements({ cpuRequest: '10m', memoryRequest: '32Mi', memoryLimit: '64Mi' }),
    securityContext: restrictedContainer(),
  };
}
