import {
  type Answer,
  isObject,
  isText,
  isTexts,
  keep,
  type Made,
  misfit,
  type Route,
  refusal,
  taken,
} from './api-route';

const isPassword = (value: unknown) => typeof value === 'string' && value.length >= 6;
const isAge = (value: unknown) => typeof value === 'string' && /^\d+(?:d|h|m|s|ms)$/.test(value);
const isFlag = (value: unknown) => typeof value === 'boolean';
const isCount = (value: unknown) => Number.isInteger(value);

const PRIVILEGES = [
  'all',
  'auto_configure',
  'create_doc',
  'create_index',
  'index',
  'read',
  'view_index_metadata',
  'write',
];
const CLUSTER = ['all', 'monitor', 'manage'];
const FIELD_TYPES = ['date', 'date_nanos', 'keyword', 'text', 'flattened', 'long', 'boolean'];
const PROCESSORS = ['fail', 'set', 'remove', 'date', 'date_index_name'];

type Tests = Parameters<typeof misfit>[1];
const is = (keys: Tests) => (value: unknown) => misfit(value, keys) === undefined;
const all = (test: (value: never) => boolean) => (value: unknown) => Array.isArray(value) && value.every(test as never);
const among = (words: readonly string[]) => (value: unknown) => words.includes(value as string);

/** Takes a body that fits and keeps it under the name in the path. */
const put =
  (
    kind: string,
    keys: Tests,
    more: (name: string, body: never, made: Made) => string | undefined = () => undefined,
  ): Route['answer'] =>
  ({ match, body }, made) => {
    const name = match[1] as string;
    const problem = misfit(body, keys) ?? more(name, body as never, made);
    if (problem !== undefined) return refusal(400, `${kind} ${name}: ${problem}`);
    keep(made, kind, name, body);
    return taken();
  };

/** Both engines read these. */
export const health: Route = {
  method: 'GET',
  path: /^\/_cluster\/health$/,
  answer: ({ query }, made) => {
    if (query.get('wait_for_status') !== 'yellow') return refusal(400, 'what for');
    return made.health?.red ? { status: 408, body: { status: 'red', timed_out: true } } : taken({ status: 'yellow' });
  },
};

const processor = (value: never): boolean => {
  const entries = Object.entries(value);
  const [type = '', settings] = entries[0] ?? [];
  if (entries.length !== 1 || !PROCESSORS.includes(type)) return false;
  if (type === 'fail') return misfit(settings, { 'if?': isText, message: isText }) === undefined;
  if (type === 'set') return misfit(settings, { field: isText, value: isText }) === undefined;
  if (type === 'remove')
    return misfit(settings, { 'if?': isText, field: isText, 'ignore_missing?': isFlag }) === undefined;
  if (type === 'date') {
    const keys = { 'if?': isText, field: isText, formats: isTexts, target_field: isText };
    return misfit(settings, keys) === undefined;
  }
  // Without a format it takes milliseconds only, and the time of an ingest has nanoseconds.
  const formats = (value: unknown) => isTexts(value) && (value as unknown as string[]).includes('ISO8601');
  const keys = {
    field: isText,
    date_formats: formats,
    index_name_prefix: isText,
    date_rounding: among(['d']),
    index_name_format: isText,
  };
  return misfit(settings, keys) === undefined;
};

export const pipeline: Route = {
  method: 'PUT',
  path: /^\/_ingest\/pipeline\/([^/]+)$/,
  answer: put('pipelines', { description: isText, processors: all(processor), 'on_failure?': all(processor) }),
};

interface Template {
  readonly index_patterns: readonly string[];
  readonly priority: number;
  readonly data_stream?: object;
  readonly composed_of?: readonly string[];
  readonly template: {
    readonly settings: {
      readonly index: { readonly lifecycle?: { name: string }; readonly mapping?: object };
    };
    readonly mappings?: object;
    readonly lifecycle?: object;
    readonly data_stream_options?: object;
  };
}

const fieldSettings = is({
  ignore_malformed: isFlag,
  total_fields: is({ limit: isCount, 'ignore_dynamic_beyond_limit?': isFlag }),
});
const INDEX_SETTINGS = { number_of_shards: isCount, number_of_replicas: isCount, 'mapping?': fieldSettings };

/** Whether a name can fit both, for patterns whose letters are those of names. */
export function overlap(a: string, b: string): boolean {
  const sample = (pattern: string) => pattern.replaceAll('*', '0');
  const fits = (pattern: string, name: string) =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name);
  return fits(a, sample(b)) || fits(b, sample(a));
}

/** The checks of templates that both engines share. */
function templateProblem(name: string, template: Template, made: Made): string | undefined {
  const others = Object.entries(made.templates ?? {}) as [string, Template][];
  const rival = others.find(
    ([other, { priority, index_patterns }]) =>
      other !== name &&
      priority === template.priority &&
      index_patterns.some((pattern) => template.index_patterns.some((own) => overlap(own, pattern))),
  );
  if (rival) return `has the same priority as template [${rival[0]}] that overlaps`;
  const { composed_of: parts = [], template: own } = template;
  const { lifecycle, mapping } = own.settings.index;
  if (lifecycle && !made.policies?.[lifecycle.name]) return `policy [${lifecycle.name}] is not there yet`;
  const missing = parts.find((part) => !made.components?.[part]);
  if (missing !== undefined) return `component templates [${missing}] that do not exist`;
  if (parts.length === 0 && (!own.mappings || !mapping)) return 'nothing says what its fields are';
  if (!template.data_stream && (template.template.lifecycle || template.template.data_stream_options))
    return 'lifecycles and options are for data streams';
  return undefined;
}

