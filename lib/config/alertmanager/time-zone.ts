import type { Problem } from '../../model/problem';

/** The canonical spelling of a zone of the IANA database, or undefined if there is none of that name. */
function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/**
 * Checks the time zone of a range. Alertmanager looks zones up as files, so their case counts; JavaScript ignores it and
 * knows offsets, too, which Alertmanager does not.
 */
export function validateLocation(location: string | undefined): Problem[] {
  if (location === undefined || location === 'Local' || location === 'UTC') return [];
  const zone = /^[A-Za-z]/.test(location) ? canonicalZone(location) : undefined;
  const otherCase = zone?.toLowerCase() === location.toLowerCase() && zone !== location;
  if (zone && !otherCase && location.split('/').every((part) => /^[A-Z]/.test(part))) return [];
  return [
    {
      what: `'location' is '${location}', which is no time zone`,
      fix: `use a name of the IANA database, such as '${zone ?? 'Europe/Berlin'}'`,
    },
  ];
}
