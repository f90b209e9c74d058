import type { BlackboxModule, BlackboxModules } from '../config/blackbox/model';
import { constant } from '../config/prometheus/relabel-steps';
import { Severity } from '../model/rules';
import type { ScrapeJob } from '../model/scrape-job';
import type { BlackboxSidecarProbe } from './blackbox-exporter-sidecar';
import { scrapeTimeoutOf } from './blackbox-modules';
import { type SidecarJob, sidecarTargets } from './sidecar-job';

/** The scrape jobs of an exporter in somebody's pods: its own metrics, and one for each probe. */
export function blackboxSidecarJobs(
  job: SidecarJob,
  probes: readonly BlackboxSidecarProbe[],
  modules: BlackboxModules,
): ScrapeJob[] {
  const own = { ...sidecarTargets(job), name: job.name, jobLabel: job.name };
  return [
    own,
    ...probes.map((probe): ScrapeJob => {
      const { module, target, name = module, scrapeInterval } = probe;
      const scrapeTimeout = scrapeTimeoutOf(probe, modules[module] as BlackboxModule);
      return {
        ...own,
        name: `${job.name}/${name}`,
        path: '/probe',
        params: { module: [module], target: [target] },
        scrapeInterval,
        scrapeTimeout,
        relabelings: [...own.relabelings, constant('target', target), constant('module', module)],
        // The same pods as the first job's, whose alert tells of them.
        absence: { severity: Severity.INFO },
      };
    }),
  ];
}
