import type { Problem } from '../../model/problem';
import { canonicalZone, isTimeZone } from '../time-zone';

/** Checks the time zone of a range. */
export function validateLocation(location: string | undefined): Problem[] {
  if (location === undefined || location === 'Local' || isTimeZone(location)) return [];
  return [
    {
      what: `'location' is '${location}', which is no time zone`,
      fix: `use a name of the IANA database, such as '${canonicalZone(location) ?? 'Europe/Berlin'}'`,
    },
  ];
}
