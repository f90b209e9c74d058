import type { LogSelector } from '../../model/log-route';
import type { NamePattern } from '../name-pattern';

/** Where the kubelet has the logs of all containers, with a folder for each pod and in it one for each container. */
export const POD_LOGS = '/var/log/pods';

/**
 * The tags of container logs: `kube.<namespace>.<container>.<pod's uid>.<pod>`. Names of namespaces and containers
 * hold no dots; those of pods may, so that they come last.
 */
export const CONTAINER_TAG = {
  prefix: 'kube.',
  tag: 'kube.<namespace>.<container>.<uid>.<pod>',
  /** Reads the parts from the path of the file, which ends with a time once it is rotated. Static pods may name their uid. */
  regex: `^${POD_LOGS}/(?<namespace>[^_./]+)_(?<pod>[^_/]+)_(?<uid>[^_./]+)/(?<container>[^./]+)/[0-9]+\\.log(?:\\.[-0-9]+)?$`,
  /** Reads them from the tag without its prefix, under the names that the filter `kubernetes` knows. */
  metadata: '^(?<namespace_name>[^.]+)\\.(?<container_name>[^.]+)\\.[^.]+\\.(?<pod_name>.+)$',
};

/** A choice of tags: for options `match` (where one will do) or `match_regex`. */
export interface TagChoice {
  readonly match?: string;
  readonly match_regex?: string;
}

/** The tags of a route as a regular expression without anchors. */
export function tagRegex({ namespaces, containers, pods }: LogSelector): string {
  const rest =
    containers === undefined && pods === undefined
      ? '.*'
      : `${oneOf(containers, '[^.]*')}\\.[^.]+\\.${oneOf(pods, '.*')}`;
  return `kube\\.${oneOf(namespaces, '[^.]*')}\\.${rest}`;
}

/** The tags of a route; those of one namespace, and of one container there, need no regular expression. */
export function tagChoice(selector: LogSelector): TagChoice {
  const { namespaces, containers, pods } = selector;
  if (namespaces?.length === 1 && pods === undefined && (containers?.length ?? 1) === 1) {
    const [namespace = ''] = namespaces;
    const [container] = containers ?? [];
    // In `match` a `*` stands for dots as well: it may only come last.
    if (!namespace.includes('*') && !container?.includes('*')) {
      return { match: container === undefined ? `kube.${namespace}.*` : `kube.${namespace}.${container}.*` };
    }
  }
  return { match_regex: `^${tagRegex(selector)}$` };
}

/** One of the names; `any` in place of a `*`. */
function oneOf(names: readonly NamePattern[] | undefined, any: string): string {
  if (names === undefined || names.includes('*')) return any === '.*' ? any : any.replace('*', '+');
  const written = [...new Set(names)].map((name) => name.replaceAll('.', '\\.').replaceAll('*', any));
  return written.length === 1 ? (written[0] as string) : `(?:${written.join('|')})`;
}
