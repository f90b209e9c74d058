import { POD_PEER } from '../config/prometheus/shapes';
import { validateNamespace } from '../kubernetes/namespace';
import { validatePodPeers } from '../kubernetes/network-policy';
import { validatePlacement } from '../kubernetes/placement';
import { validateResources } from '../kubernetes/resources';
import { PLACEMENT, RESOURCES, STORAGE } from '../kubernetes/shapes';
import { validateStorage } from '../kubernetes/storage';
import type { Problem } from '../model/problem';
import { fitProps, flag, having, listOf, needed, number, type Shape, struct, text } from '../model/shape';
import { MAX_ID, validateBaseUrl, validateDuration, validateInteger, validateWorkloadName } from '../model/units';
import type { AlertmanagerProps } from './alertmanager';

const ALERTMANAGER: Shape<AlertmanagerProps> = {
  ...STORAGE,
  ...PLACEMENT,
  routing: needed(having('addRoute', 'AlertRouting', "new AlertRouting(chart, 'Routing', { … })")),
  metrics: having('addAlertmanager', 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
  name: text('alertmanager'),
  namespace: text('monitoring'),
  replicas: number(2),
  externalUrl: text('https://alertmanager.example.com'),
  dataRetention: text('120h'),
  resources: struct(RESOURCES),
  runAsUser: number(1000),
  runAsGroup: number(1000),
  accessFrom: listOf(struct(POD_PEER)),
  images: having('of', 'set of images', "new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })"),
};

/** All that is wrong with the props of an Alertmanager, and the namespace that results from them. */
export function validateAlertmanager(props: AlertmanagerProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, ALERTMANAGER);
  return [
    ...problems,
    ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateOwnNamespace(fit, namespace)),
    ...validateWorkloadName('name', fit.name, 'alertmanager'),
    ...validateInteger('replicas', fit.replicas, { min: 1 }),
    ...validateBaseUrl('externalUrl', fit.externalUrl),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
    ...validateDuration('dataRetention', fit.dataRetention, { min: '1h' }),
    ...validateStorage(fit, fit.replicas ?? 2),
    ...validateResources('resources', fit.resources),
    ...validatePlacement(fit),
    ...validateInteger('runAsUser', fit.runAsUser, { min: 1, max: MAX_ID }),
    ...validateInteger('runAsGroup', fit.runAsGroup, { min: 1, max: MAX_ID }),
    ...validatePodPeers('accessFrom', fit.accessFrom),
  ];
}

/** A pod mounts Secrets of its own namespace only. */
function validateOwnNamespace({ routing }: AlertmanagerProps, namespace: string | undefined): Problem[] {
  const problems = validateNamespace(namespace);
  if (!routing || problems.length > 0 || routing.namespace === namespace) return problems;
  return [
    {
      what: `'routing' is in namespace '${routing.namespace}', and the pods in '${namespace}' cannot mount its Secret`,
      fix: `give both the same 'namespace', such as '${namespace}'`,
    },
  ];
}
