import { SearchEngine } from '../../model/search-endpoint';
import { PARSED_KEY } from '../lines/line-filters';

/** Objects with keys of all kinds, of which each would be a field: they are one field each. */
export const FLAT_FIELDS = ['kubernetes.labels', 'kubernetes.annotations', 'kubernetes_namespace.labels'];

/** Found as a whole; what is longer is kept and not indexed. */
const KEYWORD = { type: 'keyword', ignore_above: 1024 };

/** Fields that agents send, whose type is known. */
const KNOWN = {
  // No search by time would show a document without one.
  '@timestamp': { type: 'date_nanos', ignore_malformed: false },
  log: { type: 'text' },
  stream: KEYWORD,
  cluster: KEYWORD,
  'kubernetes.namespace_name': KEYWORD,
  'kubernetes.pod_name': KEYWORD,
  'kubernetes.container_name': KEYWORD,
  'kubernetes.host': KEYWORD,
};

const DYNAMIC_TEMPLATES = [{ texts: { match_mapping_type: 'string', mapping: KEYWORD } }];

/**
 * The mapping of log lines, made so that the lines of one app cannot make those of another one unwelcome: names with
 * dots are names, not paths, so that `a` and `a.b` live beside each other; labels are one field.
 */
export function logMappings(engine: SearchEngine): object {
  if (engine === SearchEngine.ELASTICSEARCH) {
    const flat = Object.fromEntries(FLAT_FIELDS.map((field) => [field, { type: 'flattened', ignore_above: 1024 }]));
    return {
      subobjects: false,
      date_detection: false,
      dynamic_templates: DYNAMIC_TEMPLATES,
      properties: { ...KNOWN, ...flat },
    };
  }
  // OpenSearch takes every dot for a path: what apps name themselves is one field.
  const flat = Object.fromEntries([...FLAT_FIELDS, PARSED_KEY].map((field) => [field, { type: 'flat_object' }]));
  return {
    date_detection: false,
    dynamic_templates: DYNAMIC_TEMPLATES,
    properties: nested({ ...KNOWN, ...flat }),
  };
}

/** What both engines are told about the fields of documents. */
export const fieldSettings = (engine: SearchEngine) => ({
  ignore_malformed: true,
  total_fields:
    engine === SearchEngine.ELASTICSEARCH ? { limit: 1000, ignore_dynamic_beyond_limit: true } : { limit: 2000 },
});

/** `a.b` as an object with properties. */
function nested(fields: Readonly<Record<string, object>>): object {
  const groups: Record<string, Record<string, object>> = {};
  const properties: Record<string, object> = {};
  for (const [name, mapping] of Object.entries(fields)) {
    const [head = '', ...rest] = name.split('.');
    if (rest.length === 0) properties[name] = mapping;
    else groups[head] = { ...groups[head], [rest.join('.')]: mapping };
  }
  return {
    ...properties,
    ...Object.fromEntries(Object.entries(groups).map(([head, inner]) => [head, { properties: nested(inner) }])),
  };
}
