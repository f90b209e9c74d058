import type { BlackboxModules } from '../config/blackbox/model';
import type { Images } from '../kubernetes/images';
import type { PodEdit } from '../kubernetes/pod-template';
import type { ContainerResources } from '../kubernetes/resources';
import { BLACKBOX_PORT_NAME, blackboxContainer } from './blackbox-container';
import { askToBeScraped, refuseSecondScrape } from './scrape-annotations';

/** Label of the pods by which the scrape jobs know them: labels of the workload's own may be those of others too. */
export const BLACKBOX_POD_LABEL = 'cdk8s-observability/blackbox-exporter';

export interface BlackboxSidecarPodsProps {
  readonly images: Images;
  readonly port: number;
  readonly modules: BlackboxModules;
  readonly configMapName: string;
  /** Of the pods when the sidecar was added; the scrape jobs depend on it. */
  readonly hostNetwork: boolean;
  /** Value of {@link BLACKBOX_POD_LABEL}; undefined with annotations. */
  readonly podLabel?: string;
  /** What annotations ask to be probed. */
  readonly target: string;
  readonly resources?: ContainerResources;
}

/** Puts the exporter into the pods of a workload. */
export function blackboxSidecarPods(props: BlackboxSidecarPodsProps): PodEdit {
  const { container, volumes } = blackboxContainer(props);
  return (pod) => {
    pod.addContainer(container, "set 'port' to a free one");
    for (const volume of volumes) pod.addVolume({ ...volume });
    pod.addPullSecrets(props.images.pullSecrets);
    if (props.podLabel === undefined) {
      askToBeScraped(pod, BLACKBOX_PORT_NAME, '/probe');
      pod.addAnnotation('prometheus.io/target', props.target);
      return;
    }
    refuseSecondScrape(pod, BLACKBOX_PORT_NAME, props.port);
    pod.addLabel(BLACKBOX_POD_LABEL, props.podLabel);
    if ((pod.pod.spec.hostNetwork ?? false) !== props.hostNetwork) {
      pod.addProblems({
        what: `'hostNetwork' of the ${pod.workload} was changed after its exporter was added`,
        fix: 'set it before',
      });
    }
  };
}
