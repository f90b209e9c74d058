import { isObject } from './is-object';
import { nearest } from './nearest';
import { type Problem, within } from './problem';
import { shown } from './shown';

/**
 * What a value must be: checked for those whom no compiler stops, who write JavaScript, read settings from a file or
 * pass on what may be undefined.
 */
export interface Kind<T> {
  /**
   * Returns the value if it fits, or else adds the problem and returns a stand-in, so that the other checks go on and
   * everything that is wrong is told at once.
   */
  readonly fit: (place: string, value: unknown, problems: Problem[]) => T;
  /** A right value as people write it, for messages. */
  readonly example: string;
  /** Another check says whether it must be given. @default - it may be left out */
  readonly required?: 'elsewhere';
}

/** A kind whose value must be given. */
export interface Needed<T> {
  readonly fit: Kind<T>['fit'];
  readonly example: string;
  readonly required: true | 'elsewhere';
}

/** The kind of each prop of T; a prop without one does not compile. */
export type Shape<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Kind<Exclude<T[K], undefined>> : Needed<T[K]>;
};

/** A kind whose values have to pass a test. `fix` says what to write instead of another, `example` what where none is. */
function kind<T>(
  isRight: (value: unknown) => boolean,
  { what, fix, example }: { readonly what: string; readonly fix: string; readonly example: string },
  standIn: T,
): Kind<T> {
  return {
    example,
    fit: (place, value, problems) => {
      if (isRight(value)) return value as T;
      problems.push(
        value === undefined
          ? { what: `'${place}' is not set`, fix: `set it, such as ${example}` }
          : { what: `'${place}' is ${shown(value)}, which is ${what}`, fix },
      );
      return standIn;
    },
  };
}

/** A kind of plain values, by an example that the other checks accept. */
const typed = <T>(type: string, what: string, noun: string, example: T): Kind<T> =>
  kind(
    (value) => typeof value === type,
    { what, fix: `use ${noun} such as ${shown(example)}`, example: shown(example) },
    example,
  );

/** A text, by an example that the other checks accept. */
export const text = (example: string): Kind<string> => typed('string', 'no text', 'a text', example);

/** A number, by an example that the other checks accept. */
export const number = (example: number): Kind<number> => typed('number', 'no number', 'a number', example);

/** Yes or no. */
export const flag = (): Kind<boolean> =>
  kind(
    (value) => typeof value === 'boolean',
    { what: 'neither true nor false', fix: 'use true or false', example: 'true' },
    false,
  );

/** One value of an enum. */
export function choice<T extends string>(values: Readonly<Record<string, T>>): Kind<T> {
  const known = Object.values(values);
  const allowed = known.map((value) => `'${value}'`).join(', ');
  const [first] = known as [T, ...T[]];
  return kind(
    (value) => known.includes(value as T),
    { what: 'unknown', fix: `use one of ${allowed}`, example: `'${first}'` },
    first,
  );
}

/** An object that is known by a method or several; its misfit is taken for left out. */
export const having = <T>(methods: string | readonly string[], noun: string, example: string): Kind<T> =>
  kind(
    (value) =>
      [methods]
        .flat()
        .every((name) => typeof (value as Record<string, unknown> | undefined | null)?.[name] === 'function'),
    { what: `no ${noun}`, fix: `give one, such as ${example}`, example },
    undefined as unknown as T,
  );

/** Anything; what is wrong with it, another check says. */
export const checkedElsewhere = <T>(example = "'value'"): Kind<T> & Needed<T> & { readonly required: 'elsewhere' } => ({
  fit: (_, value) => value as T,
  example,
  required: 'elsewhere',
});

/** A prop that must be given. */
export const needed = <T>({ fit, example }: Kind<T>): Needed<T> => ({ fit, example, required: true });

/** A list of one kind. */
export const listOf = <T>(of: Kind<T>): Kind<readonly T[]> => ({
  example: `[${of.example}]`,
  fit: (place, value, problems) => {
    if (!Array.isArray(value)) {
      problems.push(misfit('list', place, value, `[${of.example}]`));
      return [of.fit(place, undefined, [])];
    }
    // `Array.from` sees the holes of an array, which `map` skips.
    return same(
      value,
      Array.from(value, (entry, i) => of.fit(`${place}[${i}]`, entry, problems)),
    );
  },
});

/** Values of one kind by names that are not known beforehand. */
export const mapOf = <T>(of: Kind<T>): Kind<Readonly<Record<string, T>>> => ({
  example: `{ name: ${of.example} }`,
  fit: (place, value, problems) => {
    if (!isObject(value)) {
      problems.push(misfit('map', place, value, `{ name: ${of.example} }`));
      return {};
    }
    const entries = Object.entries(value).map(([name, each]) => [name, of.fit(`${place}.${name}`, each, problems)]);
    return same(value, Object.fromEntries(entries));
  },
});

/**
 * Data of which all settings are known: others are refused. With `confidential` no message repeats what was given in its
 * place, which may be a credential.
 */
