import { COMPONENT, validateComponent } from '../../kubernetes/component';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { validateSecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, listOf, number, type Shape, struct, text } from '../../model/shape';
import { validateInteger, validateWorkloadName } from '../../model/units';
import { validateIndexName } from '../outputs/dataset-names';
import {
  DEFAULT_REJECTED,
  LOG_DATA_STREAM,
  LOG_INDEX,
  validateLogDataStream,
  validateLogIndex,
  validateRetention,
} from './log-store';
import type { SearchBootstrapProps } from './search-bootstrap';
import { validateBootstrapEndpoint, validateIsEndpoint } from './validate-endpoint';
import { LOG_WRITER, validateWriters } from './validate-writers';

const { metrics: _, ...SHARED } = COMPONENT;

const SEARCH_BOOTSTRAP: Shape<SearchBootstrapProps> = {
  ...SHARED,
  search: checkedElsewhere<ISearchEndpoint>('elasticsearch'),
  name: text('search-bootstrap'),
  indices: listOf(struct(LOG_INDEX)),
  dataStreams: listOf(struct(LOG_DATA_STREAM)),
  rejectedPrefix: text('rejected-logs'),
  rejectedRetention: text('7d'),
  writers: listOf(struct(LOG_WRITER, { confidential: true })),
  kibanaPassword: checkedElsewhere("{ name: 'kibana-system', key: 'password' }"),
  ttlSecondsAfterFinished: number(86_400),
};

/** All that is wrong with the props of a SearchBootstrap, and the namespace that results from them. */
export function validateSearchBootstrap(props: SearchBootstrapProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, SEARCH_BOOTSTRAP);
  const { search, indices = [], dataStreams = [] } = fit;
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'search-bootstrap'),
    ...validateEndpoint(search),
    ...indices.flatMap((index, i) => validateLogIndex(`indices[${i}]`, index)),
    ...dataStreams.flatMap((stream, i) => validateLogDataStream(`dataStreams[${i}]`, stream)),
    ...validateTwice(fit),
    ...(fit.rejectedPrefix === undefined ? [] : validateIndexName('rejectedPrefix', fit.rejectedPrefix)),
    ...validateRetention('rejectedRetention', fit.rejectedRetention),
    ...validateWriters(fit),
    ...validateKibanaPassword(fit),
    ...validateInteger('ttlSecondsAfterFinished', fit.ttlSecondsAfterFinished, { min: 60 }),
  ];
}

function validateEndpoint(search: ISearchEndpoint | undefined): Problem[] {
  const problems = validateIsEndpoint('search', search, "new Elasticsearch(chart, 'Elasticsearch', { … })");
  if (search === undefined || problems.length > 0) return problems;
  return [
    ...(Object.values(SearchEngine).includes(search.engine)
      ? []
      : [{ what: `'search.engine' is '${search.engine}'`, fix: "use 'elasticsearch' or 'opensearch'" }]),
    ...validateBootstrapEndpoint('search.', search),
  ];
}

/** Templates and policies have the names of what they are for. */
function validateTwice({
  indices = [],
  dataStreams = [],
  rejectedPrefix = DEFAULT_REJECTED,
}: SearchBootstrapProps): Problem[] {
  const names = [rejectedPrefix, ...indices.map(({ prefix }) => prefix), ...dataStreams.map(({ pattern }) => pattern)];
  return repeated(names).map((name) => ({
    what: `'${name}' is set up twice, and one template holds for it`,
    fix: 'keep one of them',
  }));
}

const repeated = (names: readonly string[]) => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];

function validateKibanaPassword({ search, kibanaPassword }: SearchBootstrapProps): Problem[] {
  if (kibanaPassword === undefined) return [];
  if (search?.engine === SearchEngine.OPENSEARCH) {
    return [
      {
        what: "'kibanaPassword' is set, and OpenSearch has no user kibana_system; that of its Dashboards, kibanaserver, can be changed where OpenSearch is installed alone",
        fix: 'leave it out',
      },
    ];
  }
  return validateSecretKey('kibanaPassword', kibanaPassword);
}
