import { DEFAULT_MODULES } from '../config/blackbox/default-modules';
import type { BlackboxModule, BlackboxModules } from '../config/blackbox/model';
import { BLACKBOX_MODULE } from '../config/blackbox/shapes';
import { validateTimeout } from '../config/prometheus/validate-job';
import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';
import { mapOf, struct } from '../model/shape';
import { parseDuration, validateDuration } from '../model/units';

/** What the prop `modules` consists of. */
export const MODULES = mapOf(struct(BLACKBOX_MODULE));

/** The default modules and those given, which take the place of defaults of the same name. */
export function allModules(given: BlackboxModules | undefined): BlackboxModules {
  return { ...DEFAULT_MODULES, ...given };
}

/** Checks that a module is there. */
export function validateModuleName(prop: string, name: string, modules: BlackboxModules): Problem[] {
  if (Object.hasOwn(modules, name)) return [];
  const known = Object.keys(modules);
  const meant = nearest(name, known);
  return [
    {
      what: `'${prop}' is '${name}', which is no module`,
      fix: `${meant === undefined ? `use one of ${known.map((each) => `'${each}'`).join(', ')}` : `write '${meant}'`}, or add it to 'modules'`,
    },
  ];
}

/** When a probe is made. */
export interface ProbeTimes {
  /** @default - the server's scrape interval */
  readonly scrapeInterval?: string;
  /** At most the interval. @default - a second more than the module's timeout, or the server's scrape timeout */
  readonly scrapeTimeout?: string;
}

/** The exporter ends a probe this much before the scrape, so that Prometheus learns of it (`--timeout-offset`). */
const OFFSET_MS = 500;

/** When a scrape of a probe ends: late enough for the module to take its time. */
export function scrapeTimeoutOf({ scrapeTimeout }: ProbeTimes, { timeout }: BlackboxModule): string | undefined {
  const most = timeout === undefined ? undefined : parseDuration(timeout);
  if (scrapeTimeout !== undefined || most === undefined) return scrapeTimeout;
  return `${most + 1000}ms`.replace(/000ms$/, 's');
}

/** Checks the times of a probe by themselves and against its module's timeout. */
export function validateProbeTimes(place: string, times: ProbeTimes, name: string, module?: BlackboxModule): Problem[] {
  const { scrapeInterval, scrapeTimeout } = times;
  const at = (prop: string) => `${place}${prop}`;
  const problems = [
    ...validateDuration(at('scrapeInterval'), scrapeInterval, { min: '1s' }),
    ...validateDuration(at('scrapeTimeout'), scrapeTimeout, { min: '1s' }),
    ...validateTimeout(scrapeTimeout, scrapeInterval).map(({ what, fix }) => ({
      what: what.replace("'scrapeTimeout'", `'${at('scrapeTimeout')}'`),
      fix,
    })),
  ];
  const most = module?.timeout === undefined ? undefined : parseDuration(module.timeout);
  if (problems.length > 0 || !module || most === undefined) return problems;
  const [end, interval] = [scrapeTimeout, scrapeInterval].map((text) =>
    text === undefined ? Infinity : (parseDuration(text) ?? Infinity),
  ) as [number, number];
  const taken = `module '${name}' may take '${module.timeout}'`;
  if (most + OFFSET_MS > end) {
    return [
      {
        what: `'${at('scrapeTimeout')}' is '${scrapeTimeout}', and ${taken}: the scrape would end first`,
        fix: `use '${scrapeTimeoutOf({}, module)}' or more, or give the module a shorter 'timeout'`,
      },
    ];
  }
  if (scrapeTimeout === undefined && most + 1000 > interval) {
    return [
      {
        what: `'${at('scrapeInterval')}' is '${scrapeInterval}', and ${taken}`,
        fix: `use '${scrapeTimeoutOf({}, module)}' or more, or give the module a shorter 'timeout'`,
      },
    ];
  }
  return [];
}
