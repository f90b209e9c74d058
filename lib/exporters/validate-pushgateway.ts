import { POD_PEER } from '../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import { validatePodPeers } from '../kubernetes/network-policy';
import { STORAGE } from '../kubernetes/shapes';
import { validateStorage } from '../kubernetes/storage';
import type { Problem } from '../model/problem';
import { fitProps, flag, listOf, number, type Shape, struct, text } from '../model/shape';
import { validateBaseUrl, validateDuration, validateInteger, validateWorkloadName } from '../model/units';
import type { PushgatewayProps } from './pushgateway';
import { isStored } from './pushgateway-workload';

const PUSHGATEWAY: Shape<PushgatewayProps> = {
  ...COMPONENT,
  ...STORAGE,
  name: text('pushgateway'),
  pushFrom: listOf(struct(POD_PEER)),
  accessFrom: listOf(struct(POD_PEER)),
  routePrefix: text('/pushgateway'),
  persistenceInterval: text('1m'),
  replicas: number(1),
  jobStaleAfter: text('2d'),
  sampleLimit: number(50_000),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** All that is wrong with the props of a Pushgateway, and the namespace that results from them. */
export function validatePushgateway(props: PushgatewayProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, PUSHGATEWAY);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'pushgateway'),
    ...validateReplicas(fit.replicas),
    ...validateStorage(fit, 1),
    ...validatePersistenceInterval(fit),
    ...validatePodPeers('pushFrom', fit.pushFrom),
    ...validatePodPeers('accessFrom', fit.accessFrom),
    ...validateRoutePrefix(fit.routePrefix),
    ...validateDuration('jobStaleAfter', fit.jobStaleAfter, { min: '1m' }),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}

function validateReplicas(replicas = 1): Problem[] {
  if (!(replicas > 1)) return validateInteger('replicas', replicas, { min: 1 });
  return [
    {
      what: `'replicas' is ${replicas}, and Pushgateways do not share: each would hold a part of the pushes`,
      fix: "use 1, with 'storageSize' to keep what was pushed when the pod is replaced",
    },
  ];
}

function validatePersistenceInterval(props: PushgatewayProps): Problem[] {
  const { persistenceInterval } = props;
  if (persistenceInterval === undefined || isStored(props))
    return validateDuration('persistenceInterval', persistenceInterval, { min: '1s' });
  return [
    {
      what: "'persistenceInterval' is set, and there is no volume to write to",
      fix: "add 'storageSize', such as '1Gi', or leave it out",
    },
  ];
}

function validateRoutePrefix(routePrefix = '/'): Problem[] {
  if (routePrefix === '/' || /^(?:\/[-\w.~]+)+$/.test(routePrefix)) return [];
  return [
    {
      what: `'routePrefix' is '${routePrefix}', which is no path`,
      fix: "begin it with '/' and end it without, as in '/pushgateway'",
    },
  ];
}
