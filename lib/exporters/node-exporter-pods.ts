import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer } from '../kubernetes/security';
import type { WorkloadPods } from '../kubernetes/workload-template';
import { collectorFlags } from './node-exporter-collectors';

/** Name of the port. */
const PORT_NAME = 'metrics';

/** Where the node's own file systems are, in the container. */
const HOST = { root: '/host/root', proc: '/host/proc', sys: '/host/sys' };

/** What people may set of the exporter itself. */
export interface NodeExporterOptions {
  readonly port: number;
  readonly enableCollectors?: readonly string[];
  readonly disableCollectors?: readonly string[];
  readonly textfileDirectory?: string;
  readonly mountPointsExclude: string;
  readonly fsTypesExclude?: string;
  readonly netDeviceExclude: string;
  readonly resources?: ContainerResources;
  readonly images: Images;
}

/**
 * Pods in the node's own network and process namespaces that see all of its files and may change nothing: an ordinary
 * user without any capability.
 */
export function nodeExporterPods(options: NodeExporterOptions): WorkloadPods {
  const { port, images } = options;
  const probe: k8s.HttpGetAction = { path: '/', port: k8s.IntOrString.fromString(PORT_NAME) };
  return {
    spec: { hostNetwork: true, hostPid: true },
    containers: [
      {
        name: 'node-exporter',
        image: images.of(ImageName.NODE_EXPORTER),
        imagePullPolicy: 'IfNotPresent',
        args: nodeExporterArgs(options),
        env: [{ name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
        ports: [{ name: PORT_NAME, containerPort: port, hostPort: port, protocol: 'TCP' }],
        livenessProbe: { httpGet: probe, failureThreshold: 6, timeoutSeconds: 5 },
        readinessProbe: { httpGet: probe, timeoutSeconds: 5 },
        volumeMounts: Object.entries(HOST).map(([name, mountPath]) => ({
          name,
          mountPath,
          readOnly: true,
          // What is mounted on the node later is seen as well.
          mountPropagation: 'HostToContainer',
        })),
        resources: resourceRequirements(
          { cpuRequest: '20m', memoryRequest: '32Mi', memoryLimit: '192Mi' },
          options.resources,
        ),
        securityContext: restrictedContainer(),
      },
    ],
    volumes: () => [
      { name: 'root', hostPath: { path: '/' } },
      { name: 'proc', hostPath: { path: '/proc' } },
      { name: 'sys', hostPath: { path: '/sys' } },
    ],
  };
}

function nodeExporterArgs(options: NodeExporterOptions): string[] {
  const { port, textfileDirectory, mountPointsExclude, fsTypesExclude, netDeviceExclude } = options;
  const netDevices = escaped(netDeviceExclude);
  return [
    // The address that the cluster knows the node by: on another one the whole world may be listening.
    `--web.listen-address=[$(HOST_IP)]:${port}`,
    `--path.rootfs=${HOST.root}`,
    `--path.procfs=${HOST.proc}`,
    `--path.sysfs=${HOST.sys}`,
    `--path.udev.data=${HOST.root}/run/udev/data`,
    `--collector.filesystem.mount-points-exclude=${escaped(mountPointsExclude)}`,
    ...(fsTypesExclude === undefined ? [] : [`--collector.filesystem.fs-types-exclude=${escaped(fsTypesExclude)}`]),
    `--collector.netdev.device-exclude=${netDevices}`,
    `--collector.netclass.ignored-devices=${netDevices}`,
    `--collector.arp.device-exclude=${netDevices}`,
    ...(textfileDirectory === undefined ? [] : [`--collector.textfile.directory=${HOST.root}${textfileDirectory}`]),
    ...collectorFlags(options.enableCollectors, options.disableCollectors),
  ];
}

/** Kubernetes takes `$(name)` in an argument for a variable and `$$` for one dollar sign. */
const escaped = (pattern: string) => pattern.replace(/\$(?=[$(])/g, '$$$$');
