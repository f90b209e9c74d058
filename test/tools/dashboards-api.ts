import { type Answer, isText, keep, type Made, misfit, type Route, refusal, taken } from './api-route';

interface SavedObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: Record<string, unknown>;
  readonly references: readonly { readonly name: string; readonly type: string; readonly id: string }[];
}

/** The attributes that hold JSON as text. */
const JSON_TEXTS = ['visState', 'uiStateJSON', 'panelsJSON', 'optionsJSON'];
const TYPES = ['index-pattern', 'search', 'visualization', 'dashboard'];
const isFlag = (value: unknown) => typeof value === 'boolean';

const dataView = {
  id: isText,
  title: isText,
  name: isText,
  timeFieldName: isText,
  allowNoIndex: isFlag,
};

/** What is wrong with an object, or the names of its parts that nothing refers to. */
function problemOf(object: SavedObject, known: (type: string, id: string) => boolean): string | undefined {
  const problem = misfit(object, {
    type: (type) => TYPES.includes(type),
    id: isText,
    attributes: (attributes: Record<string, unknown>) => isText(attributes.title),
    references: Array.isArray,
    'coreMigrationVersion?': isText,
    'typeMigrationVersion?': isText,
    'migrationVersion?': () => true,
  });
  if (problem !== undefined) return problem;
  const { attributes, references } = object;
  const source = (attributes.kibanaSavedObjectMeta as { searchSourceJSON?: string } | undefined)?.searchSourceJSON;
  try {
    const texts = [...JSON_TEXTS.map((name) => attributes[name]).filter((text) => text !== undefined), source ?? '{}'];
    for (const text of texts) JSON.parse(text as string);
    const named = [
      ...(JSON.parse(source ?? '{}').indexRefName ? [JSON.parse(source ?? '{}').indexRefName] : []),
      ...JSON.parse((attributes.panelsJSON as string) ?? '[]').map(
        ({ panelRefName, panelIndex }: { panelRefName: string; panelIndex: string }) =>
          references.some(({ name }) => name === panelRefName) ? panelRefName : `${panelIndex}:${panelRefName}`,
      ),
    ];
    const lost = named.find((name) => !references.some((reference) => reference.name === name));
    if (lost !== undefined) return `refers to [${lost}], which is none of its references`;
  } catch {
    return 'holds a text that is no JSON';
  }
  const missing = references.find(({ type, id }) => !known(type, id));
  return missing === undefined ? undefined : `missing_references ${missing.type} ${missing.id}`;
}

function importObjects(file: string | undefined, overwrite: boolean, made: Made): Answer {
  if (file === undefined) return refusal(400, '[request body.file]: expected value of type [Stream]');
  let objects: SavedObject[];
  try {
    objects = file
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch {
    return refusal(400, 'a line is no JSON');
  }
  const place = ({ type, id }: { type: string; id: string }) => `${type} ${id}`;
  const known = (type: string, id: string) =>
    made.objects?.[place({ type, id })] !== undefined || objects.some((each) => each.type === type && each.id === id);
  const errors = objects.flatMap((object) => {
    const conflict = !overwrite && made.objects?.[place(object)] ? 'conflict' : undefined;
    const problem = problemOf(object, known) ?? conflict;
    return problem === undefined ? [] : [{ id: object.id, error: problem }];
  });
  // As the real ones do: 200, and the truth in the body.
  if (errors.length > 0) return taken({ success: false, successCount: 0, errors });
  for (const object of objects) keep(made, 'objects', place(object), object);
  return taken({ successCount: objects.length, success: true, warnings: [] });
}

/** The routes of Kibana, or of OpenSearch Dashboards, which makes its index patterns as saved objects only. */
export function dashboardsRoutes(header: 'kbn-xsrf' | 'osd-xsrf'): readonly Route[] {
  const shared: readonly Route[] = [
    {
      method: 'GET',
      path: /^\/api\/status$/,
      answer: () => taken({ status: { overall: { level: 'available' } } }),
    },
    {
      method: 'POST',
      path: /^\/api\/saved_objects\/_import$/,
      answer: ({ file, query }, made) => importObjects(file, query.get('overwrite') === 'true', made),
    },
  ];
  if (header === 'osd-xsrf') return shared;
  return [
    ...shared,
    {
      method: 'POST',
      path: /^\/api\/data_views\/data_view$/,
      answer: ({ body }, made) => {
        const problem = misfit(body, {
          override: isFlag,
          data_view: (view: object) => misfit(view, dataView) === undefined,
        });
        if (problem !== undefined) return refusal(400, problem);
        const { override, data_view } = body;
        const place = `index-pattern ${data_view.id}`;
        if (made.objects?.[place] && !override) return refusal(400, `Duplicate data view: ${data_view.title}`);
        keep(made, 'objects', place, data_view);
        return taken({ data_view });
      },
    },
    {
      method: 'POST',
      path: /^\/api\/data_views\/default$/,
      answer: ({ body }, made) => {
        const problem = misfit(body, { data_view_id: isText, force: isFlag });
        if (problem !== undefined) return refusal(400, problem);
        if (body.force || !made.settings?.defaultIndex) keep(made, 'settings', 'defaultIndex', body.data_view_id);
        return taken();
      },
    },
  ];
}
