import type { Problem } from '../../model/problem';
import { validateUrl } from '../../model/units';
import { isUrlLike } from '../place-of-target';
import { validateAddress } from '../prometheus/names';
import { type BlackboxModule, proberOf } from './model';

/** Checks that a target is written as a module takes it: a URL over HTTP, `host:port` over TCP and gRPC. */
export function validateProbeTarget(prop: string, target: string, name: string, module: BlackboxModule): Problem[] {
  const prober = proberOf(module);
  const wanted = `module '${name}' probes over ${prober === 'grpc' ? 'gRPC' : prober.toUpperCase()}`;
  if (prober === 'http') {
    if (isUrlLike(target)) return validateUrl(prop, target);
    const url = `http://${target}`;
    return [
      {
        what: `'${prop}' is '${target}' without a scheme, and ${wanted}`,
        fix: `write a URL, such as '${URL.canParse(url) ? url : 'http://127.0.0.1/healthz'}'`,
      },
    ];
  }
  if (!isUrlLike(target)) return validateAddress(prop, target);
  const { hostname, port } = URL.canParse(target) ? new URL(target) : { hostname: '127.0.0.1', port: '' };
  return [
    {
      what: `'${prop}' is '${target}', a URL, and ${wanted}`,
      fix: `write '${hostname}:${port || 5432}' without scheme and path`,
    },
  ];
}
