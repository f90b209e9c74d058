import { createHash } from 'node:crypto';
import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, type Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { DNS_EGRESS, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import type { PlacementProps } from '../../kubernetes/placement';
import { podDefaults } from '../../kubernetes/pod-defaults';
import { type ContainerResources, resourceRequirements } from '../../kubernetes/resources';
import { secretKeyFiles } from '../../kubernetes/secret-volumes';
import { restrictedContainer } from '../../kubernetes/security';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { HttpBasicAuth } from '../../model/http-auth';
import type { PodPeer } from '../../model/pod-peer';
import type { SecretKey } from '../../model/secret-key';
import { endpointTraffic } from '../endpoint-traffic';
import { type BootstrapRequest, requestLists } from './request';
import { BOOTSTRAP_SCRIPT, NO_LONGER_WANTED } from './script';

/** The user of Elasticsearch's image. */
const USER = 1000;
const CONTAINER = 'bootstrap';
const REQUESTS = '/bootstrap';
const SECRETS = '/secrets';
const WORK = '/tmp';

/** What a Job sends its requests to. */
export interface BootstrapTarget {
  /** Address without a path. */
  readonly url: string;
  readonly path?: string;
  readonly ca?: SecretKey;
  readonly pods?: PodPeer;
  readonly egressCidrs?: readonly string[];
  allowFrom?(peer: PodPeer): void;
}

/** What a Job asks for, where and as whom. */
export interface BootstrapTask {
  readonly target: BootstrapTarget;
  readonly admin: HttpBasicAuth;
  /** Headers of every request. @default - none */
  readonly headers?: readonly string[];
  readonly requests: readonly BootstrapRequest[];
  readonly expects: readonly ExpectedSecret[];
}

export interface BootstrapJobProps extends BootstrapTask {
  /** Of the ConfigMap with the requests, or the first of them, and of the Job before its version. */
  readonly name: string;
  readonly namespace: string;
  readonly images: Images;
  readonly placement: PlacementProps;
  readonly resources?: ContainerResources;
  /** @default - it stays */
  readonly ttlSecondsAfterFinished?: number;
}

/**
 * A Job that sends requests until all are taken. Its name holds a hash of everything it does, since a Job cannot be
 * changed: what is different is another Job, and runs again. The ConfigMaps with the requests have the same names for all
 * of them and say whose they are: a Job that was made earlier and still waits sees there that it is no longer wanted.
 */
export function bootstrapJob(scope: Construct, props: BootstrapJobProps): k8s.KubeJob {
  const { name, namespace, images, target } = props;
  const selector = { 'app.kubernetes.io/name': 'logging-bootstrap', bootstrap: name };
  const version = images.versionOf(ImageName.ELASTICSEARCH);
  const labels = objectLabels(selector, { component: 'bootstrap', version });
  expectSecrets(scope, namespace, () => props.expects);

  const lists = requestLists(props.requests);
  const specOf = jobSpec(scope, { ...props, selector, labels, parts: lists.length });
  const own = hash({ script: BOOTSTRAP_SCRIPT, lists, spec: specOf('') });
  lists.forEach((list, i) => {
    const end = partEnd(i);
    new k8s.KubeConfigMap(scope, `Requests${end}`, {
      metadata: { name: `${name}${end}`, namespace, labels },
      data: {
        ...(i === 0 ? { 'run.sh': BOOTSTRAP_SCRIPT } : {}),
        [`requests${end}.tsv`]: list,
        [`version${end}`]: own,
      },
    });
  });
  const metadata = { name: `${name}-${own}`, namespace, labels };
  const job = new k8s.KubeJob(scope, 'Job', { metadata, spec: specOf(own) });
  // The type wants it; the API server drops it, and delivery tools would see a difference for ever.
  job.addJsonPatch(JsonPatch.remove('/spec/podFailurePolicy/rules/0/onPodConditions'));
  workloadNetworkPolicy(scope, 'NetworkPolicy', {
    name,
    namespace,
    labels,
    selector,
    ingress: () => [],
    egress: () => [DNS_EGRESS, endpointTraffic(target)],
  });
  target.allowFrom?.({ namespace, labels: selector });
  return job;
}

/** What the names of a part of the requests end with; the script counts like this. */
const partEnd = (i: number) => (i === 0 ? '' : `-${i + 1}`);

function requestsVolume(name: string, parts: number): k8s.Volume {
  if (parts === 1) return { name: 'requests', configMap: { name } };
  const sources = Array.from({ length: parts }, (_, i) => ({ configMap: { name: `${name}${partEnd(i)}` } }));
  return { name: 'requests', projected: { sources } };
}

/** What the Job of a version is. */
function jobSpec(
  scope: Construct,
  props: BootstrapJobProps & { selector: Record<string, string>; labels: Record<string, string>; parts: number },
): (version: string) => k8s.JobSpec {
  const { name, namespace, images, target, admin, headers = [], requests, selector, ttlSecondsAfterFinished } = props;
  const passwords = requests.flatMap(({ password }) => (password ? [password] : []));
  const secrets = secretKeyFiles(SECRETS, [admin.password, ...(target.ca ? [target.ca] : []), ...passwords]);
  const file = ({ name, key }: SecretKey) => `${SECRETS}/${name}/${key}`;
  const variables = {
    URL: `${target.url}${(target.path ?? '/').replace(/\/$/, '')}`,
    USERNAME: admin.username,
    PASSWORD_FILE: file(admin.password),
    ...(target.ca ? { CA_FILE: file(target.ca) } : {}),
    ...(headers.length > 0 ? { HEADERS: headers.join('\n') } : {}),
    CONFIG_MAP: name,
    PARTS: String(props.parts),
    REQUESTS,
    SECRETS,
    WORK,
    WAIT_SECONDS: '600',
    PATIENCE_SECONDS: '60',
  };
  const defaults = podDefaults(scope, {
    namespace,
    selector,
    replicas: 1,
    images,
    placement: props.placement,
    runAsUser: USER,
  });
  return (version) => ({
    // A server that comes up late, a Secret that is made late: some hours of tries, and at most a day.
    backoffLimit: 12,
    activeDeadlineSeconds: 86_400,
    // What is no longer wanted never was complete: whoever goes back to it must see that it did nothing.
    podFailurePolicy: {
      rules: [
        {
          action: 'FailJob',
          onExitCodes: { containerName: CONTAINER, operator: 'In', values: [NO_LONGER_WANTED] },
          onPodConditions: [],
        },
      ],
    },
    ...(ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished }),
    template: {
      metadata: { labels: props.labels },
      spec: {
        ...defaults,
        // Pods that failed stay, with what they said.
        restartPolicy: 'Never',
        containers: [
          {
            name: CONTAINER,
            image: images.of(ImageName.ELASTICSEARCH),
            imagePullPolicy: 'IfNotPresent',
            command: ['/bin/bash', `${REQUESTS}/run.sh`],
            env: Object.entries({ ...variables, VERSION: version }).map(([name, value]) => ({ name, value })),
            terminationMessagePolicy: 'FallbackToLogsOnError',
            volumeMounts: [
              { name: 'requests', mountPath: REQUESTS, readOnly: true },
              { name: 'work', mountPath: WORK },
              ...secrets.mounts,
            ],
            resources: resourceRequirements(
              { cpuRequest: '10m', memoryRequest: '32Mi', memoryLimit: '64Mi' },
              props.resources,
            ),
            securityContext: restrictedContainer(),
          },
        ],
        volumes: [
          requestsVolume(name, props.parts),
          { name: 'work', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
          ...secrets.volumes,
        ],
      },
    },
  });
}

const hash = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
