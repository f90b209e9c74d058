import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { validateSecretKey } from '../../model/secret-key';
import { checkedElsewhere, fitProps, flag, listOf, type Shape, struct, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { isForeignStore } from '../elasticsearch/foreign-store';
import {
  LOG_DATA_STREAM,
  LOG_INDEX,
  validateLogDataStream,
  validateLogIndex,
  validateRejectedPrefix,
  validateRetention,
} from '../outputs/log-store';
import { AWS_LOG_WRITER, validateAwsWriters } from './aws-writers';
import type { SearchBootstrapProps } from './search-bootstrap';
import { DEFAULT_INDEX, patternsByName } from './stores';
import { BOOTSTRAP, validateBootstrap } from './validate-bootstrap';
import { validateBootstrapEndpoint, validateIsEndpoint } from './validate-endpoint';
import { validateSetUp } from './validate-set-up';
import { LOG_WRITER, validateWriters } from './validate-writers';

const SEARCH_BOOTSTRAP: Shape<SearchBootstrapProps> = {
  ...BOOTSTRAP,
  search: checkedElsewhere<ISearchEndpoint>('elasticsearch'),
  name: text('search-bootstrap'),
  indices: listOf(struct(LOG_INDEX)),
  dataStreams: listOf(struct(LOG_DATA_STREAM)),
  rejectedPrefix: text('rejected-logs'),
  rejectedRetention: text('7d'),
  rejectedKeepForever: flag(),
  writers: listOf(struct(LOG_WRITER, { confidential: true })),
  awsWriters: listOf(struct(AWS_LOG_WRITER)),
  kibanaPassword: checkedElsewhere("{ name: 'kibana-system', key: 'password' }"),
};

/** All that is wrong with the props of a SearchBootstrap, and the namespace that results from them. */
export function validateSearchBootstrap(props: SearchBootstrapProps, namespace: string | undefined): Problem[] {
  const { fit: given, problems } = fitProps(props, SEARCH_BOOTSTRAP);
  const wrongSearch = validateSearchEndpoint(given.search);
  // What is wrong with it is told, and nothing follows from it.
  const fit: Partial<SearchBootstrapProps> = { ...given, search: wrongSearch.length === 0 ? given.search : undefined };
  const { search, indices = [], dataStreams = [] } = fit;
  return [
    ...validateBootstrap(fit, namespace, problems, 'search-bootstrap'),
    ...wrongSearch,
    ...validateNamed(fit),
    ...indices.flatMap((index, i) => validateLogIndex(`indices[${i}]`, index, search?.dataNodes)),
    ...dataStreams.flatMap((stream, i) => validateLogDataStream(`dataStreams[${i}]`, stream, search?.dataNodes)),
    ...validateSetUp(fit),
    ...validateRejected(fit),
    ...validateRetention('rejectedRetention', fit.rejectedRetention),
    ...(fit.rejectedKeepForever && fit.rejectedRetention !== undefined
      ? [{ what: "'rejectedRetention' and 'rejectedKeepForever' are set together", fix: 'keep one of them' }]
      : []),
    ...validateWriters(fit),
    ...validateAwsWriters(fit.awsWriters ?? [], fit.writers ?? [], search, patternsByName(fit)),
    ...validateKibanaPassword(fit),
  ];
}

/** Checks what a bootstrap is to set up; without an admin it is as good a place to write to, and nobody sets it up. */
export function validateSearchEndpoint(search: ISearchEndpoint | undefined, adminNeeded = true): Problem[] {
  const problems = validateIsEndpoint('search', search, "new Elasticsearch(chart, 'Elasticsearch', { … })");
  if (search === undefined || problems.length > 0) return problems;
  return [
    ...(Object.values(SearchEngine).includes(search.engine)
      ? []
      : [{ what: `'search.engine' is ${shown(search.engine)}`, fix: "use 'elasticsearch' or 'opensearch'" }]),
    ...validateBootstrapEndpoint('search.', search, adminNeeded),
  ];
}

/** What has the names that are set up is deleted by age, whoever wrote it. */
function validateNamed({ search, indices, dataStreams }: Partial<SearchBootstrapProps>): Problem[] {
  const named = indices !== undefined || (dataStreams !== undefined && dataStreams.length !== 0);
  if (named || search === undefined || !isForeignStore(search)) return [];
  return [
    {
      what: `'indices' is not set, and in 'search', a store of others, the Job would set up all that is called '${DEFAULT_INDEX.prefix}', and have it deleted by age, whoever wrote it`,
      fix: "name what nobody else writes to, such as indices: [{ prefix: 'cluster_a', retention: '30d' }]",
    },
  ];
}

/** Rules watch the indices that the server knows of: others would fill unseen. */
function validateRejected({ rejectedPrefix, search }: Partial<SearchBootstrapProps>): Problem[] {
  const watched = search?.rejectedPrefix;
  if (rejectedPrefix === undefined) return validateRejectedPrefix('search.rejectedPrefix', watched);
  return [
    ...validateRejectedPrefix('rejectedPrefix', rejectedPrefix),
    ...(watched === undefined || watched === rejectedPrefix
      ? []
      : [
          {
            what: `'rejectedPrefix' is '${rejectedPrefix}', and the rules of 'search' watch '${watched}'`,
            fix: `give rejectedPrefix: '${rejectedPrefix}' to the Elasticsearch instead`,
          },
        ]),
  ];
}

function validateKibanaPassword({ search, kibanaPassword }: Partial<SearchBootstrapProps>): Problem[] {
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
