import type { FluentBitInput } from '../../../lib/config/fluent-bit/config';
import { fluentBitInputs } from '../../../lib/logging/fluent-bit/fluent-bit-inputs';
import { CONTAINER_TAG } from '../../../lib/logging/lines/container-tags';
import type { Language } from '../../../lib/proof/language/languages';
import { areApart, containerFields, groupsByField } from '../../../lib/proof/log-pipeline/container-fields';
import { ProofContext } from '../../../lib/proof/log-pipeline/proof-context';
import { tagsByRegex } from '../../../lib/proof/log-pipeline/tag-regex';
import { tailPaths } from '../../../lib/proof/log-pipeline/tail-paths';
import { Random } from '../../config/alertmanager/random';
import { containers, whole } from './pipelines';

const FOLDER = '/var/log/containers/';
const PODS = '/var/log/pods/';
const TAG = 'kube.<namespace>.<container>.<id>.<pod>';
const FIELDS = '(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)-(?<id>[0-9a-f]{64})\\.log$';
const POD_FIELDS =
  '(?<namespace>[^_./]+)_(?<pod>[^_/]+)_(?<id>[-0-9a-f]+)/(?<container>[^./]+)/[0-9]+\\.log(?:\\.[0-9]{8}-[0-9]{6}(?:\\.gz|\\.tmp)?)?$';

/** The same twice, of which the second is not known to be of fields. */
const twice = (folder: string, fields: string) =>
  [folder, folder.replace('log', '(?:log|log)')].map((each) => `^${each}${fields}`);

const tail = (path: readonly string[], excluded: readonly string[] = []): FluentBitInput<'tail'> => ({
  ...containers,
  path,
  exclude_path: excluded,
});

/** A pattern of files of containers, mostly of single fields. */
function containerPattern(random: Random): string {
  const field = (...more: string[]) =>
    random.chance(50) ? '*' : random.pick(['a', 'a*', '*a', 'a-*', 'a.b*', 'a*b', ...more]);
  if (random.chance(10)) return `${FOLDER}${random.pick(['*', '*.log', 'a*.log', '*a*', '*_a*', '*.txt'])}`;
  if (random.chance(50)) return `${FOLDER}${field()}_${field()}_*.log`;
  const rest = random.pick(['-*.log', '-*.log', '*.log', '*', '-*', '.log', '-x*', '-a*.log']);
  return `${FOLDER}${field()}_${field()}_${field('a-*-b')}${rest}`;
}

/** A pattern of files in the folders of pods, mostly of single fields. */
function podPattern(random: Random, excludes: boolean): string {
  const field = (...more: string[]) =>
    random.chance(50) ? '*' : random.pick(['a', 'a*', '*a', 'a-*', 'a*b', ...more]);
  const file = () =>
    random.chance(50)
      ? '*.log'
      : random.pick(['*', '0.log', '*.log.*', '1*', '*.gz', '*.log.2*-*', '*.*.*', '.*', '*_*']);
  if (excludes && random.chance(30))
    return random.pick(['*', '*.gz', '*.tmp', '*0.log', '*0', '*.log', '*x', '*a*', '*a/*', 'a*']);
  if (random.chance(10))
    return `${PODS}${random.pick(['*', '*/*', '*/*/*/*', 'a*/*/*.log', '*_*/*/*', '*/*_*/*', '//*'])}`;
  const folder = random.chance(30) ? '*' : `${field()}_${field('a.b*', '*.*')}_${field('0*', '*-*', 'f-*')}`;
  return `${PODS}${folder}/${field('*_*')}/${file()}`;
}

const layouts = [
  {
    folder: FOLDER,
    most: `${FOLDER}*.log`,
    fields: FIELDS,
    between: ['_', '_', '-', '.log'],
    pattern: containerPattern,
  },
  {
    folder: PODS,
    most: `${PODS}*/*/*.log`,
    fields: POD_FIELDS,
    between: ['_', '_', '/', '/', ''],
    pattern: podPattern,
  },
];

function sameness(context: ProofContext, a: Language, b: Language): boolean {
  const { languages, examples } = context;
  return examples.areDisjoint(a, languages.not(b)) && examples.areDisjoint(b, languages.not(a));
}

