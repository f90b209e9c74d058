import { isObject } from '../../model/is-object';
import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { PROCESSORS } from './processor-options';
import { readPlugins, type Section } from './section-problems';

interface Processors {
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
}

const FIX = "give one such as { logs: [{ name: 'multiline', … }] }";

/** Checks the processors of inputs; what is no processor is told, and left out of the answer. */
export function readProcessors(inputs: readonly Section[]): Processors {
  const read = inputs.map(({ place, given }) => {
    const { sections, problems } = readOf(given.processors);
    return {
      sections: sections.map((each) => ({ ...each, place: `${place}: ${each.place}` })),
      problems: within(place, problems),
    };
  });
  return { sections: read.flatMap(({ sections }) => sections), problems: read.flatMap(({ problems }) => problems) };
}

function readOf(given: unknown): Processors {
  if (given === undefined) return { sections: [], problems: [] };
  if (!isObject(given)) {
    return { sections: [], problems: [{ what: `'processors' is ${shown(given)}, which is no object`, fix: FIX }] };
  }
  const { logs, ...others } = given as Readonly<Record<string, unknown>>;
  const { sections, problems } = readPlugins('processors.logs', logs, PROCESSORS, 'processor');
  const unknown = Object.keys(others).map((key) => ({ what: `'processors.${key}' is unknown here`, fix: FIX }));
  return { sections, problems: [...unknown, ...problems] };
}
