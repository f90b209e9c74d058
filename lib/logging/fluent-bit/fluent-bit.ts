import { createHash } from 'node:crypto';
import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { validateFluentBit } from '../../config/fluent-bit/validate';
import { fluentBitYaml } from '../../config/fluent-bit/write';
import { addCheck } from '../../kubernetes/checks';
import { daemonSetWorkload } from '../../kubernetes/daemon-set-workload';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import { ImageName, Images } from '../../kubernetes/images';
import { objectLabels } from '../../kubernetes/labels';
import { namespaceOf } from '../../kubernetes/namespace';
import { podPeer, workloadNetworkPolicy } from '../../kubernetes/network-policy';
import { onEveryNode } from '../../kubernetes/node-agent';
import { requireUniqueObjects } from '../../kubernetes/unique-objects';
import { LOG_ROUTE, type LogRoute } from '../../model/log-route';
import type { IMetricsBackend } from '../../model/metrics-backend';
import type { PodPeer } from '../../model/pod-peer';
import { type Problem, refuse } from '../../model/problem';
import { fitProps, needed, struct } from '../../model/shape';
import { proveLogPipeline } from '../../proof/log-pipeline/prove-log-pipeline';
import { fluentBitRules } from '../../rules/fluent-bit';
import { validateVariables } from '../environment-variables';
import { budgetInWords, type LossBudget, lossBudget, validateMemory, validateStorageLimit } from '../loss-budget';
import { addNodeLogAgent } from '../node-log-agents';
import type { IFluentBitOutput } from '../outputs/log-output';
import { type ResolvedRoutes, resolveTargets, unusedOutputs } from '../routes/log-targets';
import { meantOutputs } from '../routes/meant-outputs';
import { validateLogRoutes } from '../routes/validate-log-routes';
import { fluentBitAccount, fluentBitEgress } from './fluent-bit-access';
import { FluentBitMetadata } from './fluent-bit-metadata';
import { FLUENT_BIT_PORT, type FluentBitPipeline, fluentBitPipeline, SCRIPT_FILE } from './fluent-bit-pipeline';
import {
  CONFIG_FILE,
  CONFIG_PATH,
  fluentBitPods,
  NODE_VARIABLES,
  PORT_NAME,
  secretPath,
  TERMINATION_SECONDS,
} from './fluent-bit-pods';
import { FLUENT_BIT_DEFAULTS, type FluentBitProps, statePathOf } from './fluent-bit-props';
import { FLUENT_BIT_SCRAPE } from './fluent-bit-scrape';
import { validateOwnRoutes } from './own-routes';
import { asGiven } from './user-filters';
import { validateFluentBitProps } from './validate-fluent-bit';

/** `kubectl apply` keeps the whole object in an annotation, which holds so many bytes; the rest is the object's own. */
const MOST_CONFIG_BYTES = 250_000;

/**
 * Fluent Bit on every node: reads the logs of all containers, of the node's services and its own, and sends each line to
 * the output of the first route that fits. What outputs cannot take yet waits on the node's disk, over restarts.
 *
 * What is wrong with the whole pipeline is refused at synth: lines that reach no output or two, filters that see none,
 * positions and chunks that do not outlive a pod.
 */
export class FluentBit extends Construct {
  readonly daemonSet: k8s.KubeDaemonSet;
  readonly namespace: string;
  /** The agents, for NetworkPolicies of others. */
  readonly pods: PodPeer;
  /** Those that routes may name. */
  readonly outputs: readonly [IFluentBitOutput, ...IFluentBitOutput[]];
  /** Those that get each line as well. */
  readonly copies: readonly IFluentBitOutput[];

  private readonly props: FluentBitProps;
  private readonly routes: LogRoute[];
  /** Of the scrape job. */
  private readonly sampleLimit: number;
  private written?: { readonly routes: number; readonly pipeline: FluentBitPipeline; readonly files: Files };

