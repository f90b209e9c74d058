import { ClusterTargets, type ClusterTargetsProps, MonitoringStack, type MonitoringStackProps } from '../../lib';
import { newChart } from '../tools/synth';

/** A ClusterTargets with these props, in an app with a MonitoringStack of those. */
export function clusterApp(props: Partial<ClusterTargetsProps> = {}, stack: MonitoringStackProps = {}) {
  const chart = newChart();
  const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, ...stack });
  const targets = new ClusterTargets(chart, 'Cluster', { metrics, ...props });
  const job = (name: string) => {
    const found = targets.jobs.find((each) => each.name === name);
    if (!found) throw new Error(`there is no job '${name}'`);
    return found;
  };
  return { chart, metrics, targets, job };
}

/** Says of every component where it is. */
export const EVERYWHERE = { kubeProxy: {}, kubeControllerManager: {}, kubeScheduler: {}, etcd: {} };
