import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { validateFluentd } from '../../config/fluentd/validate';
import { fluentdYaml } from '../../config/fluentd/write';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { cidrPeers, DNS_EGRESS, podPeer, refusePodPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import { disruptionBudget, workloadService } from '../../kubernetes/services';
import { statefulWorkload } from '../../kubernetes/stateful-workload';
import { shareInMebibytes } from '../../kubernetes/storage';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { LogTarget } from '../../model/log-route';
import type { PodPeer } from '../../model/pod-peer';
import { type Problem, refuse } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { proveFluentd } from '../../proof/fluentd-pipeline/prove-fluentd';
import type { FluentdDelivery, IFluentdOutput } from '../outputs/fluentd-delivery';
import { ForwardOutput, ForwardPeer } from '../outputs/forward-output';
import { credentialOf, type FluentBitDelivery, type OutputCredential, type OutputFiles } from '../outputs/log-output';
import { aggregatorDataset, FORWARD_PORT, fluentdAggregatorConfig } from './fluentd-aggregator-config';
import { BUFFER_PATH, CONFIG_FILE, FLUENTD_PORTS, fluentdAggregatorPods, secretPath } from './fluentd-aggregator-pods';
import type { FluentdAggregatorProps } from './fluentd-aggregator-props';
import { FLUENTD_METRICS_PORT } from './fluentd-delivery-steps';
import { watchFluentd } from './fluentd-monitoring';
import { validateFluentdAggregator } from './validate-fluentd-aggregator';

/** Of each volume: what waits, and what an output refused. Together they leave a fifth of it free. */
const SHARES = { waiting: 0.76, rejected: 0.04 };

/**
 * Fluentd between the agents of all nodes and where logs are stored: agents hand lines over once they are in its volume,
 * and forget them. Few connections reach the store then, and its credentials stay in one namespace.
 *
 * A replica that is taken away keeps what waits in its claim: before `replicas` is lowered, its buffers have to be empty,
 * as an annotation of the StatefulSet says.
 */
export class FluentdAggregator extends Construct {
  /** Name of the Service; port `forward`, 24224. */
  readonly serviceName: string;
  readonly namespace: string;
  readonly pods: PodPeer;
  readonly statefulSet: k8s.KubeStatefulSet;
  /** Where all lines go. */
  readonly output: IFluentdOutput;

  private readonly sharedKey: SecretKey;
  private readonly senders: PodPeer[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FluentdAggregatorProps,
  ) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateFluentdAggregator(props, found));
    const namespace = found as string;
    const {
      name = 'fluentd',
      replicas = 2,
      storageSize = '10Gi',
      images = Images.UPSTREAM,
      output,
      metrics,
      tls,
    } = props;
    requireUniqueObjects(this);
    this.serviceName = name;
    this.namespace = namespace;
    this.output = output;
    this.sharedKey = props.sharedKey ?? { name: `${name}-shared-key`, key: 'shared-key' };
    this.senders = [...(props.forwardFrom ?? [])];
    const selector = { 'app.kubernetes.io/name': 'fluentd', fluentd: name };
    this.pods = { namespace, labels: selector };
    const version = images.versionOf(ImageName.FLUENTD);
    const common = {
      name,
      namespace,
      selector,
      labels: objectLabels(selector, { component: 'log-aggregator', version }),
    };

    const config = fluentdAggregatorConfig({
      output,
      files: { secret: secretPath, state: `${BUFFER_PATH}/${output.name}-state` },
      room: {
        path: `${BUFFER_PATH}/${output.name}`,
        mebibytes: shareInMebibytes(storageSize, SHARES.waiting),
        rejectedMebibytes: shareInMebibytes(storageSize, SHARES.rejected),
      },
      ...(tls ? { tls: { certificate: secretPath(tls.certificate), key: secretPath(tls.privateKey) } } : {}),
    });
    const problems = validateFluentd(config);
    refuse(this.node.path, problems.length > 0 ? problems : proveFluentd(config));
    const text = fluentdYaml(config);
    const configMapName = `${name}-config`;
    new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: configMapName, namespace, labels: common.labels },
      data: { [CONFIG_FILE]: text },
    });
    expectSecrets(this, namespace, () => [
      { secret: this.sharedKey, purpose: `key that agents and ${this.host} share`, random: true },
      ...(tls
        ? [
            { secret: tls.certificate, purpose: `certificate of ${this.host}` },
            { secret: tls.privateKey, purpose: `private key of ${this.host}` },
          ]
        : []),
      ...output.credentials.map(({ expected }) => expected),
      ...output.files,
    ]);
    this.statefulSet = statefulWorkload(
      this,
      { ...common, replicas, images, placement: props, storage: { ...props, storageSize } },
      fluentdAggregatorPods({
        images,
        resources: props.resources,
        credentials: output.credentials,
        configMapName,
        configHash: createHash('sha256').update(text).digest('hex').slice(0, 16),
        sharedKey: this.sharedKey,
        files: [...output.files.map(({ secret }) => secret), ...(tls ? [tls.certificate, tls.privateKey] : [])],
      }),
    );
    this.node.defaultChild = this.statefulSet;
    this.statefulSet.metadata.addAnnotation(
      'cdk8s-observability/before-scaling-down',
      'A replica that is taken away leaves what waits in its claim. Take it out of the Service first, and wait until ' +
        'fluentd_output_status_buffer_total_bytes of its pod is 0.',
    );
    const ports = [{ name: FLUENTD_PORTS.forward, port: FORWARD_PORT }];
    workloadService(this, 'Service', { ...common, ports });
    workloadService(this, 'HeadlessService', { ...common, name: `${name}-headless`, headless: true, ports });
    if (replicas > 1) disruptionBudget(this, 'DisruptionBudget', common);
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => [
        ...this.senders.map((peer) => ({ peers: [podPeer(peer)], ports: [FORWARD_PORT] })),
        ...(metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [FLUENTD_METRICS_PORT] }] : []),
      ],
      egress: () => [
        DNS_EGRESS,
        ...output.egress.map(({ port, pods, cidrs }) => ({
          ...(pods ? { peers: [podPeer(pods)] } : cidrs ? { peers: cidrPeers(cidrs) } : {}),
          ports: [port],
        })),
      ],
    });
    output.allowFrom(this.pods);
    if (metrics) watchFluentd(metrics, { ...props, name, pods: this.pods, targets: replicas, statePath: BUFFER_PATH });
  }

  /** Where agents send to; those that do are let in. The authority's certificate and the shared key are in their namespace, too. */
  agentOutput(name = 'aggregator'): ForwardOutput {
    return new AggregatorOutput(name, this);
  }

  /** Lets pods of others send. */
  allowFrom(peer: PodPeer): void {
    refusePodPeer(this, peer);
    this.senders.push(peer);
  }

  /** Name of the Service in the whole cluster. */
  get host(): string {
    return `${this.serviceName}.${this.namespace}.svc`;
  }

  /** What agents need to know. */
  get client(): { readonly sharedKey: SecretKey; readonly ca?: SecretKey } {
    const { tls } = this.props;
    return { sharedKey: this.sharedKey, ...(tls ? { ca: tls.ca } : {}) };
  }
}

/** The way of agents to an aggregator of ours. */
class AggregatorOutput extends ForwardOutput {
  override readonly defaultDataset: string;
  override readonly credentials: readonly OutputCredential[];

  constructor(
    name: string,
    private readonly aggregator: FluentdAggregator,
  ) {
    const { host, pods, client } = aggregator;
    super(name, { host, peer: ForwardPeer.FLUENTD, pods, ...client, tls: client.ca !== undefined });
    this.defaultDataset = aggregator.output.defaultDataset;
    // Any value serves, as long as both sides have the same.
    this.credentials = credentialOf(name, 'shared key', client.sharedKey, {
      purpose: `key that agents and ${host} share`,
      random: true,
      copyFrom: aggregator.namespace,
    });
  }

  override validateTarget(target: LogTarget): Problem[] {
    return this.aggregator.output.validateTarget(target);
  }

  override fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    return { ...super.fluentBit(target, files), dataset: aggregatorDataset(target) };
  }

  override fluentd(target: LogTarget, files: OutputFiles): FluentdDelivery {
    return { ...super.fluentd(target, files), dataset: aggregatorDataset(target) };
  }

  override allowFrom(agent: PodPeer): void {
    this.aggregator.allowFrom(agent);
  }
}