export const struct = <T extends object>(shape: Shape<T>, { confidential = false } = {}): Kind<T> => ({
  example: exampleOf(shape),
  fit: (place, value, problems) => {
    if (isObject(value)) {
      problems.push(...unknownSettings(place, value, shape));
      return fitAll(place, value, shape, problems);
    }
    const { what, fix } = misfit('object', place, value, exampleOf(shape));
    problems.push({ what: confidential && value !== undefined ? `'${place}' is no object` : what, fix });
    return standIn(shape);
  },
});

/** What must be given, or else the first of what may be, by the examples. */
function standIn<T extends object>(shape: Shape<T>): T {
  const must = fitAll('', {}, shape, []);
  const [[name, of] = ['', checkedElsewhere()]] = settingsOf(shape);
  return Object.values(must).some((value) => value !== undefined) ? must : ({ [name]: of.fit('', undefined, []) } as T);
}

const settingsOf = (shape: object) => Object.entries(shape) as [string, Needed<unknown> | Kind<unknown>][];

function unknownSettings(place: string, value: object, shape: object): Problem[] {
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(shape, name));
  return unknown.map((name) => {
    const meant = nearest(name, Object.keys(shape));
    const all = Object.keys(shape).map((each) => `'${each}'`);
    return {
      what: `'${inside(place, name)}' is no setting`,
      fix: meant === undefined ? `use one of ${all.join(', ')}` : `write '${meant}'`,
    };
  });
}

/** The same as people write it. */
function exampleOf(shape: object): string {
  const settings = settingsOf(shape);
  const must = settings.filter(([, { required }]) => required === true);
  const some = must.length > 0 ? must : settings.slice(0, 1);
  return `{ ${some.map(([name, { example }]) => `${name}: ${example}`).join(', ')} }`;
}

/** Data that holds data of its own kind. */
export const lazily = <T>(example: string, of: () => Kind<T>): Kind<T> => ({
  example,
  fit: (place, value, problems) => of().fit(place, value, problems),
});

/**
 * All that is wrong with a whole argument that is data, such as a scrape job: with its shape, and what `check` finds
 * then in its values.
 *
 * @param noun what it is, such as `scrape job`; its messages begin with that and its name
 */
export function dataProblems<T extends object>(
  value: T,
  shape: Shape<T>,
  noun: string,
  check: (fit: T) => readonly Problem[],
): Problem[] {
  if (!isObject(value)) {
    return [{ what: `a ${noun} is ${shown(value)}, which is no object`, fix: `give one such as ${exampleOf(shape)}` }];
  }
  const problems = unknownSettings('', value, shape);
  const fit = fitAll('', value, shape, problems);
  const { name } = value as { readonly name?: unknown };
  return [...within(typeof name === 'string' ? `${noun} '${name}'` : `a ${noun}`, problems), ...check(fit)];
}

/**
 * The check for the props of a construct. Props of an unknown name are let pass, because who extends a construct extends
 * its props; one that looks like a slip of the pen is refused.
 */
export function fitProps<T extends object>(props: T, shape: Shape<T>): { fit: T; problems: Problem[] } {
  const problems: Problem[] = [];
  if (!isObject(props)) {
    problems.push({ what: `the props are ${shown(props)}, which is no object`, fix: 'give an object of props' });
    return { fit: fitAll('', {}, shape, []), problems };
  }
  for (const name of Object.keys(props).filter((each) => !Object.hasOwn(shape, each))) {
    const meant = nearest(
      name,
      Object.keys(shape).filter((each) => !Object.hasOwn(props, each)),
    );
    if (meant !== undefined) problems.push({ what: `'${name}' is no prop`, fix: `write '${meant}'` });
  }
  return { fit: fitAll('', props, shape, problems), problems };
}

function fitAll<T extends object>(place: string, given: object, shape: Shape<T>, problems: Problem[]): T {
  const values = { ...given } as Record<string, unknown>;
  for (const [name, of] of settingsOf(shape)) {
    const value = values[name];
    if (value === undefined && of.required !== true) continue;
    values[name] = of.fit(inside(place, name), value, problems);
  }
  return same(given, values) as T;
}

const inside = (place: string, name: string) => (place === '' ? name : `${place}.${name}`);

const misfit = (noun: string, place: string, value: unknown, example: string): Problem =>
  value === undefined
    ? { what: `'${place}' is not set`, fix: `set it, such as ${example}` }
    : { what: `'${place}' is ${shown(value)}, which is no ${noun}`, fix: `give one such as ${example}` };

/** The value itself where nothing was replaced: what is right stays the very object that was given. */
function same<T extends object>(given: object, fitted: T): T {
  const values = Object.entries(fitted);
  const kept =
    Object.keys(given).length === values.length &&
    values.every(([name, value]) => Object.is((given as Record<string, unknown>)[name], value));
  return kept ? (given as T) : fitted;
}
