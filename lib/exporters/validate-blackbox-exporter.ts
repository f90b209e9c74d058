import { validateModules } from '../config/blackbox/validate';
import { POD_PEER } from '../config/prometheus/shapes';
import { COMPONENT, validateComponent } from '../kubernetes/component';
import { validatePodPeers } from '../kubernetes/network-policy';
import type { Problem } from '../model/problem';
import { fitProps, flag, listOf, number, type Shape, struct, text } from '../model/shape';
import { validateBaseUrl, validateInteger, validateWorkloadName } from '../model/units';
import type { BlackboxExporterProps } from './blackbox-exporter';
import { allModules, MODULES } from './blackbox-modules';
import { BLACKBOX_PROBE, validateBlackboxProbe } from './blackbox-probe';

const BLACKBOX_EXPORTER: Shape<BlackboxExporterProps> = {
  ...COMPONENT,
  name: text('blackbox-exporter'),
  replicas: number(2),
  modules: MODULES,
  probes: listOf(struct(BLACKBOX_PROBE)),
  accessFrom: listOf(struct(POD_PEER)),
  defaultRules: flag(),
  runbookBaseUrl: text('https://runbooks.example.com'),
};

/** All that is wrong with the props of a BlackboxExporter, and the namespace that results from them. */
export function validateBlackboxExporter(props: BlackboxExporterProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, BLACKBOX_EXPORTER);
  const { metrics, probes = [] } = fit;
  const modules = allModules(fit.modules);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'blackbox-exporter'),
    ...validateInteger('replicas', fit.replicas, { min: 1 }),
    ...validateModules(fit.modules ?? {}),
    ...probes.flatMap((probe) => validateBlackboxProbe(probe, { modules, metrics })),
    ...validatePodPeers('accessFrom', fit.accessFrom),
    ...validateBaseUrl('runbookBaseUrl', fit.runbookBaseUrl),
  ];
}
