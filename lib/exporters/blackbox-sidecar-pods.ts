import type { BlackboxModules } from '../config/blackbox/model';
import type { Images } from '../kubernetes/images';
import type { PodEdit } from '../kubernetes/pod-template';
import type { ContainerResources } from '../kubernetes/resources';
import { BLACKBOX_PORT_NAME, blackboxContainer } from './blackbox-container';
import { askToBeScraped } from './scrape-annotations';
import { markForJob, type SidecarJob } from './sidecar-job';

export interface BlackboxSidecarPodsProps {
  readonly images: Images;
  readonly port: number;
  readonly modules: BlackboxModules;
  readonly configMapName: string;
  /** Undefined with annotations. */
  readonly job?: SidecarJob;
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
    if (props.job) {
      markForJob(pod, props.job);
    } else {
      askToBeScraped(pod, BLACKBOX_PORT_NAME, '/probe');
      pod.addAnnotation('prometheus.io/target', props.target);
    }
  };
}