/** The routes of templates and their parts, with what an engine takes for mappings and settings. */
export const templates = (mappings: (value: never) => boolean, settings: Tests = {}, template: Tests = {}): Route[] => [
  {
    method: 'PUT',
    path: /^\/_component_template\/([^/]+)$/,
    answer: put(
      'components',
      {
        template: is({ settings: is({ index: is({ mapping: fieldSettings, default_pipeline: isText }) }), mappings }),
      },
      (_, { template: part }: { template: { settings: { index: { default_pipeline: string } } } }, made) => {
        const { default_pipeline } = part.settings.index;
        return made.pipelines?.[default_pipeline] ? undefined : `pipeline [${default_pipeline}] is not there yet`;
      },
    ),
  },
  {
    method: 'PUT',
    path: /^\/_index_template\/([^/]+)$/,
    answer: put(
      'templates',
      {
        index_patterns: isTexts,
        priority: isCount,
        'data_stream?': isObject,
        'composed_of?': isTexts,
        template: is({
          settings: is({ index: is({ ...INDEX_SETTINGS, ...settings }) }),
          'mappings?': mappings,
          ...template,
        }),
      },
      templateProblem,
    ),
  },
];

const isField = is({ type: among(FIELD_TYPES), 'ignore_above?': isCount, 'ignore_malformed?': isFlag });
const isFields = (value: never) => isObject(value) && Object.values(value).every(isField);

/** Without objects, names with dots are those of fields. */
const isMapping = (value: never): boolean => {
  const { subobjects, properties = {} } = value as { subobjects?: boolean; properties?: object };
  const plain = Object.values(properties).every(({ properties: inner }) => inner === undefined);
  if (subobjects === false && !plain) return false;
  return (
    misfit(value, {
      'subobjects?': isFlag,
      'date_detection?': isFlag,
      'dynamic?': isFlag,
      'dynamic_templates?': Array.isArray,
      properties: (each) => (plain ? isFields(each) : isObject(each)),
    }) === undefined
  );
};

const failureStore = is({ failure_store: is({ enabled: isFlag, lifecycle: is({ 'data_retention?': isAge }) }) });

/** Changes something that may not be there. */
const change =
  (kinds: readonly string[], keys: Tests): Route['answer'] =>
  ({ match, body, query }, made): Answer => {
    const problem = misfit(body, keys);
    if (problem !== undefined) return refusal(400, problem);
    const wanted = (match[1] as string).split(',');
    const found = kinds.flatMap((kind) =>
      Object.entries(made[kind] ?? {})
        .filter(([name]) => wanted.some((pattern) => overlap(pattern, name)))
        .map(([name, value]) => ({ kind, name, value })),
    );
    const lenient =
      query.get('ignore_unavailable') === 'true' &&
      query.get('allow_no_indices') === 'true' &&
      wanted.some((pattern) => pattern.includes('*'));
    const missing = lenient ? undefined : wanted.find((pattern) => !found.some(({ name }) => overlap(pattern, name)));
    if (missing !== undefined) return refusal(404, `no such index [${missing}]`);
    for (const { kind, name, value } of found) keep(made, kind, name, { ...(value as object), ...(body as object) });
    return taken();
  };

/** The route of settings of what is there, with those that an engine takes. */
export const indexSettings = (settings: Tests = {}): Route => ({
  method: 'PUT',
  path: /^\/([^_/][^/]*)\/_settings$/,
  answer: change(['indices', 'dataStreams'], {
    index: is({ number_of_replicas: isCount, 'default_pipeline?': isText, ...settings }),
  }),
});

export const elasticsearchRoutes: readonly Route[] = [
  health,
  pipeline,
  {
    method: 'POST',
    path: /^\/_security\/user\/(kibana_system)\/_password$/,
    answer: put('passwords', { password: isPassword }),
  },
  {
    method: 'PUT',
    path: /^\/_security\/role\/([^/]+)$/,
    answer: put('roles', {
      cluster: all(among(CLUSTER)),
      indices: all(is({ names: isTexts, privileges: all(among(PRIVILEGES)) })),
    }),
  },
  {
    method: 'PUT',
    path: /^\/_security\/user\/([^/]+)$/,
    answer: put('users', { password: isPassword, roles: isTexts }, (_, { roles }: { roles: string[] }, made) =>
      roles.every((role) => made.roles?.[role]) ? undefined : 'has a role that is not there',
    ),
  },
  {
    method: 'PUT',
    path: /^\/_ilm\/policy\/([^/]+)$/,
    answer: put('policies', {
      policy: is({ phases: is({ delete: is({ min_age: isAge, actions: is({ delete: isObject }) }) }) }),
    }),
  },
  ...templates(
    isMapping,
    { 'lifecycle?': is({ name: isText, parse_origination_date: isFlag }) },
    { 'lifecycle?': is({ 'data_retention?': isAge }), 'data_stream_options?': failureStore },
  ),
  indexSettings({ 'lifecycle?': (value) => 'name' in (value as object) }),
  {
    method: 'PUT',
    path: /^\/_data_stream\/([^/]+)\/_lifecycle$/,
    answer: change(['dataStreams'], { 'data_retention?': isAge }),
  },
  {
    method: 'PUT',
    path: /^\/_data_stream\/([^/]+)\/_options$/,
    answer: change(['dataStreams'], { failure_store: isObject }),
  },
];
