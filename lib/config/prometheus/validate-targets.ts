import type { Problem } from '../../model/problem';
import type {
  AnnotatedPodTargets,
  NodeTargets,
  PodTargets,
  ProbeTargets,
  ScrapeJob,
  ServiceTargets,
  StaticTargets,
} from '../../model/scrape-job';
import { validateDnsLabel, validatePort, validateUrl } from '../../model/units';
import {
  validateAddress,
  validateAddresses,
  validateLabels,
  validateList,
  validatePortName,
  validateSelector,
} from './names';

/** The props of a job of which exactly one is given. */
const TARGET_KINDS = ['pods', 'services', 'nodes', 'statics', 'probe', 'annotatedPods'] as const;

/** Checks that a job has one kind of targets, and what it says of them. */
export function validateTargets(job: ScrapeJob): Problem[] {
  const given = TARGET_KINDS.filter((kind) => job[kind] !== undefined);
  const quoted = (kinds: readonly string[]) => kinds.map((kind) => `'${kind}'`).join(', ');
  return [
    ...(given.length === 0 ? [{ what: 'no targets are given', fix: `give one of ${quoted(TARGET_KINDS)}` }] : []),
    ...(given.length > 1
      ? [{ what: `${quoted(given)} are given together`, fix: 'keep one, and make another job of each other' }]
      : []),
    ...(job.pods ? validatePods(job.pods) : []),
    ...(job.services ? validateServices(job.services) : []),
    ...(job.nodes ? validateNodes(job.nodes) : []),
    ...(job.statics ? validateStatics(job.statics) : []),
    ...(job.probe ? validateProbe(job.probe) : []),
    ...(job.annotatedPods ? validateAnnotatedPods(job.annotatedPods) : []),
  ];
}

function validatePods({ namespaces, labels, port, portNumber, hostNetwork }: PodTargets): Problem[] {
  const ports = [port, portNumber].filter((each) => each !== undefined).length;
  return [
    ...validateNamespaces('pods.namespaces', namespaces),
    ...validateSelector('pods.labels', labels),
    ...validatePortName('pods.port', port),
    ...validatePort('pods.portNumber', portNumber),
    ...(ports === 1
      ? []
      : [
          {
            what: `${ports === 0 ? 'neither' : 'both'} 'pods.port' ${ports === 0 ? 'nor' : 'and'} 'pods.portNumber' ${ports === 0 ? 'is' : 'are'} given`,
            fix: "give the container port's name or its number",
          },
        ]),
    ...(hostNetwork && port !== undefined
      ? [
          {
            what: `'pods.hostNetwork' is set together with 'pods.port' '${port}', which no NetworkPolicy can resolve on a node`,
            fix: "give 'pods.portNumber' instead, such as 9100",
          },
        ]
      : []),
  ];
}

function validateServices({ namespaces, labels, name, port }: ServiceTargets): Problem[] {
  return [
    ...validateNamespaces('services.namespaces', namespaces),
    ...validateSelector('services.labels', labels),
    ...validateDnsLabel('services.name', name),
    ...validateDnsLabel('services.port', port ?? ''),
  ];
}

function validateNodes({ portNumber, labels }: NodeTargets): Problem[] {
  return [...validatePort('nodes.portNumber', portNumber), ...validateSelector('nodes.labels', labels)];
}

function validateStatics({ addresses, labels }: StaticTargets): Problem[] {
  return [
    ...validateAddresses('statics.addresses', addresses),
    ...validateTargetLabels('statics.labels', labels, addresses.length > 1),
  ];
}

function validateProbe({ prober, proberPods, module, urls, labels }: ProbeTargets): Problem[] {
  return [
    ...validateAddress('probe.prober', prober),
    ...validateDnsLabel('probe.proberPods.namespace', proberPods?.namespace),
    ...validateSelector('probe.proberPods.labels', proberPods?.labels),
    ...(module === ''
      ? [{ what: "'probe.module' is empty", fix: "name a module of the blackbox exporter, such as 'http_2xx'" }]
      : []),
    ...validateList('probe.urls', urls, 'probes nothing'),
    ...urls.flatMap((url, i) => validateProbed(`probe.urls[${i}]`, url, module)),
    ...validateTargetLabels('probe.labels', labels, true),
  ];
}

/** Modules are named by who configures the exporter, by convention after their prober: `http_2xx`, `tcp_connect`. */
function validateProbed(prop: string, url: string, module: string): Problem[] {
  if (module.startsWith('http') || url.includes('://')) return validateUrl(prop, url);
  if (/^[^\s/]+$/.test(url)) return [];
  return [{ what: `'${prop}' is '${url}', which is no host`, fix: "use 'host' or 'host:port', or a URL" }];
}

/** `job` is the job's name, and `instance` what tells the targets apart. */
function validateTargetLabels(
  prop: string,
  labels: Readonly<Record<string, string>> | undefined,
  several: boolean,
): Problem[] {
  const taken = ['job', ...(several ? ['instance'] : [])].filter((name) => labels?.[name] !== undefined);
  return [
    ...validateLabels(prop, labels),
    ...taken.map((name) => ({
      what: `'${prop}' sets '${name}', which each target has of its own`,
      fix: 'leave it out',
    })),
  ];
}

function validateAnnotatedPods(targets: AnnotatedPodTargets): Problem[] {
  const { keepNamespaces, dropNamespaces = [], optOutNamespaces = [] } = targets;
  const dropped = (prop: string, list: readonly string[]) =>
    list
      .filter((each) => dropNamespaces.includes(each))
      .map((each) => ({ what: `'annotatedPods.${prop}' and 'dropNamespaces' both hold '${each}'`, fix: 'keep one' }));
  return [
    ...validateNamespaces('annotatedPods.keepNamespaces', keepNamespaces),
    ...validateNamespaces('annotatedPods.dropNamespaces', targets.dropNamespaces),
    ...validateNamespaces('annotatedPods.optOutNamespaces', targets.optOutNamespaces),
    ...dropped('keepNamespaces', keepNamespaces ?? []),
    ...dropped('optOutNamespaces', optOutNamespaces),
    ...optOutNamespaces
      .filter((each) => keepNamespaces && !keepNamespaces.includes(each))
      .map((each) => ({
        what: `'annotatedPods.optOutNamespaces' holds '${each}', which 'keepNamespaces' leaves out`,
        fix: "add it to 'keepNamespaces'",
      })),
  ];
}

function validateNamespaces(prop: string, namespaces: readonly string[] | undefined): Problem[] {
  return [
    ...validateList(prop, namespaces, 'Prometheus takes for all namespaces'),
    ...(namespaces ?? []).flatMap((each, i) => validateDnsLabel(`${prop}[${i}]`, each)),
  ];
}
