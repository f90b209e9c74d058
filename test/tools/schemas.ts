import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { repository } from './app-folder';

interface Schemas {
  readonly kinds: Record<string, object>;
  readonly definitions: Record<string, object>;
}

/** What is wrong with a manifest, one line a finding; empty if it is right. */
export type ManifestCheck = (manifest: object) => string[];

const messages: Record<string, (params: Record<string, unknown>) => string> = {
  additionalProperties: ({ additionalProperty }) => `has the unknown field '${additionalProperty}'`,
  required: ({ missingProperty }) => `lacks the required field '${missingProperty}'`,
};

const describeError = ({ instancePath, keyword, params, message }: ErrorObject, at: string) =>
  `${at}: ${instancePath || '/'} ${messages[keyword]?.(params) ?? message}`;

/** A strict check of manifests against the API of one Kubernetes release: unknown fields and kinds are refused. */
export function strictSchemas(release: '1.27' | '1.34'): ManifestCheck {
  const file = join(repository, 'test', 'schemas', `kubernetes-${release}.json`);
  const { kinds, definitions } = JSON.parse(readFileSync(file, 'utf8')) as Schemas;
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
  const compiled = new Map<string, ValidateFunction>();
  return (manifest) => {
    const { apiVersion, kind, metadata } = manifest as Record<string, unknown>;
    const { namespace, name } = (metadata ?? {}) as Record<string, unknown>;
    const at = [kind, [namespace, name].filter(Boolean).join('/')].filter(Boolean).join(' ') || 'a manifest';
    const schema = kinds[`${apiVersion}/${kind}`];
    if (!schema) return [`${at}: Kubernetes ${release} has no kind '${kind}' in '${apiVersion}'`];
    const known = compiled.get(`${apiVersion}/${kind}`) ?? ajv.compile({ ...schema, definitions });
    compiled.set(`${apiVersion}/${kind}`, known);
    return known(manifest) ? [] : (known.errors ?? []).map((error) => describeError(error, at));
  };
}
