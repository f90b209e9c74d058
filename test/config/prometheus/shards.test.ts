import type { ScrapeJob } from '../../../lib/model/scrape-job';
import type { ScrapeTarget } from '../../tools/scrape-targets';
import { itWithTool } from '../../tools/tool';
import { pod, targetsOf } from './relabelling';

const COUNT = 3;
const yes = { scrape: 'true' };
const containers = [
  { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] },
  { name: 'exporter', ports: [{ name: 'metrics', containerPort: 9113 }] },
];
const PODS = Array.from({ length: 40 }, (_, i) =>
  pod(`p${i}`, { podIP: `10.0.1.${i}`, containers, annotations: i % 2 ? { ...yes, port: '9113' } : yes }),
);
const JOBS: ScrapeJob[] = [
  { name: 'named', pods: { port: 'web' } },
  { name: 'numbered', pods: { portNumber: 9113 } },
  { name: 'annotated', annotatedPods: {} },
  { name: 'everywhere', pods: { port: 'metrics' }, onEveryShard: true },
  {
    name: 'moved',
    pods: { port: 'web' },
    relabelings: [{ targetLabel: '__address__', replacement: 'gateway.example.com:80' }],
  },
  {
    name: 'probe',
    probe: {
      prober: 'blackbox:9115',
      module: 'http_2xx',
      urls: Array.from({ length: 30 }, (_, i) => `http://shop-${i}.example.com`),
    },
  },
];
const urls = (targets: readonly ScrapeTarget[] = []) => targets.map(({ url, labels }) => `${labels.pod} ${url}`).sort();

describe('shards', () => {
  itWithTool('promtool', 'share the targets: each target is scraped by just one of them', async (promtool) => {
    const whole = await targetsOf(promtool, JOBS, { pods: PODS });
    const indices = Array.from({ length: COUNT }, (_, index) => index);
    const parts = await Promise.all(
      indices.map((index) => targetsOf(promtool, JOBS, { pods: PODS }, { shard: { index, count: COUNT } })),
    );
    const sizes = (job: string) => parts.map((part) => part[job]?.length ?? 0);

    for (const job of ['named', 'numbered', 'annotated', 'moved', 'probe']) {
      expect(parts.flatMap((part) => urls(part[job])).sort()).toEqual(urls(whole[job]));
    }
    for (const job of ['named', 'numbered', 'annotated', 'probe']) expect(Math.min(...sizes(job))).toBeGreaterThan(0);
    expect(whole.annotated).toHaveLength(60);
    expect(sizes('everywhere')).toEqual([40, 40, 40]);
    // The hash is of the address that is scraped, so that all of these are on one shard.
    expect(sizes('moved').sort()).toEqual([0, 0, 40]);
  });

  itWithTool('promtool', 'are none where there is one', async (promtool) => {
    const job: ScrapeJob = { name: 'named', pods: { port: 'web' } };
    const found = await targetsOf(promtool, [job], { pods: PODS }, { shard: { index: 0, count: 1 } });
    expect(found.named).toHaveLength(40);
  });
});
