import type { Directive } from './parse';

/** Where a server listens. */
export interface Listen {
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean;
  readonly isDefault: boolean;
}

/** The address of a directive `listen`, or undefined for a socket in the file system. */
export function parseListen({ args: [address = '', ...flags] }: Directive): Listen | undefined {
  if (address.startsWith('unix:')) return undefined;
  const settings = { ssl: flags.includes('ssl'), isDefault: flags.some((flag) => /^default(?:_server)?$/.test(flag)) };
  if (/^\d+$/.test(address)) return { host: '*', port: Number(address), ...settings };
  const [, host = '', port = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? [];
  return { host, port: Number(port), ...settings };
}

/** Without `listen`, nginx takes port 80, or 8000 where it may not. */
export const UNSET_LISTEN: Listen = { host: '*', port: 80, ssl: false, isDefault: false };

/**
 * How well an address answers for a loopback host: the same one best, any address second, not at all by 0. `[::]` takes
 * IPv6 only, unless told otherwise.
 */
export function answersFor({ host }: Listen, wanted: string): 0 | 1 | 2 {
  if (hostsOf(wanted).includes(host)) return 2;
  const any = wanted === '[::1]' ? ['[::]'] : wanted === 'localhost' ? ['*', '0.0.0.0', '[::]'] : ['*', '0.0.0.0'];
  return any.includes(host) ? 1 : 0;
}

const hostsOf = (host: string) => (host === 'localhost' ? ['localhost', '127.0.0.1', '[::1]'] : [host, 'localhost']);
