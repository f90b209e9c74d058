/** How JavaScript calls a zone that it knows by this name in whatever case; it knows offsets as well, which are no names. */
export function canonicalZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Whether a name is one of the IANA database, as `Europe/Berlin` is. Programs look zones up as files, so their case counts. */
export function isTimeZone(name: string): boolean {
  const zone = canonicalZone(name);
  const otherCase = zone?.toLowerCase() === name.toLowerCase() && zone !== name;
  return zone !== undefined && !otherCase && name.split('/').every((part) => /^[A-Z]/.test(part));
}
