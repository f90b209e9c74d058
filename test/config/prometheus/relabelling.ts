import type { PrometheusConfig } from '../../../lib/config/prometheus/model';
import { validatePrometheusConfig } from '../../../lib/config/prometheus/validate';
import { writePrometheusConfig } from '../../../lib/config/prometheus/write';
import type { ScrapeJob } from '../../../lib/model/scrape-job';
import type { ClusterObjects, ContainerObject, PodObject } from '../../tools/kubernetes-objects';
import { type ScrapeTarget, scrapeTargets } from '../../tools/scrape-targets';
import type { Tool } from '../../tools/tool';
import { configWith } from './configs';

/** What is special about a pod; the rest is that of a running pod of one container that announces port 8080. */
export interface PodParts {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Without the prefix `prometheus.io/`. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly containers?: readonly ContainerObject[];
  readonly initContainers?: readonly ContainerObject[];
  readonly hostNetwork?: boolean;
  readonly phase?: string;
  readonly podIP?: string;
}

/** A Pod on node `n1`, as the API server would show it. */
export function pod(name: string, parts: PodParts = {}): PodObject {
  const { namespace = 'shop', labels, annotations = {}, podIP = '10.0.0.1', phase = 'Running' } = parts;
  const containers = parts.containers ?? [{ name: 'app', ports: [{ name: 'web', containerPort: 8080 }] }];
  const prefixed = Object.entries(annotations).map(([key, value]) => [`prometheus.io/${key}`, value]);
  return {
    metadata: { name, namespace, labels, annotations: Object.fromEntries(prefixed) },
    spec: { nodeName: 'n1', containers, initContainers: parts.initContainers, hostNetwork: parts.hostNetwork },
    status: { phase, podIP, hostIP: '192.168.0.1' },
  };
}

/** What the jobs of a valid config scrape among the objects. */
export function targetsOf(
  promtool: Tool,
  jobs: readonly ScrapeJob[],
  objects: ClusterObjects,
  parts: Partial<PrometheusConfig> = {},
): Promise<Record<string, ScrapeTarget[]>> {
  const config = configWith({ jobs, ...parts });
  expect(validatePrometheusConfig(config)).toEqual([]);
  return scrapeTargets(promtool, writePrometheusConfig(config), objects);
}

/** The targets of each pod, as `container url`; `-` where there is no such label. Pods without any are left out. */
export function byPod(targets: readonly ScrapeTarget[]): Record<string, string[]> {
  const result: Record<string, string[]> = {};
  for (const { url, labels } of targets) {
    const name = labels.pod ?? '?';
    result[name] = [...(result[name] ?? []), `${labels.container ?? '-'} ${url}`];
  }
  return result;
}
