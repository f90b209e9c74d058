import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { validateFluentd } from '../../config/fluentd/validate';
import { fluentdYaml } from '../../config/fluentd/write';
import { daemonSetWorkload } from '../../kubernetes/daemon-set-workload';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { cidrPeers, DNS_EGRESS, podPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import { onEveryNode } from '../../kubernetes/node-agent';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import type { PodPeer } from '../../model/pod-peer';
import { refuse } from '../../model/problem';
import { proveFluentd } from '../../proof/fluentd-pipeline/prove-fluentd';
import { LOSS_BUDGET_DEFAULTS, lossBudget, validateStorageLimit } from '../loss-budget';
import { addNodeLogAgent } from '../node-log-agents';
import type { IFluentdOutput } from '../outputs/fluentd-delivery';
import { resolveTargets, unusedOutputs } from '../routes/log-targets';
import { fluentdAgentConfig, outputsIn } from './fluentd-agent-config';
import { fluentdAgentPods } from './fluentd-agent-pods';
import type { FluentdAgentProps } from './fluentd-agent-props';
import { CONFIG_FILE, secretPath } from './fluentd-aggregator-pods';
import { FLUENTD_METRICS_PORT } from './fluentd-delivery-steps';
import { watchFluentd } from './fluentd-monitoring';
import { validateFluentdAgent } from './validate-fluentd-agent';

/**
 * Fluentd on every node in place of Fluent Bit: reads the logs of all containers but its own, and sends each line to the
 * output of the first route that fits. Who wrote a line it knows from the path of its file: namespace, pod and container,
 * not the pod's labels. It reads what containerd and CRI-O write, and no journal.
 */
export class FluentdAgent extends Construct {
  readonly daemonSet: k8s.KubeDaemonSet;
  readonly namespace: string;
  /** The agents, for NetworkPolicies of others. */
  readonly pods: PodPeer;
  readonly outputs: readonly [IFluentdOutput, ...IFluentdOutput[]];

  constructor(scope: Construct, id: string, props: FluentdAgentProps) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateFluentdAgent(props, found));
    const namespace = found as string;
    const { name = 'fluentd', images = Images.UPSTREAM, metrics, statePath = `/var/lib/${name}.${namespace}` } = props;
    requireUniqueObjects(this);
    this.namespace = namespace;
    this.outputs = [props.output, ...(props.outputs ?? [])];
    const selector = { 'app.kubernetes.io/name': 'fluentd', fluentd: name };
    this.pods = { namespace, labels: selector };
    const version = images.versionOf(ImageName.FLUENTD);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'log-agent', version }) };

    const budget = lossBudget(props, undefined, []);
    const { routes = [], otherLogs = {} } = props;
    const config = fluentdAgentConfig({
      name,
      namespace,
      routes,
      otherLogs,
      outputs: this.outputs,
      statePath,
      files: { secret: secretPath },
      room: {
        mebibytes: Math.ceil(budget.totalLimitBytes / 1024 ** 2),
        rejectedMebibytes: Math.ceil(budget.rejectedLimitBytes / 1024 ** 2),
      },
    });
    const problems = [
      ...validateFluentd(config),
      ...validateStorageLimit(props, outputsIn(config)),
      ...unusedOutputs(resolveTargets(routes, otherLogs, this.outputs), this.outputs),
    ];
    refuse(this.node.path, problems.length > 0 ? problems : proveFluentd(config));
    const text = fluentdYaml(config);
    const configMapName = `${name}-config`;
    new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: configMapName, namespace, labels: common.labels },
      data: { [CONFIG_FILE]: text },
    });
    const credentials = this.outputs.flatMap((output) => output.credentials);
    const files = this.outputs.flatMap((output) => output.files);
    expectSecrets(this, namespace, () => [...credentials.map(({ expected }) => expected), ...files]);
    this.daemonSet = daemonSetWorkload(
      this,
      { ...common, images, placement: onEveryNode(props) },
      fluentdAgentPods({
        images,
        resources: props.resources,
        credentials,
        configMapName,
        configHash: createHash('sha256').update(text).digest('hex').slice(0, 16),
        files: files.map(({ secret }) => secret),
        statePath,
      }),
    );
    this.node.defaultChild = this.daemonSet;
    this.daemonSet.metadata.addAnnotation('cdk8s-observability/log-guarantee', guarantee(props, statePath));
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => (metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [FLUENTD_METRICS_PORT] }] : []),
      egress: () => [
        DNS_EGRESS,
        ...this.outputs
          .flatMap(({ egress }) => egress)
          .map(({ port, pods, cidrs }) => ({
            ...(pods ? { peers: [podPeer(pods)] } : cidrs ? { peers: cidrPeers(cidrs) } : {}),
            ports: [port],
          })),
      ],
    });
    for (const output of this.outputs) output.allowFrom(this.pods);
    addNodeLogAgent(this, { statePath, outputs: this.outputs, nodeSelector: props.nodeSelector });
    if (metrics) watchFluentd(metrics, { ...props, name, pods: this.pods, statePath, onNodes: true });
  }
}

/** What the agents promise, in plain words. */
const guarantee = (
  { nodeLogRate = LOSS_BUDGET_DEFAULTS.nodeLogRate, maxOutage = LOSS_BUDGET_DEFAULTS.maxOutage }: FluentdAgentProps,
  statePath: string,
) =>
  `While an output is away for ${maxOutage} at most, each node keeps all lines of pods that log ${nodeLogRate} a second ` +
  `together in ${statePath}, over restarts of the agent and unless its disk is full. Beyond that it reads no further, and what is rotated twice ` +
  'meanwhile is lost; alerts say so before. A line that the runtime cut in parts is lost if the agent is killed between them.';
