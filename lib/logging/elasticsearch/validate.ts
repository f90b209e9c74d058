import { POD_PEER } from '../../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../../kubernetes/component';
import { ImageName } from '../../kubernetes/images';
import { validatePodPeers } from '../../kubernetes/network-policy';
import { validateResources } from '../../kubernetes/resources';
import { STORAGE } from '../../kubernetes/shapes';
import { validateStorage } from '../../kubernetes/storage';
import { confidentialSettings } from '../../model/confidential';
import type { Problem } from '../../model/problem';
import { validateSecretKey } from '../../model/secret-key';
import {
  checkedElsewhere,
  choice,
  fitProps,
  flag,
  listOf,
  mapOf,
  number,
  type Shape,
  struct,
  text,
} from '../../model/shape';
import {
  parseQuantity,
  validateBaseUrl,
  validateInteger,
  validateObjectName,
  validateWorkloadName,
} from '../../model/units';
import { validateImageFloor } from '../image-floors';
import { validateRejectedPrefix } from '../outputs/log-store';
import { CERTIFICATE_ISSUER, validateCertificateIssuer } from './certificates';
import type { ElasticsearchProps } from './elasticsearch';
import { ElasticsearchMmap } from './mmap';
import { MEMBER_RESOURCES } from './resources';
import { OWN_SETTINGS } from './settings';

const PASSWORD = checkedElsewhere<NonNullable<ElasticsearchProps['elasticPassword']>>(
  "{ name: 'elasticsearch-users', key: 'elastic' }",
);

const ELASTICSEARCH: Shape<ElasticsearchProps> = {
  ...COMPONENT,
  ...STORAGE,
  name: text('elasticsearch'),
  nodes: number(3),
  tiebreaker: flag(),
  clusterName: text('logs'),
  elasticPassword: PASSWORD,
  monitorPassword: PASSWORD,
  httpSecretName: text('elasticsearch-http-tls'),
  transportSecretName: text('elasticsearch-transport-tls'),
  issuer: struct(CERTIFICATE_ISSUER),
  accessFrom: listOf(struct(POD_PEER)),
  mmap: choice(ElasticsearchMmap),
  requireSeparateNodes: flag(),
  settings: mapOf(text('200')),
  rejectedPrefix: text('rejected-logs'),
  sampleLimit: number(50_000),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** Less than this, and the heap has no room for Elasticsearch itself. */
const LEAST_MEMORY = '768Mi';

/** Names of the pods' Services and claims are made of it. */
const LONGEST_NAME = 40;

/** All that is wrong with the props of an Elasticsearch, and the namespace that results from them. */
export function validateElasticsearch(props: ElasticsearchProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, ELASTICSEARCH);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'elasticsearch', LONGEST_NAME),
    ...validateImageFloor(fit.images, ImageName.ELASTICSEARCH),
    ...validateNodes(fit),
    ...validateClusterName(fit.clusterName),
    ...validateStorage(fit, (fit.nodes ?? 1) + (fit.tiebreaker ? 1 : 0)),
    ...validateEphemeral(fit),
    ...validateMemory(fit),
    ...validateSecretKey('elasticPassword', fit.elasticPassword),
    ...validateSecretKey('monitorPassword', fit.monitorPassword),
    ...validateObjectName('httpSecretName', fit.httpSecretName, 'elasticsearch-http-tls'),
    ...validateObjectName('transportSecretName', fit.transportSecretName, 'elasticsearch-transport-tls'),
    ...validateCertificateIssuer('issuer', fit.issuer),
    ...validatePodPeers('accessFrom', fit.accessFrom),
    ...validateRejectedPrefix('rejectedPrefix', fit.rejectedPrefix),
    ...validateSettings(fit.settings),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateNodes({ nodes = 1, tiebreaker = false }: ElasticsearchProps): Problem[] {
  if (nodes === 2 && !tiebreaker) {
    return [
      {
        what: "'nodes' is 2, of which none may fail: one alone is no majority, and takes no writes",
        fix: "use 1, 3 or more, or add 'tiebreaker: true', a small third member that only votes",
      },
    ];
  }
  if (tiebreaker && nodes !== 2) {
    return [
      {
        what: `'tiebreaker' is set with ${nodes} nodes`,
        fix: nodes > 2 ? 'leave it out: they are a majority without it' : "use it with 'nodes: 2', or leave it out",
      },
    ];
  }
  return validateInteger('nodes', nodes, { min: 1 });
}

/** With the last copy go the users, the templates and the password of Kibana, which are set up once. */
function validateEphemeral({ nodes = 1, ephemeralStorage }: ElasticsearchProps): Problem[] {
  if (!ephemeralStorage || nodes > 1) return [];
  return [
    {
      what: "'ephemeralStorage' is set with one node: whenever its pod moves, all logs go, and with them the users and templates that a bootstrap set up, without which nobody writes again",
      fix: "leave it out, or use 'nodes: 3' or more, of which one at a time may start empty",
    },
  ];
}

function validateClusterName(clusterName: string | undefined): Problem[] {
  if (clusterName === undefined || /^[\w.-]+$/.test(clusterName)) return [];
  return [
    {
      what: `'clusterName' is '${clusterName}'`,
      fix: "use letters, digits, '.', '_' and '-', such as 'logs'",
    },
  ];
}

function validateMemory({ resources = {} }: ElasticsearchProps): Problem[] {
  const { memoryLimit } = resources;
  const bytes = memoryLimit === undefined ? undefined : parseQuantity(memoryLimit);
  // One of them may be left to the default.
  const above = validateResources('resources', { ...MEMBER_RESOURCES, ...resources });
  if (bytes === undefined || bytes >= (parseQuantity(LEAST_MEMORY) as number)) return above;
  return [
    {
      what: `'resources.memoryLimit' is '${memoryLimit}', of which Elasticsearch takes the half or less as its heap`,
      fix: `use '${LEAST_MEMORY}' or more`,
    },
  ];
}

function validateSettings(settings: Readonly<Record<string, string>> = {}): Problem[] {
  const confidential = new Set(confidentialSettings(settings));
  return Object.entries(settings).flatMap(([name, value]) => {
    if (!/^[a-z][\w-]*(?:\.[\w*-]+)+$/i.test(name))
      return [
        {
          what: `'settings' holds '${name}', which no setting of Elasticsearch is named`,
          fix: "use names such as 'cluster.max_shards_per_node'",
        },
      ];
    if (OWN_SETTINGS.some((own) => own.test(name)))
      return [
        {
          what: `'settings' sets '${name}', which follows from other props`,
          fix: 'leave it out, and use those props',
        },
      ];
    if (confidential.has(name))
      return [
        {
          what: `'settings' sets '${name}', and what is set here can be read by everybody who sees the pods`,
          fix: "leave it out: credentials belong into Elasticsearch's keystore, or into a Secret",
        },
      ];
    return /[\r\n]/.test(value)
      ? [{ what: `'settings' sets '${name}' to a text of several lines`, fix: 'write it on one line' }]
      : [];
  });
}
