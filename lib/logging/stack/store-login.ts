import { type HttpBasicAuth, validateBasicAuth } from '../../model/http-auth';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { validateSecretKey } from '../../model/secret-key';
import { validateUsername } from '../bootstrap/validate-endpoint';
import { isRoleArn } from '../outputs/aws-names';
import { validateSigV4 } from '../outputs/open-search-output';
import type { LoggingStackProps } from './logging-stack-props';

/** How the agents of a LoggingStack log in to its store: by one of these, or else as the user that it has for them. */
export type StoreLogin = Pick<LoggingStackProps, 'writer' | 'sigv4' | 'apiKey'>;

/** User that the agents of a LoggingStack write as where nothing else is said. */
const DEFAULT_WRITER: HttpBasicAuth = {
  username: 'fluent-bit',
  password: { name: 'fluent-bit-writer', key: 'password' },
};

/** The user that agents write as, unless they need none. */
export const userOf = ({ writer, sigv4, apiKey }: StoreLogin): HttpBasicAuth | undefined =>
  sigv4 === undefined && apiKey === undefined ? (writer ?? DEFAULT_WRITER) : undefined;

/** Says on a ServiceAccount of EKS which role its pods have. */
const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';

/** The role of AWS that agents write with, if it is said anywhere. */
export const roleOf = ({ sigv4, agent }: Pick<LoggingStackProps, 'sigv4' | 'agent'>): string | undefined =>
  sigv4?.roleArn ?? agent?.serviceAccountAnnotations?.[ROLE_ANNOTATION];

/**
 * The role of OpenSearch that has the rights of agents which sign, before `-writer`. Agents of another cluster, which write
 * to the same domain by another role of AWS, have another one.
 */
export function agentsRoleOf(props: Pick<LoggingStackProps, 'sigv4' | 'agent'>): string | undefined {
  const role = roleOf(props);
  if (props.sigv4 === undefined || role === undefined || !isRoleArn(role)) return undefined;
  return `fluent-bit-${role.slice(role.lastIndexOf('/') + 1).replace(/[+=,]/g, '-')}`;
}

/**
 * Checks how the agents log in.
 *
 * @param search the store; undefined where it is told of already that there is none
 * @param ours whether it is one of our own
 */
export function validateStoreLogin(
  props: LoggingStackProps,
  search: ISearchEndpoint | undefined,
  ours: boolean,
): Problem[] {
  const { writer, sigv4, apiKey } = props;
  const given = Object.entries({ writer, sigv4, apiKey }).flatMap(([name, value]) => (value ? [`'${name}'`] : []));
  if (given.length > 1) {
    return [{ what: `${given.join(' and ')} are set together, and agents log in in one way`, fix: 'keep one of them' }];
  }
  return [
    ...validateWriter(writer, search),
    ...(search === undefined ? [] : [...validateSigned(props, search), ...validateApiKey(props, search, ours)]),
  ];
}

/** A user that we make has its name in URLs; one of others needs to log in only. */
function validateWriter(writer: HttpBasicAuth | undefined, search: ISearchEndpoint | undefined): Problem[] {
  if (writer === undefined || (search !== undefined && search.admin === undefined)) {
    return validateBasicAuth('writer', writer);
  }
  return [
    ...validateUsername('writer.username', writer.username),
    ...validateSecretKey('writer.password', writer.password),
  ];
}

function validateSigned(props: LoggingStackProps, { engine, admin }: ISearchEndpoint): Problem[] {
  const { sigv4 } = props;
  if (sigv4 === undefined) return [];
  if (engine !== SearchEngine.OPENSEARCH) {
    return [
      {
        what: "'sigv4' is set, and the store is an Elasticsearch, for which no request is signed",
        fix: "leave it out, or write search: new ExternalSearch({ engine: SearchEngine.OPENSEARCH, url: 'https://…' })",
      },
    ];
  }
  return [...validateSigV4('sigv4', sigv4), ...(admin === undefined ? [] : validateMapped(props))];
}

/** The Job sends a user and a password, and gives rights to a role that it has to know. */
function validateMapped({ sigv4, agent }: LoggingStackProps): Problem[] {
  if (sigv4?.service === 'aoss') {
    return [
      {
        what: "'search.admin' is set, and a serverless collection has no users: the Job could not log in",
        fix: "leave 'admin' out, and see to old lines where the collection is",
      },
    ];
  }
  const role = roleOf({ sigv4, agent });
  // One of the signature that is none is told of there.
  if (role !== undefined && (isRoleArn(role) || role === sigv4?.roleArn)) return [];
  return [
    {
      what: `'search.admin' may give the agents' role of AWS the right to write, and ${role === undefined ? 'none is known' : `'${role}' is no role`}`,
      fix: `set agent.serviceAccountAnnotations: { '${ROLE_ANNOTATION}': 'arn:aws:iam::123456789012:role/logs' } or 'sigv4.roleArn', or leave 'admin' out and set the domain up elsewhere`,
    },
  ];
}

function validateApiKey({ apiKey }: LoggingStackProps, { engine }: ISearchEndpoint, ours: boolean): Problem[] {
  if (apiKey === undefined) return [];
  if (ours) {
    return [
      {
        what: "'apiKey' is set, and an Elasticsearch of our own makes the agents a user, and no key",
        fix: "leave it out, or give 'search' where there is a key",
      },
    ];
  }
  if (engine === SearchEngine.OPENSEARCH) {
    return [
      {
        what: "'apiKey' is set, and agents log in to OpenSearch with a user or with signed requests",
        fix: "use 'writer' or 'sigv4'",
      },
    ];
  }
  return validateSecretKey('apiKey', apiKey);
}
