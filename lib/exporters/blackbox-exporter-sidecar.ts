import { type ApiObject, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import type { BlackboxModules } from '../config/blackbox/model';
import { secretsOfModules } from '../config/blackbox/secrets';
import { writeBlackboxConfig } from '../config/blackbox/write';
import { expectSecrets } from '../kubernetes/expected-secrets';
import { Images } from '../kubernetes/images';
import { objectLabels } from '../kubernetes/labels';
import { expectPullSecrets } from '../kubernetes/pod-defaults';
import { editPods, findWorkload } from '../kubernetes/pod-template';
import type { ContainerResources } from '../kubernetes/resources';
import type { IMetricsBackend } from '../model/metrics-backend';
import { refuse } from '../model/problem';
import { BLACKBOX_CONTAINER, blackboxRules } from '../rules/blackbox';
import { BLACKBOX_CONFIG_FILE, BLACKBOX_PORT, BLACKBOX_PORT_NAME } from './blackbox-container';
import { allModules, type ProbeTimes } from './blackbox-modules';
import { blackboxSidecarJobs } from './blackbox-sidecar-jobs';
import { blackboxSidecarPods } from './blackbox-sidecar-pods';
import type { SidecarDiscovery } from './sidecar-discovery';
import { sidecarJob } from './sidecar-job';
import { validateBlackboxSidecar } from './validate-blackbox-sidecar';

/** What the exporter in the pods asks of the pod itself. */
export interface BlackboxSidecarProbe extends ProbeTimes {
  /** Of the default modules, or of `modules`. */
  readonly module: string;
  /** On the loopback address: a URL over HTTP, `host:port` over TCP and gRPC. */
  readonly target: string;
  /** Last part of the scrape job's name. @default - `module` */
  readonly name?: string;
}

export interface BlackboxExporterSidecarProps {
  /**
   * Whose pods get the exporter: a Deployment, StatefulSet, DaemonSet, Pod or whatever else has a pod template, of
   * cdk8s-plus, of the typed classes or as an ApiObject.
   */
  readonly workload: IConstruct;
  /** What is probed, each in a scrape job of its own. With SidecarDiscovery.ANNOTATIONS one, by `http_2xx`. */
  readonly probes: readonly BlackboxSidecarProbe[];
  /**
   * Ways to probe besides the default ones, which one of the same name replaces: `http_2xx`, `http_post_2xx`,
   * `tcp_connect`, `tcp_connect_tls`, `grpc` and `grpc_plain`.
   * @default - none
   */
  readonly modules?: BlackboxModules;
  /** Scrapes the probes and the exporter, and evaluates the rules. @default - pods are annotated, for who looks there */
  readonly metrics?: IMetricsBackend;
  /** @default - SidecarDiscovery.JOB with `metrics`, else ANNOTATIONS */
  readonly discovery?: SidecarDiscovery;
  /** Port of the exporter. @default 9115 */
  readonly port?: number;
  /** The label `job` of all series, with SidecarDiscovery.JOB. @default - `blackbox-exporter-<namespace>-<workload>` */
  readonly jobName?: string;
  /** Of the exporter. @default - 10m CPU, 32Mi memory, 128Mi at most */
  readonly resources?: ContainerResources;
  /** The rules about probes and exporters, with `metrics`; all exporters share them. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/**
 * A blackbox exporter as one more container in the pods of a workload, which probes what listens inside the pod. For
 * anything else there is `BlackboxExporter`.
 *
 * Each probe is a scrape job `<jobName>/<probe>`, and the exporter's own metrics are the job `<jobName>`; all of them
 * share the label `job`. The series of a probe bear `namespace`, `pod`, `container`, `node`, `instance` (the exporter's
 * address) as well as `target` and `module`. Changed modules go live without a new pod.
 *
 * Who reaches the port can have it probe what the pod can reach: pods that a NetworkPolicy isolates need one more that
 * lets Prometheus in to port `blackbox`, and others are open to the whole cluster there.
 */
export class BlackboxExporterSidecar extends Construct {
  /** The object that the exporter was added to. */
  readonly workload: ApiObject;
  /** Name of the container. */
  readonly containerName = BLACKBOX_CONTAINER;
  readonly port: number;
  /** The modules; the exporter takes changes without a restart. */
  readonly configMap: k8s.KubeConfigMap;
  /** The label `job` of its series; undefined if a job that is not ours finds it by annotations. */
  readonly jobName?: string;

  constructor(scope: Construct, id: string, props: BlackboxExporterSidecarProps) {
    super(scope, id);
    const found = findWorkload('workload', props?.workload);
    refuse(this.node.path, [...found.problems, ...validateBlackboxSidecar(props, found.object)]);
    this.workload = found.object as ApiObject;

    const { metrics, probes, images = Images.UPSTREAM, port = BLACKBOX_PORT } = props;
    const { namespace } = this.workload.metadata;
    const modules = allModules(props.modules);
    this.port = port;
    const job = sidecarJob(this.workload, props, {
      container: BLACKBOX_CONTAINER,
      portName: BLACKBOX_PORT_NAME,
      port,
      podLabel: 'cdk8s-observability/blackbox-exporter',
    });
    this.jobName = job?.name;

    this.configMap = new k8s.KubeConfigMap(this, 'ConfigMap', {
      metadata: {
        namespace,
        labels: objectLabels({ 'app.kubernetes.io/name': BLACKBOX_CONTAINER }, { component: 'exporter' }),
      },
      data: { [BLACKBOX_CONFIG_FILE]: Lazy.any({ produce: () => writeBlackboxConfig(modules) }) },
    });
    editPods(
      this,
      this.workload,
      blackboxSidecarPods({
        images,
        port,
        modules,
        job,
        configMapName: this.configMap.name,
        target: probes[0]?.target ?? '',
        resources: props.resources,
      }),
    );
    if (namespace !== undefined) {
      expectPullSecrets(this, namespace, images);
      expectSecrets(this, namespace, () => secretsOfModules(modules));
    }
    if (!metrics) return;
    for (const each of job ? blackboxSidecarJobs(job, probes, modules) : []) metrics.addScrapeJob(each);
    if (props.defaultRules ?? true) metrics.addRules(...blackboxRules({ runbookBaseUrl: props.runbookBaseUrl }));
  }
}
