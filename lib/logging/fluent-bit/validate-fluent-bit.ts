import { readParsers } from '../../config/fluent-bit/validate-parsers';
import { validateAnnotations } from '../../kubernetes/annotations';
import { API_SERVER_ACCESS, validateApiServerAccess } from '../../kubernetes/api-server-access';
import { COMPONENT, validateComponent } from '../../kubernetes/component';
import { ImageName } from '../../kubernetes/images';
import { LOG_ROUTE, LOG_TARGET } from '../../model/log-route';
import { type Problem, within } from '../../model/problem';
import {
  checkedElsewhere,
  choice,
  fitProps,
  flag,
  having,
  listOf,
  mapOf,
  needed,
  number,
  type Shape,
  struct,
  text,
} from '../../model/shape';
import { validateBaseUrl, validateInteger, validateWorkloadName } from '../../model/units';
import { validateImageFloor } from '../image-floors';
import { validateContainerLogsPath } from '../lines/container-logs-path';
import { type StackTraceLanguage, validateStackTraces } from '../lines/stack-traces';
import { validateLossBudget } from '../loss-budget';
import { isSameOutput } from '../node-log-agents';
import type { IFluentBitOutput } from '../outputs/log-output';
import { validateLogRoutes } from '../routes/validate-log-routes';
import { FluentBitMetadata } from './fluent-bit-metadata';
import { FLUENT_BIT_DEFAULTS, type FluentBitProps, statePathOf } from './fluent-bit-props';
import { validateOwnRoutes } from './own-routes';
import { validateUserFilters } from './user-filters';

/** An output of Fluent Bit. */
export const OUTPUT = having<IFluentBitOutput>(
  ['fluentBit', 'validateTarget', 'allowFrom'],
  'output of Fluent Bit',
  "new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
);

/** Languages whose stack traces become one record. */
export const STACK_TRACES: Readonly<Record<StackTraceLanguage, StackTraceLanguage>> = {
  java: 'java',
  go: 'go',
  python: 'python',
  ruby: 'ruby',
};

const FLUENT_BIT: Shape<FluentBitProps> = {
  ...COMPONENT,
  ...API_SERVER_ACCESS,
  namespace: text('node-agents'),
  output: needed(OUTPUT),
  outputs: listOf(OUTPUT),
  copies: listOf(OUTPUT),
  routes: listOf(struct(LOG_ROUTE)),
  otherLogs: struct(LOG_TARGET),
  name: text('fluent-bit'),
  metadata: choice(FluentBitMetadata),
  namespaceLabels: flag(),
  podAnnotations: flag(),
  parsers: checkedElsewhere("[{ name: 'json', format: 'json' }]"),
  filters: checkedElsewhere("[{ name: 'throttle', match: 'kube.shop.*', rate: 800 }]"),
  stackTraces: listOf(choice(STACK_TRACES)),
  nodeUnits: listOf(text('kubelet.service')),
  containerLogsPath: text('/var/lib/docker/containers'),
  statePath: text('/var/lib/fluent-bit'),
  serviceAccountAnnotations: mapOf(text('arn:aws:iam::123456789012:role/logs')),
  nodeLogRate: text('256Ki'),
  maxOutage: text('1h'),
  storageLimit: text('5Gi'),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
  sampleLimit: number(1000),
};

/** All that is wrong with the props of a FluentBit, and the namespace that results from them. */
export function validateFluentBitProps(props: FluentBitProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, FLUENT_BIT);
  const given = (list: readonly IFluentBitOutput[]) => list.filter((output) => output !== undefined);
  const outputs = given([fit.output, ...(fit.outputs ?? [])]);
  const [first, ...others] = outputs;
  const copies = given(fit.copies ?? []);
  const misrouted =
    first === undefined || problems.some(({ what }) => /^'(?:routes|otherLogs)/.test(what))
      ? []
      : validateLogRoutes(fit.routes ?? [], fit.otherLogs ?? {}, [first, ...others]);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateApiServerAccess(fit),
    ...validateWorkloadName('name', fit.name, 'fluent-bit'),
    ...validateLossBudget(fit, fit.resources?.memoryLimit, fit.routes ?? [], fit.copies?.length),
    ...misrouted,
    ...validateCopies(copies, outputs),
    ...(misrouted.length > 0 ? [] : validateCopiedDataset(fit.otherLogs?.dataset, copies)),
    ...validateMetadata(fit),
    ...readParsers(fit.parsers).problems,
    ...validateUserFilters(fit.filters),
    ...validateStackTraces(props?.stackTraces),
    ...validateFolder('containerLogsPath', fit.containerLogsPath, '/var/lib/docker/containers'),
    ...validateStatePath(fit.statePath),
    ...validateContainerLogsPath(fit.containerLogsPath, statePathOf(fit, namespace)),
    ...validateOwnRoutes(fit.routes ?? [], { name: fit.name ?? FLUENT_BIT_DEFAULTS.name, namespace }),
    ...(fit.nodeUnits ?? [])
      .filter((unit) => !/^[-\w.@:\\]+\.[a-z]+$/.test(unit))
      .map((unit) => ({
        what: `'nodeUnits' holds '${unit}', which is no name of a unit`,
        fix: "use a whole name such as 'kubelet.service'",
      })),
    ...validateAnnotations('serviceAccountAnnotations', fit.serviceAccountAnnotations),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
    ...validateImageFloor(fit.images, ImageName.FLUENT_BIT),
  ];
}

