import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer, restrictedPod } from '../kubernetes/security';
import type { WorkloadPods } from '../kubernetes/workload-template';

/** Port of the pods. */
export const CADVISOR_PORT = { name: 'http', port: 8080 };
/** That of the kubelet's own, so that the label `metrics_path` is the same. */
export const CADVISOR_PATH = '/metrics/cadvisor';
/** What the container runtime knows a container of a pod by, and the kubelet's cAdvisor calls its metrics by. */
export const RUNTIME_LABELS = {
  namespace: 'io.kubernetes.pod.namespace',
  pod: 'io.kubernetes.pod.name',
  container: 'io.kubernetes.container.name',
};

/**
 * What the kubelet has it measure, but what needs rights over other processes (`process`) and over the kernel's log
 * (`oom_event`).
 */
const MEASURED = ['cpu', 'cpuLoad', 'disk', 'diskIO', 'memory', 'network', 'pressure'];

/** What people may set of cAdvisor itself. */
export interface CadvisorOptions {
  readonly containerdSocket: string;
  readonly housekeepingInterval: string;
  readonly resources?: ContainerResources;
  readonly images: Images;
}

/**
 * Pods that see the node's processes and cgroups and may change nothing. They run as root, whose containerd's socket is,
 * and without any capability; whoever takes such a pod over can still have containerd do anything on the node.
 */
export function cadvisorPods(options: CadvisorOptions): WorkloadPods {
  const { containerdSocket, housekeepingInterval, images } = options;
  const socketFolder = containerdSocket.slice(0, containerdSocket.lastIndexOf('/'));
  const probe: k8s.HttpGetAction = { path: '/healthz', port: k8s.IntOrString.fromString(CADVISOR_PORT.name) };
  const mount = (name: string, mountPath: string): k8s.VolumeMount => ({ name, mountPath, readOnly: true });
  return {
    spec: { securityContext: { ...restrictedPod(), runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: 'cadvisor',
        image: images.of(ImageName.CADVISOR),
        imagePullPolicy: 'IfNotPresent',
        args: [
          `--port=${CADVISOR_PORT.port}`,
          `--prometheus_endpoint=${CADVISOR_PATH}`,
          `--containerd=${containerdSocket}`,
          // Means no cgroups but those of containers, of any runtime: the others belong to no pod that it could name.
          '--docker_only=true',
          '--store_container_labels=false',
          `--whitelisted_container_labels=${Object.values(RUNTIME_LABELS).join(',')}`,
          `--enable_metrics=${MEASURED.join(',')}`,
          `--housekeeping_interval=${housekeepingInterval}`,
          `--max_housekeeping_interval=${housekeepingInterval}`,
          // Nobody asks it for the past.
          '--storage_duration=1m',
        ],
        ports: [{ name: CADVISOR_PORT.name, containerPort: CADVISOR_PORT.port, protocol: 'TCP' }],
        // It asks the clouds first which of them it is in, and waits for answers.
        startupProbe: { httpGet: probe, periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 5 },
        livenessProbe: { httpGet: probe, failureThreshold: 6, timeoutSeconds: 5 },
        readinessProbe: { httpGet: probe, timeoutSeconds: 5 },
        volumeMounts: [
          // The node's processes are all it needs of what it looks for in there.
          mount('proc', '/rootfs/proc'),
          mount('sys', '/sys'),
          // The folder, since a restarted containerd makes a new socket.
          mount('containerd', socketFolder),
        ],
        resources: resourceRequirements(
          { cpuRequest: '100m', memoryRequest: '128Mi', memoryLimit: '1Gi' },
          options.resources,
        ),
        securityContext: restrictedContainer(),
      },
    ],
    volumes: () => [
      { name: 'proc', hostPath: { path: '/proc' } },
      { name: 'sys', hostPath: { path: '/sys' } },
      { name: 'containerd', hostPath: { path: socketFolder } },
    ],
  };
}
