import { createHash } from 'node:crypto';
import { DashboardsProduct } from '../dashboards-endpoint';
import { PARSED_KEY } from '../lines/line-filters';

/** A group of indices that people look at together. */
export interface LogDataView {
  /** Names and patterns of indices or data streams: `logstash-*`. */
  readonly title: string;
  /** As people choose it from a list. @default - `title` */
  readonly name?: string;
  /** The field with the time. @default '@timestamp' */
  readonly timeField?: string;
}

/** An object as it is imported. */
export interface SavedObject {
  readonly type: 'index-pattern' | 'search' | 'visualization' | 'dashboard';
  readonly id: string;
  readonly attributes: object;
  readonly references: readonly { readonly name: string; readonly type: string; readonly id: string }[];
}

/** The same id for the same title, wherever it is made. */
export const dataViewId = (title: string): string =>
  `logs-${createHash('sha256').update(title).digest('hex').slice(0, 12)}`;

/** A data view as OpenSearch Dashboards has it. */
export const indexPatternObject = ({ title, timeField = '@timestamp' }: LogDataView): SavedObject => ({
  type: 'index-pattern',
  id: dataViewId(title),
  attributes: { title, timeFieldName: timeField },
  references: [],
});

const INDEX_REFERENCE = 'kibanaSavedObjectMeta.searchSourceJSON.index';
const TIME = '@timestamp';
const NAMESPACE = 'kubernetes.namespace_name';
const CONTAINER = 'kubernetes.container_name';
const POD = 'kubernetes.pod_name';

const GRAVE = '("error" or "ERROR" or "fatal" or "FATAL" or "critical" or "CRITICAL")';
/** Lines that say of themselves that something went wrong, or look like it. */
const ERRORS = [
  `${PARSED_KEY}.level: ${GRAVE}`,
  `${PARSED_KEY}.severity: ${GRAVE}`,
  'log: (error or exception or fatal or panic or traceback)',
].join(' or ');

/** What all objects on one data view share. */
interface Context {
  readonly view: string;
  readonly prefix: string;
}

const meta = (query: string) => ({
  kibanaSavedObjectMeta: {
    searchSourceJSON: JSON.stringify({
      query: { query, language: 'kuery' },
      filter: [],
      indexRefName: INDEX_REFERENCE,
    }),
  },
});

const onView = ({ view }: Context) => [{ name: INDEX_REFERENCE, type: 'index-pattern', id: view }];

function search(context: Context, name: string, title: string, columns: readonly string[], query = ''): SavedObject {
  return {
    type: 'search',
    id: `${context.prefix}-${name}`,
    attributes: { title, description: '', columns, sort: [[TIME, 'desc']], ...meta(query) },
    references: onView(context),
  };
}

interface Chart {
  readonly type: string;
  readonly params: object;
  readonly aggs: readonly object[];
}

function visualization(context: Context, name: string, title: string, chart: Chart, query = ''): SavedObject {
  return {
    type: 'visualization',
    id: `${context.prefix}-${name}`,
    attributes: {
      title,
      description: '',
      version: 1,
      uiStateJSON: '{}',
      visState: JSON.stringify({ title, ...chart }),
      ...meta(query),
    },
    references: onView(context),
  };
}

const COUNT = { id: '1', enabled: true, type: 'count', schema: 'metric', params: {} };
const terms = (id: string, field: string, schema: string, size: number) => ({
  id,
  enabled: true,
  type: 'terms',
  schema,
  params: { field, size, order: 'desc', orderBy: '1', otherBucket: true, otherBucketLabel: 'others' },
});

/** How many lines look like errors, from none (green) to many (red) in the time that is looked at. */
const GAUGE: Chart = {
  type: 'gauge',
  params: {
    type: 'gauge',
    addTooltip: true,
    addLegend: true,
    gauge: {
      gaugeType: 'Arc',
      gaugeStyle: 'Full',
      backStyle: 'Full',
      orientation: 'vertical',
      percentageMode: false,
      colorSchema: 'Green to Red',
      gaugeColorMode: 'Labels',
      colorsRange: [
        { from: 0, to: 100 },
        { from: 100, to: 1000 },
        { from: 1000, to: 10_000 },
      ],
      labels: { show: true, color: 'black' },
      scale: { show: true, labels: false, color: 'rgba(105,112,125,0.2)' },
      style: { bgColor: true, bgFill: 'rgba(105,112,125,0.2)', fontSize: 60, labelColor: true, subText: '' },
    },
  },
  aggs: [{ ...COUNT, params: { customLabel: 'Lines that look like errors' } }],
};

