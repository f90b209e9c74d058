import type { LogKeep, LogRoute, LogSelector, LogTarget } from '../../model/log-route';
import { nearest } from '../../model/nearest';
import { type Problem, within } from '../../model/problem';
import type { LogOutput } from '../outputs/log-output';
import { placed, validateKeptAlike } from './kept-targets';
import { type ResolvedTarget, resolveTargets, routePlace } from './log-targets';
import { RouteIndex, takenBefore } from './route-overlap';

/** All that is wrong with routes, what becomes of all other lines, and the outputs that both name. */
export function validateLogRoutes(
  routes: readonly LogRoute[],
  otherLogs: LogTarget,
  outputs: readonly [LogOutput, ...LogOutput[]],
): Problem[] {
  const names = outputs.map(({ name }) => name);
  const resolved = resolveTargets(routes, otherLogs, outputs);
  return [
    ...duplicates(names).map((name) => ({
      what: `two outputs are named '${name}'`,
      fix: 'give one of them another name',
    })),
    ...routes.flatMap((route, i) =>
      within(routePlace(route, i), [...validateSelector(route), ...validateTarget(route, names, resolved.routes[i])]),
    ),
    ...within('otherLogs', validateTarget(otherLogs, names, resolved.rest)),
    ...validateOrder(routes),
    ...validateKeptAlike(placed(resolved)),
  ];
}

const duplicates = (names: readonly string[]) => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];

const NAMES = {
  namespaces: { pattern: /^[a-z0-9*](?:[-a-z0-9*]*[a-z0-9*])?$/, longest: 63, noun: 'namespace', example: 'shop' },
  pods: { pattern: /^[a-z0-9*](?:[-.a-z0-9*]*[a-z0-9*])?$/, longest: 253, noun: 'pod', example: 'api-*' },
  containers: { pattern: /^[a-z0-9*](?:[-a-z0-9*]*[a-z0-9*])?$/, longest: 63, noun: 'container', example: 'api' },
} as const;

function validateSelector(route: LogSelector): Problem[] {
  const kinds = Object.keys(NAMES) as (keyof typeof NAMES)[];
  if (kinds.every((kind) => route[kind] === undefined || route[kind]?.includes('*'))) {
    return [
      {
        what: 'it takes the lines of all containers, so that no route after it takes any',
        fix: "name 'namespaces', 'pods' or 'containers', or write what it says as 'otherLogs'",
      },
    ];
  }
  return kinds.flatMap((kind) => {
    const { pattern, longest, noun, example } = NAMES[kind];
    const names = route[kind];
    if (names?.length === 0) {
      return [
        { what: `'${kind}' is empty, which takes no line`, fix: `leave it out, or name one such as '${example}'` },
      ];
    }
    return (names ?? [])
      .filter((name) => !pattern.test(name) || name.replaceAll('*', '').length > longest)
      .map((name) => ({
        what: `'${kind}' holds '${name}', which no ${noun} is named`,
        fix: `use a name such as '${example}', with '*' for any letters`,
      }));
  });
}

function validateTarget(
  { dataset, index, keep, retention, output }: LogTarget,
  outputs: readonly string[],
  resolved: ResolvedTarget<LogOutput> | undefined,
): Problem[] {
  const problems: Problem[] = [];
  if (dataset !== undefined && index !== undefined) {
    problems.push({ what: `'dataset' is '${dataset}' and 'index' is '${index}'`, fix: 'keep one of them' });
  }
  if (dataset !== undefined && !/^[a-z0-9][-a-z0-9_.]{0,99}$/.test(dataset)) {
    problems.push({
      what: `'dataset' is '${dataset}'`,
      fix: "use at most 100 of 'a-z', '0-9', '-', '_' and '.', with a letter or number in front, such as 'shop'",
    });
  }
  if (keep !== undefined) problems.push(...validateKeep(keep));
  if (retention !== undefined && !/^[1-9]\d{0,4}d$/.test(retention)) {
    problems.push({ what: `'retention' is '${retention}'`, fix: "use whole days, such as '7d'" });
  }
  if (output !== undefined && !outputs.includes(output)) {
    const meant = nearest(output, outputs);
    problems.push({
      what: `'output' is '${output}', and no output is named so`,
      fix: meant === undefined ? `use one of ${outputs.map((name) => `'${name}'`).join(', ')}` : `write '${meant}'`,
    });
  }
  // What the output says to it, once it is well-formed.
  return problems.length > 0 || resolved === undefined ? problems : resolved.output.validateTarget(resolved.target);
}

