import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import type { LogStoreProps } from '../outputs/log-store';
import type { LoggingWriter } from './logging-stack-props';

/** A dataset or an index, and how it is kept. */
export interface StoredPlace extends LogStoreProps {
  readonly index?: string;
  readonly dataset?: string;
}

/** What it is known by: datasets and indices share their names. */
export const nameOf = ({ index, dataset }: Pick<StoredPlace, 'index' | 'dataset'>): string | undefined =>
  index ?? dataset;

/** A writer as messages name it. */
export const writerPlace = (i: number) => `writers[${i}]`;

/**
 * The places that targets and writers have lines kept in, each once. What one of them leaves out another one may say;
 * what nobody says is as `standard` has it.
 */
export function storedPlaces(
  targets: readonly LogTarget[],
  writers: readonly LoggingWriter[],
  standard: LogStoreProps,
): { readonly places: readonly StoredPlace[]; readonly problems: readonly Problem[] } {
  const places = new Map<string, StoredPlace>();
  const problems: Problem[] = [];
  const add = (name: string, wanted: StoredPlace, told: (known: StoredPlace) => readonly Problem[]) => {
    const known = places.get(name);
    if (known !== undefined) problems.push(...told(known));
    const { index: _, dataset: __, ...how } = withoutGaps(wanted);
    places.set(name, known === undefined ? withoutGaps(wanted) : { ...how, ...known });
  };
  for (const { index, dataset, retention, keepForever, shards, replicas } of targets) {
    const wanted =
      index === undefined ? { dataset, retention, keepForever, shards, replicas } : { index, shards, replicas };
    // Of what they say in different ways the check of the routes tells.
    add(nameOf(wanted) ?? '', wanted, (known) => twoKinds(known, wanted));
  }
  writers.forEach(({ dataset, index, retention, keepForever, shards, replicas }, i) => {
    const wanted = { dataset, index, retention, keepForever, shards, replicas };
    const name = nameOf(wanted);
    if (name !== undefined) {
      add(name, wanted, (known) => [...twoKinds(known, wanted), ...contradictions(writerPlace(i), known, wanted)]);
    }
  });
  const { shards, replicas } = standard;
  return {
    places: [...places.values()].map((place) => withoutGaps({ shards, replicas, ...aged(place, standard) })),
    problems,
  };
}

function aged(place: StoredPlace, { retention, keepForever }: LogStoreProps): StoredPlace {
  if (place.index !== undefined || place.keepForever || place.retention !== undefined) return place;
  return { ...place, ...(keepForever ? { keepForever } : { retention }) };
}

const withoutGaps = (place: StoredPlace): StoredPlace =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));

function twoKinds(a: StoredPlace, b: StoredPlace): Problem[] {
  if ((a.index === undefined) === (b.index === undefined)) return [];
  return [
    {
      what: `'${nameOf(a)}' is a dataset of one route or writer and an index of another`,
      fix: "give it to both as 'dataset' or as 'index'",
    },
  ];
}

/** What a writer says of a place that others have said something else of. */
function contradictions(where: string, known: StoredPlace, wanted: StoredPlace): Problem[] {
  const said = [
    ['retention', ageOf(wanted), ageOf(known)],
    ['shards', wanted.shards, known.shards],
    ['replicas', wanted.replicas, known.replicas],
  ] as const;
  return said.flatMap(([prop, mine, others]) => {
    if (mine === undefined || others === undefined || mine === others) return [];
    return [
      {
        what: `'${where}' has ${prop} ${mine} for '${nameOf(wanted)}', which a route or another writer has with ${others}`,
        fix: 'say the same in both, leave it out here, or give the writer a dataset of its own',
      },
    ];
  });
}

const ageOf = ({ keepForever, retention }: StoredPlace) => (keepForever ? 'for ever' : retention);
