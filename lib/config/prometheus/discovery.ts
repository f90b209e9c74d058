import type { Relabeling } from '../../model/relabeling';

/** What a kind of targets brings to its scrape config. */
export interface Discovery {
  /** `kubernetes_sd_configs` or `static_configs`. */
  readonly discovery: object;
  /** Steps from what discovery found to the targets. */
  readonly steps: readonly Relabeling[];
  /** The HTTP path, where the kind has one of its own. */
  readonly path?: string;
  /** URL parameters that the kind needs. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
  /** The labels that tell the job's targets apart, for shards. @default - `__address__` */
  readonly identity?: readonly string[];
}

/** Roles of Prometheus' discovery in Kubernetes, and of the selectors inside them. */
export type Role = 'pod' | 'service' | 'endpointslice' | 'node';

/** Which objects the API server shall send at all. */
export interface Selector {
  readonly role: Role;
  readonly labels?: Readonly<Record<string, string>>;
  readonly fields?: Readonly<Record<string, string>>;
}

/** One `kubernetes_sd_configs`, filtered by the API server so that Prometheus holds only what it needs. */
export function kubernetesDiscovery(
  role: Role,
  options: { readonly namespaces?: readonly string[]; readonly selectors?: readonly Selector[] },
): object {
  const selectors = (options.selectors ?? []).flatMap(({ role: of, labels, fields }) => {
    const [label, field] = [selectorText(labels), selectorText(fields)];
    return label === undefined && field === undefined ? [] : [{ role: of, label, field }];
  });
  return {
    kubernetes_sd_configs: [
      {
        role,
        namespaces: options.namespaces && { names: options.namespaces },
        selectors: selectors.length > 0 ? selectors : undefined,
      },
    ],
  };
}

function selectorText(wanted: Readonly<Record<string, string>> = {}): string | undefined {
  const pairs = Object.entries(wanted).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? pairs.join(',') : undefined;
}
