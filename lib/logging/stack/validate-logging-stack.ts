import { COMPONENT } from '../../kubernetes/component';
import { validateNamespace } from '../../kubernetes/namespace';
import { BASIC_AUTH } from '../../model/http-auth';
import { isObject } from '../../model/is-object';
import { LOG_ROUTE, LOG_TARGET } from '../../model/log-route';
import { type Problem, within } from '../../model/problem';
import type { ISearchEndpoint } from '../../model/search-endpoint';
import { checkedElsewhere, choice, fitProps, type Kind, listOf, type Shape, struct, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { validateDnsLabel } from '../../model/units';
import type { BootstrapProps } from '../bootstrap/bootstrap';
import { BOOTSTRAP, validateBootstrap } from '../bootstrap/validate-bootstrap';
import { validateSearchEndpoint } from '../bootstrap/validate-search-bootstrap';
import { elasticsearchEndpoint } from '../elasticsearch/endpoint';
import { validateElasticsearch } from '../elasticsearch/validate';
import { OUTPUT, validateFluentBitProps } from '../fluent-bit/validate-fluent-bit';
import { LOG_STORE, validateLogStore } from '../outputs/log-store';
import { SIGV4 } from '../outputs/open-search-output';
import { IndexNaming } from '../outputs/search-options';
import { SECRET_KEY } from '../outputs/secret-key-shape';
import { sentTargets, validateKeptTargets } from '../routes/kept-targets';
import { validateLogRoutes } from '../routes/validate-log-routes';
import type { LoggingStackProps } from './logging-stack-props';
import { agentsRoleOf, type StoreLogin, userOf, validateStoreLogin } from './store-login';
import { storeOutput } from './store-output';
import { standardOf } from './stored-logs';
import { validateForeignStore } from './validate-foreign-store';
import { validateLoggingDashboards } from './validate-logging-dashboards';
import { LOGGING_WRITER, validateLoggingWriters, validateStoredLogs } from './validate-stored-logs';

/** What each part has from the stack, and where that is said. */
const DECIDED = {
  metrics: "set 'metrics' of the LoggingStack",
  namespace: "set 'namespace' of the LoggingStack",
  images: "set 'images' of the LoggingStack",
};

/** Props of a part, which its own check knows; `decided` are those of JavaScript that it has from the stack. */
const part = <T extends object>(example: string, decided: Readonly<Record<string, string>>): Kind<T> => ({
  example,
  fit: (place, value, problems) => {
    if (!isObject(value)) {
      problems.push({ what: `'${place}' is ${shown(value)}, which is no object`, fix: `give one such as ${example}` });
      return {} as T;
    }
    const entries = Object.entries(value);
    const own = entries.filter(([name, each]) => each === undefined || !Object.hasOwn(decided, name));
    if (own.length === entries.length) return value as T;
    const others = entries.filter((entry) => !own.includes(entry));
    problems.push(
      ...others.map(([name]) => ({
        what: `'${place}.${name}' is set, which the stack decides`,
        fix: decided[name] as string,
      })),
    );
    return Object.fromEntries(own) as T;
  },
});

const LOGGING_STACK: Shape<LoggingStackProps> = {
  metrics: COMPONENT.metrics,
  images: COMPONENT.images,
  namespace: text('logging'),
  agentNamespace: text('node-agents'),
  search: checkedElsewhere('new ExternalSearch({ … })'),
  elasticsearch: part('{ nodes: 3 }', DECIDED),
  dashboards: part('{ enabled: false }', { ...DECIDED, search: "set 'search' of the LoggingStack" }),
  externalDashboards: checkedElsewhere('new ExternalDashboards({ … })'),
  bootstrap: part("{ tolerations: [{ key: 'dedicated' }] }", {
    ...DECIDED,
    name: "leave it out: the Jobs are 'search-bootstrap' and 'kibana-bootstrap'",
  }),
  agent: part("{ nodeLogRate: '1Mi' }", {
    ...DECIDED,
    namespace: "set 'agentNamespace' of the LoggingStack",
    output: "set 'search' of the LoggingStack",
    outputs: "set 'outputs' of the LoggingStack",
    routes: "set 'routes' of the LoggingStack",
    otherLogs: "set 'otherLogs' of the LoggingStack",
  }),
  routes: listOf(struct(LOG_ROUTE)),
  otherLogs: struct(LOG_TARGET),
  outputs: listOf(OUTPUT),
  naming: choice(IndexNaming),
  ...LOG_STORE,
  writer: BASIC_AUTH,
  sigv4: SIGV4,
  apiKey: SECRET_KEY,
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
  const { search, elasticsearch = {}, agentNamespace, images } = fit;
  const wrong = (prop: string) => problems.some(({ what }) => what.startsWith(`'${prop}`));
  const wrongSearch =
    search === undefined
      ? within('elasticsearch', validateElasticsearch({ images, ...elasticsearch }, SOME_NAMESPACE))
      : validateSearchEndpoint(search, false);
  const right = wrongSearch.length === 0;
  const endpoint: ISearchEndpoint =
    search !== undefined && right ? search : elasticsearchEndpoint(right ? elasticsearch : {}, SOME_NAMESPACE);
  const wrongLogin = validateStoreLogin(fit, right ? endpoint : undefined, search === undefined);
  const login: StoreLogin = right && wrongLogin.length === 0 ? fit : {};
  const output = storeOutput(endpoint, login, fit.naming ?? IndexNaming.DAILY);
  const { routes = [], otherLogs = {}, writers = [] } = fit;
  const [first, ...others] = [output, ...(fit.outputs ?? []).filter((each) => each !== undefined)] as const;
  const sent = wrong('routes') || wrong('otherLogs') ? undefined : sentTargets(routes, otherLogs, output);
  const misrouted =
    sent === undefined
      ? []
      : [
          ...validateKeptTargets(routes, otherLogs, output, standardOf(fit)),
          ...validateLogRoutes(sent.routes, sent.otherLogs, [first, ...others]),
        ];
  const routed = misrouted.length === 0 && sent !== undefined;
  const wrongWriters = wrong('writers') ? [] : validateLoggingWriters(writers, output);
  const { kibanaPassword, problems: wrongDashboards } = validateLoggingDashboards(fit, endpoint, SOME_NAMESPACE);
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
    ...wrongDashboards,
    ...within('bootstrap', validateJobs(fit, endpoint)),
    ...validateLogStore('', fit, endpoint.dataNodes),
    ...wrongLogin,
    ...wrongWriters,
    ...(routed && right ? validateForeignStore(fit, [output, ...others], props) : []),
    ...(routed && !wrong('writers') && wrongWriters.length === 0
      ? validateStoredLogs(
          {
            ...fit,
            routes,
            otherLogs,
            writer: userOf(login),
            agentsRole: agentsRoleOf({ agent: fit.agent, sigv4: login.sigv4 }),
            kibanaPassword,
          },
          endpoint,
          [output, ...others],
        )
      : []),
  ];
}

function validateJobs(
  { bootstrap = {}, externalDashboards }: LoggingStackProps,
  { admin }: ISearchEndpoint,
): Problem[] {
  const { fit, problems } = fitProps<BootstrapProps>(bootstrap, BOOTSTRAP);
  const idle = Object.keys(bootstrap).length > 0 && admin === undefined && externalDashboards === undefined;
  return [
    ...validateBootstrap(fit, SOME_NAMESPACE, problems, 'bootstrap'),
    ...(idle
      ? [
          {
            what: "it has settings, and there is no Job: 'search' has no 'admin'",
            fix: "give it one, or leave 'bootstrap' out",
          },
        ]
      : []),
  ];
}
