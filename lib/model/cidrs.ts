import { isIP } from 'node:net';
import type { Problem } from './problem';

/** Checks an optional list of address ranges in CIDR notation; an empty one would allow nothing. */
export function validateCidrs(prop: string, cidrs: readonly string[] | undefined): Problem[] {
  if (cidrs === undefined) return [];
  if (cidrs.length === 0)
    return [
      {
        what: `'${prop}' is empty, which allows nothing`,
        fix: `leave it out to allow any address, or give a range such as '10.0.0.0/8'`,
      },
    ];
  return cidrs
    .filter((cidr) => !isCidr(cidr))
    .map((cidr) => ({
      what: `'${prop}' holds '${cidr}', which is no address range`,
      fix: "use CIDR notation such as '10.0.0.0/8'",
    }));
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const version = isIP(address);
  return rest.length === 0 && version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
