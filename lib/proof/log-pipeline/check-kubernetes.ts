import type { FluentBitFilter, FluentBitInput } from '../../config/fluent-bit/config';
import { plainPath } from '../../model/plain-path';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { ANY } from '../language/char-set';
import { shownExample } from '../language/example';
import type { Language } from '../language/languages';
import { groupNames } from '../language/onigmo-tree';
import { after } from '../language/part-of';
import type { TaggedInput } from './input-tags';
import type { ProofContext } from './proof-context';
import type { Taker } from './takers';

type KubernetesFilter = FluentBitFilter<'kubernetes'>;

const PREFIX = 'kube.var.log.containers.';
/** What Fluent Bit reads names of files by where no parser is named. */
const FILE_NAME =
  '(?<pod_name>[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)_(?<namespace_name>[^_]+)_(?<container_name>.+)-(?<docker_id>[a-z0-9]{64})\\.log$';
const NEEDED = ['pod_name', 'namespace_name'];

/** Kubernetes filters that cannot tell, or tell wrongly, from the tag which pod a record is of. */
export function validateKubernetes(
  context: ProofContext,
  filters: readonly Taker<FluentBitFilter>[],
  inputs: readonly TaggedInput[],
): Problem[] {
  const { languages } = context;
  const all = languages.or(inputs.filter(({ input }) => input.name !== 'fluentbit_metrics').map(({ tags }) => tags));
  return filters.flatMap(({ plugin, place, tags }) =>
    plugin.name === 'kubernetes' && !plugin.use_journal
      ? within(place, [
          ...validateTags(context, plugin, languages.and([all, tags])),
          ...validateFolders(context, plugin, tags, inputs),
        ])
      : [],
  );
}

function validateTags(context: ProofContext, filter: KubernetesFilter, tags: Language): Problem[] {
  const { languages, examples } = context;
  const { kube_tag_prefix: prefix = PREFIX } = filter;
  const begun = languages.concat([languages.text(prefix), languages.chars(ANY), languages.all]);
  const other = examples.of(languages.and([tags, languages.not(begun)]));
  if (other !== undefined) {
    return [
      {
        what: `'kube_tag_prefix' is ${shown(prefix)}${filter.kube_tag_prefix === undefined ? ' by default' : ''}, and tag ${shownExample(other)} does not begin with it; Fluent Bit cuts off as many characters all the same`,
        fix: `use what all its tags begin with, such as ${shown(beginningOf(other))}, or narrow its match`,
      },
    ];
  }
  return validateRest(context, filter, after(languages, tags, languages.text(prefix)));
}

/**
 * A pod's name may have dots, so that Fluent Bit's own expression takes what is left of a folder for a part of it: the
 * prefix has to be all that is before the name of the file.
 */
function validateFolders(
  { languages, examples }: ProofContext,
  { kube_tag_prefix: prefix = PREFIX, regex_parser: parser }: KubernetesFilter,
  taken: Language,
  inputs: readonly TaggedInput[],
): Problem[] {
  if (parser !== undefined) return [];
  const others = inputs
    .filter(({ tags }) => examples.of(languages.and([tags, taken])) !== undefined)
    .flatMap(({ input, place }) => beginningsOf(input).map((beginning) => ({ place, beginning })))
    .filter(({ beginning }) => beginning !== prefix && beginning.startsWith(prefix));
  return others.slice(0, 1).map(({ place, beginning }) => ({
    what: `'kube_tag_prefix' is ${shown(prefix)}, and what is behind it in tags of ${place} begins with the folder '${beginning.slice(prefix.length)}', which becomes a part of the pod's name`,
    fix: `use ${shown(beginning)}`,
  }));
}

/** What is before the names of files in the tags of an input that makes them of paths. */
function beginningsOf(input: FluentBitInput): string[] {
  if (input.name !== 'tail' || input.tag_regex !== undefined || !input.tag?.includes('*')) return [];
  const before = input.tag.slice(0, input.tag.indexOf('*'));
  return input.path
    .map((path) => plainPath(path).replace(/[^/]*$/, ''))
    .filter((folder) => !/[*?[{$]/.test(folder))
    .map((folder) => before + folder.slice(1).replaceAll('/', '.'));
}

const beginningOf = (tag: string) => tag.replace(/(?<=\.).*$/s, '');

/** What is behind the prefix must be what the parser reads. */
function validateRest(context: ProofContext, { regex_parser: name }: KubernetesFilter, rest: Language): Problem[] {
  const { languages, examples, onigmo, config } = context;
  const parser = config.parsers?.find((each) => each.name === name);
  if (name !== undefined && parser?.regex === undefined) return [];
  const pattern = parser?.regex ?? FILE_NAME;
  const reader =
    name === undefined ? "Fluent Bit's own expression for names of files" : `'regex_parser' ${shown(name)}`;
  const { tree, unprovable } = context.regex(pattern);
  if (unprovable !== undefined) {
    return [
      {
        what: `the expression of ${reader} is ${shown(pattern)}, and no proof can follow ${unprovable}`,
        fix: "write it without, such as '^(?<namespace_name>[^.]+)\\.(?<container_name>[^.]+)\\.(?<docker_id>[^.]+)\\.(?<pod_name>.+)$'",
      },
    ];
  }
  const missing = NEEDED.filter((group) => !groupNames(tree).includes(group));
  if (missing.length > 0) {
    return [
      {
        what: `the expression of ${reader} has no group ${missing.map((group) => `'${group}'`).join(' and ')}`,
        fix: `name the groups ${NEEDED.map((group) => `'(?<${group}>…)'`).join(' and ')} in it`,
      },
    ];
  }
  const unread = examples.of(languages.and([rest, languages.not(onigmo.search(tree))]));
  if (unread === undefined) return [];
  return [
    {
      what: `${reader} does not match ${shownExample(unread)}, which is left of a tag behind 'kube_tag_prefix', and such records get no metadata`,
      fix: "name a 'regex_parser' that reads all its tags, mend 'kube_tag_prefix', or narrow its match",
    },
  ];
}
