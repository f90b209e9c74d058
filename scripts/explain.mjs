// Turns what an app failed with into the lines that a person needs.
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

/** The stack with the bundle's places replaced by those of the .ts files, relative to the working folder. */
function mapStack(stack, main, mapText) {
  if (!mapText) return stack;
  const map = new SourceMap(JSON.parse(mapText));
  const escaped = main.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return stack.replace(new RegExp(`${escaped}:(\\d+):(\\d+)`, 'g'), (place, line, column) => {
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1);
    if (originalSource === undefined) return place;
    const file = relative(process.cwd(), resolve(dirname(main), originalSource));
    return `${file}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

/** Whether the message says all: refused input (lib/model/problem.ts), or cdk8s's list of failed validations. */
const saysAll = (error) =>
  error.name === 'InvalidInputError' || error.message.startsWith('Validation failed with the following errors:');

/**
 * The text for an error of the app. A refusal is its message alone; anything else adds the places in the app's own files
 * it came from. With `debug` it is the whole stack.
 */
export function explain(error, { main, map, debug }) {
  if (Array.isArray(error?.errors) && error.errors.every((each) => 'location' in each)) return bundling(error.errors);
  if (!(error instanceof Error)) return `the app failed with: ${String(error)}`;
  const stack = mapStack(error.stack ?? error.message, main, map);
  if (debug) return stack;
  if (saysAll(error)) return `${error.message}\n(DEBUG=1 shows the stack)`;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line) && /\.ts:\d+:\d+\)?$/.test(line));
  return [`${error.name}: ${error.message}`, ...frames, '(DEBUG=1 shows the whole stack)'].join('\n');
}

/** What esbuild found wrong with the sources: `main.ts:3:7: Expected ";" but found "x"`. */
const bundling = (errors) =>
  errors
    .map(({ location, text }) =>
      location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text,
    )
    .join('\n');
