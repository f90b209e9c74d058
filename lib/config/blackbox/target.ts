import type { Problem } from '../../model/problem';
import { validateUrl } from '../../model/units';
import { validateAddress } from '../prometheus/names';
import { type BlackboxModule, proberOf } from './model';

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Checks that a target is written as a module takes it: a URL over HTTP, `host:port` over TCP and gRPC. */
export function validateProbeTarget(prop: string, target: string, name: string, module: BlackboxModule): Problem[] {
  const prober = proberOf(module);
  const wanted = `module '${name}' probes over ${prober === 'grpc' ? 'gRPC' : prober.toUpperCase()}`;
  if (prober === 'http') {
    if (URL_LIKE.test(target)) return validateUrl(prop, target);
    const url = `http://${target}`;
    return [
      {
        what: `'${prop}' is '${target}' without a scheme, and ${wanted}`,
        fix: `write a URL, such as '${URL.canParse(url) ? url : 'http://127.0.0.1/healthz'}'`,
      },
    ];
  }
  if (!URL_LIKE.test(target)) return validateAddress(prop, target);
  const { hostname, port } = URL.canParse(target) ? new URL(target) : { hostname: '127.0.0.1', port: '' };
  return [
    {
      what: `'${prop}' is '${target}', a URL, and ${wanted}`,
      fix: `write '${hostname}:${port || 5432}' without scheme and path`,
    },
  ];
}

/** Where a target leads, or undefined if it is none. An IPv6 host has no brackets. */
export function placeOfTarget(target: string): { readonly host: string; readonly port: number } | undefined {
  const text = URL_LIKE.test(target) ? target : `tcp://${target}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

/** Whether a host is the pod itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
