import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { repository } from '../tools/app-folder';

/** One `import`, `export from`, `import()`, `require()` or `import('x').T` of a file. */
export interface Import {
  readonly from: string;
  /** The imported names, where the statement names them. */
  readonly names: readonly string[];
}

/** What the guards look at in a source file. */
export interface Source {
  /** The path inside the repository, with `/`: `lib/model/rules.ts`. */
  readonly file: string;
  readonly imports: readonly Import[];
  /** Classes that are created with `new X`, subclassed or used through a static member: `App`, `Testing.chart`. */
  readonly uses: readonly string[];
}

type Node = Record<string, unknown> & { readonly type?: string };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const textOf = (node: unknown): string | undefined =>
  isNode(node) && typeof node.value === 'string' ? node.value : undefined;

/** `a.b.c` of an identifier or a chain of members; undefined for anything else. */
function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Identifier') return String(node.value);
  if (node.type !== 'MemberExpression') return undefined;
  const object = nameOf(node.object);
  return object && isNode(node.property) && node.property.type === 'Identifier'
    ? `${object}.${String(node.property.value)}`
    : undefined;
}

function importOf(node: Node): Import | undefined {
  const from = textOf(node.source);
  if (node.type?.startsWith('Import') && from !== undefined) {
    const specifiers = (node.specifiers ?? []) as Node[];
    return { from, names: specifiers.map((each) => textOf(each.imported) ?? textOf(each.local) ?? '*') };
  }
  if (node.type?.startsWith('Export') && from !== undefined) return { from, names: [] };
  if (node.type === 'TsImportType') return { from: textOf(node.argument) ?? '', names: [] };
  if (node.type === 'TsExternalModuleReference') return { from: textOf(node.expression) ?? '', names: [] };
  if (node.type !== 'CallExpression' || !isNode(node.callee)) return undefined;
  if (node.callee.type !== 'Import' && nameOf(node.callee) !== 'require') return undefined;
  const [argument] = node.arguments as { expression: unknown }[];
  return { from: textOf(argument?.expression) ?? '', names: [] };
}

function useOf(node: Node): string[] {
  if (node.type === 'NewExpression') {
    const name = nameOf(node.callee);
    const empty = ((node.arguments ?? []) as unknown[]).length === 0;
    return name ? [`new ${name}${empty ? '()' : ''}`] : [];
  }
  if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    const name = nameOf(node.superClass);
    return name ? [`extends ${name}`] : [];
  }
  const name =
    node.type === 'MemberExpression' || node.type === 'CallExpression' ? nameOf(node.callee ?? node) : undefined;
  return name ? [name] : [];
}

/** Parses a TypeScript file. */
export function parseSource(file: string, text: string): Source {
  const imports: Import[] = [];
  const uses: string[] = [];
  const walk = (node: Node): void => {
    const found = importOf(node);
    if (found) imports.push(found);
    uses.push(...useOf(node));
    childrenOf(node).forEach(walk);
  };
  walk(parseSync(text, { syntax: 'typescript', target: 'es2022' }) as unknown as Node);
  return { file, imports, uses };
}

/** The TypeScript files below a folder of the repository, parsed; tests are left out. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => parseSource(path.slice(repository.length + 1), readFileSync(path, 'utf8')));
}
