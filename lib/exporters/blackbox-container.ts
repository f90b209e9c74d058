import { k8s } from 'cdk8s-plus-27';
import type { BlackboxModules } from '../config/blackbox/model';
import { BLACKBOX_SECRETS_FOLDER, secretsOfModules } from '../config/blackbox/secrets';
import { ImageName, type Images } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { type SecretFiles, secretFiles } from '../kubernetes/secret-volumes';
import { restrictedSidecar } from '../kubernetes/security';
import { BLACKBOX_CONTAINER } from '../rules/blackbox';

/** Upstream's port of the exporter. */
export const BLACKBOX_PORT = 9115;
/** Name of the container's port. */
export const BLACKBOX_PORT_NAME = 'blackbox';
/** Key of the ConfigMap, and name of the file. */
export const BLACKBOX_CONFIG_FILE = 'blackbox.yml';

const CONFIG_VOLUME = 'blackbox-config';
const CONFIG_FOLDER = '/etc/blackbox_exporter/config';
/** The user `nobody`, which the image runs as. */
const USER = 65534;

/** The container of a blackbox exporter and the volumes it mounts: its ConfigMap and the Secrets of its modules. */
export function blackboxContainer(props: {
  readonly images: Images;
  readonly port: number;
  readonly configMapName: string;
  readonly modules: BlackboxModules;
  readonly resources?: ContainerResources;
}): { readonly container: k8s.Container; readonly volumes: readonly k8s.Volume[] } {
  const secrets = secretVolumes(props.modules);
  const health: k8s.Probe = {
    httpGet: { path: '/-/healthy', port: k8s.IntOrString.fromString(BLACKBOX_PORT_NAME) },
    periodSeconds: 30,
    timeoutSeconds: 5,
  };
  return {
    volumes: [{ name: CONFIG_VOLUME, configMap: { name: props.configMapName } }, ...secrets.volumes],
    container: {
      name: BLACKBOX_CONTAINER,
      image: props.images.of(ImageName.BLACKBOX_EXPORTER),
      imagePullPolicy: 'IfNotPresent',
      args: [
        `--config.file=${CONFIG_FOLDER}/${BLACKBOX_CONFIG_FILE}`,
        // Changed modules go live without a new pod, and without one more container that says so.
        '--config.enable-auto-reload',
        '--config.auto-reload-interval=5',
        // It tells of every look at the file; failed probes are logged on their own level.
        '--log.level=warn',
        `--web.listen-address=:${props.port}`,
      ],
      ports: [{ name: BLACKBOX_PORT_NAME, containerPort: props.port, protocol: 'TCP' }],
      livenessProbe: health,
      volumeMounts: [{ name: CONFIG_VOLUME, mountPath: CONFIG_FOLDER, readOnly: true }, ...secrets.mounts],
      resources: resourceRequirements(
        { cpuRequest: '10m', memoryRequest: '32Mi', memoryLimit: '128Mi' },
        props.resources,
      ),
      securityContext: restrictedSidecar(USER),
    },
  };
}

/**
 * Under names that somebody else's pods hardly have. The exporter is not in the group of their volumes, so its own files
 * are readable by everybody in the one container that mounts them.
 */
function secretVolumes(modules: BlackboxModules): SecretFiles {
  const { volumes, mounts } = secretFiles(
    BLACKBOX_SECRETS_FOLDER,
    secretsOfModules(modules).map(({ secret }) => secret),
  );
  const renamed = (name: string) => `blackbox-${name}`;
  return {
    volumes: volumes.map(({ name, secret }) => ({ name: renamed(name), secret: { ...secret, defaultMode: 0o444 } })),
    mounts: mounts.map((mount) => ({ ...mount, name: renamed(mount.name) })),
  };
}
