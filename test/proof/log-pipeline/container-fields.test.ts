import type { FluentBitInput } from '../../../lib/config/fluent-bit/config';
import type { Language } from '../../../lib/proof/language/languages';
import { areApart, containerFields } from '../../../lib/proof/log-pipeline/container-fields';
import { ProofContext } from '../../../lib/proof/log-pipeline/proof-context';
import { tagsByRegex } from '../../../lib/proof/log-pipeline/tag-regex';
import { tailPaths } from '../../../lib/proof/log-pipeline/tail-paths';
import { Random } from '../../config/alertmanager/random';
import { containers, whole } from './pipelines';

const FOLDER = '/var/log/containers/';
const TAG = 'kube.<namespace>.<container>.<id>.<pod>';
const FIELDS = '(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$';
/** The same twice, of which the second is not known to be of fields. */
const REGEX = `^${FOLDER}${FIELDS}`;
const SAME = `^${FOLDER.replace('log', '(?:log|log)')}${FIELDS}`;

const tail = (path: readonly string[], excluded: readonly string[] = []): FluentBitInput<'tail'> => ({
  ...containers,
  path,
  exclude_path: excluded,
});

/** A pattern of files of containers, mostly of single fields. */
function pattern(random: Random): string {
  const field = (...more: string[]) =>
    random.chance(50) ? '*' : random.pick(['a', 'a*', '*a', 'a-*', 'a.b*', 'a*b', ...more]);
  if (random.chance(10)) return `${FOLDER}${random.pick(['*', '*.log', 'a*.log', '*a*', '*_a*', '*.txt'])}`;
  if (random.chance(50)) return `${FOLDER}${field()}_${field()}_*.log`;
  const rest = random.pick(['-*.log', '-*.log', '*.log', '*', '-*', '.log', '-x*', '-a*.log']);
  return `${FOLDER}${field()}_${field()}_${field('a-*-b')}${rest}`;
}

function sameness(context: ProofContext, a: Language, b: Language): boolean {
  const { languages, examples } = context;
  return examples.areDisjoint(a, languages.not(b)) && examples.areDisjoint(b, languages.not(a));
}

describe('files of containers, taken field by field,', () => {
  it('are those of their whole names, and get the same tags', () => {
    const random = new Random(17);
    let known = 0;
    for (let i = 0; i < 120; i++) {
      const context = new ProofContext(whole);
      const { languages } = context;
      const path = random.chance(50) ? [`${FOLDER}*.log`] : random.list(1 + random.int(2), () => pattern(random));
      const input = tail(
        path,
        random.list(random.int(2), () => pattern(random)),
      );
      const boxes = containerFields(context, input);
      if (boxes === undefined) continue;
      known += 1;
      const between = [FOLDER, '_', '_', '-'].map((text) => languages.text(text));
      const names = boxes.map((box) =>
        languages.concat([
          ...box.flatMap((field, at) => [between[at] ?? languages.none, field]),
          languages.text('.log'),
        ]),
      );
      const paths = tailPaths(context, input);
      expect([input, sameness(context, languages.or(names), paths)]).toEqual([input, true]);
      if (boxes.length === 0 || i % 8 > 0) continue;
      const [fast, slow] = [REGEX, SAME].map((regex) => tagsByRegex(context, TAG, regex, input));
      expect([fast?.problems, slow?.problems]).toEqual([[], []]);
      expect([input, fast && slow && sameness(context, fast.tags, slow.tags)]).toEqual([input, true]);
    }
    expect(known).toBeGreaterThan(40);
  });

  it('are apart where no whole name is in both', () => {
    const random = new Random(19);
    let [apart, meeting] = [0, 0];
    for (let i = 0; i < 150; i++) {
      const context = new ProofContext(whole);
      const [one, other] = [pattern(random), pattern(random)];
      const inputs = [tail([one], random.chance(50) ? [other] : []), tail([other])];
      const [a, b] = inputs.map((input) => containerFields(context, input));
      const [x, y] = inputs.map((input) => tailPaths(context, input));
      if (!a?.length || !b?.length || !x || !y) continue;
      const areDisjoint = context.examples.areDisjoint(x, y);
      expect([inputs, areApart(context, [a, b])]).toEqual([inputs, areDisjoint]);
      if (areDisjoint) apart += 1;
      else meeting += 1;
    }
    expect(Math.min(apart, meeting)).toBeGreaterThan(5);
  });

  it.each([
    ['a group may match more than its field', FIELDS.replace('(?<pod>[^_]+)', '(?<pod>.+)')],
    ['a group matches less than its field', FIELDS.replace('(?<pod>[^_]+)', '(?<pod>[^_.]+)')],
    ['a group is there twice', FIELDS.replace('(?<pod>', '(?<namespace>')],
    ['a field has no group', FIELDS.replace('(?<pod>[^_]+)', '[^_]+')],
  ])('are not told by an expression where %s', (_, fields) => {
    const context = new ProofContext(whole);
    const input = tail([`${FOLDER}*.log`], [`${FOLDER}a*_a_*.log`]);
    const [fast, slow] = [FOLDER, FOLDER.replace('log', '(?:log|log)')].map((folder) =>
      tagsByRegex(context, TAG, `^${folder}${fields}`, input),
    );
    const shown = (made: typeof fast) => made?.problems.map(({ what }) => what.replace('(?:log|log)', 'log'));
    expect(shown(fast)).toEqual(shown(slow));
    expect(fast && slow && sameness(context, fast.tags, slow.tags)).toBe(true);
  });
});