function validateKeep({ field, values }: LogKeep): Problem[] {
  const [, key, inner] = /^(parsed|kubernetes|log|stream)(?:\.(.+))?$/.exec(field) ?? [];
  return [
    ...(/^[^\s.]+(?:\.[^\s.]+)*$/.test(field)
      ? []
      : [
          {
            what: `'keep.field' is '${field}', which is no name of a field`,
            fix: "use one such as 'priority' or 'http.status'",
          },
        ]),
    ...(key === undefined || ((key === 'log' || key === 'stream') && inner !== undefined)
      ? []
      : [
          {
            what: `'keep.field' is '${field}', which stands beside the JSON of a line and not inside of it, so that every line is dropped`,
            fix:
              key === 'kubernetes'
                ? "choose lines by who wrote them with the 'namespaces', 'pods' and 'containers' of a route"
                : `name a field as the line itself does, such as '${key === 'parsed' ? (inner ?? 'priority') : 'priority'}'`,
          },
        ]),
    ...(values.length > 0
      ? []
      : [
          {
            what: "'keep.values' is empty, which drops every line",
            fix: "name the values that stay, such as ['2', '3']",
          },
        ]),
    ...values
      .filter((value) => /^-?[1-9]\d{15,}$/.test(value) && !Number.isSafeInteger(Number(value)))
      .map((value) => ({
        what: `'keep.values' holds '${value}', a number that agents do not tell from the next one`,
        fix: `use whole numbers up to '${Number.MAX_SAFE_INTEGER}', or a field that holds a text`,
      })),
  ];
}

/** Routes in whose place others stand already. */
function validateOrder(routes: readonly LogRoute[]): Problem[] {
  const named = new Map<string, number>();
  const selectors = new Map<string, number>();
  const earlier = new RouteIndex<LogRoute>();
  return routes.flatMap((route, i) => {
    const problems: Problem[] = [];
    const place = routePlace(route, i);
    const twin = route.name === undefined ? undefined : named.get(route.name);
    if (twin !== undefined) {
      problems.push({
        what: `routes[${twin}] and routes[${i}] are both named '${route.name}'`,
        fix: 'rename one of them',
      });
    } else if (route.name !== undefined) named.set(route.name, i);
    const key = keyOf(route);
    const same = selectors.get(key);
    const near = earlier.near(route);
    if (same !== undefined) {
      problems.push({
        what: `${place}: it takes the same lines as ${routePlace(routes[same] as LogRoute, same)}, which comes first and gets all of them`,
        fix: 'remove one of them, or say in it which lines it is for',
      });
    } else {
      selectors.set(key, i);
      const takers = validateSelector(route).length > 0 ? [] : takenBefore(route, near);
      if (takers.length > 0) {
        const them = takers.map((taker) => routePlace(taker.route, taker.at)).join(' and ');
        problems.push({
          what: `${place}: no line reaches it, since ${them} ${takers.length === 1 ? 'takes' : 'take'} all that it asks for`,
          fix: 'put it first, or remove it',
        });
      }
    }
    earlier.add(route, i);
    return problems;
  });
}

const keyOf = ({ namespaces, pods, containers }: LogSelector) =>
  JSON.stringify([namespaces, pods, containers].map((names) => (names ? [...new Set(names)].sort() : names)));
