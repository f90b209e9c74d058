import type { Problem } from '../../lib/model/problem';
import {
  checkedElsewhere,
  choice,
  dataProblems,
  fitProps,
  flag,
  having,
  listOf,
  mapOf,
  needed,
  number,
  type Shape,
  struct,
  text,
} from '../../lib/model/shape';

enum Color {
  RED = 'red',
  BLUE = 'blue',
}
interface Door {
  readonly width: number;
  readonly color?: Color;
}
interface House {
  readonly name: string;
  readonly doors?: readonly Door[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly lit?: boolean;
  readonly key?: { readonly name: string };
  readonly owner?: { speak(): void };
  readonly safe?: { readonly code?: string };
}

const DOOR: Shape<Door> = { width: needed(number(80)), color: choice(Color) };
const HOUSE: Shape<House> = {
  name: needed(text('villa')),
  doors: listOf(struct(DOOR)),
  labels: mapOf(text('old')),
  lit: flag(),
  key: checkedElsewhere(),
  owner: having('speak', 'person', 'new Person()'),
  safe: struct<{ readonly code?: string }>({ code: text('1234') }, { confidential: true }),
};

const told = (problems: readonly Problem[]) => problems.map(({ what, fix }) => `${what}; ${fix}`);
const problemsOf = (props: unknown) => told(fitProps(props as House, HOUSE).problems);

describe('the shape of props', () => {
  it('lets pass what is right, as the very object that was given', () => {
    const owner = { speak: () => undefined };
    const house: House = { name: 'a', doors: [{ width: 1, color: Color.RED }], labels: {}, lit: false, owner };
    expect(fitProps(house, HOUSE)).toEqual({ fit: house, problems: [] });
    expect(fitProps(house, HOUSE).fit).toBe(house);
  });

  it('lets pass props that are left out, by undefined too, and those of whoever extends a construct', () => {
    expect(problemsOf({ name: 'a', doors: undefined, chimney: 1 })).toEqual([]);
  });

  it('tells everything that does not fit, by its place, with a right value', () => {
    const house = {
      doors: [{ width: '80' }, null, { color: 'green', size: 1 }],
      labels: { age: 7 },
      lit: 'yes',
      owner: 'me',
      lits: 1,
    };
    expect(problemsOf(house)).toEqual([
      "'name' is not set; set it, such as 'villa'",
      "'doors[0].width' is '80', which is no number; use a number such as 80",
      "'doors[1]' is null, which is no object; give one such as { width: 80 }",
      "'doors[2].size' is no setting; use one of 'width', 'color'",
      "'doors[2].width' is not set; set it, such as 80",
      "'doors[2].color' is 'green', which is unknown; use one of 'red', 'blue'",
      "'labels.age' is 7, which is no text; use a text such as 'old'",
      "'lit' is 'yes', which is neither true nor false; use true or false",
      "'owner' is 'me', which is no person; give one, such as new Person()",
    ]);
  });

  it('suggests the prop that was meant', () => {
    expect(problemsOf({ name: 'a', dors: [] })).toEqual(["'dors' is no prop; write 'doors'"]);
  });

  it('puts examples in the place of misfits, so that other checks go on', () => {
    const { fit } = fitProps({ name: 5, doors: 'one', labels: [], lit: 1, owner: {} } as unknown as House, HOUSE);
    expect(fit).toEqual({ name: 'villa', doors: [{ width: 80 }], labels: {}, lit: false, owner: undefined });
  });

  it('repeats nothing of what may be a credential', () => {
    expect(problemsOf({ name: 'a', safe: 'hunter2', key: 'hunter2' })).toEqual([
      "'safe' is no object; give one such as { code: '1234' }",
    ]);
  });

  it.each([[undefined], [null], ['villa']])('refuses %p in place of props', (props) => {
    expect(problemsOf(props)).toHaveLength(1);
  });

  it('sees the holes of a list', () => {
    const doors = [{ width: 1 }];
    doors[2] = { width: 2 };
    expect(problemsOf({ name: 'a', doors })).toEqual(["'doors[1]' is not set; set it, such as { width: 80 }"]);
  });
});

describe('a whole argument', () => {
  const check = (house: unknown, found: readonly Problem[] = []) =>
    told(dataProblems(house as House, HOUSE, 'house', () => found));

  it('is named in its messages, and checked on by its values', () => {
    expect(check({ name: 'a', lit: 1, roof: 'flat' }, [{ what: 'more', fix: 'less' }])).toEqual([
      "house 'a': 'roof' is no setting; use one of 'name', 'doors', 'labels', 'lit', 'key', 'owner', 'safe'",
      "house 'a': 'lit' is 1, which is neither true nor false; use true or false",
      'more; less',
    ]);
    expect(check({})).toEqual(["a house: 'name' is not set; set it, such as 'villa'"]);
  });

  it('is not checked on if it is no object at all', () => {
    expect(check('villa', [{ what: 'more', fix: 'less' }])).toEqual([
      "a house is 'villa', which is no object; give one such as { name: 'villa' }",
    ]);
  });
});
