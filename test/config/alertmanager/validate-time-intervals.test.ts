import type { TimeRangesConfig } from '../../../lib/config/alertmanager/model';
import { itAccepts, itRefuses, type Refusal } from './refusals';

/** A configuration with one time interval `t` of these ranges, used by a route. */
const intervals = (...ranges: readonly TimeRangesConfig[]) => ({
  route: { receiver: 'default', routes: [{ mute_time_intervals: ['t'] }] },
  time_intervals: [{ name: 't', time_intervals: ranges }],
});
const times = (start_time: string, end_time: string) => intervals({ times: [{ start_time, end_time }] });

const time = "use a time from '00:00' to '24:00', such as '09:00'";
const weekday = "use one, or a range such as 'monday:friday'";
const month = "use one, or a range such as 'january:march'";
const year = "use one, or a range such as '2030:2032'";
const day = "use days from '1' to '31', or '-1' for the last one of the month, or a range such as '1:7' or '-3:-1'";
const entries = 'which ends before it starts; give it as two entries';
const zone = (name: string) => `use a name of the IANA database, such as '${name}'`;

/** One bad entry of one field a row. */
const field = (
  key: 'weekdays' | 'days_of_month' | 'months' | 'years',
  text: string,
  problem: string,
  amtool: Refusal[3] = 'amtool refuses',
): Refusal => [
  `${key} ${text}`,
  intervals({ [key]: [text] }),
  [`time interval 't': range 1: '${key}' has '${text}'${problem}`],
  amtool,
];

describe('time intervals', () => {
  itRefuses([
    [
      'times that are none',
      times('9:00', '25:00'),
      [
        `time interval 't': range 1: 'start_time' is '9:00'; ${time}`,
        `time interval 't': range 1: 'end_time' is '25:00'; ${time}`,
      ],
      'amtool refuses',
    ],
    [
      'a minute too many',
      times('09:60', '24:01'),
      [
        `time interval 't': range 1: 'start_time' is '09:60'; ${time}`,
        `time interval 't': range 1: 'end_time' is '24:01'; ${time}`,
      ],
      'amtool refuses',
    ],
    [
      'a night',
      times('22:00', '06:00'),
      [
        "time interval 't': range 1: 'times' go from '22:00' to '06:00'; split at midnight what spans it: '22:00' to '24:00' and '00:00' to '06:00'",
      ],
      'amtool refuses',
    ],
    [
      'an end at midnight written as the start of the day',
      times('18:00', '00:00'),
      [
        "time interval 't': range 1: 'times' go from '18:00' to '00:00'; end after the start; the end of the day is '24:00'",
      ],
      'amtool refuses',
    ],
    [
      'no time at all',
      times('10:00', '10:00'),
      [
        "time interval 't': range 1: 'times' go from '10:00' to '10:00'; end after the start; the end of the day is '24:00'",
      ],
      'amtool refuses',
    ],
    field('weekdays', 'mon', `; ${weekday}`),
    field('weekdays', '1', `; ${weekday}`),
    field('weekdays', 'monday:friday:sunday', `; ${weekday}`),
    field('weekdays', 'saturday:sunday', `, ${entries}, because a week goes from sunday to saturday here`),
    field('days_of_month', '0', `; ${day}`),
    field('days_of_month', '32', `; ${day}`),
    field('days_of_month', '-32', `; ${day}`),
    field('days_of_month', 'first', `; ${day}`),
    field('days_of_month', '10:5', `, ${entries}`),
    field('days_of_month', '-1:-3', `, ${entries}`),
    field('days_of_month', '28:-1', `, ${entries}`),
    field('days_of_month', '-3:3', `, from the end of the month to its start; ${day}`),
    field('months', 'jan', `; ${month}`),
    field('months', '0', `; ${month}`, 'amtool takes it'),
    field('months', '13', `; ${month}`, 'amtool takes it'),
    field('months', 'november:february', `, ${entries}`),
    field('months', '11:2', `, ${entries}`),
    field('years', '26', `; ${year}`, 'amtool takes it'),
    field('years', 'next', `; ${year}`),
    field('years', '2027:2026', `, ${entries}`),
    [
      'time zones that are none',
      intervals({ weekdays: ['monday'], location: 'Europe/Atlantis' }, { weekdays: ['monday'], location: '+01:00' }),
      [
        `time interval 't': range 1: 'location' is 'Europe/Atlantis', which is no time zone; ${zone('Europe/Berlin')}`,
        `time interval 't': range 2: 'location' is '+01:00', which is no time zone; ${zone('Europe/Berlin')}`,
      ],
      'amtool refuses',
    ],
    [
      'a time zone in the wrong case',
      intervals({ weekdays: ['monday'], location: 'europe/london' }),
      [`time interval 't': range 1: 'location' is 'europe/london', which is no time zone; ${zone('Europe/London')}`],
      'amtool refuses',
    ],
    [
      'ranges that always hold or never do',
      intervals({}, { location: 'UTC' }, { times: [], weekdays: ['monday'] }),
      [
        "time interval 't': range 1: holds at all times; limit it by 'times', 'weekdays', 'days_of_month', 'months', 'years'",
        "time interval 't': range 2: holds at all times; limit it by 'times', 'weekdays', 'days_of_month', 'months', 'years'",
        "time interval 't': range 3: 'times' is empty, so it never holds; fill 'times' or leave it out",
      ],
      'amtool takes it',
    ],
    [
      'an interval without ranges',
      intervals(),
      ["time interval 't': holds no times; add a range to its time_intervals"],
      'amtool takes it',
    ],
    [
      'an interval without a name',
      {
        route: { receiver: 'default', routes: [{ mute_time_intervals: [''] }] },
        time_intervals: [{ name: '', time_intervals: [{ weekdays: ['monday'] }] }],
      },
      ["time interval '': has no name; name it, such as 'weekend'"],
      'amtool refuses',
    ],
  ]);

  itAccepts([
    ['the whole day', times('00:00', '24:00')],
    ['the last minute', times('23:59', '24:00')],
    [
      'every field, in every spelling',
      intervals(
        {
          times: [
            { start_time: '09:00', end_time: '17:30' },
            { start_time: '20:00', end_time: '21:00' },
          ],
          weekdays: ['monday:friday', 'Sunday', 'saturday'],
          days_of_month: ['1', '-1', '1:5', '-3:-1', '15:-1', '27:-1'],
          months: ['january:march', 'May', '6', '7:9', '12'],
          years: ['2026', '2030:2032'],
          location: 'Europe/Berlin',
        },
        { weekdays: ['monday'], location: 'UTC' },
        { weekdays: ['monday'], location: 'Local' },
        { weekdays: ['monday'], location: 'Asia/Kolkata' },
        { weekdays: ['monday'], location: 'America/Argentina/Buenos_Aires' },
        { weekdays: ['monday'], location: 'Etc/GMT+1' },
      ),
    ],
  ]);
});
