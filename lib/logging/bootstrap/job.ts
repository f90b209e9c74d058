import { createHash } from 'node:crypto';
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
import { type BootstrapRequest, requestFiles } from './request';
import { BOOTSTRAP_SCRIPT } from './script';

/** The user of Elasticsearch's image. */
const USER = 1000;
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

export interface BootstrapJobProps {
  readonly name: string;
  readonly namespace: string;
  readonly images: Images;
  readonly placement: PlacementProps;
  readonly resources?: ContainerResources;
  /** @default - it stays */
  readonly ttlSecondsAfterFinished?: number;
  readonly target: BootstrapTarget;
  readonly admin: HttpBasicAuth;
  /** Headers of every request. @default - none */
  readonly headers?: readonly string[];
  readonly requests: readonly BootstrapRequest[];
  readonly expects: readonly ExpectedSecret[];
}

/**
 * A Job that sends requests until all are taken. Its name holds a hash of everything it does, since a Job cannot be
 * changed: what is different is another Job, and runs again.
 */
export function bootstrapJob(scope: Construct, props: BootstrapJobProps): k8s.KubeJob {
  const { name, namespace, images, target } = props;
  const selector = { 'app.kubernetes.io/name': 'logging-bootstrap', bootstrap: name };
  const version = images.versionOf(ImageName.ELASTICSEARCH);
  const labels = objectLabels(selector, { component: 'bootstrap', version });
  expectSecrets(scope, namespace, () => props.expects);

  const data = { 'run.sh': BOOTSTRAP_SCRIPT, ...requestFiles(props.requests) };
  const config = `${name}-${hash(data)}`;
  new k8s.KubeConfigMap(scope, 'Requests', { metadata: { name: config, namespace, labels }, data, immutable: true });

  const spec = jobSpec(scope, { ...props, selector, labels, config });
  const job = new k8s.KubeJob(scope, 'Job', { metadata: { name: `${name}-${hash(spec)}`, namespace, labels }, spec });
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

function jobSpec(
  scope: Construct,
  props: BootstrapJobProps & { selector: Record<string, string>; labels: Record<string, string>; config: string },
): k8s.JobSpec {
  const { namespace, images, target, admin, headers = [], requests, selector, ttlSecondsAfterFinished } = props;
  const passwords = requests.flatMap(({ password }) => (password ? [password] : []));
  const secrets = secretKeyFiles(SECRETS, [admin.password, ...(target.ca ? [target.ca] : []), ...passwords]);
  const file = ({ name, key }: SecretKey) => `${SECRETS}/${name}/${key}`;
  const variables = {
    URL: `${target.url}${(target.path ?? '/').replace(/\/$/, '')}`,
    USERNAME: admin.username,
    PASSWORD_FILE: file(admin.password),
    ...(target.ca ? { CA_FILE: file(target.ca) } : {}),
    ...(headers.length > 0 ? { HEADERS: headers.join('\n') } : {}),
    REQUESTS,
    SECRETS,
    WORK,
    WAIT_SECONDS: '600',
    PATIENCE_SECONDS: '60',
  };
  return {
    // A server that comes up late, a Secret that is made late: some hours of tries, and at most a day.
    backoffLimit: 12,
    activeDeadlineSeconds: 86_400,
    ...(ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished }),
    template: {
      metadata: { labels: props.labels },
      spec: {
        ...podDefaults(scope, {
          namespace,
          selector,
          replicas: 1,
          images,
          placement: props.placement,
          runAsUser: USER,
        }),
        // Pods that failed stay, with what they said.
        restartPolicy: 'Never',
        containers: [
          {
            name: 'bootstrap',
            image: images.of(ImageName.ELASTICSEARCH),
            imagePullPolicy: 'IfNotPresent',
            command: ['/bin/bash', `${REQUESTS}/run.sh`],
            env: Object.entries(variables).map(([name, value]) => ({ name, value })),
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
          { name: 'requests', configMap: { name: props.config } },
          { name: 'work', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
          ...secrets.volumes,
        ],
      },
    },
  };
}

const hash = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
