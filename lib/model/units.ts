import type { Problem } from './problem';
import { shown } from './shown';

const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const DURATION_UNITS_MS = [365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1];

/**
 * Milliseconds of a duration as Prometheus and Alertmanager write it (`30s`, `1h30m`, `15d`), or undefined if it is
 * none. Units: y (365 d), w, d, h, m, s, ms, largest first, whole numbers.
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match = DURATION.exec(text);
  if (!match || text === '') return undefined;
  return match.slice(1).reduce((sum, part, i) => sum + Number(part ?? 0) * (DURATION_UNITS_MS[i] as number), 0);
}

/** Prometheus and Alertmanager count nanoseconds in 63 bits: some 292 years. */
const LONGEST_MS = 2 ** 63 / 1e6;

const BYTE_UNITS = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** Bytes of a size as Prometheus flags take it (`512MB`, `10GiB`); both spellings are powers of 1024 there. */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+)([KMGTPE]?)i?B$/.exec(text);
  return match ? Number(match[1]) * 1024 ** BYTE_UNITS.indexOf(match[2] as string) : undefined;
}

/** Bytes of a Kubernetes quantity of memory or storage (`50Gi`, `500M`, `1.5Ti`, `1e9`), or undefined if it is none. */
export function parseQuantity(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(?:([eE]\d+)|([KMGTPE]i)|([kMGTPE]))?$/.exec(text);
  if (!match) return undefined;
  const [, number, exponent, binary, decimal] = match;
  if (exponent) return Number(`${number}${exponent}`);
  if (binary) return Number(number) * 1024 ** BYTE_UNITS.indexOf(binary.charAt(0));
  return Number(number) * 1000 ** (decimal ? BYTE_UNITS.indexOf(decimal.toUpperCase()) : 0);
}

/** Checks an optional duration prop; `min` is a duration that it must reach. */
export function validateDuration(prop: string, value: string | undefined, options: { min?: string } = {}): Problem[] {
  if (value === undefined) return [];
  const parsed = parseDuration(value);
  if (parsed === undefined) {
    return [
      {
        what: `'${prop}' is '${value}', which is no duration`,
        fix: "use a Prometheus duration such as '30s', '5m' or '15d'",
      },
    ];
  }
  const { min = '1ms' } = options;
  if (parsed < (parseDuration(min) ?? 0)) {
    return [{ what: `'${prop}' is '${value}'`, fix: `use '${min}' or more` }];
  }
  if (parsed > LONGEST_MS) return [{ what: `'${prop}' is '${value}'`, fix: "use '290y' or less" }];
  return [];
}

const MEBIBYTE = 1024 ** 2;

/** Checks an optional Kubernetes quantity of memory or storage; below 1Mi it is a number whose unit was forgotten. */
export function validateQuantity(prop: string, value: string | undefined, example = '50Gi'): Problem[] {
  if (value === undefined) return [];
  const bytes = parseQuantity(value) ?? 0;
  if (bytes >= MEBIBYTE) return [];
  const number = Number.parseFloat(value);
  return [
    bytes > 0
      ? {
          what: `'${prop}' is '${value}', which means ${bytes} byte${bytes === 1 ? '' : 's'}`,
          fix: `use a unit, such as '${number}${number < 100 ? 'Gi' : 'Mi'}'`,
        }
      : {
          what: `'${prop}' is '${value}', which is no quantity above zero`,
          fix: `use a Kubernetes quantity such as '${example}'`,
        },
  ];
}

/** Checks an optional whole number within bounds. */
export function validateInteger(
  prop: string,
  value: number | undefined,
  { min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number },
): Problem[] {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return [];
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  return [{ what: `'${prop}' is ${shown(value)}`, fix: `use a whole number ${bounds}` }];
}

/** Checks an optional TCP or UDP port number. */
export function validatePort(prop: string, value: number | undefined): Problem[] {
  return validateInteger(prop, value, { min: 1, max: 65535 });
}

/** Checks an optional URL with one of the given schemes. */
export function validateUrl(
  prop: string,
  value: string | undefined,
  schemes: readonly string[] = ['http', 'https'],
): Problem[] {
  if (value === undefined) return [];
  const fix = `use a URL such as '${schemes.at(-1)}://example.com/path'`;
  if (!URL.canParse(value) || value !== value.trim())
    return [{ what: `'${prop}' is '${withoutUser(value)}', which is no URL`, fix }];
  const url = new URL(value);
  if (!schemes.includes(url.protocol.slice(0, -1)) || url.hostname === '') {
    return [{ what: `'${prop}' is '${withoutUser(value)}'; its scheme must be ${schemes.join(' or ')}`, fix }];
  }
  if (url.username !== '' || url.password !== '') {
    return [
      {
        what: `'${prop}' holds a user or a password`,
        fix: 'keep credentials in a Secret and refer to it by name and key',
      },
    ];
  }
  return [];
}

/** Messages end up in logs: what might be a password is not repeated. */
const withoutUser = (url: string) => url.replace(/[^/@]*@/, '…@');

/** Checks an optional URL that paths are appended to. */
export function validateBaseUrl(prop: string, value: string | undefined): Problem[] {
  const problems = validateUrl(prop, value);
  if (value === undefined || problems.length > 0 || !/[?#]/.test(value)) return problems;
  return [
    {
      what: `'${prop}' is '${value}', which nothing can be appended to`,
      fix: `use '${value.replace(/[?#].*$/s, '')}'`,
    },
  ];
}

const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Checks an optional Kubernetes name of the strict kind (RFC 1123 label), as namespaces, Services and containers need. */
export function validateDnsLabel(prop: string, value: string | undefined): Problem[] {
  if (value === undefined || DNS_LABEL.test(value)) return [];
  return [
    {
      what: `'${prop}' is '${value}', which is no Kubernetes name`,
      fix: "use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    },
  ];
}

/** The highest user or group number that a pod may have. */
export const MAX_ID = 2 ** 31 - 1;

/** Of a workload: beside it, the hash behind the name of a pod's revision has to fit into a label. */
export const LONGEST_NAME = 52;

/**
 * Checks the optional name of a workload, which its Services, pods and their labels are named after. A Service's name
 * begins with a letter.
 */
export function validateWorkloadName(
  prop: string,
  value: string | undefined,
  example: string,
  longest = LONGEST_NAME,
): Problem[] {
  if (value === undefined || (value.length <= longest && /^[a-z]/.test(value) && DNS_LABEL.test(value))) return [];
  return [
    {
      what: `'${prop}' is '${value}', which no Service can be named`,
      fix: `use at most ${longest} of 'a-z', '0-9' and '-', with a letter in front, such as '${example}'`,
    },
  ];
}

const OBJECT_NAME = /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/;

/** Checks the optional name of an object of Kubernetes of the lenient kind (RFC 1123 subdomain), which most have. */
export function validateObjectName(
  prop: string,
  value: string | undefined,
  example: string,
  noun = 'Kubernetes name',
): Problem[] {
  if (value === undefined || OBJECT_NAME.test(value)) return [];
  return [
    {
      what: `'${prop}' is '${value}', which is no ${noun}`,
      fix: `use 'a-z', '0-9', '-' and '.', such as '${example}'`,
    },
  ];
}
