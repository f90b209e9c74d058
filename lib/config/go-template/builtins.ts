import { BOOL, NUMBER, STRING, type TemplateFunction, type Type, UNKNOWN } from './types';

/** One of the arguments, whichever: known if they all have one type. */
const oneOf = (types: readonly Type[]): Type =>
  types.every((type) => type === types[0]) ? (types[0] ?? UNKNOWN) : UNKNOWN;

/** What `index x a b` yields: as many steps into `x` as there are indices. */
const indexed = ([of = UNKNOWN, ...indices]: readonly Type[]): Type =>
  indices.reduce((type, _) => (type.kind === 'string' ? NUMBER : (type.element ?? UNKNOWN)), of);

const many = Number.POSITIVE_INFINITY;

/** The functions that Go's text/template itself has. */
export const BUILTIN_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  and: { min: 1, max: many, result: oneOf },
  or: { min: 1, max: many, result: oneOf },
  not: { min: 1, result: BOOL },
  call: { min: 1, max: many },
  index: { min: 1, max: many, result: indexed },
  slice: { min: 1, max: 4, result: ([of]) => (of?.kind === 'list' ? of : UNKNOWN) },
  len: { min: 1, result: NUMBER },
  eq: { min: 2, max: many, result: BOOL },
  ne: { min: 2, result: BOOL },
  lt: { min: 2, result: BOOL },
  le: { min: 2, result: BOOL },
  gt: { min: 2, result: BOOL },
  ge: { min: 2, result: BOOL },
  html: { min: 0, max: many, result: STRING },
  js: { min: 0, max: many, result: STRING },
  urlquery: { min: 0, max: many, result: STRING },
  print: { min: 0, max: many, result: STRING },
  println: { min: 0, max: many, result: STRING },
  printf: { min: 1, max: many, result: STRING },
};
