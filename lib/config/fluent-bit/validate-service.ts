import { type Problem, within } from '../../model/problem';
import { isGiven, shared, textOf, unless } from './right';
import type { Section } from './section-problems';
import { parseSize } from './units';

/** The sections of a configuration that are about the whole. */
export interface Whole {
  readonly service: Section;
  readonly inputs: readonly Section[];
  readonly filters: readonly Section[];
  readonly outputs: readonly Section[];
}

/** What is wrong with the section `service`, and with what the others need of it. */
export function validateService(whole: Whole): Problem[] {
  const { service, inputs, filters, outputs } = whole;
  const number = (key: string, otherwise: number) => Number(service.right[key] ?? otherwise);
  return [
    ...within(service.place, [
      ...unless(
        service.right.daemon !== true,
        "'daemon' is true, and a container ends when its program goes into the background",
        'leave it out',
      ),
      ...needs(service, 'http_server', ['http_listen', 'http_port', 'health_check']),
      ...needs(service, 'health_check', ['hc_errors_count', 'hc_retry_failure_count', 'hc_period']),
      ...needs(service, 'storage.keep.rejected', ['storage.rejected.path', 'storage.rejected.limit']),
      ...needs(service, 'storage.inherit', ['storage.type']),
      ...needs(service, 'hot_reload', ['hot_reload.ensure_thread_safety', 'hot_reload.timeout']),
      ...unless(
        service.right['storage.inherit'] !== true || isGiven(service, 'storage.type'),
        "'storage.inherit' is true, and 'storage.type' is not set",
        "set it, such as 'filesystem'",
      ),
      ...unless(
        number('scheduler.base', 5) <= number('scheduler.cap', 2000),
        `'scheduler.base' is ${number('scheduler.base', 5)}, above 'scheduler.cap' of ${number('scheduler.cap', 2000)}`,
        "raise 'scheduler.cap'",
      ),
    ]),
    ...pathProblems(whole),
    ...outputs.flatMap((output) => within(output.place, limitProblems(output, whole))),
    ...portProblems(whole),
    ...[inputs, filters, outputs].flatMap((sections) =>
      shared(sections, (section) => textOf(section, 'alias')).map(([one, other, alias]) => ({
        what: `${other.place}: 'alias' is '${alias}', as that of ${one.place} is`,
        fix: 'give each a name of its own',
      })),
    ),
  ];
}

/** Options that say something only where a switch is on. */
function needs(service: Section, flag: string, keys: readonly string[]): Problem[] {
  if (service.right[flag] === true) return [];
  return keys
    .filter((key) => isGiven(service, key) && service.given[key] !== false)
    .map((key) => ({
      what: `'${key}' is set, and '${flag}' is not true`,
      fix: `set '${flag}' to true, or leave it out`,
    }));
}

/** Whether an input keeps its chunks in files. */
function isOnDisk(section: Section, service: Section, key = 'storage.type'): boolean {
  const inherited = service.right['storage.inherit'] === true ? service.right['storage.type'] : undefined;
  return (section.right[key] ?? inherited) === 'filesystem';
}

/** Without a path, an input of this kind does not start, which `--dry-run` does not see. */
function pathProblems({ service, inputs, filters }: Whole): Problem[] {
  const paused = inputs
    .filter((input) => input.right['storage.pause_on_chunks_overlimit'] === true && !isOnDisk(input, service))
    .map((input) => ({
      what: `${input.place}: 'storage.pause_on_chunks_overlimit' is true, and 'storage.type' is not 'filesystem'`,
      fix: "set 'storage.type' to 'filesystem', or leave it out",
    }));
  if (isGiven(service, 'storage.path')) return paused;
  const wants = [
    ...inputs
      .filter((input) => input.right['storage.type'] === 'filesystem')
      .map((input) => `${input.place}: 'storage.type'`),
    ...filters
      .filter((filter) => filter.right['emitter_storage.type'] === 'filesystem')
      .map((filter) => `${filter.place}: 'emitter_storage.type'`),
    ...(service.right['storage.type'] === 'filesystem' ? [`${service.place}: 'storage.type'`] : []),
  ].map((place) => `${place} is 'filesystem'`);
  const rejected =
    service.right['storage.keep.rejected'] === true ? [`${service.place}: 'storage.keep.rejected' is true`] : [];
  return [
    ...[...wants, ...rejected].map((what) => ({
      what: `${what}, and 'storage.path' is not set in 'service'`,
      fix: "set it, such as '/var/lib/fluent-bit/chunks'",
    })),
    ...paused,
  ];
}

/** A chunk grows to some 2 MB. */
const CHUNK = 2e6;

/** A limit says something only of chunks in files. */
function limitProblems(output: Section, { service, inputs }: Whole): Problem[] {
  const text = textOf(output, 'storage.total_limit_size');
  if (text === undefined) return [];
  const limit = parseSize(text) ?? 0;
  const isUsed = inputs.some((input) => isOnDisk(input, service));
  return [
    ...unless(
      isUsed,
      `'storage.total_limit_size' is '${text}', and no input has the 'storage.type' 'filesystem'`,
      'set it on an input, or leave the limit out',
    ),
    ...unless(
      limit === 0 || limit >= CHUNK,
      `'storage.total_limit_size' is '${text}', less than one chunk`,
      "use '2M' or more",
    ),
  ];
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { forward: 24_224, http: 9880, prometheus_exporter: 2021 };

/** Two that listen on one port: the second does not start. */
function portProblems({ service, inputs, outputs }: Whole): Problem[] {
  const servers = [
    ...(service.right.http_server === true
      ? [{ place: service.place, key: 'http_port', port: service.right.http_port ?? 2020 }]
      : []),
    ...[...inputs, ...outputs.filter(({ plugin }) => plugin === 'prometheus_exporter')]
      .filter((section) => DEFAULT_PORTS[section.plugin ?? ''] !== undefined && !isGiven(section, 'unix_path'))
      .map((section) => ({
        place: section.place,
        key: 'port',
        port: section.right.port ?? DEFAULT_PORTS[section.plugin ?? ''],
      })),
  ];
  return shared(servers, ({ port }) => String(port)).map(([one, other, port]) => ({
    what: `${other.place}: '${other.key}' is ${port}, as that of ${one.place} is`,
    fix: 'use another port',
  }));
}
