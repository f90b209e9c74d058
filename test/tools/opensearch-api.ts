import { isObject, isText, isTexts, keep, type Made, misfit, type Route, refusal, taken } from './api-route';
import { health, indexSettings, overlap, pipeline, templates } from './elasticsearch-api';

const SECURITY = '/_plugins/_security/api';

/** Made or changed: 201 and 200. */
const put =
  (
    kind: string,
    keys: Parameters<typeof misfit>[1],
    more: (name: string, body: never, made: Made) => string | undefined = () => undefined,
  ): Route['answer'] =>
  ({ match, body }, made) => {
    const name = match[1] as string;
    const problem = misfit(body, keys) ?? more(name, body as never, made);
    if (problem !== undefined) return refusal(400, `${kind} ${name}: ${problem}`);
    const status = made[kind]?.[name] ? 200 : 201;
    keep(made, kind, name, body);
    return { status, body: { status: status === 201 ? 'CREATED' : 'OK' } };
  };

/** The version of each policy, beside what was made: it tells how often, not what. */
const VERSIONS = new WeakMap<Made, Record<string, number>>();
const versionsOf = (made: Made) => VERSIONS.get(made) ?? {};

interface State {
  readonly name: string;
  readonly transitions: readonly { readonly state_name: string }[];
}

function policyProblem({
  default_state,
  states,
}: {
  default_state: string;
  states: readonly State[];
}): string | undefined {
  const names = states.map(({ name }) => name);
  const targets = states.flatMap(({ transitions }) => transitions.map(({ state_name }) => state_name));
  const missing = [default_state, ...targets].find((name) => !names.includes(name));
  return missing === undefined ? undefined : `there is no state [${missing}]`;
}

export const openSearchRoutes: readonly Route[] = [
  health,
  pipeline,
  ...templates((value) => isObject(value) && !('subobjects' in (value as object))),
  indexSettings(),
  {
    method: 'GET',
    path: /^\/_plugins\/_ism\/policies\/([^/]+)$/,
    answer: ({ match }, made) => {
      const name = match[1] as string;
      const version = versionsOf(made)[name];
      if (version === undefined) return refusal(404, 'Policy not found');
      return taken({
        _id: name,
        _version: version + 1,
        _seq_no: version,
        _primary_term: 1,
        policy: made.ism?.[name],
      });
    },
  },
  {
    method: 'PUT',
    path: /^\/_plugins\/_ism\/policies\/([^/]+)$/,
    answer: ({ match, body, query }, made) => {
      const name = match[1] as string;
      const problem =
        misfit(body, { policy: isObject }) ??
        misfit(body.policy, {
          description: isText,
          default_state: isText,
          states: Array.isArray,
          ism_template: Array.isArray,
        }) ??
        policyProblem(body.policy);
      if (problem !== undefined) return refusal(400, problem);
      const version = versionsOf(made)[name];
      const right =
        version === undefined || (query.get('if_seq_no') === String(version) && query.get('if_primary_term') === '1');
      if (!right) return refusal(409, 'version conflict, document already exists');
      VERSIONS.set(made, { ...versionsOf(made), [name]: (version ?? -1) + 1 });
      keep(made, 'ism', name, body.policy);
      return { status: version === undefined ? 201 : 200, body: { _id: name } };
    },
  },
  {
    method: 'POST',
    path: /^\/_plugins\/_ism\/(add|change_policy)\/([^/]+)$/,
    // Where there are no indices, that is all right for the one, and an error for the other.
    answer: ({ match, body }, made) => {
      const [, action, indices = ''] = match;
      const problem = misfit(body, { policy_id: (id: string) => made.ism?.[id] !== undefined });
      if (problem !== undefined) return refusal(404, `Could not find policy: ${problem}`);
      const there = Object.entries({ ...made.indices, ...made.dataStreams }).filter(([name]) => overlap(indices, name));
      if (action === 'add' || there.length > 0) {
        const unfit = there.some(([, index]) => (index as { unmanageable?: boolean }).unmanageable);
        if (action === 'change_policy' && unfit) return refusal(400, 'Validation Failed: 1: something else;');
        return taken({ updated_indices: there.length, failures: false, failed_indices: [] });
      }
      return indices.includes('*')
        ? refusal(400, 'Validation Failed: 1: no documents to get;')
        : refusal(404, `no such index [${indices}]`);
    },
  },
  {
    method: 'PUT',
    path: new RegExp(`^${SECURITY}/roles/([^/]+)$`),
    answer: put('roles', { cluster_permissions: isTexts, index_permissions: Array.isArray }),
  },
  {
    method: 'PUT',
    path: new RegExp(`^${SECURITY}/internalusers/([^/]+)$`),
    answer: put('users', { password: isText }, (name) =>
      ['admin', 'kibanaserver'].includes(name) ? 'is reserved' : undefined,
    ),
  },
  {
    method: 'PUT',
    path: new RegExp(`^${SECURITY}/rolesmapping/([^/]+)$`),
    answer: put('mappings', { 'users?': isTexts, 'backend_roles?': isTexts }, (name, _, made) =>
      made.roles?.[name] ? undefined : 'role not found',
    ),
  },
];
