import type { TimeIntervalConfig, TimeRangesConfig } from '../config/alertmanager/model';

/** Hours of a day, as `HH:MM`; the end is exclusive and may be `24:00`. */
export interface TimeOfDayRange {
  readonly startTime: string;
  readonly endTime: string;
}

/** Times that satisfy all the fields given. Ranges are inclusive and written `first:last`. */
export interface TimeRanges {
  /** @default - the whole day */
  readonly times?: readonly TimeOfDayRange[];
  /** `saturday`, `monday:friday`; a week begins on sunday. @default - every day */
  readonly weekdays?: readonly string[];
  /** `1`, `1:5`, `-3:-1` for the last three days. @default - every day */
  readonly daysOfMonth?: readonly string[];
  /** `january`, `5:8`. @default - every month */
  readonly months?: readonly string[];
  /** `2030`, `2030:2032`. @default - every year */
  readonly years?: readonly string[];
  /** IANA name of a time zone, such as `Europe/Berlin`. @default 'UTC' */
  readonly location?: string;
}

/** A named set of times, for routes that are muted or active then. */
export interface TimeInterval {
  /** Unique in the routing. */
  readonly name: string;
  /** Ranges of which any may hold. */
  readonly timeIntervals: readonly TimeRanges[];
}

/** The interval as Alertmanager spells it. */
export function timeIntervalConfig({ name, timeIntervals }: TimeInterval): TimeIntervalConfig {
  return { name, time_intervals: timeIntervals.map(rangesConfig) };
}

function rangesConfig(ranges: TimeRanges): TimeRangesConfig {
  const { times, weekdays, daysOfMonth, months, years, location } = ranges;
  return {
    ...(times ? { times: times.map(({ startTime, endTime }) => ({ start_time: startTime, end_time: endTime })) } : {}),
    ...(weekdays ? { weekdays: [...weekdays] } : {}),
    ...(daysOfMonth ? { days_of_month: [...daysOfMonth] } : {}),
    ...(months ? { months: [...months] } : {}),
    ...(years ? { years: [...years] } : {}),
    ...(location === undefined ? {} : { location }),
  };
}
