import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { STATUS_PATH } from '../config/nginx/status-server';
import { Images } from '../kubernetes/images';
import { expectPullSecrets } from '../kubernetes/pod-defaults';
import { editPods, findWorkload } from '../kubernetes/pod-template';
import type { ContainerResources } from '../kubernetes/resources';
import type { IMetricsBackend } from '../model/metrics-backend';
import { refuse } from '../model/problem';
import { nginxRules } from '../rules/nginx';
import { NGINX_EXPORTER, nginxExporterPods } from './nginx-exporter-pods';
import type { SidecarDiscovery } from './sidecar-discovery';
import { sidecarJob, sidecarTargets } from './sidecar-job';
import { validateNginxExporter } from './validate-nginx-exporter';

export interface NginxExporterSidecarProps {
  /**
   * Whose pods get the exporter: a Deployment, StatefulSet, DaemonSet, Pod or whatever else has a pod template, of
   * cdk8s-plus, of the typed classes or as an ApiObject.
   */
  readonly workload: IConstruct;
  /** Name of the container that runs nginx. @default - the only one whose name or image is nginx */
  readonly nginxContainer?: string;
  /** Scrapes the exporter and evaluates the rules. @default - nobody is told: pods are annotated, for who looks there */
  readonly metrics?: IMetricsBackend;
  /** @default - SidecarDiscovery.JOB with `metrics`, else ANNOTATIONS */
  readonly discovery?: SidecarDiscovery;
  /** Port of the exporter. @default 9113 */
  readonly port?: number;
  /** Port of nginx's status page, on the loopback address of the pod. @default 9112 */
  readonly statusPort?: number;
  /**
   * URL of a status page that nginx's configuration has already, on the loopback address; it is looked for there, and
   * none is added.
   * @default - a status page is added, or with `nginxConfig` looked for, at `http://127.0.0.1:<statusPort>/stub_status`
   */
  readonly scrapeUri?: string;
  /**
   * nginx's configuration, where it comes from an image or a Secret with a status page of its own. It is only read, to
   * check that page; a configuration in a ConfigMap of the app is found without this.
   * @default - the image's or the mounted one
   */
  readonly nginxConfig?: string;
  /** The label `job`, with SidecarDiscovery.JOB. @default - `nginx-exporter-<namespace>-<workload>` */
  readonly jobName?: string;
  /** With SidecarDiscovery.JOB. @default - the server's */
  readonly scrapeInterval?: string;
  /** With SidecarDiscovery.JOB; at most the interval. @default - the server's */
  readonly scrapeTimeout?: string;
  /** More annotations for the pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Of the exporter. @default - 5m CPU, 16Mi memory, 64Mi at most */
  readonly resources?: ContainerResources;
  /** The rules about nginx and its exporters, with `metrics`; all sidecars share them. @default true */
  readonly defaultRules?: boolean;
  /** Where runbooks are, with pages `nginx/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
  /** @default Images.UPSTREAM */
  readonly images?: Images;
}

/**
 * The Prometheus exporter of nginx, as one more container in the pods of a workload that runs nginx.
 *
 * nginx gets a status page on the loopback address by one file in /etc/nginx/conf.d, beside what is there. Where the
 * workload brings a whole configuration, that is left as it is, and its status page is checked. What the workload's
 * owner adds later is seen; Services made by `exposeViaService()` do not see the exporter. Pods that a NetworkPolicy
 * isolates need one more that lets Prometheus in to port `nginx-exporter`.
 */
export class NginxExporterSidecar extends Construct {
  /** The object that the exporter was added to. */
  readonly workload: ApiObject;
  /** Name of the container, and of its port. */
  readonly containerName = NGINX_EXPORTER;
  readonly port: number;
  /** Where the exporter reads nginx's counters. */
  readonly scrapeUri: string;
  /** The label `job` of its series; undefined if a job that is not ours finds it by annotations. */
  readonly jobName?: string;

  constructor(scope: Construct, id: string, props: NginxExporterSidecarProps) {
    super(scope, id);
    const found = findWorkload('workload', props?.workload);
    const problems = validateNginxExporter(props, found.object);
    refuse(this.node.path, [...found.problems, ...problems]);
    this.workload = found.object as ApiObject;

    const { metrics, images = Images.UPSTREAM, port = 9113, statusPort = 9112 } = props;
    this.port = port;
    this.scrapeUri = props.scrapeUri ?? `http://127.0.0.1:${statusPort}${STATUS_PATH}`;
    const job = sidecarJob(this.workload, props, {
      container: NGINX_EXPORTER,
      portName: NGINX_EXPORTER,
      port,
      podLabel: 'cdk8s-observability/nginx-exporter',
    });
    this.jobName = job?.name;

    editPods(
      this,
      this.workload,
      nginxExporterPods({
        ...props,
        object: this.workload,
        images,
        port,
        scrapeUri: this.scrapeUri,
        statusPort: props.scrapeUri === undefined ? statusPort : undefined,
        job,
      }),
    );
    const { namespace } = this.workload.metadata;
    if (namespace !== undefined) expectPullSecrets(this, namespace, images);
    if (!metrics) return;
    if (job) {
      const { scrapeInterval, scrapeTimeout } = props;
      metrics.addScrapeJob({ ...sidecarTargets(job), name: job.name, scrapeInterval, scrapeTimeout });
    }
    if (props.defaultRules ?? true) metrics.addRules(...nginxRules({ runbookBaseUrl: props.runbookBaseUrl }));
  }
}
