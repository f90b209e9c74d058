import { API_SERVER_ACCESS, validateApiServerAccess } from '../kubernetes/api-server-access';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import { validateCidrs } from '../model/cidrs';
import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';
import { fitProps, flag, listOf, number, type Shape, text } from '../model/shape';
import { validateDuration, validateInteger, validateWorkloadName } from '../model/units';
import type { MetricsServerProps } from './metrics-server';

const METRICS_SERVER: Shape<MetricsServerProps> = {
  ...COMPONENT,
  ...API_SERVER_ACCESS,
  name: text('metrics-server'),
  replicas: number(2),
  kubeletInsecureTls: flag(),
  kubeletPreferredAddressTypes: listOf(text('InternalIP')),
  metricResolution: text('15s'),
  nodeCidrs: listOf(text('10.0.0.0/8')),
};

const ADDRESS_TYPES = ['InternalIP', 'ExternalIP', 'Hostname', 'InternalDNS', 'ExternalDNS'];

/** All that is wrong with the props of a MetricsServer, and the namespace that results from them. */
export function validateMetricsServer(props: MetricsServerProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, METRICS_SERVER);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateApiServerAccess(fit),
    ...validateWorkloadName('name', fit.name, 'metrics-server'),
    ...validateInteger('replicas', fit.replicas, { min: 1 }),
    ...validateAddressTypes(fit.kubeletPreferredAddressTypes),
    ...validateDuration('metricResolution', fit.metricResolution, { min: '10s' }),
    ...validateCidrs('nodeCidrs', fit.nodeCidrs),
  ];
}

function validateAddressTypes(types: readonly string[] | undefined): Problem[] {
  const prop = 'kubeletPreferredAddressTypes';
  if (types?.length === 0)
    return [{ what: `'${prop}' is empty, and no kubelet could be asked`, fix: "leave it out, or use 'InternalIP'" }];
  return (types ?? [])
    .filter((type) => !ADDRESS_TYPES.includes(type))
    .map((type) => {
      const meant = nearest(type, ADDRESS_TYPES);
      return {
        what: `'${prop}' holds '${type}', which no address of a node is`,
        fix: meant === undefined ? `use some of ${ADDRESS_TYPES.join(', ')}` : `write '${meant}'`,
      };
    });
}
