// Makes the strict JSON schemas that the tests check manifests with: `node scripts/schemas.mjs 1.34 path/to/swagger.json`.
//
// The input is Kubernetes' own description of its API, api/openapi-spec/swagger.json of a release; with Go at hand
// `go mod download -json k8s.io/kubernetes@v1.34.4` says in which folder ("Dir") it lies. The output holds the stable
// kinds that people apply; unlike the API server's own schemas it refuses unknown fields, and knows no status.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [release, swagger] = process.argv.slice(2);
if (!/^\d+\.\d+$/.test(release ?? '') || !swagger) {
  process.stderr.write('usage: node scripts/schemas.mjs RELEASE SWAGGER_JSON, such as 1.34 swagger.json\n');
  process.exit(1);
}
const { definitions } = JSON.parse(readFileSync(swagger, 'utf8'));

/** Types whose JSON form the definitions leave open. */
const special = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: ['integer', 'string'] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    type: ['number', 'string'],
    pattern: '^[+-]?(\\d+|\\d+\\.\\d*|\\.\\d+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?\\d+))?$',
  },
};

const base64 = '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$';

/** The keywords that constrain a value, without prose and the hints for patches. */
function constraints({ type, format, items, additionalProperties, properties, required, $ref }) {
  if ($ref) return { $ref };
  return {
    ...(type && { type }),
    ...(format === 'byte' && { pattern: base64 }),
    ...(items && { items: constraints(items) }),
    ...(additionalProperties && { additionalProperties: constraints(additionalProperties) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, constraints(each)])),
      additionalProperties: false,
    }),
    ...(required && { required }),
  };
}

/** A kind that people apply: of a stable version, with metadata, no list. */
function appliedKind(definition) {
  const [only, ...others] = definition['x-kubernetes-group-version-kind'] ?? [];
  if (!only || others.length > 0 || !/^v\d+$/.test(only.version) || only.kind.endsWith('List')) return undefined;
  if (!definition.properties?.metadata) return undefined;
  return { ...only, apiVersion: only.group ? `${only.group}/${only.version}` : only.version };
}

const kinds = {};
const kept = {};

function keepAllOf(schema) {
  for (const [, name] of JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) {
    if (name in kept) continue;
    kept[name] = special[name] ?? constraints(definitions[name]);
    keepAllOf(kept[name]);
  }
}

for (const definition of Object.values(definitions)) {
  const kind = appliedKind(definition);
  if (!kind) continue;
  const { properties, required = [], ...schema } = constraints(definition);
  delete properties.status;
  kinds[`${kind.apiVersion}/${kind.kind}`] = {
    ...schema,
    properties: { ...properties, apiVersion: { const: kind.apiVersion }, kind: { const: kind.kind } },
    required: [...new Set([...required, 'apiVersion', 'kind', 'metadata'])],
  };
}
keepAllOf(kinds);

const lines = (entries) =>
  Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',\n');
const folder = join('test', 'schemas');
mkdirSync(folder, { recursive: true });
writeFileSync(
  join(folder, `kubernetes-${release}.json`),
  `{"kinds":{\n${lines(kinds)}\n},"definitions":{\n${lines(kept)}\n}}\n`,
);
