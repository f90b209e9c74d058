import type { ApiObject } from 'cdk8s';
import { isLoopback, placeOfTarget } from '../config/place-of-target';
import { validateTimeout } from '../config/prometheus/validate-job';
import { validateAnnotations } from '../kubernetes/annotations';
import { validateResources } from '../kubernetes/resources';
import { RESOURCES } from '../kubernetes/shapes';
import type { Problem } from '../model/problem';
import {
  checkedElsewhere,
  choice,
  fitProps,
  flag,
  having,
  mapOf,
  number,
  type Shape,
  struct,
  text,
} from '../model/shape';
import { validateBaseUrl, validateDnsLabel, validateDuration, validatePort, validateUrl } from '../model/units';
import type { NginxExporterSidecarProps } from './nginx-exporter-sidecar';
import { SidecarDiscovery } from './sidecar-discovery';
import { validateSidecarDiscovery } from './validate-sidecar-discovery';

const NGINX_EXPORTER_SIDECAR: Shape<NginxExporterSidecarProps> = {
  workload: checkedElsewhere(),
  nginxContainer: text('nginx'),
  metrics: having('addScrapeJob', 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  discovery: choice(SidecarDiscovery),
  port: number(9113),
  statusPort: number(9112),
  scrapeUri: text('http://127.0.0.1:8080/stub_status'),
  nginxConfig: text('server { listen 127.0.0.1:9112; location = /stub_status { stub_status; } }'),
  jobName: text('nginx-exporter-shop'),
  scrapeInterval: text('30s'),
  scrapeTimeout: text('10s'),
  podAnnotations: mapOf(text('shop')),
  resources: struct(RESOURCES),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
  images: having('of', 'set of images', "new Images({ mirrors: { 'docker.io': 'registry.example.com/hub' } })"),
};

/** All that is wrong with the props of an NginxExporterSidecar, apart from its workload. */
export function validateNginxExporter(props: NginxExporterSidecarProps, workload: ApiObject | undefined): Problem[] {
  const { fit, problems } = fitProps(props, NGINX_EXPORTER_SIDECAR);
  return [
    ...problems,
    ...validateDnsLabel('nginxContainer', fit.nginxContainer),
    ...validatePort('port', fit.port),
    ...validatePort('statusPort', fit.statusPort),
    ...validateScrapeUri(fit),
    ...validatePortsApart(fit),
    ...validateSidecarDiscovery(
      fit,
      workload,
      JOB_PROPS.filter((prop) => fit[prop] !== undefined),
    ),
    ...validateDuration('scrapeInterval', fit.scrapeInterval, { min: '1s' }),
    ...validateDuration('scrapeTimeout', fit.scrapeTimeout),
    ...validateTimeout(fit.scrapeTimeout, fit.scrapeInterval),
    ...validateAnnotations('podAnnotations', fit.podAnnotations),
    ...validateResources('resources', fit.resources),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateScrapeUri({ scrapeUri, statusPort }: NginxExporterSidecarProps): Problem[] {
  if (scrapeUri === undefined) return [];
  const problems = validateUrl('scrapeUri', scrapeUri);
  if (problems.length > 0) return problems;
  const { search, hash } = new URL(scrapeUri);
  return [
    ...(isLoopback(placeOfTarget(scrapeUri)?.host ?? '')
      ? []
      : [
          {
            what: `'scrapeUri' is '${scrapeUri}', which is not in the pod`,
            fix: "use the loopback address, such as 'http://127.0.0.1:8080/stub_status'",
          },
        ]),
    ...(search === '' && hash === ''
      ? []
      : [{ what: `'scrapeUri' is '${scrapeUri}'`, fix: "leave out what begins with '?' or '#'" }]),
    ...(statusPort === undefined
      ? []
      : [{ what: "'statusPort' and 'scrapeUri' are given together", fix: 'keep one of them' }]),
  ];
}

function validatePortsApart({ port = 9113, statusPort = 9112, scrapeUri }: NginxExporterSidecarProps): Problem[] {
  const status = scrapeUri === undefined ? statusPort : placeOfTarget(scrapeUri)?.port;
  if (status !== port) return [];
  return [
    {
      what: `port ${port} is that of the exporter and of nginx's status page`,
      fix: `set ${scrapeUri === undefined ? "'port' or 'statusPort'" : "'port'"} to another one, such as ${port === 9113 ? 9114 : 9113}`,
    },
  ];
}

const JOB_PROPS = ['jobName', 'scrapeInterval', 'scrapeTimeout'] as const;
