import { type Problem, within } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import type { SecretKey } from '../../model/secret-key';
import { fitProps, flag } from '../../model/shape';
import { validateDashboardsEndpoint } from '../bootstrap/validate-kibana-bootstrap';
import { kibanaPassword } from '../dashboards/kibana';
import { validateKibana, validateOpenSearchDashboards } from '../dashboards/validate-dashboards';
import { DashboardsProduct } from '../dashboards-endpoint';
import type { LoggingDashboardsProps, LoggingStackProps } from './logging-stack-props';

/** Whether a LoggingStack makes a page of its own: one that changes what others run is only made if asked for. */
export const hasOwnDashboards = ({ dashboards, search, externalDashboards }: LoggingStackProps): boolean =>
  dashboards === undefined ? search === undefined && externalDashboards === undefined : (dashboards.enabled ?? true);

/** What is wrong with the page of a LoggingStack, and the password that it logs in with if it is a Kibana of ours. */
export function validateLoggingDashboards(
  props: LoggingStackProps,
  search: ISearchEndpoint,
  namespace: string,
): { readonly kibanaPassword?: SecretKey; readonly problems: Problem[] } {
  const own = validateOwn(props, search, namespace);
  return {
    kibanaPassword: own.kibanaPassword,
    problems: [
      ...within('dashboards', own.problems),
      ...validateExternal(props, search),
      ...validateUnsigned(props, search),
    ],
  };
}

function validateOwn(
  props: LoggingStackProps,
  search: ISearchEndpoint,
  namespace: string,
): { readonly kibanaPassword?: SecretKey; readonly problems: Problem[] } {
  const { dashboards = {}, images } = props;
  const { enabled: _, ...rest } = dashboards;
  const { problems } = fitProps<Pick<LoggingDashboardsProps, 'enabled'>>(dashboards, { enabled: flag() });
  if (dashboards.enabled === false) {
    const given = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [`'${name}'`]));
    if (given.length === 0) return { problems };
    const fix = "leave 'enabled: false' out, or all but that";
    return { problems: [{ what: `it is not enabled, and has ${given.join(', ')}`, fix }] };
  }
  if (!hasOwnDashboards(props)) return { problems };
  const page = { images, ...rest, search };
  problems.push(...validateOtherProduct(rest, search));
  return search.engine === SearchEngine.OPENSEARCH
    ? { problems: [...problems, ...validateOpenSearchDashboards(page, namespace)] }
    : { problems: [...problems, ...validateKibana(page, namespace)], kibanaPassword: kibanaPassword(page) };
}

const ONLY_KIBANA = ['password', 'encryptionSecretName'] as const;
const ONLY_OPENSEARCH = ['user', 'cookiePassword'] as const;

/** Which page there is follows from the engine; what the other one alone has would do nothing. */
function validateOtherProduct(dashboards: LoggingDashboardsProps, { engine }: ISearchEndpoint): Problem[] {
  const [names, product] =
    engine === SearchEngine.OPENSEARCH
      ? ([ONLY_KIBANA, 'OpenSearch Dashboards'] as const)
      : ([ONLY_OPENSEARCH, 'Kibana'] as const);
  return names
    .filter((name) => dashboards[name] !== undefined)
    .map((name) => ({ what: `'${name}' is set, which ${product} does not have`, fix: 'leave it out' }));
}

/** A page of others reads what the store is, and is one that a Job can set up. */
function validateExternal(props: LoggingStackProps, { engine }: ISearchEndpoint): Problem[] {
  const { externalDashboards } = props;
  if (externalDashboards === undefined) return [];
  if (hasOwnDashboards(props)) {
    return [{ what: "'dashboards' and 'externalDashboards' are set together", fix: 'keep one of them' }];
  }
  const problems = validateDashboardsEndpoint('externalDashboards', externalDashboards);
  if (problems.length > 0) return problems;
  const opensearch = engine === SearchEngine.OPENSEARCH;
  if ((externalDashboards.product === DashboardsProduct.OPENSEARCH_DASHBOARDS) === opensearch) return [];
  return [
    {
      what: `'externalDashboards.product' is '${externalDashboards.product}', which does not read ${opensearch ? 'OpenSearch' : 'Elasticsearch'}`,
      fix: `give one with product: DashboardsProduct.${opensearch ? 'OPENSEARCH_DASHBOARDS' : 'KIBANA'}`,
    },
  ];
}

/** A page of ours sends a user and a password. */
function validateUnsigned(props: LoggingStackProps, { engine }: ISearchEndpoint): Problem[] {
  if (props.sigv4 === undefined || engine !== SearchEngine.OPENSEARCH || !hasOwnDashboards(props)) return [];
  return [
    {
      what: "'dashboards' is set, and an OpenSearch Dashboards of our own signs no requests as 'sigv4' asks for",
      fix: "leave it out: a service of AWS has one of its own, which may be given as 'externalDashboards'",
    },
  ];
}
