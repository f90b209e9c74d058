import type { BlackboxModule, BlackboxModules } from '../config/blackbox/model';
import { validateProbeTarget } from '../config/blackbox/target';
import { placeOfTarget } from '../config/place-of-target';
import { isServiceName } from '../config/prometheus/validate-http-client';
import { type AllowedTraffic, cidrPeers, namespacePeer } from '../kubernetes/network-policy';
import { validateCidrs } from '../model/cidrs';
import type { IMetricsBackend } from '../model/metrics-backend';
import type { PodPeer } from '../model/pod-peer';
import { type Problem, within } from '../model/problem';
import type { ScrapeJob } from '../model/scrape-job';
import { listOf, mapOf, needed, number, type Shape, text } from '../model/shape';
import { validatePort } from '../model/units';
import { BLACKBOX_CONTAINER } from '../rules/blackbox';
import { type ProbeTimes, scrapeTimeoutOf, validateModuleName, validateProbeTimes } from './blackbox-modules';

/** What a blackbox exporter asks others, again and again. */
export interface BlackboxProbe extends ProbeTimes {
  /** The scrape job's name, and the label `job` of the series. */
  readonly name: string;
  /** URLs over HTTP, `host:port` over TCP and gRPC; each becomes the label `instance`. */
  readonly urls: readonly string[];
  /** Of the default modules, or of the exporter's `modules`. @default 'http_2xx' */
  readonly module?: string;
  /** Labels of all series, such as the `namespace` whose team is to hear of it. @default - `namespace`, the exporter's */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Ports to let the exporter out to: the pods' own behind a Service, and those that redirects lead to.
   * @default - the port of each URL, and 443 for redirects; all ports of the namespace for a Service of the cluster
   */
  readonly egressPorts?: readonly number[];
  /** Address ranges to let the exporter out to. @default - any, or the namespace of a Service of the cluster */
  readonly egressCidrs?: readonly string[];
}

/** What a probe consists of. */
export const BLACKBOX_PROBE: Shape<BlackboxProbe> = {
  name: needed(text('shop')),
  urls: needed(listOf(text('https://shop.example.com'))),
  module: text('http_2xx'),
  labels: mapOf(text('shop')),
  scrapeInterval: text('30s'),
  scrapeTimeout: text('10s'),
  egressPorts: listOf(number(443)),
  egressCidrs: listOf(text('192.0.2.0/24')),
};

const DEFAULT_MODULE = 'http_2xx';

/** All that is wrong with a probe; its name, labels and whether it probes anything, the metrics backend says. */
export function validateBlackboxProbe(
  probe: BlackboxProbe,
  { modules, metrics }: { readonly modules: BlackboxModules; readonly metrics?: IMetricsBackend },
): Problem[] {
  const { module: name = DEFAULT_MODULE, urls, egressPorts, egressCidrs } = probe;
  const module = modules[name];
  return within(`probe '${probe.name}'`, [
    ...validateModuleName('module', name, modules),
    ...(module ? urls.flatMap((url, i) => validateProbeTarget(`urls[${i}]`, url, name, module)) : []),
    ...validateProbeTimes('', probe, name, module),
    ...(egressPorts ?? []).flatMap((port, i) => validatePort(`egressPorts[${i}]`, port)),
    ...validateCidrs('egressCidrs', egressCidrs),
    ...(metrics ? [] : [{ what: 'no Prometheus would ask for it', fix: "set 'metrics' of the exporter" }]),
  ]);
}

/** The scrape job of a probe. */
export function blackboxProbeJob(
  probe: BlackboxProbe,
  exporter: { readonly address: string; readonly pods: PodPeer; readonly modules: BlackboxModules },
): ScrapeJob {
  const { name, urls, module = DEFAULT_MODULE, labels, scrapeInterval } = probe;
  const scrapeTimeout = scrapeTimeoutOf(probe, exporter.modules[module] as BlackboxModule);
  return {
    name,
    probe: {
      prober: exporter.address,
      proberPods: exporter.pods,
      module,
      urls,
      // What is scraped is the exporter's container, which the alert on exporters looks for.
      labels: { namespace: exporter.pods.namespace, container: BLACKBOX_CONTAINER, ...labels },
    },
    scrapeInterval,
    scrapeTimeout,
    sampleLimit: 500,
    labelLimit: 30,
  };
}

const HTTPS = 443;
const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Where the exporter has to be let out for a probe. */
export function blackboxProbeEgress(
  probe: BlackboxProbe,
  namespace: string,
  modules: BlackboxModules,
): AllowedTraffic[] {
  const { urls, module = DEFAULT_MODULE, egressPorts, egressCidrs } = probe;
  const { http } = modules[module] as BlackboxModule;
  const redirected = http !== undefined && (http.followRedirects ?? true);
  return urls.flatMap((url): AllowedTraffic[] => {
    const place = placeOfTarget(url);
    if (!place) return [];
    const service = serviceNamespace(place.host, namespace);
    // A Service's port is not the pods', which a policy sees.
    if (service !== undefined && !egressCidrs) return [{ peers: [namespacePeer(service)], ports: egressPorts }];
    const toRedirect = redirected && !url.startsWith('https:') && place.port !== HTTPS;
    const peers = egressCidrs ? cidrPeers(egressCidrs) : addressPeers(place.host);
    return [
      { ...(peers ? { peers } : {}), ports: egressPorts ?? [place.port] },
      ...(toRedirect && !egressPorts ? [{ ...(egressCidrs ? { peers } : {}), ports: [HTTPS] }] : []),
    ];
  });
}

/** The namespace of a Service of the cluster; one without dots is in the exporter's own. */
function serviceNamespace(host: string, own: string): string | undefined {
  if (!/[.:]/.test(host)) return own;
  if (!isServiceName(host)) return undefined;
  const labels = host.split('.');
  return labels[labels.indexOf('svc') - 1];
}

function addressPeers(host: string): AllowedTraffic['peers'] {
  if (IPV4.test(host)) return cidrPeers([`${host}/32`]);
  return host.includes(':') ? cidrPeers([`${host}/128`]) : undefined;
}
