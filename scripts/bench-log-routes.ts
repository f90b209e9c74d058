/**
 * Prints, as JSON, the milliseconds that a log pipeline of so many routes takes to be checked, proven and written:
 * `node scripts/run.mjs scripts/bench-log-routes.ts` with `AGENT=FluentBit` or `AGENT=FluentdAgent` and
 * `ROUTES="200 2000"`, the fastest of three runs each, in a process that is warm.
 */
import { App, Chart, Testing } from 'cdk8s';
import { FluentBit } from '../lib/logging/fluent-bit/fluent-bit';
import { FluentdAgent } from '../lib/logging/fluentd/fluentd-agent';
import { ElasticsearchOutput } from '../lib/logging/outputs/elasticsearch-output';
import { SearchEngine } from '../lib/model/search-endpoint';

const Agent = process.env.AGENT === 'FluentdAgent' ? FluentdAgent : FluentBit;

/** An agent with this many routes, from its constructor to its YAML. */
function synthesize(count: number): void {
  const chart = new Chart(new App(), 'chart', { namespace: 'node-agents' });
  new Agent(chart, 'Agent', {
    output: new ElasticsearchOutput('elasticsearch', {
      endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://elasticsearch.logging.svc:9200' },
    }),
    routes: Array.from({ length: count }, (_, i) => ({ namespaces: [`team-${i}`], dataset: `team-${i}` })),
  });
  Testing.synth(chart);
}

function fastest(count: number): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    synthesize(count);
    return performance.now() - start;
  });
  return Math.min(...times);
}

synthesize(20);
const results = (process.env.ROUTES ?? '200 2000')
  .split(' ')
  .map(Number)
  .map((routes) => ({ routes, ms: fastest(routes) }));
process.stdout.write(`${JSON.stringify(results)}\n`);
