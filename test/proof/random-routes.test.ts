import type { RouteConfig } from '../../lib/config/alertmanager/model';
import { walkRoutes } from '../../lib/config/alertmanager/route-tree';
import { isOutOfReach, regionsOf } from '../../lib/proof/route-regions';
import { resolveRoutes, validateRoutes } from '../../lib/proof/routes';
import { withConfigFiles } from '../config/alertmanager/judge';
import { Random } from '../config/alertmanager/random';
import { itWithTool } from '../tools/tool';
import { askAmtool } from './ask-amtool';
import { randomLabels, randomTree } from './random-tree';

/** Gives each route a receiver of its own, so that the answer tells which routes an alert ends at. */
function named(route: RouteConfig, name = 'root'): RouteConfig {
  return { ...route, receiver: name, routes: route.routes?.map((child, i) => named(child, `${name}.${i + 1}`)) };
}

describe('random route trees', () => {
  itWithTool('amtool', 'resolve as Alertmanager resolves them', async (amtool) => {
    const random = new Random(7);
    const trees = random.list(40, () => randomTree(random));
    await withConfigFiles(trees, async (files) => {
      const cases = files.flatMap((file, i) =>
        random.list(10, () => ({ file, tree: i, labels: randomLabels(random) })),
      );
      const answers = await askAmtool(
        amtool,
        cases.map(({ file, labels }) => [file, labels]),
      );
      const ours = cases.map(({ tree, labels }) => resolveRoutes(trees[tree] ?? trees[0], labels).join(','));
      expect(cases.map((asked, i) => ({ ...asked, reached: ours[i] }))).toEqual(
        cases.map((asked, i) => ({ ...asked, reached: answers[i] })),
      );
      expect(new Set(ours).size).toBeGreaterThan(20);
    });
  });

  it('never have a route reported as out of reach that an alert ends at or passes', () => {
    const random = new Random(11);
    const count = { routes: 0, lost: 0 };
    for (let i = 0; i < 120; i++) {
      const tree = { ...randomTree(random), route: named(randomTree(random).route) };
      const regions = regionsOf(tree.route);
      const lost = new Set(regions.filter((region) => isOutOfReach(region)).map(({ receiver }) => receiver));
      count.routes += regions.length;
      count.lost += lost.size;
      for (const labels of random.list(200, () => randomLabels(random))) {
        const passed = resolveRoutes(tree, labels).flatMap((name) =>
          name.split('.').map((_, depth, path) => path.slice(0, depth + 1).join('.')),
        );
        expect({ route: tree.route, labels, wrong: passed.filter((name) => lost.has(name)) }).toMatchObject({
          wrong: [],
        });
      }
    }
    expect(count.lost).toBeGreaterThan(count.routes / 20);
  });

  it('have what is reported about urgent alerts and heartbeats only where it can come true', () => {
    const random = new Random(13);
    let clean = 0;
    for (let i = 0; i < 120; i++) {
      const tree = randomTree(random);
      const reported = validateRoutes(
        { ...tree, receivers: tree.receivers.map(({ name }) => ({ name, webhook_configs: [{ url: 'http://x' }] })) },
        { nullReceivers: ['r1'], heartbeatReceiver: 'r2' },
      ).map(({ what }) => what);
      const drops = reported.some((what) => what.includes('drops'));
      const feeds = reported.some((what) => what.includes('other alerts than Watchdog'));
      if (!drops || !feeds) clean++;
      for (const labels of random.list(200, () => randomLabels(random))) {
        const reached = resolveRoutes(tree, labels);
        const urgent = labels.severity === 'critical' || labels.severity === 'warning';
        if (urgent && reached.includes('r1')) expect({ labels, drops }).toEqual({ labels, drops: true });
        const beat = labels.alertname === 'Watchdog' && labels.severity === 'none';
        if (!beat && reached.includes('r2')) {
          expect({ labels, feeds }).toEqual({ labels, feeds: true });
        }
      }
    }
    expect(clean).toBeGreaterThan(10);
  });

  it('are walked with each route in its place', () => {
    const tree = named(randomTree(new Random(3)).route);
    const places = walkRoutes(tree).map(({ route, place }) => [
      route.receiver
        ?.replace('root.', '')
        .replaceAll('.', ' > ')
        .replace(/\d+/g, 'route $&')
        .replace(/^root$/, 'root route'),
      place.replace(/ \(.*\)$/, ''),
    ]);
    expect(places.map(([expected]) => expected)).toEqual(places.map(([, place]) => place));
    expect(places.length).toBeGreaterThan(5);
  });
});
