import type { FluentBitInput } from '../../config/fluent-bit/config';
import { groupNames } from '../language/onigmo-tree';
import type { ProofContext } from './proof-context';

const LINE = ['log', 'stream', 'time', 'logtag', '_p'];

/** The fields of an input's records before any filter has seen them; undefined where they are not known. */
export function rawFields(context: ProofContext, input: FluentBitInput): readonly string[] | undefined {
  if (input.name !== 'tail') return undefined;
  const own = [input.key ?? 'log', input.path_key, input.offset_key].filter((field) => field !== undefined);
  const parser = context.config.parsers?.find(({ name }) => name === input.parser);
  if (input.parser !== undefined && parser?.regex === undefined) return undefined;
  return [...own, ...LINE, ...(parser?.regex === undefined ? [] : groupNames(context.regex(parser.regex).tree))];
}
