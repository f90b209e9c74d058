import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import type { Import, Source } from './source';

const floors: Record<string, number> = {
  model: 1,
  config: 2,
  rules: 2,
  dashboards: 2,
  proof: 2,
  kubernetes: 3,
  cluster: 3,
  logging: 4,
  monitoring: 4,
  alerting: 4,
  exporters: 4,
  addons: 4,
  'index.ts': 5,
};
/** What a folder may import of its own floor: rules, dashboards and proof read the config languages, never the reverse. */
const sameFloor: Record<string, readonly string[]> = { rules: ['config'], dashboards: ['config'], proof: ['config'] };
/** The folders of a large folder, from the ground up; '' is its own files. Each imports those below it only. */
const withinFolder: Record<string, readonly string[]> = {
  logging: [
    'outputs',
    '',
    'lines',
    'routes',
    'elasticsearch',
    'bootstrap',
    'dashboards',
    'fluent-bit',
    'fluentd',
    'log-files',
    'stack',
  ],
};

const pureFloors = 2;
const kubernetesPackages = ['cdk8s', 'cdk8s-plus-27', 'constructs'];
/** Standard modules, and what of them, that compute and touch nothing outside. */
const pureBuiltins: Record<string, readonly string[]> = { crypto: ['createHash'], net: ['isIP', 'isIPv4', 'isIPv6'] };
const outside = /^(process|globalThis|fetch|performance|crypto)(\.|$)|^(Date\.now|Math\.random|new Date\(\)|Date)$/;
const appMakers = /^(new|extends) (\w+\.)?(App|Chart)(\(\))?$|^(\w+\.)?Testing\.(app|chart)$/;

/** The folder or file of lib/ that a path belongs to: `model`, `index.ts`. */
const partOf = (file: string) => file.split('/')[1] ?? '';

/** The folder below that: `outputs`, or '' of a file in the folder itself. */
const innerPartOf = (file: string) => file.split('/').slice(2, -1)[0] ?? '';

/** What an import points at: a file of the repository (without `.ts`), or a package. */
function targetOf(file: string, from: string): { readonly path?: string; readonly name?: string } {
  if (from.startsWith('.')) return { path: posix.join(posix.dirname(file), from).replace(/\/$/, '') };
  const name = from.replace(/^node:/, '').split('/');
  return { name: from.startsWith('@') ? name.slice(0, 2).join('/') : name[0] };
}

function ruleForPath(file: string, path: string): string | undefined {
  if (path === 'imports' || path.startsWith('imports/')) {
    return file.startsWith('lib/monitoring/prometheus-operator/')
      ? undefined
      : 'only lib/monitoring/prometheus-operator/ imports the generated imports/';
  }
  if (!path.startsWith('lib/') && path !== 'lib') return 'lib/ imports nothing of the repository outside lib/';
  const [own, other] = [partOf(file), path === 'lib' || path === 'lib/index' ? 'index.ts' : partOf(path)];
  const [ownFloor, otherFloor] = [floors[own], floors[other]];
  if (ownFloor === undefined) return `lib/${own} has no floor; give it one in test/guards/floors.ts`;
  if (otherFloor === undefined) return `lib/${other} has no floor; give it one in test/guards/floors.ts`;
  if (own === other) return ruleWithin(own, innerPartOf(file), innerPartOf(path));
  if (otherFloor < ownFloor) return undefined;
  if (otherFloor > ownFloor) return `imports go down only: '${other}' is on floor ${otherFloor}`;
  if (sameFloor[own]?.includes(other)) return undefined;
  return `folders of floor ${ownFloor} do not import one another; meet through the interfaces in lib/model`;
}

function ruleWithin(folder: string, own: string, other: string): string | undefined {
  const order = withinFolder[folder];
  if (order === undefined) return undefined;
  const unknown = [own, other].find((each) => !order.includes(each));
  if (unknown !== undefined) return `lib/${folder}/${unknown} has no place; give it one in test/guards/floors.ts`;
  if (order.indexOf(other) <= order.indexOf(own)) return undefined;
  return `within lib/${folder} imports go down only, in the order ${order.filter(Boolean).join(', ')}`;
}

function ruleForPackage(file: string, { from, names }: Import, name: string, packages: readonly string[]) {
  if (builtinModules.includes(name)) {
    const allowed = pureBuiltins[name];
    if (allowed && names.length > 0 && names.every((each) => allowed.includes(each))) return undefined;
    return 'lib/ reads no environment, file, clock, network or random number; main.ts does and passes values in';
  }
  if (!packages.includes(name)) return `'${from}' is not among the dependencies that a consumer of the package has`;
  const floor = floors[partOf(file)] ?? 0;
  if (floor <= pureFloors && kubernetesPackages.includes(name)) {
    return `floors 1 to ${pureFloors} know no Kubernetes; build objects from floor ${pureFloors + 1} up`;
  }
  return undefined;
}

const place = (file: string) => {
  const floor = floors[partOf(file)];
  return file.startsWith('lib/') && floor ? `${file} (floor ${floor})` : file;
};

/** What lib/ files break of the rules about imports and the outside world; `packages` is what consumers have installed. */
export function libViolations(sources: readonly Source[], packages: readonly string[]): string[] {
  return sources.flatMap(({ file, imports, uses }) => [
    ...imports.flatMap((each) => {
      const { path, name } = targetOf(file, each.from);
      const rule = path !== undefined ? ruleForPath(file, path) : ruleForPackage(file, each, name ?? '', packages);
      return rule ? [`${place(file)} imports '${each.from}': ${rule}`] : [];
    }),
    ...[...new Set(uses)].flatMap((use) => {
      if (outside.test(use)) {
        return [
          `${place(file)} uses '${use}': lib/ reads no environment, clock, network or random number; take it as a prop`,
        ];
      }
      return appMakers.test(use)
        ? [`${place(file)} has '${use}': only main.ts and examples/ make App and Chart; take a scope`]
        : [];
    }),
  ]);
}

/**
 * What main.ts and examples/ break: of the library they know its entry alone, by its path. By the package's name they would
 * get whatever was built last.
 */
export function consumerViolations(sources: readonly Source[], ownName: string): string[] {
  return sources.flatMap(({ file, imports }) =>
    imports.flatMap(({ from }) => {
      const { path, name } = targetOf(file, from);
      const past = path !== undefined && /^(lib|imports)\//.test(path) && path !== 'lib/index';
      return past || name === ownName
        ? [`${file} imports '${from}': apps import the entry lib/index, and by its path`]
        : [];
    }),
  );
}
