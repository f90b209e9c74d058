import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { secretFiles } from '../../kubernetes/secret-volumes';
import { restrictedContainer, restrictedPod } from '../../kubernetes/security';
import { API_ACCESS_MOUNT, API_ACCESS_VOLUME } from '../../kubernetes/service-account-token';
import type { WorkloadPods } from '../../kubernetes/workload-template';
import type { SecretKey } from '../../model/secret-key';
import type { LossBudget } from '../loss-budget';
import type { OutputCredential } from '../outputs/log-output';
import { FLUENT_BIT_CONTAINER } from './fluent-bit-inputs';
import { FLUENT_BIT_PORT, GRACE_SECONDS } from './fluent-bit-pipeline';

/** Where the container has its configuration, and Secrets as files. */
export const CONFIG_PATH = '/fluent-bit/config';
export const SECRET_PATH = '/fluent-bit/secrets';
/** Name of the configuration's file. */
export const CONFIG_FILE = 'fluent-bit.yaml';
/** Name of the port. */
export const PORT_NAME = 'http';
/** What an agent has beyond the time it takes to send what it holds. */
const MARGIN_SECONDS = 15;
/** How long its pods may take to end. */
export const TERMINATION_SECONDS = GRACE_SECONDS + MARGIN_SECONDS;

/** A file or folder of the node, at the same path in the container. */
interface NodePath {
  readonly name: string;
  readonly path: string;
  /** @default - nobody looks whether it is there */
  readonly type?: string;
}

/**
 * What the journal needs beside `/var/log`. Never the folder of the journal itself: made where it is missing, it has a node
 * that keeps its journal in memory begin to write it to disk. Where a journal on disk is the node's own is told by its id.
 */
const JOURNAL: readonly NodePath[] = [
  { name: 'journal', path: '/run/log', type: 'DirectoryOrCreate' },
  // A runtime would make a folder of it where nodes have none.
  { name: 'machine-id', path: '/etc/machine-id', type: 'FileOrCreate' },
];

/** The path of a Secret's key in the container. */
export const secretPath = ({ name, key }: SecretKey) => `${SECRET_PATH}/${name}/${key}`;

const FIELDS = [
  ['NODE_NAME', 'spec.nodeName'],
  ['NODE_IP', 'status.hostIP'],
] as const;

/** The environment variables of the container that tell of its node. */
export const NODE_VARIABLES = FIELDS.map(([name]) => name);

export interface FluentBitPodOptions {
  readonly images: Images;
  readonly resources?: ContainerResources;
  /** Asked at synth, when all routes are known. */
  readonly budget: () => LossBudget;
  readonly configMapName: string;
  readonly credentials: readonly OutputCredential[];
  readonly files: readonly SecretKey[];
  readonly statePath: string;
  readonly readsJournal: boolean;
  readonly containerLogsPath?: string;
  readonly serviceAccountName?: string;
  readonly apiAccess: boolean;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Pods that read the node's logs and write to a folder of their own there, and nothing else. They run as root, to whom
 * the files of containers' logs belong, and without any capability.
 */
export function fluentBitPods(options: FluentBitPodOptions): WorkloadPods {
  const { images, budget, configMapName, credentials, statePath, readsJournal, containerLogsPath, apiAccess } = options;
  const secrets = secretFiles(SECRET_PATH, options.files);
  const probe: k8s.HttpGetAction = { path: '/', port: k8s.IntOrString.fromString(PORT_NAME) };
  const readOnly: readonly NodePath[] = [
    { name: 'logs', path: '/var/log' },
    ...(readsJournal ? JOURNAL : []),
    ...(containerLogsPath === undefined ? [] : [{ name: 'container-logs', path: containerLogsPath }]),
  ];
  return {
    serviceAccountName: options.serviceAccountName,
    annotations: options.annotations,
    terminationGracePeriodSeconds: TERMINATION_SECONDS,
    spec: { securityContext: { ...restrictedPod(), runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 } },
    containers: [
      {
        name: FLUENT_BIT_CONTAINER,
        image: images.of(ImageName.FLUENT_BIT),
        imagePullPolicy: 'IfNotPresent',
        command: ['/fluent-bit/bin/fluent-bit'],
        args: ['-c', `${CONFIG_PATH}/${CONFIG_FILE}`],
        env: [
          ...FIELDS.map(([name, fieldPath]): k8s.EnvVar => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
          ...credentials.map(({ variable, expected }) => ({
            name: variable,
            valueFrom: { secretKeyRef: { ...expected.secret } },
          })),
        ],
        ports: [{ name: PORT_NAME, containerPort: FLUENT_BIT_PORT, protocol: 'TCP' }],
        // That outputs fail is for alerts: a restart mends none of it.
        startupProbe: { httpGet: probe, periodSeconds: 2, failureThreshold: 60, timeoutSeconds: 5 },
        livenessProbe: { httpGet: probe, failureThreshold: 6, timeoutSeconds: 5 },
        readinessProbe: { httpGet: probe, timeoutSeconds: 5 },
        volumeMounts: [
          { name: 'config', mountPath: CONFIG_PATH, readOnly: true },
          { name: 'state', mountPath: statePath },
          ...readOnly.map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
          ...secrets.mounts,
          ...(apiAccess ? [API_ACCESS_MOUNT] : []),
        ],
        resources: Lazy.any({ produce: () => requirements(budget(), options.resources) }),
        securityContext: restrictedContainer(),
      },
    ],
    volumes: () => [
      { name: 'config', configMap: { name: configMapName } },
      { name: 'state', hostPath: { path: statePath, type: 'DirectoryOrCreate' } },
      ...readOnly.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
      ...secrets.volumes,
      ...(apiAccess ? [API_ACCESS_VOLUME] : []),
    ],
  };
}

const requirements = ({ cpuRequestMillis, memoryLimitBytes }: LossBudget, resources?: ContainerResources) =>
  resourceRequirements(
    {
      cpuRequest: `${cpuRequestMillis}m`,
      memoryRequest: '64Mi',
      memoryLimit: `${Math.ceil(memoryLimitBytes / 1024 ** 2)}Mi`,
    },
    resources,
  );
