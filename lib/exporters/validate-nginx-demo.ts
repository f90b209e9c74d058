import { POD_PEER } from '../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import { validatePodPeers } from '../kubernetes/network-policy';
import type { Problem } from '../model/problem';
import { choice, fitProps, flag, listOf, number, type Shape, struct, text } from '../model/shape';
import {
  LONGEST_NAME,
  validateBaseUrl,
  validateInteger,
  validateObjectName,
  validateWorkloadName,
} from '../model/units';
import type { NginxDemoProps } from './nginx-demo';
import { SidecarDiscovery } from './sidecar-discovery';

const NGINX_DEMO: Shape<NginxDemoProps> = {
  ...COMPONENT,
  name: text('nginx-demo'),
  replicas: number(2),
  host: text('demo.example.com'),
  ingressClassName: text('nginx'),
  accessFrom: listOf(struct(POD_PEER)),
  requestsPerSecond: number(2),
  discovery: choice(SidecarDiscovery),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** All that is wrong with the props of an NginxDemo, and the namespace that results from them. */
export function validateNginxDemo(props: NginxDemoProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, NGINX_DEMO);
  const { name, replicas, host, ingressClassName, accessFrom, requestsPerSecond, runbookBaseUrl } = fit;
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', name, 'nginx-demo', LONGEST_NAME - '-load'.length),
    ...validateInteger('replicas', replicas, { min: 1 }),
    ...validateObjectName('host', host, 'demo.example.com', 'host name'),
    ...validateObjectName('ingressClassName', ingressClassName, 'nginx'),
    ...(ingressClassName !== undefined && host === undefined
      ? [{ what: "'ingressClassName' is set without 'host'", fix: "set 'host', such as 'demo.example.com'" }]
      : []),
    ...validatePodPeers('accessFrom', accessFrom),
    ...validateInteger('requestsPerSecond', requestsPerSecond, { min: 0, max: 20 }),
    ...validateBaseUrl('runbookBaseUrl', runbookBaseUrl),
  ];
}
