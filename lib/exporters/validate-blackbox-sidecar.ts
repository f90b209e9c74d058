import type { ApiObject } from 'cdk8s';
import type { BlackboxModules } from '../config/blackbox/model';
import { validateProbeTarget } from '../config/blackbox/target';
import { validateModules } from '../config/blackbox/validate';
import { isLoopback, placeOfTarget } from '../config/place-of-target';
import { validateResources } from '../kubernetes/resources';
import { RESOURCES } from '../kubernetes/shapes';
import type { Problem } from '../model/problem';
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
} from '../model/shape';
import { validateBaseUrl, validatePort } from '../model/units';
import type { BlackboxExporterSidecarProps, BlackboxSidecarProbe } from './blackbox-exporter-sidecar';
import { allModules, MODULES, validateModuleName, validateProbeTimes } from './blackbox-modules';
import { SidecarDiscovery } from './sidecar-discovery';
import { discoveryOf, validateSidecarDiscovery } from './validate-sidecar-discovery';

const PROBE: Shape<BlackboxSidecarProbe> = {
  module: needed(text('http_2xx')),
  target: needed(text('http://127.0.0.1/healthz')),
  name: text('healthz'),
  scrapeInterval: text('30s'),
  scrapeTimeout: text('10s'),
};

const BLACKBOX_EXPORTER_SIDECAR: Shape<BlackboxExporterSidecarProps> = {
  workload: checkedElsewhere(),
  probes: needed(listOf(struct(PROBE))),
  modules: MODULES,
  metrics: having('addScrapeJob', 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  discovery: choice(SidecarDiscovery),
  port: number(9115),
  jobName: text('blackbox-exporter-shop'),
  resources: struct(RESOURCES),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
  images: having('of', 'set of images', "new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })"),
};

/** The module that the exporter takes where none is asked for. */
const UNASKED = 'http_2xx';

/** All that is wrong with the props of a BlackboxExporterSidecar, apart from its workload. */
export function validateBlackboxSidecar(
  props: BlackboxExporterSidecarProps,
  workload: ApiObject | undefined,
): Problem[] {
  const { fit, problems } = fitProps(props, BLACKBOX_EXPORTER_SIDECAR);
  const { probes } = fit;
  const modules = allModules(fit.modules);
  return [
    ...problems,
    ...(probes.length === 0
      ? [
          {
            what: "'probes' is empty",
            fix: "give one, such as { module: 'http_2xx', target: 'http://127.0.0.1/healthz' }",
          },
        ]
      : []),
    ...probes.flatMap((probe, i) => validateProbe(`probes[${i}]`, probe, modules)),
    ...validateDistinct(probes),
    ...validateModules(fit.modules ?? {}),
    ...validatePort('port', fit.port),
    ...validateDiscovery(fit, workload),
    ...validateResources('resources', fit.resources),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateProbe(place: string, probe: BlackboxSidecarProbe, modules: BlackboxModules): Problem[] {
  const { module: name, target, name: given } = probe;
  const module = modules[name];
  const host = placeOfTarget(target)?.host;
  const wrong = module ? validateProbeTarget(`${place}.target`, target, name, module) : [];
  return [
    ...validateModuleName(`${place}.module`, name, modules),
    ...wrong,
    ...(wrong.length === 0 && host !== undefined && !isLoopback(host)
      ? [
          {
            what: `'${place}.target' is '${target}', which is not in the pod`,
            fix: "use the loopback address, such as '127.0.0.1', or BlackboxExporter for what is elsewhere",
          },
        ]
      : []),
    ...(given === undefined || /^[^\s/]+$/.test(given)
      ? []
      : [{ what: `'${place}.name' is '${given}'`, fix: "use a name without blanks and '/', such as 'healthz'" }]),
    ...validateProbeTimes(`${place}.`, probe, name, module),
  ];
}

function validateDistinct(probes: readonly BlackboxSidecarProbe[]): Problem[] {
  const earlier = (i: number, same: (a: BlackboxSidecarProbe, b: BlackboxSidecarProbe) => boolean) =>
    probes.findIndex((probe) => same(probe, probes[i] as BlackboxSidecarProbe)) < i;
  const nameOfProbe = ({ name, module }: BlackboxSidecarProbe) => name ?? module;
  return probes.flatMap((probe, i) => {
    if (earlier(i, (a, b) => a.module === b.module && a.target === b.target)) {
      return [{ what: `'probes' holds module '${probe.module}' with '${probe.target}' twice`, fix: 'keep one' }];
    }
    if (!earlier(i, (a, b) => nameOfProbe(a) === nameOfProbe(b))) return [];
    return [
      {
        what: `'probes' holds the name '${nameOfProbe(probe)}' twice`,
        fix: `give 'probes[${i}]' another 'name', such as '${nameOfProbe(probe)}_${i + 1}'`,
      },
    ];
  });
}

function validateDiscovery(props: BlackboxExporterSidecarProps, workload: ApiObject | undefined): Problem[] {
  const { probes } = props;
  const jobProps = [
    ...(props.jobName === undefined ? [] : ['jobName']),
    ...(['scrapeInterval', 'scrapeTimeout', 'name'] as const).filter((prop) => probes.some((each) => each[prop])),
  ];
  const problems = validateSidecarDiscovery(props, workload, jobProps);
  if (discoveryOf(props) === SidecarDiscovery.JOB) return problems;
  const fix = "set 'metrics' and 'discovery' to 'job'";
  return [
    ...(probes.length > 1
      ? [
          {
            what: `annotations of a pod ask for one probe, and 'probes' holds ${probes.length}`,
            fix: `keep one, or ${fix}`,
          },
        ]
      : []),
    ...(probes[0] !== undefined && probes[0].module !== UNASKED
      ? [
          {
            what: `annotations of a pod ask for no module, so it is '${UNASKED}' and not '${probes[0].module}'`,
            fix: `change '${UNASKED}' in 'modules', or ${fix}`,
          },
        ]
      : []),
    ...problems,
  ];
}
