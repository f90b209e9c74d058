import { isObject } from '../../model/is-object';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import { isTimeZone } from '../time-zone';
import { type Option, type OptionTable, type PluginTable, text } from './option';
import { OUTPUTS } from './output-options';
import { validateRegex } from './regex';

/** All that is wrong with a plugin's parameters and sections. */
export function validatePlugin(place: string, plugin: unknown, what: string, table: PluginTable): Problem[] {
  return typed(place, plugin, what, table, '$type');
}

/** All that is wrong with the parameters of a section. */
export function validateSection(place: string, section: unknown, table: OptionTable): Problem[] {
  if (!isObject(section)) {
    return [{ what: `${place} is ${shown(section)}, which is no section`, fix: 'give its parameters by name' }];
  }
  const given = Object.entries(section).filter(([, value]) => value !== undefined);
  const missing = Object.keys(table).filter((name) => table[name]?.required && section[name] === undefined);
  return [
    ...missing.map((name) => ({
      what: `${place} has no '${name}'`,
      fix: `set it, such as ${exampleOf(table[name] as Option)}`,
    })),
    ...given.flatMap(([name, value]) => {
      const option = Object.hasOwn(table, name) ? table[name] : undefined;
      return option ? validateValue(place, name, value, option) : [unknown(place, name, table)];
    }),
  ];
}

function unknown(place: string, name: string, table: OptionTable): Problem {
  const meant = nearest(name, Object.keys(table));
  return {
    what: `${place} has no parameter '${name}'`,
    fix: meant === undefined ? 'leave it out: Fluentd would do without it' : `write '${meant}'`,
  };
}

function typed(place: string, plugin: unknown, what: string, table: PluginTable, key: string): Problem[] {
  const type = isObject(plugin) ? plugin[key] : undefined;
  const known = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined;
  if (!known) {
    const meant = typeof type === 'string' ? nearest(type, Object.keys(table)) : undefined;
    const all = Object.keys(table).map((each) => `'${each}'`);
    return [
      {
        what: `${place} is the ${what} ${shown(type)}, which the image does not have`,
        fix: meant === undefined ? `use one of ${all.join(', ')}` : `write '${meant}'`,
      },
    ];
  }
  return validateSection(place, plugin, { ...known, [key]: text });
}

/** An empty text says something here: that nothing comes between or behind, or that nothing more is read. */
const MAY_BE_EMPTY = /(?:separator|delimiter|suffix|include_dir)$/;

function validateValue(place: string, name: string, value: unknown, option: Option): Problem[] {
  const where = `${place}: '${name}'`;
  switch (option.kind) {
    case 'section':
      return validateSection(`${place} > ${name}`, value, option.of);
    case 'sections':
      return each(where, value, (one, i) => validateSection(`${place} > ${name}[${i}]`, one, option.of));
    case 'plugin':
      return typed(`${place} > ${name}`, value, option.what, option.of, '$type');
    case 'patterns':
      return each(where, value, (one, i) => typed(`${place} > ${name}[${i}]`, one, option.what, option.of, 'format'));
    case 'output':
      return validatePlugin(`${place} > ${name}`, value, 'output', OUTPUTS);
    case 'outputs':
      return each(where, value, (one, i) => validatePlugin(`${place} > ${name}[${i}]`, one, 'output', OUTPUTS));
    case 'texts':
      return validateTexts(where, value);
    case 'regex':
      return validateRegex(where, value, name === 'expression');
    default:
      if (option.kind === 'text' && value === '' && !MAY_BE_EMPTY.test(name)) {
        return [{ what: `${where} is empty`, fix: 'give a text, or leave it out' }];
      }
      return fits(value, option) ? environment(where, value) : [misfit(where, value, option)];
  }
}

function each(where: string, value: unknown, check: (one: unknown, i: number) => Problem[]): Problem[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap(check);
  return [{ what: `${where} is ${shown(value)}, which is no list of sections`, fix: 'give one section or more' }];
}

/** Names as they come through YAML and Fluentd's own format. */
const NAME = /^[\w@][-\w@./ ]*$/;

function validateTexts(where: string, value: unknown): Problem[] {
  if (!isObject(value)) return [misfit(where, value, { kind: 'map' })];
  return Object.entries(value).flatMap(([name, one]) => [
    ...(NAME.test(name)
      ? []
      : [
          {
            what: `${where} holds '${name}', which Fluentd would not read as a name`,
            fix: "use one such as 'cluster'",
          },
        ]),
    ...(typeof one === 'string' || (isObject(one) && '$env' in one)
      ? environment(where, one)
      : [{ what: `${where} holds '${name}' as ${shown(one)}, which is no text`, fix: `write '${String(one)}'` }]),
  ]);
}

