import { validateCidrs } from '../model/cidrs';
import { BASIC_AUTH, type HttpBasicAuth, validateBasicAuth } from '../model/http-auth';
import { type Problem, refuse } from '../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../model/search-endpoint';
import { type SecretKey, validateSecretKey } from '../model/secret-key';
import { checkedElsewhere, choice, fitProps, listOf, number, type Shape, text } from '../model/shape';
import { validateInteger, validateUrl } from '../model/units';

/** Give `url` or `cloudId`. */
export interface ExternalSearchProps {
  /** Address, with the path in front of its APIs if there is one: `https://search.example.com:9200/logs`. @default - that in `cloudId` */
  readonly url?: string;
  /** What Elastic Cloud shows as the Cloud ID of a deployment: its name and address. @default - `url` is used */
  readonly cloudId?: string;
  /** @default SearchEngine.ELASTICSEARCH */
  readonly engine?: SearchEngine;
  /** Nodes that hold data; index templates ask for at most one copy less. @default - unknown: one replica */
  readonly dataNodes?: number;
  /** Certificate of the authority that signed its certificate, in the namespace of each reader. @default - those of the reader's image */
  readonly ca?: SecretKey;
  /** User that may make users, templates and policies: for bootstrap Jobs alone. @default - there is none: nothing is set up */
  readonly admin?: HttpBasicAuth;
  /** Address ranges in CIDR notation that it is reached at, for NetworkPolicies. @default - any address on its port */
  readonly egressCidrs?: readonly string[];
}

const SHAPE: Shape<ExternalSearchProps> = {
  url: text('https://search.example.com:9200'),
  cloudId: checkedElsewhere<string>(),
  engine: choice(SearchEngine),
  dataNodes: number(3),
  ca: checkedElsewhere<SecretKey>(),
  admin: BASIC_AUTH,
  egressCidrs: listOf(text('192.0.2.0/24')),
};

/**
 * An Elasticsearch or OpenSearch that somebody else runs: Elastic Cloud, a service of AWS, one of another cluster.
 * Whether requests to a service of AWS are signed is said where they are made, in OpenSearchOutput or LoggingStack.
 */
export class ExternalSearch implements ISearchEndpoint {
  readonly engine: SearchEngine;
  readonly url: string;
  readonly path?: string;
  readonly dataNodes?: number;
  readonly ca?: SecretKey;
  readonly admin?: HttpBasicAuth;
  readonly egressCidrs?: readonly string[];

  constructor(props: ExternalSearchProps) {
    refuse('ExternalSearch', validateExternalSearch(props));
    const { url = addressIn(props.cloudId), engine = SearchEngine.ELASTICSEARCH, dataNodes, ca, admin } = props;
    const { origin, pathname } = new URL(url as string);
    this.engine = engine;
    this.url = origin;
    this.path = pathname === '/' ? undefined : pathname.replace(/\/+$/, '');
    this.dataNodes = dataNodes;
    this.ca = ca;
    this.admin = admin;
    this.egressCidrs = props.egressCidrs;
  }
}

function validateExternalSearch(props: ExternalSearchProps): Problem[] {
  const { fit, problems } = fitProps(props, SHAPE);
  const { url, cloudId, ca, admin } = fit;
  return [
    ...problems,
    ...validateAddress(url, cloudId),
    ...(cloudId !== undefined && fit.engine === SearchEngine.OPENSEARCH
      ? [{ what: "'cloudId' is set with OpenSearch, which Elastic Cloud does not offer", fix: "use 'url'" }]
      : []),
    ...validateInteger('dataNodes', fit.dataNodes, { min: 1 }),
    ...validateSecretKey('ca', ca),
    ...(url?.startsWith('http:') && ca
      ? [{ what: `'ca' is set, and 'url' is '${url}'`, fix: "use 'https:', or leave the other out" }]
      : []),
    ...validateBasicAuth('admin', admin),
    ...validateCidrs('egressCidrs', fit.egressCidrs),
  ];
}

function validateAddress(url: string | undefined, cloudId: string | undefined): Problem[] {
  if ((url === undefined) === (cloudId === undefined)) {
    return [
      {
        what: url === undefined ? "neither 'url' nor 'cloudId' is set" : "'url' and 'cloudId' are set together",
        fix: "give one of them, such as url: 'https://search.example.com:9200'",
      },
    ];
  }
  if (cloudId === undefined) {
    const problems = validateUrl('url', url);
    if (problems.length > 0 || !/[?#]/.test(url as string)) return problems;
    return [
      { what: `'url' is '${url}', which nothing can be appended to`, fix: `use '${url?.replace(/[?#].*$/s, '')}'` },
    ];
  }
  if (addressIn(cloudId) !== undefined) return [];
  return [
    {
      what: "'cloudId' is none that Elastic Cloud gives",
      fix: 'copy the whole of it, which is a name, a colon and letters',
    },
  ];
}

/** `name:base64(host$id of Elasticsearch$id of Kibana)` stands for `https://<id>.<host>`. */
function addressIn(cloudId: unknown): string | undefined {
  const [, encoded] = /^[^:]*:([A-Za-z0-9+/=]+)$/.exec(typeof cloudId === 'string' ? cloudId : '') ?? [];
  const [host = '', id] = Buffer.from(encoded ?? '', 'base64')
    .toString()
    .split('$');
  const [, name, port = '443'] = /^([\w.-]+)(?::(\d+))?$/.exec(host) ?? [];
  if (name === undefined || id === undefined || !/^[\w-]+(?::\d+)?$/.test(id)) return undefined;
  const [label, ownPort = port] = id.split(':');
  return `https://${label}.${name}${ownPort === '443' ? '' : `:${ownPort}`}`;
}