describe.each(layouts)(
  'files of containers in $folder, taken field by field,',
  ({ folder, most, fields, between, pattern }) => {
    it('are those of their whole names, and get the same tags', () => {
      const random = new Random(17);
      let [known, tagged] = [0, 0];
      for (let i = 0; i < 120; i++) {
        const context = new ProofContext(whole);
        const { languages } = context;
        const path = random.chance(50) ? [most] : random.list(1 + random.int(2), () => pattern(random, false));
        const input = tail(
          path,
          random.list(random.int(2), () => pattern(random, true)),
        );
        const files = containerFields(context, input);
        if (files === undefined) continue;
        known += 1;
        const texts = [folder, ...between].map((text) => languages.text(text));
        const names = files.boxes.map((box) =>
          languages.concat([
            ...box.flatMap((field, at) => [texts[at] ?? languages.none, field]),
            texts.at(-1) as Language,
          ]),
        );
        const paths = tailPaths(context, input);
        expect([input, sameness(context, languages.or(names), paths)]).toEqual([input, true]);
        if (files.boxes.length === 0 || i % 8 > 0) continue;
        const [fast, slow] = twice(folder, fields).map((regex) => tagsByRegex(context, TAG, regex, input));
        expect([fast?.problems, slow?.problems]).toEqual([[], []]);
        expect([input, fast && slow && sameness(context, fast.tags, slow.tags)]).toEqual([input, true]);
        tagged += 1;
      }
      expect(known).toBeGreaterThan(40);
      expect(tagged).toBeGreaterThan(3);
    });

    it('are apart where no whole name is in both', () => {
      const random = new Random(19);
      let [apart, meeting] = [0, 0];
      for (let i = 0; i < 150; i++) {
        const context = new ProofContext(whole);
        const [one, other] = [pattern(random, false), pattern(random, false)];
        const inputs = [tail([one], random.chance(50) ? [other] : []), tail([other])];
        const [a, b] = inputs.map((input) => containerFields(context, input));
        const [x, y] = inputs.map((input) => tailPaths(context, input));
        if (!a?.boxes.length || !b?.boxes.length || !x || !y) continue;
        const areDisjoint = context.examples.areDisjoint(x, y);
        expect([inputs, areApart(context, [a, b])]).toEqual([inputs, areDisjoint]);
        if (areDisjoint) apart += 1;
        else meeting += 1;
      }
      expect(Math.min(apart, meeting)).toBeGreaterThan(5);
    });
  },
);

describe('files of containers', () => {
  it('are told field by field as the agent reads them', () => {
    const context = new ProofContext(whole);
    const regex = context.regex(CONTAINER_TAG.regex).tree;
    const tails = fluentBitInputs({
      name: 'fluent-bit',
      namespace: 'node-agents',
      withOwnLog: true,
      stackTraces: [],
      nodeUnits: [],
      statePath: '',
    }).map((input) => containerFields(context, input as FluentBitInput<'tail'>));
    const known = tails.filter((files) => files !== undefined);
    expect(known).toHaveLength(2);
    expect(areApart(context, known)).toBe(true);
    for (const files of known) {
      const groups = groupsByField(context, regex, files);
      expect([...(groups?.keys() ?? [])]).toEqual(['namespace', 'pod', 'uid', 'container']);
    }
  });

  it('are apart in different folders', () => {
    const context = new ProofContext(whole);
    const known = layouts.flatMap(({ most }) => containerFields(context, tail([most])) ?? []);
    expect([known.length, areApart(context, known)]).toEqual([2, true]);
    expect(containerFields(context, tail(layouts.map(({ most }) => most)))).toBeUndefined();
  });

  it.each([
    ['a group may match more than its field', FOLDER, FIELDS.replace('(?<pod>[^_]+)', '(?<pod>.+)')],
    ['a group matches less than its field', FOLDER, FIELDS.replace('(?<pod>[^_]+)', '(?<pod>[^_.]+)')],
    ['a group is there twice', FOLDER, FIELDS.replace('(?<pod>', '(?<namespace>')],
    ['a field has no group', FOLDER, FIELDS.replace('(?<pod>[^_]+)', '[^_]+')],
    ['a group may match more than its field', PODS, POD_FIELDS.replace('(?<container>[^./]+)', '(?<container>.+)')],
    ['a group matches less than its field', PODS, POD_FIELDS.replace('(?<pod>[^_/]+)', '(?<pod>[^_./]+)')],
    ['a group is within the last field', PODS, POD_FIELDS.replace('[0-9]+', '(?<namespace>[0-9]+)')],
    ['a rotated file is not matched', PODS, POD_FIELDS.replace(/\(\?:.*/, '$')],
    ['a field has no group', PODS, POD_FIELDS.replace('(?<pod>[^_/]+)', '[^_/]+')],
  ])('are not told by an expression where %s (%s)', (_, folder, fields) => {
    const context = new ProofContext(whole);
    const [most, excluded] = folder === FOLDER ? ['*.log', 'a*_a_*.log'] : ['*/*/*', 'a_a*_*/*/*'];
    const input = tail([`${folder}${most}`], [`${folder}${excluded}`]);
    const [regex = ''] = twice(folder, fields);
    const files = containerFields(context, input);
    expect(files && groupsByField(context, context.regex(regex).tree, files)).toBeUndefined();
    const [fast, slow] = twice(folder, fields).map((each) => tagsByRegex(context, TAG, each, input));
    const shown = (made: typeof fast) => made?.problems.map(({ what }) => what.replace('(?:log|log)', 'log'));
    expect(shown(fast)).toEqual(shown(slow));
    expect(fast && slow && sameness(context, fast.tags, slow.tags)).toBe(true);
  });
});
