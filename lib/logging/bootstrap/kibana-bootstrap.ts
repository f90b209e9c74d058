import type { Construct } from 'constructs';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { HttpBasicAuth } from '../../model/http-auth';
import { DashboardsProduct, type IDashboardsEndpoint } from '../dashboards-endpoint';
import { endpointSecrets } from '../endpoint-secrets';
import { Bootstrap, type BootstrapProps } from './bootstrap';
import { rejectedDataView } from './rejected-data-view';
import type { BootstrapRequest } from './request';
import { dataViewId, importLine, indexPatternObject, type LogDataView, logObjects } from './saved-objects';
import { validateKibanaBootstrap } from './validate-kibana-bootstrap';

export interface KibanaBootstrapProps extends BootstrapProps {
  /** What is set up, as its user `admin`: a Kibana or OpenSearch Dashboards of ours, or one of others. */
  readonly dashboards: IDashboardsEndpoint;
  /** Name of the Job, before the hash of what it does. @default 'kibana-bootstrap' */
  readonly name?: string;
  /** The first one becomes the default, unless there is one, and gets searches and a dashboard. @default - `logstash-*`, and the rejected documents by the time of the rejection */
  readonly dataViews?: readonly LogDataView[];
  /** Make searches by namespace and container, of errors, and a dashboard with a gauge. @default true */
  readonly savedObjects?: boolean;
}

/**
 * Makes data views, searches and a dashboard in Kibana or OpenSearch Dashboards by a Job. It waits for the page to be
 * available, and for nothing else. Objects have ids of ours: they are made once, however often it runs.
 */
export class KibanaBootstrap extends Bootstrap {
  constructor(scope: Construct, id: string, props: KibanaBootstrapProps) {
    super(scope, id, props, {
      name: 'kibana-bootstrap',
      undone: 'data views, searches or the dashboard may lack, or be those of an earlier version',
      validate: (namespace) => validateKibanaBootstrap(props, namespace),
      task: (namespace) => ({
        target: props.dashboards,
        admin: props.dashboards.admin as HttpBasicAuth,
        headers:
          props.dashboards.product === DashboardsProduct.KIBANA
            ? ['kbn-xsrf: bootstrap']
            : ['osd-xsrf: bootstrap', 'securitytenant: global'],
        requests: requestsOf(props),
        expects: expected(props.dashboards, namespace),
      }),
    });
  }
}

function requestsOf(props: KibanaBootstrapProps): BootstrapRequest[] {
  const { dashboards, savedObjects = true } = props;
  const { product, rejectedPrefix } = dashboards;
  const { dataViews = [{ title: 'logstash-*', name: 'Logs' }, rejectedDataView(rejectedPrefix)] } = props;
  const [first] = dataViews;
  const kibana = product === DashboardsProduct.KIBANA;
  const objects = [
    ...(kibana ? [] : dataViews.map(indexPatternObject)),
    ...(savedObjects && first ? logObjects(first, product) : []),
  ];
  return [
    { method: 'GET', path: '/api/status' },
    ...(kibana ? dataViewRequests(dataViews) : []),
    ...inGroups(objects).map((group) => ({
      method: 'IMPORT' as const,
      path: '/api/saved_objects/_import?overwrite=true',
      body: group.map((object) => importLine(object, product)),
      answer: '"success":true',
    })),
  ];
}

/** So many objects have room in one ConfigMap. An object comes after those that it refers to. */
const MOST_OBJECTS = 200;

const inGroups = <T>(objects: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(objects.length / MOST_OBJECTS) }, (_, i) =>
    objects.slice(i * MOST_OBJECTS, (i + 1) * MOST_OBJECTS),
  );

function dataViewRequests(dataViews: readonly LogDataView[]): BootstrapRequest[] {
  const [first] = dataViews;
  return [
    ...dataViews.map(
      ({ title, name = title, timeField = '@timestamp' }): BootstrapRequest => ({
        method: 'POST',
        path: '/api/data_views/data_view',
        body: {
          override: true,
          data_view: { id: dataViewId(title), title, name, timeFieldName: timeField, allowNoIndex: true },
        },
      }),
    ),
    ...(first
      ? [
          {
            method: 'POST' as const,
            path: '/api/data_views/default',
            // What people chose stays.
            body: { data_view_id: dataViewId(first.title), force: false },
          },
        ]
      : []),
  ];
}

/** The authority is that of the page's server, the admin one of the search engine behind it. */
function expected({ url, ca, admin, adminHome, pods }: IDashboardsEndpoint, namespace: string): ExpectedSecret[] {
  return [
    ...endpointSecrets({ url, admin, home: adminHome }, namespace),
    ...endpointSecrets({ url, ca, home: pods?.namespace }, namespace),
  ];
}
