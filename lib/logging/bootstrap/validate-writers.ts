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

/** Checks the writers of a bootstrap, each alone, beside each other, and against what it sets up; users are told how. */
export function validateWriters(
  props: SearchBootstrapProps,
  howToSetUp = "set it up by 'indices' or 'dataStreams'",
): Problem[] {
  const { search, kibanaPassword, writers = [] } = props;
  const patterns = patternsByName(props);
  const admin = search?.admin;
  const others: Login[] = [
    ...(admin === undefined ? [] : [admin]),
    ...(kibanaPassword === undefined ? [] : [{ username: 'kibana_system', password: kibanaPassword }]),
  ];
  return writers.flatMap((writer, i) => [
    ...validateLogWriter(`writers[${i}]`, writer),
    ...(writer.indices ?? []).flatMap((name, j) =>
      validateWritten(`writers[${i}].indices[${j}]`, name, patterns, howToSetUp),
    ),
    ...validateBeside(`writers[${i}]`, writer, { admin, others, earlier: writers.slice(0, i) }),
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
  const all = [...patterns];
  if (all.some(([called, pattern]) => called === name || covers(pattern, name))) return [];
  const called = all.map(([each]) => each);
  const meant = nearest(name.replace(/[-.]?(?:20)?[\d.]*\*.*$/, ''), called);
  const known = meant === undefined ? `one of ${called.map((each) => `'${each}'`).join(', ')}` : `'${meant}'`;
  return [
    {
      what: `'${prop}' is '${name}', which stands for names that nothing sets up: what is written there has no template, and is kept for ever`,
      fix: `write ${known}, or ${howToSetUp}`,
    },
  ];
}

type Login = Pick<LogWriter, 'username' | 'password'>;

/** Two users are two only while each has a name and a password of its own. */
function validateBeside(
  place: string,
  { username, password }: LogWriter,
  {
    admin,
    others,
    earlier,
  }: { readonly admin?: Login; readonly others: readonly Login[]; readonly earlier: readonly Login[] },
): Problem[] {
  const logins = [...others, ...earlier].filter((other) => other.username !== username);
  const shared = logins.find((other) => sameKey(other.password, password));
  return [
    ...(admin?.username === username && !BUILT_IN.includes(username)
      ? [
          {
            what: `'${place}.username' is '${username}', the admin of 'search', who could do nothing but write from then on`,
            fix: "use one of its own, such as 'fluent-bit'",
          },
        ]
      : []),
    ...(earlier.some((other) => other.username === username)
      ? [
          {
            what: `'writers' has user '${username}' twice, and the second would take the place of the first`,
            fix: "keep one, with the 'indices' of both",
          },
        ]
      : []),
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
