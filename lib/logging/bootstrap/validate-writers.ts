import { POD_PEER } from '../../config/prometheus/shapes';
import { validatePodPeers } from '../../kubernetes/network-policy';
import { nearest } from '../../model/nearest';
import type { Problem } from '../../model/problem';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { checkedElsewhere, listOf, needed, type Shape, struct, text } from '../../model/shape';
import { covers } from '../name-pattern';
import type { SearchBootstrapProps } from './search-bootstrap';
import { patternsByName } from './stores';
import type { LogWriter } from './user-requests';
import { validateUsername } from './validate-endpoint';

/** What a writer consists of. */
export const LOG_WRITER: Shape<LogWriter> = {
  username: needed(text('fluent-bit')),
  password: checkedElsewhere("{ name: 'fluent-bit', key: 'password' }"),
  indices: listOf(text('logstash')),
  from: listOf(struct(POD_PEER)),
};

/** Users that the engines come with. */
const BUILT_IN = [
  'elastic',
  'kibana',
  'kibana_system',
  'logstash_system',
  'beats_system',
  'apm_system',
  'remote_monitoring_user',
  'admin',
  'kibanaserver',
];

/** A user that is no writer's, and whose messages say it is. */
export interface OtherUser extends Pick<LogWriter, 'username' | 'password'> {
  readonly whose: string;
}

/** Users of an endpoint that the bootstrap knows of beside the writers. */
export const knownUsers = ({ search, kibanaPassword }: Partial<SearchBootstrapProps>): OtherUser[] => [
  ...(search?.admin === undefined ? [] : [{ ...search.admin, whose: "the admin of 'search'" }]),
  ...(kibanaPassword === undefined
    ? []
    : [{ username: 'kibana_system', password: kibanaPassword, whose: 'the user of Kibana' }]),
];

/**
 * Checks the writers of a bootstrap: each alone, beside each other and other users, and against what is set up.
 *
 * @param howToSetUp the end of a message that says so
 */
export function validateWriters(
  props: Partial<SearchBootstrapProps>,
  others = knownUsers(props),
  howToSetUp?: string,
): Problem[] {
  const { writers = [] } = props;
  const patterns = patternsByName(props);
  return writers.flatMap((writer, i) => [
    ...validateLogWriter(`writers[${i}]`, writer),
    ...validateIndices(`writers[${i}]`, writer.indices, patterns, howToSetUp),
    ...(writers.slice(0, i).some(({ username }) => username === writer.username)
      ? [
          {
            what: `'writers' has user '${writer.username}' twice, and the second would take the place of the first`,
            fix: "keep one, with the 'indices' of both",
          },
        ]
      : []),
    ...validateBeside(`writers[${i}]`, writer, [
      ...others,
      ...writers.slice(0, i).map((earlier) => ({ ...earlier, whose: undefined })),
    ]),
  ]);
}

/** Checks one writer by itself. */
export function validateLogWriter(place: string, { username, password, indices, from }: LogWriter): Problem[] {
  return [
    ...validateUsername(`${place}.username`, username),
    ...(BUILT_IN.includes(username)
      ? [
          {
            what: `'${place}.username' is '${username}', which is built in`,
            fix: "use one of your own, such as 'fluent-bit'",
          },
        ]
      : []),
    ...(password === undefined
      ? [{ what: `'${place}.password' is not set`, fix: "set it, such as { name: 'fluent-bit', key: 'password' }" }]
      : validateSecretKey(`${place}.password`, password)),
    ...(indices?.length === 0
      ? [
          {
            what: `'${place}.indices' is empty, so that the user may write nothing`,
            fix: "leave it out, or give such as 'logstash'",
          },
        ]
      : []),
    ...validatePodPeers(`${place}.from`, from),
  ];
}

/** Checks what a writer adds to. */
export const validateIndices = (
  place: string,
  indices: readonly string[] = [],
  patterns: ReadonlyMap<string, string>,
  howToSetUp = "set it up by 'indices' or 'dataStreams'",
): Problem[] => indices.flatMap((name, i) => validateWritten(`${place}.indices[${i}]`, name, patterns, howToSetUp));

/** What nothing sets up has no template, is kept for ever and shown nowhere. */
function validateWritten(
  prop: string,
  name: string,
  patterns: ReadonlyMap<string, string>,
  howToSetUp: string,
): Problem[] {
  if (!/^[a-z0-9*][-._a-z0-9*]{0,199}$/.test(name) || name === '*') {
    return [
      {
        what: `'${prop}' is '${name}', which gives a writer ${name === '*' ? 'everything' : 'no index'}`,
        fix: "use prefixes or names of what is set up, such as 'logstash'",
      },
    ];
  }
  if (patterns.has(name) || [...patterns.values()].some((pattern) => covers(pattern, name))) return [];
  const called = [...patterns.keys()];
  const meant = nearest(name.replace(/[-.]?(?:20)?[\d.]*\*.*$/, ''), called);
  const known = meant === undefined ? `one of ${called.map((each) => `'${each}'`).join(', ')}` : `'${meant}'`;
  return [
    {
      what: `'${prop}' is '${name}', which stands for names that nothing sets up: what is written there has no template, and is kept for ever`,
      fix: `write ${known}, or ${howToSetUp}`,
    },
  ];
}

/** Two users are two only while each has a name and a password of its own. */
export function validateBeside(
  place: string,
  { username, password }: Pick<LogWriter, 'username' | 'password'>,
  others: readonly (Omit<OtherUser, 'whose'> & { readonly whose?: string })[],
): Problem[] {
  const same = others.find((other) => other.whose !== undefined && other.username === username);
  const shared = others.find((other) => other.username !== username && sameKey(other.password, password));
  return [
    // What is built in is told already.
    ...(same === undefined || BUILT_IN.includes(username)
      ? []
      : [
          {
            what: `'${place}.username' is '${username}', ${same.whose}, whose rights and password it would replace`,
            fix: "use one of its own, such as 'shop'",
          },
        ]),
    ...(shared === undefined
      ? []
      : [
          {
            what: `'${place}.password' is that of user '${shared.username}', too: who writes as the one could log in as the other`,
            fix: "give it a Secret of its own, such as { name: 'shop-writer', key: 'password' }",
          },
        ]),
  ];
}

const sameKey = (a: SecretKey | undefined, b: SecretKey | undefined) =>
  typeof a?.name === 'string' && a.name === b?.name && a.key === b.key;
