import { ImageName } from '../../kubernetes/images';
import { validateResources } from '../../kubernetes/resources';
import { RESOURCES } from '../../kubernetes/shapes';
import type { Problem } from '../../model/problem';
import {
  checkedElsewhere,
  choice,
  fitProps,
  flag,
  having,
  listOf,
  needed,
  number,
  type Shape,
  struct,
  text,
} from '../../model/shape';
import { MAX_ID, validateBaseUrl, validateDnsLabel, validateInteger, validatePort } from '../../model/units';
import { OUTPUT, STACK_TRACES } from '../fluent-bit/validate-fluent-bit';
import { validateImageFloor } from '../image-floors';
import { validateStackTraces } from '../lines/stack-traces';
import { validateLogRoutes } from '../routes/validate-log-routes';
import { validateLogFileMemory } from './log-file-buffers';
import { type LogFileSidecarProps, sidecarName } from './log-file-sidecar-props';

const LOG_FILE_SIDECAR: Shape<LogFileSidecarProps> = {
  workload: checkedElsewhere(),
  container: needed(text('app')),
  paths: needed(listOf(text('/var/log/app/*.log'))),
  output: OUTPUT,
  dataset: text('shop'),
  index: text('shop'),
  containerName: text('log-app'),
  stackTraces: listOf(choice(STACK_TRACES)),
  runAsUser: number(1000),
  native: flag(),
  port: number(2021),
  metrics: having('addScrapeJob', 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
  resources: struct(RESOURCES),
  images: having('of', 'set of images', "new Images({ mirrors: { 'docker.io': 'registry.example.com/hub' } })"),
};

/** All that is wrong with the props of a LogFileSidecar, apart from its workload. */
export function validateLogFileSidecar(props: LogFileSidecarProps): Problem[] {
  const { fit, problems } = fitProps(props, LOG_FILE_SIDECAR);
  return [
    ...problems,
    ...validateDnsLabel('container', fit.container),
    ...validateName(fit),
    ...validatePaths(fit.paths),
    ...validateTarget(fit),
    ...validateStackTraces(props?.stackTraces),
    ...validateInteger('runAsUser', fit.runAsUser, { min: 0, max: MAX_ID }),
    ...validatePort('port', fit.port),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
    ...validateUnwatched(fit),
    ...validateResources('resources', fit.resources),
    ...validateLogFileMemory(fit.resources),
    ...(fit.output === undefined ? [] : validateImageFloor(fit.images, ImageName.FLUENT_BIT)),
  ];
}

/** What means something to a metrics backend only. */
function validateUnwatched({ metrics, defaultRules, runbookBaseUrl }: LogFileSidecarProps): Problem[] {
  if (metrics !== undefined) return [];
  return Object.entries({ defaultRules, runbookBaseUrl })
    .filter(([, value]) => value !== undefined)
    .map(([prop]) => ({ what: `'${prop}' is set without 'metrics'`, fix: 'set both, or neither' }));
}

/** Names of its volumes and annotations are longer, and have no more than 63 characters. */
const LONGEST_NAME = 40;

function validateName(props: LogFileSidecarProps): Problem[] {
  const name = sidecarName(props);
  if (validateDnsLabel('container', props.container).length > 0 && props.containerName === undefined) return [];
  if (name === props.container) {
    return [
      { what: `'containerName' is '${name}', as the container that writes`, fix: `use another, such as 'log-${name}'` },
    ];
  }
  if (name.length <= LONGEST_NAME) return validateDnsLabel('containerName', props.containerName);
  return [
    {
      what: `'containerName' is '${name}'${props.containerName === undefined ? ' by default' : ''}, which has ${name.length} characters`,
      fix: `use one of ${LONGEST_NAME} or less, such as 'log-files'`,
    },
  ];
}

function validateTarget({ output, dataset, index }: LogFileSidecarProps): Problem[] {
  if (output === undefined) {
    return Object.entries({ dataset, index })
      .filter(([, value]) => value !== undefined)
      .map(([prop]) => ({ what: `'${prop}' is set without 'output'`, fix: 'set both, or neither' }));
  }
  if (output.printsToOwnLog) {
    return [
      { what: `output '${output.name}' prints lines`, fix: "leave 'output' out: the sidecar prints them as they are" },
    ];
  }
  // There it is the target of all lines that no route takes.
  return validateLogRoutes([], { dataset, index }, [output]).map(({ what, fix }) => ({
    what: what.replace(/^otherLogs: /, ''),
    fix,
  }));
}

/** What neither Fluent Bit nor a shell takes for more than it is. */
const PATH = /^(?:\/[-\w.@+=~:*?]+)+$/;

function validatePaths(paths: readonly string[]): Problem[] {
  if (paths.length === 0) return [{ what: "'paths' is empty", fix: "give one, such as '/var/log/app/*.log'" }];
  const twice = paths.filter((path, i) => paths.indexOf(path) < i);
  return [
    ...paths.flatMap((path, i) => validatePath(`paths[${i}]`, path)),
    ...[...new Set(twice)].map((path) => ({ what: `'paths' holds '${path}' twice`, fix: 'leave one out' })),
  ];
}

function validatePath(prop: string, path: string): Problem[] {
  const said = `'${prop}' is '${path}'`;
  if (!path.startsWith('/')) {
    return [{ what: `${said}, which is not absolute`, fix: `write it from the root, such as '/var/log/app/*.log'` }];
  }
  if (path.endsWith('/')) {
    return [{ what: `${said}, which is a folder`, fix: `name its files, such as '${path}*.log'` }];
  }
  if (!PATH.test(path) || /\/\.{1,2}(?:\/|$)/.test(path)) {
    return [
      {
        what: `${said}, which is no plain path`,
        fix: "use letters, digits, '-', '_', '.', '*' and '?', and '/' between folders, such as '/var/log/app/*.log'",
      },
    ];
  }
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (/[*?]/.test(folder)) {
    return [
      {
        what: `${said}, whose '${/[^/]*[*?][^/]*/.exec(folder)?.[0]}' is in the name of a folder, so that no volume holds all files`,
        fix: 'give a path for each folder',
      },
    ];
  }
  if (path.endsWith('*')) {
    return [
      {
        what: `${said}, which copies of full files fit too, so that their lines would be there twice`,
        fix: `end it with what only the file that is written ends with, such as '${folder}/*.log'`,
      },
    ];
  }
  return [];
}
