import type { PodDraft } from '../kubernetes/pod-draft';

const annotation = (name: string) => `prometheus.io/${name}`;
const READ = ['scrape', 'port', 'path', 'scheme', 'target'].map(annotation);

const JOB = "set 'discovery' to SidecarDiscovery.JOB, with 'metrics'";

/**
 * Has the pods scraped by their annotations at one port, by its name: so the series get the label `container`. Pods that
 * have such annotations for something else are refused: they can ask for one port only.
 */
export function askToBeScraped(pod: PodDraft, portName: string, path = '/metrics'): void {
  const wanted: Record<string, string> = {
    [annotation('scrape')]: 'true',
    [annotation('port')]: portName,
    ...(path === '/metrics' ? {} : { [annotation('path')]: path }),
  };
  const defaults: Record<string, string> = { [annotation('path')]: path, [annotation('scheme')]: 'http' };
  const { annotations = {} } = pod.pod.metadata ?? {};
  const others = READ.filter((name) => Object.hasOwn(annotations, name)).filter(
    (name) => annotations[name] !== (wanted[name] ?? defaults[name]),
  );
  const everyPort = annotations[annotation('scrape')] === 'true' && annotations[annotation('port')] === undefined;
  for (const name of others) {
    pod.addProblems({
      what: `the pods of the ${pod.workload} have the annotation '${name}: ${annotations[name]}' for something else than port '${portName}'`,
      fix: `${JOB}, or remove it`,
    });
  }
  if (everyPort) {
    pod.addProblems({
      what: `the pods of the ${pod.workload} have the annotation '${annotation('scrape')}: true' for all their ports`,
      fix: `${JOB}, or remove it`,
    });
  }
  if (others.length > 0 || everyPort) return;
  for (const [name, value] of Object.entries(wanted)) pod.addAnnotation(name, value);
}

/** Refuses pods whose annotations have a port scraped for which a job of its own is there as well. */
export function refuseSecondScrape(pod: PodDraft, portName: string, portNumber: number): void {
  const { annotations = {} } = pod.pod.metadata ?? {};
  const [scrape, port] = [annotations[annotation('scrape')], annotations[annotation('port')]];
  if (scrape !== 'true' || (port !== undefined && port !== portName && port !== `${portNumber}`)) return;
  pod.addProblems({
    what: `the annotation '${annotation('scrape')}: true' has port '${portName}' of the ${pod.workload} scraped a second time`,
    fix: `set the annotation '${annotation('port')}' to the port of the app`,
  });
}
