import { type Problem, within } from '../../model/problem';
import type { TimeIntervalConfig, TimeRangesConfig } from './model';
import { validateLocation } from './time-zone';

const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const SHORTEST_MONTH = 28;

/** Checks the named sets of times, each range and field of them. */
export function validateTimeIntervals(intervals: readonly TimeIntervalConfig[] = []): Problem[] {
  return intervals.flatMap(({ name, time_intervals: ranges }) =>
    within(`time interval '${name}'`, [
      ...(name === '' ? [{ what: 'has no name', fix: "name it, such as 'weekend'" }] : []),
      ...(ranges.length === 0 ? [{ what: 'holds no times', fix: 'add a range to its time_intervals' }] : []),
      ...ranges.flatMap((range, i) => within(`range ${i + 1}`, validateRange(range))),
    ]),
  );
}

function validateRange(range: TimeRangesConfig): Problem[] {
  const fields = ['times', 'weekdays', 'days_of_month', 'months', 'years'] as const;
  if (fields.every((field) => range[field] === undefined)) {
    return [{ what: 'holds at all times', fix: `limit it by ${fields.map((field) => `'${field}'`).join(', ')}` }];
  }
  return [
    ...fields
      .filter((field) => range[field]?.length === 0)
      .map((field) => ({ what: `'${field}' is empty, so it never holds`, fix: `fill '${field}' or leave it out` })),
    ...(range.times ?? []).flatMap(validateTimes),
    ...(range.weekdays ?? []).flatMap((text) => validateSpan('weekdays', text, weekday, 'monday:friday')),
    ...(range.days_of_month ?? []).flatMap(validateDays),
    ...(range.months ?? []).flatMap((text) => validateSpan('months', text, month, 'january:march')),
    ...(range.years ?? []).flatMap((text) => validateSpan('years', text, year, '2030:2032')),
    ...validateLocation(range.location),
  ];
}

function validateTimes({ start_time: start, end_time: end }: { start_time: string; end_time: string }): Problem[] {
  const problems = Object.entries({ start_time: start, end_time: end })
    .filter(([, time]) => !TIME.test(time))
    .map(([key, time]) => ({
      what: `'${key}' is '${time}'`,
      fix: "use a time from '00:00' to '24:00', such as '09:00'",
    }));
  if (problems.length > 0 || start < end) return problems;
  const split = `'${start}' to '24:00' and '00:00' to '${end}'`;
  return [
    {
      what: `'times' go from '${start}' to '${end}'`,
      fix:
        start > end && end !== '00:00' && start !== '24:00'
          ? `split at midnight what spans it: ${split}`
          : "end after the start; the end of the day is '24:00'",
    },
  ];
}

const position = (names: readonly string[], text: string) => {
  const at = names.indexOf(text.toLowerCase());
  return at < 0 ? undefined : at + 1;
};
const weekday = (text: string) => position(WEEKDAYS, text);
const month = (text: string) =>
  position(MONTHS, text) ?? (/^(?:0?[1-9]|1[0-2])$/.test(text) ? Number(text) : undefined);
const year = (text: string) => (/^\d{4}$/.test(text) ? Number(text) : undefined);
const day = (text: string) => (/^-?(?:0?[1-9]|[12]\d|3[01])$/.test(text) ? Number(text) : undefined);

/** The two ends of `a:b`, or of `a` alone, or undefined if one of them is none or there are more. */
function ends(text: string, read: (part: string) => number | undefined): readonly [number, number] | undefined {
  const parts = text.split(':').map(read);
  const [from, to = from] = parts;
  return from === undefined || to === undefined || parts.includes(undefined) || parts.length > 2
    ? undefined
    : [from, to];
}

function validateSpan(
  key: string,
  text: string,
  read: (part: string) => number | undefined,
  example: string,
): Problem[] {
  const span = ends(text, read);
  if (!span) return [{ what: `'${key}' has '${text}'`, fix: `use one, or a range such as '${example}'` }];
  if (span[0] <= span[1]) return [];
  const why = key === 'weekdays' ? ', because a week goes from sunday to saturday here' : '';
  return [{ what: `'${key}' has '${text}', which ends before it starts`, fix: `give it as two entries${why}` }];
}

function validateDays(text: string): Problem[] {
  const example =
    "use days from '1' to '31', or '-1' for the last one of the month, or a range such as '1:7' or '-3:-1'";
  const span = ends(text, day);
  if (!span) return [{ what: `'days_of_month' has '${text}'`, fix: example }];
  const [from, to] = span;
  if (from < 0 && to > 0) {
    return [{ what: `'days_of_month' has '${text}', from the end of the month to its start`, fix: example }];
  }
  const inShortest = (n: number) => (n < 0 ? SHORTEST_MONTH + n : n);
  if (inShortest(from) <= inShortest(to)) return [];
  return [{ what: `'days_of_month' has '${text}', which ends before it starts`, fix: 'give it as two entries' }];
}