const isTexts = (value: unknown) => isObject(value) && Object.values(value).every((one) => typeof one === 'string');

/** Fluentd reads `500ms` as 500 minutes and `1.5g` as 5 GiB. */
const TIME = /^\d+[smhd]$/;
const SIZE = /^\d+[kmgtKMGT]?$/;

function fits(value: unknown, option: Option): boolean {
  switch (option.kind) {
    case 'text':
      return typeof value === 'string' || (isObject(value) && '$env' in value);
    case 'secret':
      return isObject(value) && '$env' in value;
    case 'flag':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'integer':
      return Number.isInteger(value) && (value as number) >= option.min && (value as number) <= option.max;
    case 'time':
      return typeof value === 'string' ? TIME.test(value) : isAmount(value);
    case 'zone':
      // It takes no name without a region, not even UTC.
      return (
        typeof value === 'string' && (/^[+-]\d\d(?::?\d\d)?$/.test(value) || (value.includes('/') && isTimeZone(value)))
      );
    case 'size':
      return typeof value === 'string' ? SIZE.test(value) : isAmount(value);
    case 'choice':
      return option.values.includes(value as string);
    case 'list':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    case 'map':
      return isTexts(value);
    case 'maps':
      return Array.isArray(value) && value.every(isTexts);
    default:
      return true;
  }
}

const isAmount = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && value >= 0;

function environment(where: string, value: unknown): Problem[] {
  if (!isObject(value) || !('$env' in value) || /^[A-Za-z_]\w*$/.test(String(value.$env))) return [];
  return [
    {
      what: `${where} is taken from ${shown(value.$env)}, which no environment variable is named`,
      fix: "use a name such as 'SHARED_KEY'",
    },
  ];
}

function misfit(where: string, value: unknown, option: Option): Problem {
  if (option.kind === 'secret') {
    return {
      what: `${where} is written out, for everybody to read`,
      fix: `keep it in a Secret and write ${exampleOf(option)}`,
    };
  }
  if (option.kind === 'choice') {
    const meant = typeof value === 'string' ? nearest(value, option.values) : undefined;
    const all = option.values.map((one) => `'${one}'`).join(', ');
    return {
      what: `${where} is ${shown(value)}, which is unknown`,
      fix: meant === undefined ? `use one of ${all}` : `write '${meant}'`,
    };
  }
  return { what: `${where} is ${shown(value)}, which is ${NOUN[option.kind]}`, fix: `use ${exampleOf(option)}` };
}

const NOUN: Readonly<Partial<Record<Option['kind'], string>>> = {
  text: 'no text',
  flag: 'neither true nor false',
  number: 'no number',
  integer: 'no such number',
  time: 'no time that Fluentd reads as meant',
  zone: 'no time zone',
  size: 'no size that Fluentd reads as meant',
  list: 'no list of texts',
  map: 'no map of texts',
  maps: 'no list of maps of texts',
};

/** A right value as people write it. */
function exampleOf(option: Option): string {
  switch (option.kind) {
    case 'secret':
      return "{ $env: 'SHARED_KEY' }";
    case 'flag':
      return 'true or false';
    case 'number':
      return 'one such as 0.8';
    case 'integer':
      return option.max === 2 ** 31 - 1
        ? `a whole number of ${option.min} or more`
        : `a whole number from ${option.min} to ${option.max}`;
    case 'time':
      return "seconds, or a text with one unit such as '30s' or '5m'";
    case 'zone':
      return "a name such as 'Europe/Berlin', or an offset such as '+09:00'";
    case 'size':
      return "bytes, or a text with one unit such as '8m' or '2g'";
    case 'choice':
      return option.values.map((one) => `'${one}'`).join(', ');
    case 'list':
      return "['log']";
    case 'map':
      return "{ level: 'integer' }";
    case 'maps':
      return "[{ _SYSTEMD_UNIT: 'kubelet.service' }]";
    case 'regex':
      return "'/^ERROR/'";
    case 'plugin':
      return `{ $type: '${Object.keys(option.of)[0]}' }`;
    case 'section':
    case 'sections':
    case 'patterns':
    case 'output':
    case 'outputs':
    case 'texts':
      return 'a section';
    default:
      return "'value'";
  }
}