/** What gets every line: by another name and at another place than what routes send there. */
function validateCopies(copies: readonly IFluentBitOutput[], outputs: readonly IFluentBitOutput[]): Problem[] {
  return copies.flatMap((copy, i) => {
    const rivals = [...outputs, ...copies.slice(0, i)];
    const named = rivals.find(({ name }) => name === copy.name);
    const same = rivals.find((output) => isSameOutput(output, copy));
    if (same !== undefined) {
      return [
        {
          what: `'copies' holds output '${copy.name}', which sends to the same place as output '${same.name}': lines would be there twice`,
          fix: 'leave it out, or send copies somewhere else',
        },
      ];
    }
    if (named !== undefined) {
      return [{ what: `two outputs are named '${copy.name}', one of them in 'copies'`, fix: 'give one another name' }];
    }
    if (!copy.printsToOwnLog) return [];
    return [
      {
        what: `'copies' holds output '${copy.name}', which prints every line to the agent's own log: that would feed itself`,
        fix: 'use an output that sends them elsewhere',
      },
    ];
  });
}

/** What gets every line has it under one dataset, which may be none to it. */
const validateCopiedDataset = (dataset: string | undefined, copies: readonly IFluentBitOutput[]): Problem[] =>
  dataset === undefined
    ? []
    : copies.flatMap((copy) =>
        within(`otherLogs, as output '${copy.name}' has copies`, copy.validateTarget({ dataset })),
      );

function validateMetadata(props: FluentBitProps): Problem[] {
  const { metadata, podAnnotations, namespaceLabels, parsers, filters } = props;
  const parses = Array.isArray(filters) && filters.some((filter) => filter?.name === 'parser');
  return [
    ...(podAnnotations && metadata === FluentBitMetadata.TAG
      ? [
          {
            what: "'podAnnotations' is true, and metadata 'tag' knows no annotations",
            fix: 'leave one of them out',
          },
        ]
      : []),
    ...(namespaceLabels && metadata !== undefined && metadata !== FluentBitMetadata.API_SERVER
      ? [
          {
            what: `'namespaceLabels' is true, and metadata '${metadata}' knows nothing of namespaces`,
            fix: `use metadata: FluentBitMetadata.API_SERVER, or leave 'namespaceLabels' out`,
          },
        ]
      : []),
    ...(parsers !== undefined && !podAnnotations && !parses
      ? [
          {
            what: "'parsers' is set, and neither pods nor 'filters' name any",
            fix: "add 'podAnnotations: true' or a filter 'parser', or leave it out",
          },
        ]
      : []),
  ];
}

const FOLDER = /^(?:\/[-\w.]+)+$/;

function validateFolder(prop: string, path: string | undefined, example: string): Problem[] {
  if (path === undefined || (FOLDER.test(path) && !path.split('/').includes('..'))) return [];
  return [
    { what: `'${prop}' is '${path}', which is no path from the root of a node`, fix: `write one such as '${example}'` },
  ];
}

/** Folders whose content others know, and one that the container has itself. */
const OTHERS =
  /^\/(?:bin|boot|etc|fluent-bit|fluentd|lib|lib64|proc|root|sbin|sys|usr|var\/(?:cache|log|spool)|var\/lib\/(?:cni|containerd|containers|docker|dockershim|etcd|kubelet|rancher|systemd))(?:\/|$)/;

/** Folders that a node empties, or that hold more than the agent's own. */
export function validateStatePath(path: string | undefined): Problem[] {
  const problems = validateFolder('statePath', path, '/var/lib/fluent-bit');
  if (path === undefined || problems.length > 0) return problems;
  if (/^\/(?:tmp|run|var\/run|var\/tmp|dev)(?:\/|$)/.test(path)) {
    return [
      {
        what: `'statePath' is '${path}', which a node empties when it starts`,
        fix: "use a folder such as '/var/lib/fluent-bit'",
      },
    ];
  }
  if (OTHERS.test(path) || /^\/[^/]+$/.test(path) || path === '/var/lib') {
    return [
      {
        what: `'statePath' is '${path}', which is others' folder`,
        fix: "use one of its own, such as '/var/lib/fluent-bit'",
      },
    ];
  }
  return [];
}
