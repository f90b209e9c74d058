import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { selectors } from '../../lib/config/promql';
import { RelabelAction, type Relabeling } from '../../lib/model/relabeling';
import { certainDrop } from '../../lib/proof/certain-drop';
import { Random } from '../config/alertmanager/random';
import { startScraping } from '../loop/scraping';
import { itWithTool } from '../tools/tool';
import { watched } from '../tools/watched';

const METRICS = ['a_total', 'b_total', 'h_bucket'];
const VALUES = ['', '1', '5', '5.0', 'x'];
const PATTERNS = ['.*', '.+', 'a_.*', '(a|b)_total', '[^b].*', '1|5', '5(\\.0)?', '5', 'x', 'a_total;.*', '.+;5.*'];

/** Every metric with every pair of values. */
const SAID = METRICS.flatMap((metric) =>
  VALUES.flatMap((code) => VALUES.map((le) => `${metric}{code="${code}",le="${le}"} 1\n`)),
).join('');

function step(random: Random): Relabeling {
  const { DROP, KEEP, REPLACE, LABELDROP, DROP_EQUAL } = RelabelAction;
  const action = random.pick([DROP, DROP, DROP, DROP, KEEP, KEEP, REPLACE, LABELDROP, DROP_EQUAL]);
  const sourceLabels = random.list(1 + random.int(2), () => random.pick(['__name__', '__name__', 'code', 'le']));
  if (action === DROP_EQUAL) return { action, sourceLabels: ['code'], targetLabel: 'le' };
  if (action === LABELDROP) return { action, regex: random.pick(['code', 'le', 'c.*']) };
  if (action !== REPLACE) return { action, sourceLabels, regex: random.pick(PATTERNS) };
  return { sourceLabels, regex: random.pick(PATTERNS), targetLabel: random.pick(['code', 'le']), replacement: '5' };
}

const selector = (random: Random) =>
  `${random.pick(METRICS)}{${random
    .list(random.int(3), () => `${random.pick(['code', 'le'])}${random.pick(['=', '=', '!='])}"${random.pick(VALUES)}"`)
    .join(', ')}}`;

// Each takes one of the few files that a machine lets a user watch.
const CASES = 50;

describe('certainDrop', () => {
  itWithTool(
    'prometheus',
    'is borne out by Prometheus: of what it calls dropped, nothing arrives',
    async (prometheus) => {
      const random = new Random(4);
      const cases = Array.from({ length: CASES }, (_, i) => ({
        name: `job${i}`,
        steps: random.list(1 + random.int(3), () => step(random)),
        selectors: random.list(25, () => selector(random)),
      }));
      const server = createServer((_, response) => {
        response.setHeader('Content-Type', 'text/plain; version=0.0.4');
        response.end(SAID);
      });
      server.unref();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { files } = watched(
        (_, metrics) => {
          for (const { name, steps } of cases) {
            metrics.addScrapeJob({ name, statics: { addresses: [address] }, metricRelabelings: steps });
          }
        },
        { podDiscovery: { enabled: false }, scrapeInterval: '2s', scrapeTimeout: '2s' },
      );
      const { arrives, now, stop } = await startScraping({ prometheus, files, pods: [] });
      try {
        await arrives(`count(up{job=~"job.*"} == 1) == ${CASES}`);
        const arrived = new Map<string, Record<string, string>[]>();
        for (const series of await now('{__name__=~"a_total|b_total|h_bucket"}')) {
          const job = series.job ?? '';
          arrived.set(job, [...(arrived.get(job) ?? []), series]);
        }
        const wrong: string[] = [];
        let [certain, empty] = [0, 0];
        for (const { name, steps, selectors: exprs } of cases) {
          for (const expr of exprs) {
            const [{ metric = '', matchers } = { matchers: [] }] = selectors(expr);
            const seen = (arrived.get(name) ?? []).some(
              (series) =>
                series.__name__ === metric &&
                matchers.every(({ label, op, value }) => ((series[label] ?? '') === value) === (op === '=')),
            );
            if (!seen) empty++;
            if (certainDrop(steps, { metric, matchers }) === undefined) continue;
            certain++;
            if (seen) wrong.push(`${expr} of ${JSON.stringify(steps)}`);
          }
        }
        expect(wrong).toEqual([]);
        // The rest depends on values that no selector fixes, or chooses nothing in the first place.
        expect(certain / empty).toBeGreaterThan(0.4);
      } finally {
        await stop();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
    60_000,
  );
});
