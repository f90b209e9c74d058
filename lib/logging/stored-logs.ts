import type { LogTarget } from '../model/log-route';
import type { Problem } from '../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import type { LogDataStream, LogIndex } from './bootstrap/log-store';
import { DEFAULT_REJECTED } from './bootstrap/log-store';
import type { LogDataView } from './bootstrap/saved-objects';
import type { ResolvedRoutes } from './log-targets';
import type { LogOutput } from './outputs/log-output';
import { IndexNaming } from './outputs/search-options';

/** What a search engine has to be set up with for the lines that an agent sends there. */
export interface StoredLogs {
  readonly indices: readonly LogIndex[];
  readonly dataStreams: readonly LogDataStream[];
  readonly dataViews: readonly LogDataView[];
  readonly problems: readonly Problem[];
}

export interface StoredLogsOptions {
  readonly naming: IndexNaming;
  readonly retention: string;
  readonly search: Pick<ISearchEndpoint, 'engine' | 'rejectedPrefix'>;
}

/** A dataset or an index, as one of the targets wants it kept. */
interface Stored {
  readonly index?: string;
  readonly dataset?: string;
  readonly retention?: string;
}

/**
 * Derives the indices, data streams and data views of one output from where all lines go, those that no route takes first.
 * `retention` is that of targets that say none.
 */
export function storedLogs(
  { routes, rest }: ResolvedRoutes<LogOutput>,
  output: LogOutput,
  { naming, retention, search }: StoredLogsOptions,
): StoredLogs {
  const stored = new Map<string, Stored>();
  const problems: Problem[] = [];
  for (const { target, output: chosen } of [rest, ...routes]) {
    if (chosen !== output) continue;
    const wanted = storedOf(target, retention);
    const name = wanted.index ?? wanted.dataset ?? '';
    const known = stored.get(name);
    if (known === undefined) stored.set(name, wanted);
    else problems.push(...contradiction(name, known, wanted));
  }
  const all = [...stored.values()];
  const datasets = all.filter(({ index }) => index === undefined);
  const streams = naming === IndexNaming.DATA_STREAM;
  return {
    indices: [
      ...(streams ? [] : datasets.map((each) => ({ prefix: each.dataset ?? '', retention: each.retention }))),
      ...all.flatMap(({ index }) => (index === undefined ? [] : [{ prefix: index, dated: false }])),
    ],
    dataStreams: streams
      ? datasets.map((each) => ({ pattern: `logs-${each.dataset}-default`, retention: each.retention }))
      : [],
    dataViews: [
      ...all.map(({ index, dataset }, i) => ({
        title: index ?? (streams ? `logs-${dataset}-default` : `${dataset}-*`),
        name: i === 0 ? 'Logs' : (index ?? dataset),
      })),
      {
        title: `${search.rejectedPrefix ?? DEFAULT_REJECTED}-*`,
        name: 'Rejected log lines',
        timeField: 'rejected.at',
      },
      ...(streams && search.engine === SearchEngine.ELASTICSEARCH
        ? [{ title: 'logs-*-default::failures', name: 'Log lines in failure stores' }]
        : []),
    ],
    problems,
  };
}

const storedOf = ({ index, dataset, retention }: LogTarget, otherwise: string): Stored =>
  index === undefined ? { dataset, retention: retention ?? otherwise } : { index };

/** Retentions that differ, the check of the routes tells of. */
function contradiction(name: string, a: Stored, b: Stored): Problem[] {
  if ((a.index === undefined) === (b.index === undefined)) return [];
  return [
    {
      what: `'${name}' is a dataset of one route and an index of another`,
      fix: "give it to both as 'dataset' or as 'index'",
    },
  ];
}
