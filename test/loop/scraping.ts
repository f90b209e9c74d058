import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { PodObject } from '../tools/kubernetes-objects';
import { eventually, freePorts, startProgram } from '../tools/program';
import { withoutKubernetes } from '../tools/scrape-targets';
import type { Manifest } from '../tools/synth';
import type { Tool } from '../tools/tool';

/** Settings of a MonitoringStack whose answers a test waits for. */
export const QUICK = { cluster: 'loop', scrapeInterval: '1s', scrapeTimeout: '1s', evaluationInterval: '1s' } as const;

/** A real Prometheus with the configuration and rules of an app, which finds these pods. */
export interface Scraping {
  /** Labels of the series that an expression yields. */
  now(expr: string): Promise<Record<string, string>[]>;
  /** The same, after waiting until there are so many; some, if no number is given. */
  arrives(expr: string, count?: number): Promise<Record<string, string>[]>;
  /** {@link arrives} for an alert that fires. */
  firing(alert: string, count?: number): Promise<Record<string, string>[]>;
  /** Takes what a job scrapes out of discovery. */
  forget(job: string): void;
  /** What it and the other programs have said last. */
  evidence(): string;
  stop(): Promise<void>;
}

export interface ScrapingOptions {
  readonly prometheus: Tool;
  /** Of all ConfigMaps: `prometheus.yml` and the files with rules, which end in `.yaml`. */
  readonly files: Readonly<Record<string, string>>;
  readonly pods: readonly PodObject[];
  /** Where what the configuration names is on this machine. @default - nothing is elsewhere */
  readonly moved?: Readonly<Record<string, string>>;
  /** @default - one that is free */
  readonly port?: number;
  /** More of its arguments. @default - none */
  readonly args?: readonly string[];
  /** What other programs said, for a test that fails. @default - there are none */
  readonly others?: () => string;
}

/** Starts a {@link Scraping}. */
export async function startScraping(options: ScrapingOptions): Promise<Scraping> {
  const { prometheus, files, pods, moved = {}, args = [], others = () => '' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'scraping-'));
  const path = (...parts: string[]) => join(folder, ...parts);
  const { port = (await freePorts(1))[0] } = options;
  const { 'prometheus.yml': config = '', ...rules } = files;
  mkdirSync(path('rules'));
  for (const [file, text] of Object.entries(rules)) {
    if (file.endsWith('.yaml')) writeFileSync(path('rules', file), text);
  }
  const places = Object.entries({ ...moved, '/etc/prometheus/rules': path('rules') });
  const local = places.reduce((text, [there, here]) => text.replaceAll(there, here), config);
  const { text } = withoutKubernetes(local, { pods }, folder);
  writeFileSync(path('prometheus.yml'), text);
  const server = startProgram(
    prometheus.path,
    [
      `--config.file=${path('prometheus.yml')}`,
      `--storage.tsdb.path=${path('data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...args,
    ],
    { POD_NAME: 'prometheus-0' },
  );
  const evidence = () => `${others()}\n${server.output()}`.slice(-6000);
  const now = async (expr: string): Promise<Record<string, string>[]> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expr)}`);
    return ((await answer.json()) as Manifest).data.result.map(({ metric }: Manifest) => metric);
  };
  const arrives = (expr: string, count?: number) =>
    eventually(
      `${count ?? 'some'} of ${expr}`,
      async () => {
        const series = await now(expr);
        return (count === undefined ? series.length > 0 : series.length === count) && series;
      },
      { seconds: 30, evidence },
    );
  return {
    now,
    arrives,
    firing: (alert, count) => arrives(`ALERTS{alertname="${alert}", alertstate="firing"}`, count),
    forget: (job) => {
      const { scrape_configs } = load(text) as Manifest;
      const { file_sd_configs } = scrape_configs.find(({ job_name }: Manifest) => job_name === job);
      writeFileSync(file_sd_configs[0].files[0], '[]');
    },
    evidence,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
