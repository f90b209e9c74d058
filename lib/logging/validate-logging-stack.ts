import { COMPONENT } from '../kubernetes/component';
import { validateNamespace } from '../kubernetes/namespace';
import { BASIC_AUTH } from '../model/http-auth';
import type { Problem } from '../model/problem';
import { validateSecretKey } from '../model/secret-key';
import { checkedElsewhere, choice, fitProps, type Shape, text } from '../model/shape';
import { validateDnsLabel } from '../model/units';
import { validateRetention } from './bootstrap/log-store';
import type { LoggingStackProps } from './logging-stack-props';
import { IndexNaming } from './outputs/search-options';

/** What belongs to one part alone, that part checks. */
const LOGGING_STACK: Shape<LoggingStackProps> = {
  metrics: COMPONENT.metrics,
  images: COMPONENT.images,
  namespace: text('logging'),
  agentNamespace: text('node-agents'),
  search: checkedElsewhere('new ExternalSearch({ … })'),
  elasticsearch: checkedElsewhere('{ nodes: 3 }'),
  dashboards: checkedElsewhere('{ enabled: false }'),
  agent: checkedElsewhere("{ nodeLogRate: '1Mi' }"),
  routes: checkedElsewhere("[{ namespaces: ['shop'], dataset: 'shop' }]"),
  otherLogs: checkedElsewhere("{ dataset: 'logstash' }"),
  outputs: checkedElsewhere("[new StdoutOutput('stdout')]"),
  naming: choice(IndexNaming),
  retention: text('7d'),
  writer: BASIC_AUTH,
  writers: checkedElsewhere("[{ username: 'shop', password: { name: 'shop-search', key: 'password' } }]"),
};

/** What is wrong with the props of a LoggingStack beside what its parts say, and the namespace that results from them. */
export function validateLoggingStack(props: LoggingStackProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, LOGGING_STACK);
  const { search, elasticsearch, agentNamespace, retention, writer, writers = [] } = fit;
  return [
    ...problems,
    ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateNamespace(namespace)),
    ...(agentNamespace === undefined ? [] : validateDnsLabel('agentNamespace', agentNamespace)),
    ...(search !== undefined && elasticsearch !== undefined
      ? [{ what: "'search' and 'elasticsearch' are set together", fix: 'keep one of them' }]
      : []),
    ...(search !== undefined && search.admin === undefined && writers.length > 0
      ? [
          {
            what: "'writers' is set, and 'search' has no 'admin' who could make users",
            fix: "give 'search' an admin, or leave 'writers' out",
          },
        ]
      : []),
    ...validateRetention('retention', retention),
    ...(writer === undefined ? [] : validateSecretKey('writer.password', writer.password)),
  ];
}
