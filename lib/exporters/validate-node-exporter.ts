import { relabelRegex } from '../config/prometheus/regex';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import type { Problem } from '../model/problem';
import { fitProps, listOf, number, type Shape, text } from '../model/shape';
import { validateInteger, validatePort, validateWorkloadName } from '../model/units';
import type { NodeExporterProps } from './node-exporter';
import { validateCollectors } from './node-exporter-collectors';

const NODE_EXPORTER: Shape<NodeExporterProps> = {
  ...COMPONENT,
  name: text('node-exporter'),
  namespace: text('node-agents'),
  port: number(9100),
  enableCollectors: listOf(text('processes')),
  disableCollectors: listOf(text('hwmon')),
  textfileDirectory: text('/var/lib/node-exporter'),
  mountPointsExclude: text('^/(dev|proc|sys)($|/)'),
  fsTypesExclude: text('^(overlay|tmpfs)$'),
  netDeviceExclude: text('^veth.*$'),
  sampleLimit: number(20_000),
};

/** All that is wrong with the props of a NodeExporter, and the namespace that results from them. */
export function validateNodeExporter(props: NodeExporterProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, NODE_EXPORTER);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'node-exporter'),
    ...validatePort('port', fit.port),
    ...validateCollectors(fit.enableCollectors, fit.disableCollectors),
    ...validateFolder('textfileDirectory', fit.textfileDirectory),
    ...validatePattern('mountPointsExclude', fit.mountPointsExclude),
    ...validatePattern('fsTypesExclude', fit.fsTypesExclude),
    ...validatePattern('netDeviceExclude', fit.netDeviceExclude),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
  ];
}

function validateFolder(prop: string, path: string | undefined): Problem[] {
  if (path === undefined || (/^(?:\/[^/\s]+)+$/.test(path) && !path.split('/').includes('..'))) return [];
  return [
    {
      what: `'${prop}' is '${path}', which is no path from the root of a node`,
      fix: "write one such as '/var/lib/node-exporter'",
    },
  ];
}

function validatePattern(prop: string, pattern: string | undefined): Problem[] {
  if (pattern === undefined) return [];
  if (pattern === '')
    return [{ what: `'${prop}' is empty, which leaves out everything`, fix: "use '^$' to leave out nothing" }];
  try {
    relabelRegex(pattern);
    return [];
  } catch (error) {
    const why = (error as Error).message.replace(/^error parsing regexp: /, '');
    return [
      {
        what: `'${prop}' is '${pattern}', which is no regular expression (${why})`,
        fix: "use RE2, such as '^veth.*$'",
      },
    ];
  }
}
