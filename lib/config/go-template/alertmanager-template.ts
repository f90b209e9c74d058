import { type Problem, within } from '../../model/problem';
import { ALERTMANAGER_LANGUAGE } from './alertmanager-language';
import { type CheckOptions, checkTemplate, placeOf } from './check';
import { parseTemplate } from './parse';
import { UNKNOWN } from './types';

export interface AlertmanagerTemplateOptions {
  /** Names of templates that are defined elsewhere, beside Alertmanager's own. @default - none */
  readonly defined?: readonly string[];
  /**
   * Template files (name and text) whose definitions the text may use. A definition is looked into with what the text
   * hands it, so that unknown fields are found there too.
   * @default - none
   */
  readonly files?: Readonly<Record<string, string>>;
}

/**
 * Checks a text that Alertmanager expands for a message, such as a title: syntax, functions, variables, templates, and
 * fields as far as it is certain what they are taken of.
 */
export function validateAlertmanagerTemplate(
  prop: string,
  text: string,
  options: AlertmanagerTemplateOptions = {},
): Problem[] {
  return problemsOf(`'${prop}'`, text, { ...checkOptions(options), data: ALERTMANAGER_LANGUAGE.data });
}

/** Checks a template file by itself: what its definitions are handed is not known there. */
export function validateAlertmanagerTemplateFile(
  file: string,
  text: string,
  options: AlertmanagerTemplateOptions = {},
): Problem[] {
  return problemsOf(fileName(file), text, { ...checkOptions(options), data: UNKNOWN });
}

const fileName = (file: string) => `template file '${file}'`;

function checkOptions({ defined = [], files = {} }: AlertmanagerTemplateOptions): Omit<CheckOptions, 'data'> {
  return {
    language: ALERTMANAGER_LANGUAGE,
    // Alertmanager knows a file as a template of the file's name, too.
    defined: [...defined, ...Object.keys(files)],
    library: Object.entries(files).map(([file, text]) => ({ name: fileName(file), template: parseTemplate(text) })),
  };
}

function problemsOf(name: string, text: string, options: CheckOptions): Problem[] {
  return checkTemplate(name, text, options).flatMap((fault) =>
    within(placeOf(fault), [{ what: fault.what, fix: fault.fix }]),
  );
}
