import type { BlackboxModule, BlackboxModules } from '../config/blackbox/model';
import { constant } from '../config/prometheus/relabel-steps';
import { Severity } from '../model/rules';
import type { ScrapeJob } from '../model/scrape-job';
import { BLACKBOX_CONTAINER } from '../rules/blackbox';
import { BLACKBOX_PORT_NAME } from './blackbox-container';
import type { BlackboxSidecarProbe } from './blackbox-exporter-sidecar';
import { scrapeTimeoutOf } from './blackbox-modules';
import { BLACKBOX_POD_LABEL } from './blackbox-sidecar-pods';

/** The scrape jobs of an exporter in somebody's pods: its own metrics, and one for each probe. */
export function blackboxSidecarJobs(props: {
  readonly jobName: string;
  readonly namespace: string;
  readonly podLabel: string;
  readonly port: number;
  readonly hostNetwork: boolean;
  readonly probes: readonly BlackboxSidecarProbe[];
  readonly modules: BlackboxModules;
}): ScrapeJob[] {
  const { jobName, hostNetwork } = props;
  const common = {
    jobLabel: jobName,
    pods: {
      namespaces: [props.namespace],
      labels: { [BLACKBOX_POD_LABEL]: props.podLabel },
      ...(hostNetwork ? { portNumber: props.port, hostNetwork } : { port: BLACKBOX_PORT_NAME }),
    },
    sampleLimit: 500,
    labelLimit: 30,
  };
  // A port that is found by its number is nobody's; the rules want to know.
  const whose = hostNetwork ? [constant('container', BLACKBOX_CONTAINER)] : [];
  return [
    { ...common, name: jobName, relabelings: whose },
    ...props.probes.map((probe): ScrapeJob => {
      const { module, target, name = module, scrapeInterval } = probe;
      const scrapeTimeout = scrapeTimeoutOf(probe, props.modules[module] as BlackboxModule);
      return {
        ...common,
        name: `${jobName}/${name}`,
        path: '/probe',
        params: { module: [module], target: [target] },
        ...(scrapeInterval === undefined ? {} : { scrapeInterval }),
        ...(scrapeTimeout === undefined ? {} : { scrapeTimeout }),
        relabelings: [...whose, constant('target', target), constant('module', module)],
        // The same pods as the first job's, whose alert tells of them.
        absence: { severity: Severity.INFO },
      };
    }),
  ];
}
