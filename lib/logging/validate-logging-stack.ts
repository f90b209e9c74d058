import { COMPONENT } from '../kubernetes/component';
import { validateNamespace } from '../kubernetes/namespace';
import { BASIC_AUTH } from '../model/http-auth';
import { LOG_ROUTE, LOG_TARGET } from '../model/log-route';
import { type Problem, within } from '../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import { type SecretKey, validateSecretKey } from '../model/secret-key';
import { checkedElsewhere, choice, fitProps, flag, type Kind, listOf, type Shape, struct, text } from '../model/shape';
import { shown } from '../model/shown';
import { validateDnsLabel } from '../model/units';
import { LOG_STORE, validateLogStore } from './bootstrap/log-store';
import { validateUsername } from './bootstrap/validate-endpoint';
import { validateSearchEndpoint } from './bootstrap/validate-search-bootstrap';
import { elasticsearchEndpoint } from './elasticsearch/endpoint';
import { validateElasticsearch } from './elasticsearch/validate';
import { sentTargets, validateKeptTargets } from './kept-targets';
import { kibanaPassword } from './kibana';
import type { LoggingDashboardsProps, LoggingStackProps } from './logging-stack-props';
import { IndexNaming } from './outputs/search-options';
import { DEFAULT_WRITER, storeOutput } from './store-output';
import { validateKibana, validateOpenSearchDashboards } from './validate-dashboards';
import { OUTPUT, validateFluentBitProps } from './validate-fluent-bit';
import { validateLogRoutes } from './validate-log-routes';
import { LOGGING_WRITER, validateLoggingWriters, validateStoredLogs } from './validate-stored-logs';

/** Props of a part, which its own check knows. */
const part = <T extends object>(example: string): Kind<T> => ({
  example,
  fit: (place, value, problems) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as T;
    problems.push({ what: `'${place}' is ${shown(value)}, which is no object`, fix: `give one such as ${example}` });
    return {} as T;
  },
});

const LOGGING_STACK: Shape<LoggingStackProps> = {
  metrics: COMPONENT.metrics,
  images: COMPONENT.images,
  namespace: text('logging'),
  agentNamespace: text('node-agents'),
  search: checkedElsewhere('new ExternalSearch({ … })'),
  elasticsearch: part('{ nodes: 3 }'),
  dashboards: part('{ enabled: false }'),
  agent: part("{ nodeLogRate: '1Mi' }"),
  routes: listOf(struct(LOG_ROUTE)),
  otherLogs: struct(LOG_TARGET),
  outputs: listOf(OUTPUT),
  naming: choice(IndexNaming),
  ...LOG_STORE,
  writer: BASIC_AUTH,
  writers: listOf(struct(LOGGING_WRITER, { confidential: true })),
};

/** Where checks of parts take the namespace for right: it is told of once. */
const SOME_NAMESPACE = 'logging';

/**
 * All that is wrong with the props of a LoggingStack, those of its parts included, before any part is made, and the
 * namespace that results from them.
 */
export function validateLoggingStack(props: LoggingStackProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, LOGGING_STACK);
  const { search, elasticsearch = {}, agentNamespace, writer, images } = fit;
  const wrong = (prop: string) => problems.some(({ what }) => what.startsWith(`'${prop}`));
  const wrongSearch =
    search === undefined
      ? within('elasticsearch', validateElasticsearch({ images, ...elasticsearch }, SOME_NAMESPACE))
      : validateSearch(search);
  const endpoint: ISearchEndpoint =
    search !== undefined && wrongSearch.length === 0
      ? search
      : elasticsearchEndpoint(wrongSearch.length === 0 ? elasticsearch : {}, SOME_NAMESPACE);
  const wrongWriter =
    writer === undefined
      ? []
      : [
          ...validateUsername('writer.username', writer.username),
          ...validateSecretKey('writer.password', writer.password),
        ];
  const user = writer === undefined || wrongWriter.length > 0 ? DEFAULT_WRITER : writer;
  const output = storeOutput(endpoint, user, fit.naming ?? IndexNaming.DAILY);
  const { routes = [], otherLogs = {}, writers = [] } = fit;
  const [first, ...others] = [output, ...(fit.outputs ?? []).filter((each) => each !== undefined)] as const;
  const sent = wrong('routes') || wrong('otherLogs') ? undefined : sentTargets(routes, otherLogs, output);
  const misrouted =
    sent === undefined
      ? []
      : [
          ...validateKeptTargets(routes, otherLogs, output),
          ...validateLogRoutes(sent.routes, sent.otherLogs, [first, ...others]),
        ];
  const routed = misrouted.length === 0 && sent !== undefined;
  const wrongWriters = wrong('writers') ? [] : validateLoggingWriters(writers, output);
  const { kibanaPassword, problems: wrongDashboards } = dashboardsOf(fit, endpoint);
  return [
    ...problems,
    ...(wrong('namespace') ? [] : validateNamespace(namespace)),
    ...(agentNamespace === undefined ? [] : validateDnsLabel('agentNamespace', agentNamespace)),
    ...(search !== undefined && fit.elasticsearch !== undefined
      ? [{ what: "'search' and 'elasticsearch' are set together", fix: 'keep one of them' }]
      : []),
    ...wrongSearch,
    ...within(
      'agent',
      validateFluentBitProps(
        { images, ...fit.agent, output, ...(routed ? { ...sent, outputs: others } : {}) },
        SOME_NAMESPACE,
      ),
    ),
    ...misrouted,
    ...within('dashboards', wrongDashboards),
    ...validateLogStore('', fit, endpoint.dataNodes),
    ...wrongWriter,
    ...wrongWriters,
    ...(routed && !wrong('writers') && wrongWriters.length === 0
      ? validateStoredLogs({ ...fit, routes, otherLogs, writer: user, kibanaPassword }, endpoint, [output, ...others])
      : []),
  ];
}

/** Without an admin it is as good a place to write to, and nobody sets it up. */
const validateSearch = (search: ISearchEndpoint): Problem[] =>
  validateSearchEndpoint(
    typeof search === 'object' && search !== null && search.admin === undefined
      ? Object.create(search, { admin: { value: DEFAULT_WRITER } })
      : search,
  );

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

/** What is wrong with the page, and the password that it logs in with if it is a Kibana. */
function dashboardsOf(
  { dashboards = {}, images }: LoggingStackProps,
  search: ISearchEndpoint,
): { readonly kibanaPassword?: SecretKey; readonly problems: Problem[] } {
  const { enabled = true, ...rest } = dashboards;
  const { problems } = fitProps<Pick<LoggingDashboardsProps, 'enabled'>>(dashboards, { enabled: flag() });
  if (enabled === false) {
    const given = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [`'${name}'`]));
    if (given.length === 0) return { problems };
    const fix = "leave 'enabled: false' out, or all but that";
    return { problems: [{ what: `it is not enabled, and has ${given.join(', ')}`, fix }] };
  }
  const props = { images, ...rest, search };
  problems.push(...validateOtherProduct(rest, search));
  return search.engine === SearchEngine.OPENSEARCH
    ? { problems: [...problems, ...validateOpenSearchDashboards(props, SOME_NAMESPACE)] }
    : { problems: [...problems, ...validateKibana(props, SOME_NAMESPACE)], kibanaPassword: kibanaPassword(props) };
}
