import type { FluentdStep } from '../../config/fluentd/config';
import type { LogSelector, LogTarget } from '../../model/log-route';
import { DATASET_KEY } from '../outputs/log-output';
import { rubyDataset } from './fluentd-line-filters';

/** What becomes of the lines of a target: each gets its dataset and the tag that chunks are made by, or is dropped. */
export function routeSteps(
  id: string,
  target: LogTarget,
  { dataset, label, remove }: { readonly dataset: string; readonly label: string; readonly remove: string },
): FluentdStep[] {
  const value = rubyDataset(target, dataset);
  return [
    {
      filter: {
        $type: 'record_transformer',
        $id: `${id}-dataset`,
        $tag: '**',
        ...(value === dataset ? {} : { enable_ruby: true }),
        record: { [DATASET_KEY]: value },
        remove_keys: [remove],
      },
    },
    {
      // Chunks are made of what goes to one place: one for each container would be a request for each.
      match: {
        $type: 'rewrite_tag_filter',
        $id: `${id}-tag`,
        $tag: '**',
        // What matches no rule is dropped: lines without a dataset.
        rule: [{ key: DATASET_KEY, pattern: '/./', tag: `log.${dataset}`, label }],
      },
    },
  ];
}

/** The tags of a route. In `**` a name goes on over dots, which pods' may have. */
export function tagsOf({ namespaces, containers, pods }: LogSelector): string {
  const namespace = oneOf(namespaces);
  if (pods === undefined)
    return containers === undefined ? `kube.${namespace}.**` : `kube.${namespace}.${oneOf(containers)}.**`;
  return `kube.${namespace}.${oneOf(containers)}.*.${oneOf(pods.map((pod) => pod.replaceAll('*', '**')))}`;
}

function oneOf(names: readonly string[] | undefined): string {
  if (names === undefined || names.includes('*')) return '*';
  return names.length === 1 ? (names[0] as string) : `{${[...new Set(names)].join(',')}}`;
}