const OVER_TIME: Chart = {
  type: 'histogram',
  params: {
    type: 'histogram',
    grid: { categoryLines: false },
    categoryAxes: [
      {
        id: 'CategoryAxis-1',
        type: 'category',
        position: 'bottom',
        show: true,
        scale: { type: 'linear' },
        labels: { show: true, truncate: 100 },
        title: {},
      },
    ],
    valueAxes: [
      {
        id: 'ValueAxis-1',
        name: 'LeftAxis-1',
        type: 'value',
        position: 'left',
        show: true,
        scale: { type: 'linear', mode: 'normal' },
        labels: { show: true, rotate: 0, filter: false, truncate: 100 },
        title: { text: 'Lines' },
      },
    ],
    seriesParams: [
      {
        show: true,
        type: 'histogram',
        mode: 'stacked',
        data: { id: '1', label: 'Lines' },
        valueAxis: 'ValueAxis-1',
        drawLinesBetweenPoints: true,
        showCircles: true,
      },
    ],
    addTooltip: true,
    addLegend: true,
    legendPosition: 'right',
    times: [],
    addTimeMarker: false,
  },
  aggs: [
    COUNT,
    {
      id: '2',
      enabled: true,
      type: 'date_histogram',
      schema: 'segment',
      params: { field: TIME, interval: 'auto', drop_partials: false, min_doc_count: 1, extended_bounds: {} },
    },
    terms('3', NAMESPACE, 'group', 10),
  ],
};

const TOP_CONTAINERS: Chart = {
  type: 'table',
  params: { perPage: 10, showPartialRows: false, showMetricsAtAllLevels: false, showTotal: false, totalFunc: 'sum' },
  aggs: [COUNT, terms('2', NAMESPACE, 'bucket', 10), terms('3', CONTAINER, 'bucket', 10)],
};

interface Panel {
  readonly object: SavedObject;
  readonly at: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

/** The names of references differ: Kibana puts the panel's number in front. */
function dashboard(
  { prefix }: Context,
  title: string,
  panels: readonly Panel[],
  product: DashboardsProduct,
): SavedObject {
  const kibana = product === DashboardsProduct.KIBANA;
  const numbered = panels.map(({ object, at }, i) => ({ object, at, index: String(i + 1), name: `panel_${i + 1}` }));
  return {
    type: 'dashboard',
    id: `${prefix}-overview`,
    attributes: {
      title,
      description: 'How much is logged where, and what of it looks like errors.',
      version: 1,
      timeRestore: true,
      timeFrom: 'now-24h',
      timeTo: 'now',
      optionsJSON: JSON.stringify({ useMargins: true, hidePanelTitles: false }),
      panelsJSON: JSON.stringify(
        numbered.map(({ object, at, index, name }) => ({
          version: kibana ? '8.9.0' : '7.10.0',
          ...(kibana ? { type: object.type } : {}),
          gridData: { ...at, i: index },
          panelIndex: index,
          embeddableConfig: {},
          panelRefName: name,
        })),
      ),
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }),
      },
    },
    references: numbered.map(({ object: { type, id }, index, name }) => ({
      name: kibana ? `${index}:${name}` : name,
      type,
      id,
    })),
  };
}

/** Searches, charts and a dashboard on one data view. */
export function logObjects({ title, name = title }: LogDataView, product: DashboardsProduct): SavedObject[] {
  const view = dataViewId(title);
  const context = { view, prefix: view };
  const called = (what: string) => `${what} (${name})`;
  const byNamespace = search(context, 'by-namespace', called('Lines by namespace'), [NAMESPACE, POD, 'log']);
  const byContainer = search(context, 'by-container', called('Lines by container'), [CONTAINER, POD, 'log']);
  const errors = search(context, 'errors', called('Errors'), [NAMESPACE, CONTAINER, 'log'], ERRORS);
  const gauge = visualization(context, 'error-gauge', called('Errors gauge'), GAUGE, ERRORS);
  const overTime = visualization(context, 'over-time', called('Lines over time by namespace'), OVER_TIME);
  const top = visualization(context, 'top-containers', called('Lines by container, most first'), TOP_CONTAINERS);
  const overview = dashboard(
    context,
    called('Logs overview'),
    [
      { object: gauge, at: { x: 0, y: 0, w: 12, h: 12 } },
      { object: overTime, at: { x: 12, y: 0, w: 36, h: 12 } },
      { object: top, at: { x: 0, y: 12, w: 18, h: 20 } },
      { object: errors, at: { x: 18, y: 12, w: 30, h: 20 } },
    ],
    product,
  );
  return [byNamespace, byContainer, errors, gauge, overTime, top, overview];
}

/** The version of each kind's format, from which the server brings it to its own. */
const FORMATS: Readonly<Record<DashboardsProduct, Readonly<Record<SavedObject['type'], string>>>> = {
  [DashboardsProduct.KIBANA]: {
    'index-pattern': '8.0.0',
    search: '8.0.0',
    visualization: '8.5.0',
    dashboard: '8.9.0',
  },
  [DashboardsProduct.OPENSEARCH_DASHBOARDS]: {
    'index-pattern': '7.6.0',
    search: '7.9.3',
    visualization: '7.10.0',
    dashboard: '7.9.3',
  },
};

/** An object as a line of a file to import. */
export function importLine(object: SavedObject, product: DashboardsProduct): object {
  const version = FORMATS[product][object.type];
  if (product === DashboardsProduct.KIBANA)
    return { ...object, coreMigrationVersion: '8.8.0', typeMigrationVersion: version };
  return { ...object, migrationVersion: { [object.type]: version } };
}
