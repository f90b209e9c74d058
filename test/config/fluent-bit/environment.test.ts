import { environmentNames, environmentProblems, isReference } from '../../../lib/config/fluent-bit/environment';

test.each([
  ['no variable', []],
  ['${NODE_NAME}', ['NODE_NAME']],
  ['a ${A} b ${B_1} c ${A}', ['A', 'B_1']],
  ['${A:-b}', []],
  ['$A ${1} $TAG', []],
])('%s refers to %j', (text, names) => {
  expect(environmentNames({ inputs: [{ record: [text] }], nothing: null, flush: 1 })).toEqual(names);
});

test.each([
  ['${PASSWORD}', true],
  ['${PASSWORD:-hunter2}', false],
  ['x${PASSWORD}', false],
  ['$PASSWORD', false],
])('%s as a whole comes from the environment: %s', (text, expected) => {
  expect(isReference(text)).toBe(expected);
});

test.each(['a}b', '$a $1', '{a}', '${A}}', '${A:-{b}', '${A}${B}', "$kubernetes['labels']"])(
  '%s is in order',
  (text) => {
    expect(environmentProblems('key', text)).toEqual([]);
  },
);

test.each(['${', '${}', '${a b}', '${A', 'x}${A}', '${A}}${B}', '${1}'])('%s is not', (text) => {
  expect(environmentProblems('key', text)).toHaveLength(1);
});
