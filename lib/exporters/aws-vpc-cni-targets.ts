import { Construct } from 'constructs';
import type { IMetricsBackend } from '../model/metrics-backend';
import { refuse } from '../model/problem';
import type { ScrapeJob } from '../model/scrape-job';
import { fitProps, having, needed, type Shape } from '../model/shape';
import { clusterJob, SCRAPE_SETTINGS, type ScrapeSettings, validateClusterJob } from './cluster-job';

export interface AwsVpcCniTargetsProps extends ScrapeSettings {
  /** The Prometheus that scrapes them. */
  readonly metrics: IMetricsBackend;
  /** @default '30s' */
  readonly scrapeInterval?: string;
}

const AWS_VPC_CNI_TARGETS: Shape<AwsVpcCniTargetsProps> = {
  ...SCRAPE_SETTINGS,
  metrics: needed(having('addScrapeJob', 'Prometheus', "new MonitoringStack(this, 'Monitoring')")),
};

/**
 * The network plugin of Amazon EKS, pods `aws-node` in `kube-system`: how many addresses each node has and has given to
 * pods, and how the calls to AWS for more of them go. Job `aws-vpc-cni`.
 */
export class AwsVpcCniTargets extends Construct {
  /** The job that was added. */
  readonly job: ScrapeJob;

  constructor(scope: Construct, id: string, props: AwsVpcCniTargetsProps) {
    super(scope, id);
    const { fit, problems } = fitProps(props, AWS_VPC_CNI_TARGETS);
    const { metrics, scrapeInterval = '30s', scrapeTimeout, sampleLimit, labelLimit, metricRelabelings } = fit;
    this.job = clusterJob(
      {
        name: 'aws-vpc-cni',
        alert: 'AwsVpcCniDown',
        // 100, one for each address or prefix of the node (750 at most) and one for each kind of error.
        sampleLimit: 5_000,
      },
      // They run on the host network. The port's name, `metrics`, would say the same, but no NetworkPolicy can take it.
      {
        pods: { namespaces: ['kube-system'], labels: { 'k8s-app': 'aws-node' }, portNumber: 61678, hostNetwork: true },
      },
      { scrapeInterval, scrapeTimeout, sampleLimit, labelLimit, metricRelabelings },
    );
    refuse(this.node.path, [...problems, ...validateClusterJob(this.job)]);
    metrics.addScrapeJob(this.job);
  }
}
