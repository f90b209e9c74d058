import { isObject } from '../../model/is-object';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import { shown } from '../../model/shown';
import type { FluentBitConfig } from './config';
import { FILTERS } from './filter-options';
import { INPUTS } from './input-options';
import { OUTPUTS } from './output-options';
import { validateParserNames } from './parser-names';
import { readProcessors } from './read-processors';
import { readPlugins, readSection } from './section-problems';
import { SERVICE } from './service-options';
import { validateFilters } from './validate-filters';
import { validateInputs } from './validate-inputs';
import { readMultilineParsers } from './validate-multiline-parsers';
import { validateOutputs } from './validate-outputs';
import { readParsers } from './validate-parsers';
import { validateService } from './validate-service';

const PARTS = ['service', 'parsers', 'multiline_parsers', 'inputs', 'filters', 'outputs'];

/**
 * All that is wrong with a configuration of Fluent Bit but for where its records go: unknown plugins and options, values
 * that it takes for something else, regular expressions that do not compile, parsers that do not exist, options that
 * contradict each other. Most of it Fluent Bit itself, and its `--dry-run`, let pass in silence.
 */
export function validateFluentBit(config: FluentBitConfig): Problem[] {
  if (!isObject(config)) {
    return [
      {
        what: `a configuration of Fluent Bit is ${shown(config)}, which is no object`,
        fix: 'give one such as { inputs: […], outputs: […] }',
      },
    ];
  }
  const service = readService(config.service);
  const parsers = readParsers(config.parsers);
  const multilineParsers = readMultilineParsers(config.multiline_parsers);
  const inputs = readPlugins('inputs', config.inputs, INPUTS, 'input', ['processors']);
  const processors = readProcessors(inputs.sections);
  const filters = readPlugins('filters', config.filters, FILTERS, 'filter');
  const outputs = readPlugins('outputs', config.outputs, OUTPUTS, 'output');
  const whole = {
    service: service.section,
    inputs: inputs.sections,
    filters: filters.sections,
    outputs: outputs.sections,
  };
  return [
    ...unknownParts(config),
    ...[service, parsers, multilineParsers, inputs, processors, filters, outputs].flatMap(({ problems }) => problems),
    ...validateInputs(whole.inputs, multilineParsers.sections),
    ...validateFilters([...processors.sections, ...whole.filters]),
    ...validateOutputs(whole.outputs),
    ...validateService(whole),
    ...validateParserNames(
      [...whole.inputs, ...processors.sections, ...whole.filters],
      parsers.sections,
      multilineParsers.sections,
    ),
  ];
}

function unknownParts(config: FluentBitConfig): Problem[] {
  return Object.keys(config)
    .filter((key) => !PARTS.includes(key))
    .map((key) => {
      const meant = nearest(key, PARTS);
      return {
        what: `'${key}' is no part of a configuration`,
        fix: meant !== undefined ? `write '${meant}'` : `use one of ${PARTS.map((part) => `'${part}'`).join(', ')}`,
      };
    });
}

function readService(given: unknown) {
  const isSection = isObject(given);
  const section = readSection('service', "the section 'service'", isSection ? given : {}, SERVICE);
  if (isSection || given === undefined) return { section, problems: section.problems };
  return {
    section,
    problems: [{ what: `'service' is ${shown(given)}, which is no object`, fix: 'give one such as { flush: 1 }' }],
  };
}