  constructor(scope: Construct, id: string, props: FluentBitProps) {
    super(scope, id);
    const found = namespaceOf(this, props?.namespace);
    refuse(this.node.path, validateFluentBitProps(props, found));
    const namespace = found as string;
    const { name = FLUENT_BIT_DEFAULTS.name, images = Images.UPSTREAM, metrics, resources } = props;
    const { metadata = FluentBitMetadata.API_SERVER, containerLogsPath, nodeUnits } = props;
    requireUniqueObjects(this);
    this.namespace = namespace;
    this.props = props;
    this.routes = [...(props.routes ?? [])];
    this.outputs = [props.output, ...(props.outputs ?? [])];
    this.copies = [...(props.copies ?? [])];
    const { all } = this;
    this.sampleLimit = props.sampleLimit ?? samplesFor(all.length + this.routes.length);
    const selector = { 'app.kubernetes.io/name': 'fluent-bit', 'fluent-bit': name };
    this.pods = { namespace, labels: selector };
    const version = images.versionOf(ImageName.FLUENT_BIT);
    const common = { name, namespace, selector, labels: objectLabels(selector, { component: 'log-agent', version }) };

    const configMapName = `${name}-config`;
    new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: { name: configMapName, namespace, labels: common.labels },
      data: Lazy.any({ produce: () => this.write().files }),
    });
    const secrets = all.flatMap(({ credentials, files }) => [...credentials.map(({ expected }) => expected), ...files]);
    expectSecrets(this, namespace, () => secrets);
    const account = fluentBitAccount(this, { name, namespace, labels: common.labels }, metadata, props);
    this.daemonSet = daemonSetWorkload(
      this,
      { ...common, images, placement: onEveryNode(props) },
      fluentBitPods({
        images,
        resources,
        budget: () => this.budget,
        configMapName,
        credentials: all.flatMap(({ credentials }) => credentials),
        files: all.flatMap(({ files }) => files.map(({ secret }) => secret)),
        statePath: this.statePath,
        readsJournal: nodeUnits?.length !== 0,
        containerLogsPath,
        serviceAccountName: account?.name,
        apiAccess: metadata !== FluentBitMetadata.TAG,
        annotations: {
          'cdk8s-observability/config-hash': Lazy.any({ produce: () => hashOf(this.write().files) }),
        },
      }),
    );
    this.node.defaultChild = this.daemonSet;
    this.daemonSet.metadata.addAnnotation(
      'cdk8s-observability/log-guarantee',
      budgetInWords(props, this.budget, {
        statePath: this.statePath,
        containerLogsPath,
        exceptions: [
          ...(props.filters?.length ? ["Lines that 'filters' drop are not kept."] : []),
          ...all.flatMap(({ exception }) => exception ?? []),
        ],
      }),
    );
    workloadNetworkPolicy(this, 'NetworkPolicy', {
      ...common,
      ingress: () => (metrics ? [{ peers: [podPeer(metrics.scraper)], ports: [FLUENT_BIT_PORT] }] : []),
      egress: () => fluentBitEgress(all, metadata, props),
    });
    for (const output of all) output.allowFrom(this.pods);
    addCheck(
      this,
      () => this.prove(),
      () => this.routes.length,
    );
    addNodeLogAgent(this, { statePath: this.statePath, outputs: all, nodeSelector: props.nodeSelector });
    if (metrics)
      watch(metrics, { ...props, name, pods: this.pods, statePath: this.statePath, sampleLimit: this.sampleLimit });
  }

  /** Adds a route behind those that are there. Routes with outputs of their own may need a higher `sampleLimit`. */
  addRoute(route: LogRoute): void {
    refuse(this.node.path, fitProps({ route }, { route: needed(struct(LOG_ROUTE)) }).problems);
    const routes = [...this.routes, route];
    refuse(this.node.path, [
      ...validateLogRoutes(routes, this.props.otherLogs ?? {}, this.outputs),
      ...validateOwnRoutes(routes, { name: this.props.name ?? FLUENT_BIT_DEFAULTS.name, namespace: this.namespace }),
    ]);
    this.routes.push(route);
  }

  /** Where all lines go, so that whoever sets up the other side knows its datasets and how long they are kept. */
  get targets(): ResolvedRoutes<IFluentBitOutput> {
    return resolveTargets(this.routes, this.props.otherLogs ?? {}, this.outputs, this.copies);
  }

  /** Whatever gets lines. */
  private get all(): readonly IFluentBitOutput[] {
    return [...this.outputs, ...this.copies];
  }

  private get statePath(): string {
    return statePathOf(this.props, this.namespace);
  }

  /** It grows with routes, which may come after the constructor. */
  private get budget(): LossBudget {
    return lossBudget(this.props, this.props.resources?.memoryLimit, this.routes, this.copies.length);
  }

  private write(): { readonly pipeline: FluentBitPipeline; readonly files: Files } {
    if (this.written?.routes !== this.routes.length) {
      const pipeline = this.pipeline();
      const files = {
        [CONFIG_FILE]: fluentBitYaml(pipeline.config),
        [SCRIPT_FILE]: pipeline.script,
      };
      this.written = { routes: this.routes.length, pipeline, files };
    }
    return this.written as { pipeline: FluentBitPipeline; files: Files };
  }

  private pipeline(): FluentBitPipeline {
    const { props } = this;
    return fluentBitPipeline({
      name: props.name ?? FLUENT_BIT_DEFAULTS.name,
      namespace: this.namespace,
      routes: this.routes,
      otherLogs: props.otherLogs ?? {},
      outputs: this.outputs,
      copies: this.copies,
      metadata: props.metadata ?? FluentBitMetadata.API_SERVER,
      podAnnotations: props.podAnnotations ?? false,
      namespaceLabels: props.namespaceLabels ?? false,
      stackTraces: props.stackTraces ?? [],
      parsers: props.parsers ?? [],
      filters: props.filters ?? [],
      nodeUnits: props.nodeUnits ?? FLUENT_BIT_DEFAULTS.nodeUnits,
      budget: this.budget,
      statePath: this.statePath,
      configPath: CONFIG_PATH,
      files: { secret: secretPath },
    });
  }

  private prove(): Problem[] {
    const { pipeline, files } = this.write();
    const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    if (bytes > MOST_CONFIG_BYTES) {
      return [
        {
          what: `the configuration of ${this.routes.length} routes is ${bytes} bytes, and a ConfigMap that kubectl applies holds ${MOST_CONFIG_BYTES}`,
          fix: "write routes of one dataset as one, with all their 'namespaces'",
        },
      ];
    }
    const invalid = validateFluentBit(pipeline.config);
    const problems = [
      ...invalid,
      ...validateStorageLimit(this.props, pipeline.config.outputs.length),
      ...validateMemory(this.props, this.props.resources?.memoryLimit, this.routes, this.copies.length),
      ...unusedOutputs(this.targets, this.outputs),
      ...validateVariables(pipeline.config, NODE_VARIABLES, this.all),
      ...this.lackingSamples(pipeline),
    ];
    // Where a match is none, nothing can be said of what it takes.
    const given = { first: pipeline.firstUserFilter, count: this.props.filters?.length ?? 0 };
    if (invalid.length > 0) return asGiven(problems, given);
    const unproved = proveLogPipeline(pipeline.config, {
      terminationGracePeriodSeconds: TERMINATION_SECONDS,
      meant: meantOutputs(this.targets, { secret: secretPath }),
    });
    return asGiven([...problems, ...unproved], given);
  }

  private lackingSamples({ config }: FluentBitPipeline): Problem[] {
    const needed = samplesFor(config.outputs.length);
    if (this.props.metrics === undefined || this.props.sampleLimit !== undefined || needed <= this.sampleLimit)
      return [];
    return [
      {
        what: `the scrape job takes ${this.sampleLimit} samples, for the outputs of the routes that the constructor was given, and with those of addRoute there are ${config.outputs.length} outputs`,
        fix: `set 'sampleLimit' to ${needed} or more`,
      },
    ];
  }
}

type Files = Readonly<Record<string, string>>;

const hashOf = (files: Files) => createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);

/** Samples of an agent, at most. */
const samplesFor = (outputs: number) => 1000 + 30 * outputs;

/** Has them scraped, and the rules about them evaluated unless told otherwise. */
function watch(
  metrics: IMetricsBackend,
  props: FluentBitProps & {
    readonly name: string;
    readonly pods: PodPeer;
    readonly statePath: string;
  },
): void {
  const { name, pods, sampleLimit, defaultRules = true, runbookBaseUrl } = props;
  metrics.addScrapeJob({
    name,
    pods: { namespaces: [pods.namespace], labels: pods.labels, port: PORT_NAME },
    ...FLUENT_BIT_SCRAPE,
    // The rules join the agents of all nodes.
    onEveryShard: true,
    sampleLimit,
  });
  if (defaultRules) {
    metrics.addRules(
      ...fluentBitRules({
        job: name,
        daemonSetSelector: `namespace="${pods.namespace}", daemonset="${name}"`,
        statePath: props.statePath,
        runbookBaseUrl,
      }),
    );
  }
}
