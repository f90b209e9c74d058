import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ImageName } from '../../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { restrictedContainer } from '../../kubernetes/security';
import { type StatefulWorkloadProps, statefulWorkload } from '../../kubernetes/stateful-workload';
import type { SecretKey } from '../../model/secret-key';
import { ELASTICSEARCH_PORTS } from './ports';
import { FOLDERS, MONITOR_USER, READY_SCRIPT, START_SCRIPT } from './scripts';
import { type MemberSettings, memberArguments } from './settings';

/** User and group of the image. */
const ELASTICSEARCH_ID = 1000;

export interface MembersProps extends StatefulWorkloadProps {
  /** Labels of all members of the cluster, those of other StatefulSets too. */
  readonly membersSelector: Record<string, string>;
  readonly settings: MemberSettings;
  /** Of the Service that clients use. */
  readonly url: string;
  readonly httpSecret: string;
  readonly transportSecret: string;
  readonly elasticPassword: SecretKey;
  readonly monitorPassword: SecretKey;
  /** Names of those that found a new cluster, from the name of their StatefulSet; none if that is left to others. */
  readonly founders: (statefulSetName: string) => readonly string[];
  /** Keep members to different nodes even if that leaves some of them nowhere to run. */
  readonly requireSeparateNodes: boolean;
  /** Run before a member is asked to end. */
  readonly stopScript: string;
  readonly terminationGracePeriodSeconds: number;
  readonly defaultResources: { cpuRequest: string; memoryRequest: string; memoryLimit: string };
  readonly resources?: ContainerResources;
}

/** One StatefulSet of members. A rollout goes on to the next one when the cluster is green. */
export function members(scope: Construct, props: MembersProps): k8s.KubeStatefulSet {
  return statefulWorkload(
    scope,
    { ...props, runAsUser: ELASTICSEARCH_ID },
    {
      terminationGracePeriodSeconds: props.terminationGracePeriodSeconds,
      containers: ({ statefulSetName, dataVolume }) => [container(props, statefulSetName, dataVolume)],
      volumes: () => volumes(props),
      spec: { affinity: apart(props) },
    },
  );
}

function container(props: MembersProps, statefulSetName: string, dataVolume: string): k8s.Container {
  const { images, settings, url } = props;
  const script = (text: string) => ['/bin/bash', '-c', text];
  const port = k8s.IntOrString.fromString('http');
  return {
    name: 'elasticsearch',
    image: images.of(ImageName.ELASTICSEARCH),
    imagePullPolicy: 'IfNotPresent',
    command: [...script(START_SCRIPT), 'elasticsearch'],
    args: memberArguments(settings),
    env: [
      { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
      { name: 'SERVICE_URL', value: url },
      { name: 'INITIAL_MASTER_NODES', value: props.founders(statefulSetName).join(',') },
    ],
    ports: [
      { name: 'http', containerPort: ELASTICSEARCH_PORTS.http, protocol: 'TCP' },
      { name: 'transport', containerPort: ELASTICSEARCH_PORTS.transport, protocol: 'TCP' },
    ],
    lifecycle: { preStop: { exec: { command: script(props.stopScript) } } },
    // Opening large indices takes minutes; killing it then would start it over.
    startupProbe: { tcpSocket: { port }, periodSeconds: 2, failureThreshold: 450 },
    // Long collections of garbage look like death from outside.
    livenessProbe: { tcpSocket: { port }, periodSeconds: 10, failureThreshold: 18, timeoutSeconds: 5 },
    readinessProbe: { exec: { command: script(READY_SCRIPT) }, periodSeconds: 5, timeoutSeconds: 20 },
    volumeMounts: [
      { name: dataVolume, mountPath: `${FOLDERS.home}/data`, subPath: 'elasticsearch-data' },
      { name: 'config', mountPath: FOLDERS.config },
      { name: 'http', mountPath: `${FOLDERS.config}/http`, readOnly: true },
      { name: 'transport', mountPath: `${FOLDERS.config}/transport`, readOnly: true },
      { name: 'passwords', mountPath: FOLDERS.passwords, readOnly: true },
      { name: 'logs', mountPath: `${FOLDERS.home}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
    ],
    resources: resourceRequirements(props.defaultResources, props.resources),
    securityContext: restrictedContainer(),
  };
}

function volumes(props: MembersProps): k8s.Volume[] {
  const certificate = (name: string, secretName: string): k8s.Volume => ({
    name,
    secret: { secretName, defaultMode: 0o440 },
  });
  const password = ({ name, key }: SecretKey, path: string) => ({ secret: { name, items: [{ key, path }] } });
  const mebibytes = (count: number) => k8s.Quantity.fromString(`${count}Mi`);
  return [
    // In memory, as the keystore is there.
    { name: 'config', emptyDir: { medium: 'Memory', sizeLimit: mebibytes(16) } },
    certificate('http', props.httpSecret),
    certificate('transport', props.transportSecret),
    {
      name: 'passwords',
      projected: {
        defaultMode: 0o440,
        sources: [password(props.elasticPassword, 'elastic'), password(props.monitorPassword, MONITOR_USER)],
      },
    },
    { name: 'logs', emptyDir: { sizeLimit: mebibytes(512) } },
    { name: 'tmp', emptyDir: { sizeLimit: mebibytes(512) } },
  ];
}

function apart({ membersSelector, requireSeparateNodes }: MembersProps): k8s.Affinity {
  const podAffinityTerm = {
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: membersSelector },
  };
  return {
    podAntiAffinity: requireSeparateNodes
      ? { requiredDuringSchedulingIgnoredDuringExecution: [podAffinityTerm] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] },
  };
}
