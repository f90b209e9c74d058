import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dump, load } from 'js-yaml';
import { discoveredTargets, type KubernetesSdConfig, type LabelSet } from './discovered-targets';
import type { ClusterObjects } from './kubernetes-objects';
import type { Tool } from './tool';

/** What Prometheus scrapes in the end. */
export interface ScrapeTarget {
  /** Scheme, address, path and parameters as one text. */
  readonly url: string;
  /** The labels of its series. */
  readonly labels: LabelSet;
}

interface PrometheusYaml {
  readonly scrape_configs: (Record<string, unknown> & {
    readonly job_name: string;
    readonly params?: Readonly<Record<string, readonly string[]>>;
    readonly kubernetes_sd_configs?: readonly KubernetesSdConfig[];
    readonly static_configs?: readonly { readonly targets: readonly string[]; readonly labels?: LabelSet }[];
  })[];
}

/** Numbers each target so that its fate is told from its neighbours'; meta labels are gone after relabelling. */
const NUMBER = '__meta_test_number';

/**
 * A `prometheus.yml` whose Kubernetes discovery is replaced by files that hold what it would find among the objects, so
 * that Prometheus and promtool can run it without a cluster. Fixed addresses become files, too: promtool shows
 * discovered targets only.
 */
export function withoutKubernetes(
  prometheusYml: string,
  objects: ClusterObjects,
  folder: string,
): { readonly text: string; readonly found: Readonly<Record<string, readonly LabelSet[]>> } {
  const config = load(prometheusYml) as PrometheusYaml;
  const found: Record<string, LabelSet[]> = {};
  const scrape_configs = config.scrape_configs.map((job, i) => {
    const { kubernetes_sd_configs = [], static_configs = [], ...rest } = job;
    const targets = [
      ...kubernetes_sd_configs.flatMap((sd) => discoveredTargets(sd, objects)),
      ...static_configs.flatMap(({ targets, labels }) =>
        targets.map((target): LabelSet => ({ ...labels, __address__: target })),
      ),
    ].map((labels, n): LabelSet => ({ ...labels, [NUMBER]: `${n}` }));
    found[job.job_name] = targets;
    const file = join(folder, `targets-${i}.json`);
    const groups = targets.map(({ __address__, ...labels }) => ({ targets: [__address__], labels }));
    writeFileSync(file, JSON.stringify(groups));
    return { ...rest, file_sd_configs: [{ files: [file] }] };
  });
  return { text: dump({ ...config, scrape_configs }), found };
}

/** What each job of a `prometheus.yml` scrapes in a cluster that holds the objects, judged by promtool. */
export async function scrapeTargets(
  promtool: Tool,
  prometheusYml: string,
  objects: ClusterObjects = {},
): Promise<Record<string, ScrapeTarget[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'targets-'));
  try {
    const { text, found } = withoutKubernetes(prometheusYml, objects, folder);
    const file = join(folder, 'prometheus.yml');
    writeFileSync(file, text);
    const { scrape_configs } = load(prometheusYml) as PrometheusYaml;
    const jobs = scrape_configs.map(async ({ job_name, params }) => {
      const relabelled = await relabel(promtool, file, job_name, found[job_name]?.length ?? 0);
      return [
        job_name,
        unique(relabelled)
          .map((labels) => scrapeTarget(labels, params))
          .sort((a, b) => (a.url < b.url ? -1 : 1)),
      ] as const;
    });
    return Object.fromEntries(await Promise.all(jobs));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Verdict {
  readonly discoveredLabels: LabelSet;
  readonly labels: LabelSet;
  readonly error?: unknown;
}

/** promtool waits for the whole timeout; a busy machine gets a longer one. */
async function relabel(
  promtool: Tool,
  file: string,
  job: string,
  expected: number,
  seconds = 0.5,
): Promise<LabelSet[]> {
  if (expected === 0) return [];
  const args = ['check', 'service-discovery', `--timeout=${seconds * 1000}ms`, file, job];
  const { stdout } = await promisify(execFile)(promtool.path, args, { maxBuffer: 1 << 28, timeout: 60_000 });
  const verdicts = JSON.parse(stdout) as Verdict[];
  if (new Set(verdicts.map(({ discoveredLabels }) => discoveredLabels[NUMBER])).size < expected) {
    if (seconds > 15) throw new Error(`promtool saw ${verdicts.length} of ${expected} targets of job '${job}'`);
    return relabel(promtool, file, job, expected, seconds * 4);
  }
  const broken = verdicts.filter(({ error }) => error !== undefined);
  if (broken.length > 0) throw new Error(`Prometheus refuses targets: ${JSON.stringify(broken)}`);
  return verdicts.map(({ labels }) => labels).filter((labels) => Object.keys(labels).length > 0);
}

function scrapeTarget(labels: LabelSet, params: Readonly<Record<string, readonly string[]>> = {}): ScrapeTarget {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(labels)) {
    if (name.startsWith('__param_')) query.append(name.slice('__param_'.length), value);
  }
  // The label stands for the first value.
  for (const [name, values] of Object.entries(params)) for (const value of values.slice(1)) query.append(name, value);
  const { __scheme__, __address__, __metrics_path__ } = labels;
  return {
    url: `${__scheme__}://${__address__}${__metrics_path__}${query.size > 0 ? `?${decodeURIComponent(`${query}`)}` : ''}`,
    labels: Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__'))),
  };
}

/** As Prometheus does: targets that are alike, hidden labels included, are one. */
function unique(targets: readonly LabelSet[]): LabelSet[] {
  return [...new Map(targets.map((labels) => [JSON.stringify(Object.entries(labels).sort()), labels])).values()];
}
