import { Construct } from 'constructs';
import {
  CLUSTER_CA_FILE,
  CLUSTER_FLAVOUR,
  type ClusterComponent,
  type ClusterFlavour,
} from '../cluster/cluster-flavour';
import { genericCluster } from '../cluster/generic-cluster';
import type { IMetricsBackend } from '../model/metrics-backend';
import { type Problem, refuse } from '../model/problem';
import type { ScrapeJob } from '../model/scrape-job';
import { fitProps, flag, having, needed, type Shape, struct, text } from '../model/shape';
import { validateBaseUrl } from '../model/units';
import {
  CLUSTER_JOB,
  type ClusterJobDefaults,
  type ClusterJobProps,
  clusterJob,
  validateClusterJob,
} from './cluster-job';
import { claimContainerMetrics } from './container-metrics';
import { CONTROL_PLANE_JOBS } from './control-plane-jobs';
import { KUBELET_JOBS } from './kubelet-jobs';

export interface ClusterTargetsProps {
  /** The Prometheus that scrapes them. */
  readonly metrics: IMetricsBackend;
  /** The kind of cluster: what there is to scrape, and where. @default genericCluster() */
  readonly flavour?: ClusterFlavour;
  /**
   * Whether kubelets must show a certificate of the cluster's own authority that is made out to the node's address. Many
   * kubelets sign theirs themselves, and would all be down. Unverified, whoever can stand between Prometheus and a
   * node reads the token that Prometheus sends, and may then read what Prometheus may: metrics, and what pods, Services
   * and nodes there are.
   * @default - as the flavour says; false on a generic cluster
   */
  readonly verifyKubelets?: boolean;
  /** Metrics of the kubelets themselves: job `kubelet`. @default - with default settings */
  readonly kubelet?: ClusterJobProps;
  /** Metrics of containers: job `kubelet-cadvisor`, with the label `job="kubelet"`. @default - with default settings */
  readonly kubeletCadvisor?: ClusterJobProps;
  /** Results of probes: job `kubelet-probes`, with the label `job="kubelet"`. @default - with default settings */
  readonly kubeletProbes?: ClusterJobProps;
  /** Job `apiserver`. @default - with default settings */
  readonly apiServer?: ClusterJobProps;
  /** Job `coredns`. @default - with default settings */
  readonly coreDns?: ClusterJobProps;
  /** Job `kube-proxy`. @default - with default settings, where the flavour has it */
  readonly kubeProxy?: ClusterJobProps;
  /** Job `kube-controller-manager`. @default - with default settings, where the flavour has it */
  readonly kubeControllerManager?: ClusterJobProps;
  /** Job `kube-scheduler`. @default - with default settings, where the flavour has it */
  readonly kubeScheduler?: ClusterJobProps;
  /** Job `etcd`. @default - with default settings, where the flavour has it */
  readonly etcd?: ClusterJobProps;
  /** Where runbooks are, with pages `<group>/<alert in lower case>`. @default - the Prometheus Operator's public runbooks */
  readonly runbookBaseUrl?: string;
}

const JOB = struct(CLUSTER_JOB);

const CLUSTER_TARGETS: Shape<ClusterTargetsProps> = {
  metrics: needed(having('addScrapeJob', 'Prometheus', "new MonitoringStack(this, 'Monitoring')")),
  flavour: CLUSTER_FLAVOUR,
  verifyKubelets: flag(),
  kubelet: JOB,
  kubeletCadvisor: JOB,
  kubeletProbes: JOB,
  apiServer: JOB,
  coreDns: JOB,
  kubeProxy: JOB,
  kubeControllerManager: JOB,
  kubeScheduler: JOB,
  etcd: JOB,
  runbookBaseUrl: text('https://runbooks.example.com'),
};

type Component = Exclude<keyof ClusterFlavour, 'name'>;

const JOBS = { ...KUBELET_JOBS, ...CONTROL_PLANE_JOBS };
const NAMES = Object.keys(JOBS) as (keyof typeof JOBS)[];

/** The component of the flavour that a job scrapes. */
const componentOf = (name: keyof typeof JOBS): Component =>
  name === 'kubeletCadvisor' || name === 'kubeletProbes' ? 'kubelet' : name;

/**
 * What Kubernetes itself has to tell: jobs for its components, with the names that the standard rules expect, limits,
 * and without the series that cost much and nobody reads. A component that the kind of cluster keeps out of reach gets
 * no job, and so no alert that fires for ever.
 */
export class ClusterTargets extends Construct {
  /** The jobs that were added. */
  readonly jobs: readonly ScrapeJob[];

  constructor(scope: Construct, id: string, props: ClusterTargetsProps) {
    super(scope, id);
    const { fit, problems } = fitProps(props, CLUSTER_TARGETS);
    const { flavour = genericCluster() } = fit;
    const wanted = NAMES.filter((name) => fit[name]?.enabled ?? true);
    const found = wanted.filter((name) => waysTo(flavour[componentOf(name)]).join() !== 'absent');
    const runbookProblems = validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl);
    const runbooks = runbookProblems.length > 0 ? {} : { runbookBaseUrl: fit.runbookBaseUrl };
    const jobs = found.map((name) => {
      const defaults: ClusterJobDefaults = JOBS[name];
      return clusterJob(defaults, reachedAt(flavour, name, fit.verifyKubelets), fit[name] ?? {}, runbooks);
    });
    refuse(this.node.path, [
      ...problems,
      ...runbookProblems,
      ...validateFlavour(flavour),
      ...wanted.flatMap((name) => validateReach(name, fit, flavour)),
      ...found.flatMap((name, i) =>
        waysTo(flavour[componentOf(name)]).length === 1
          ? validateClusterJob(jobs[i] as ScrapeJob, `${name}.`, `flavour.${componentOf(name)}.`)
          : [],
      ),
    ]);
    this.jobs = jobs;
    for (const job of jobs) props.metrics.addScrapeJob(job);
    if (found.includes('kubeletCadvisor')) claimContainerMetrics(this, props.metrics);
  }
}

/** Whether the kubelets' certificates hold is known only where the cluster is. */
function reachedAt(flavour: ClusterFlavour, name: keyof typeof JOBS, verify: boolean | undefined): ClusterComponent {
  const component = flavour[componentOf(name)];
  if (verify === undefined || componentOf(name) !== 'kubelet') return component;
  return { ...component, tls: verify ? { caFile: CLUSTER_CA_FILE } : { insecureSkipVerify: true } };
}

/** Settings for what is not scraped would do nothing. */
function validateReach(name: keyof typeof JOBS, props: ClusterTargetsProps, flavour: ClusterFlavour): Problem[] {
  const { absent } = flavour[componentOf(name)];
  if (absent === undefined || props[name] === undefined) return [];
  return [
    {
      what: `'${name}' is set, and a cluster of the kind '${flavour.name}' has none to scrape: it ${absent}`,
      fix: `leave '${name}' out, or give another 'flavour'`,
    },
  ];
}

const REACHES = ['pods', 'nodes', 'services', 'absent'] as const;

const waysTo = (component: ClusterComponent) => REACHES.filter((way) => component[way] !== undefined);

function validateFlavour(flavour: ClusterFlavour): Problem[] {
  const { name: _, ...components } = flavour;
  return Object.entries(components).flatMap(([name, component]: [string, ClusterComponent]) => {
    const given = waysTo(component).length;
    if (given === 1) return [];
    const ways = REACHES.map((way) => `'${way}'`).join(', ');
    return [{ what: `'flavour.${name}' has ${given === 0 ? 'none' : given} of ${ways}`, fix: 'give one of them' }];
  });
}
