import type { Construct, IConstruct } from 'constructs';
import { addCheck } from '../kubernetes/checks';
import type { IMetricsBackend } from '../model/metrics-backend';

/** Of an app, by the Prometheus that gets them. */
const SOURCES = new WeakMap<IConstruct, Map<string, Construct[]>>();

/**
 * Says that a construct gives a Prometheus the metrics of containers (`container_*`). The kubelets and a cAdvisor of its
 * own yield the same series under the same labels; sums over both would be twice the truth, so a second source is
 * refused at synth.
 */
export function claimContainerMetrics(construct: Construct, metrics: IMetricsBackend): void {
  const ofApp = SOURCES.get(construct.node.root) ?? new Map<string, Construct[]>();
  SOURCES.set(construct.node.root, ofApp);
  // The pods, not the object: a MonitoringStack and the server inside it are one Prometheus.
  const prometheus = JSON.stringify(metrics.scraper);
  const sources = ofApp.get(prometheus) ?? [];
  ofApp.set(prometheus, [...sources, construct]);
  const [first] = sources;
  if (!first) return;
  const problem = {
    what: `${first.node.path} and ${construct.node.path} both bring the metrics of containers to one Prometheus, each series twice`,
    fix: 'keep one of the two sources: the kubelets or a cAdvisor of its own',
  };
  addCheck(
    construct,
    () => [problem],
    () => problem,
  );
}
