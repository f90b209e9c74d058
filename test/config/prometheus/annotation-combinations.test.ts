import { itWithTool } from '../../tools/tool';
import { byPod, pod, targetsOf } from './relabelling';

/** A value of each annotation, or none; what each means is told by {@link wanted}. */
const VALUES = {
  scrape: [undefined, 'true', 'false'],
  port: [undefined, '9113', 'web', 'metrics', 'nobody'],
  path: [undefined, '/stats', 'stats'],
  scheme: [undefined, 'https'],
  target: [undefined, 'db:5432'],
  namespace: ['shop', 'open', 'dropped'],
} as const;

type Choice = { readonly [K in keyof typeof VALUES]: (typeof VALUES)[K][number] };

const CHOICES = Object.entries(VALUES).reduce<Partial<Choice>[]>(
  (choices, [name, values]) => choices.flatMap((choice) => values.map((value) => ({ ...choice, [name]: value }))),
  [{}],
) as Choice[];

const CONTAINERS = [
  { name: 'app', ports: [{ name: 'web', containerPort: 8080 }] },
  { name: 'exporter', ports: [{ name: 'metrics', containerPort: 9113 }] },
];
const BY_PORT: Readonly<Record<string, readonly string[]>> = {
  all: ['app http://[fd00::1]:8080', 'exporter http://[fd00::1]:9113'],
  // A number is one target, whoever announces it.
  9113: ['- http://[fd00::1]:9113'],
  web: ['app http://[fd00::1]:8080'],
  metrics: ['exporter http://[fd00::1]:9113'],
  nobody: [],
};

/** What the annotations ask for, said without relabelling. */
function wanted({ scrape, port, path, scheme, target, namespace }: Choice): string[] {
  const asked = namespace === 'open' ? scrape !== 'false' : scrape === 'true';
  if (!asked || namespace === 'dropped') return [];
  const where = path === undefined ? (target === undefined ? '/metrics' : '/probe') : '/stats';
  const query = target === undefined ? '' : `?target=${target}`;
  return (BY_PORT[port ?? 'all'] ?? []).map(
    (start) => `${start.replace('http:', `${scheme ?? 'http'}:`)}${where}${query}`,
  );
}

describe('every combination of annotations', () => {
  itWithTool('promtool', 'is scraped for what it says', async (promtool) => {
    const pods = CHOICES.map(({ namespace, ...annotations }, i) => {
      const given = Object.entries(annotations).filter(([, value]) => value !== undefined);
      const parts = { namespace, annotations: Object.fromEntries(given) as Record<string, string> };
      return pod(`p${i}`, { ...parts, containers: CONTAINERS, podIP: 'fd00::1' });
    });
    const annotatedPods = { dropNamespaces: ['dropped'], optOutNamespaces: ['open'] };
    const { job = [] } = await targetsOf(promtool, [{ name: 'job', annotatedPods }], { pods });
    const found = byPod(job);
    const wrong = CHOICES.map((choice, i) => ({ choice, wanted: wanted(choice), found: found[`p${i}`] ?? [] })).filter(
      (each) => JSON.stringify(each.wanted) !== JSON.stringify(each.found),
    );
    expect(wrong).toEqual([]);
    expect(Object.keys(found).length).toBeGreaterThan(100);
  });
});
