import { validateNamespace } from '../kubernetes/namespace';
import { validatePlacement } from '../kubernetes/placement';
import { validateResources } from '../kubernetes/resources';
import { PLACEMENT, RESOURCES } from '../kubernetes/shapes';
import type { Problem } from '../model/problem';
import { fitProps, having, number, type Shape, struct, text } from '../model/shape';
import { validateInteger, validateWorkloadName } from '../model/units';
import type { CadvisorProps } from './cadvisor';

const CADVISOR: Shape<CadvisorProps> = {
  ...PLACEMENT,
  metrics: having('addScrapeJob', 'metrics backend', "new MonitoringStack(chart, 'Monitoring', { … })"),
  name: text('cadvisor'),
  namespace: text('node-agents'),
  containerdSocket: text('/run/containerd/containerd.sock'),
  housekeepingInterval: text('15s'),
  sampleLimit: number(50_000),
  resources: struct(RESOURCES),
  images: having('of', 'set of images', "new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })"),
};

/** All that is wrong with the props of a Cadvisor, and the namespace that results from them. */
export function validateCadvisor(props: CadvisorProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, CADVISOR);
  return [
    ...problems,
    ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateNamespace(namespace)),
    ...validateWorkloadName('name', fit.name, 'cadvisor'),
    ...validateSocket(fit.containerdSocket),
    ...validateInterval(fit.housekeepingInterval),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
    ...validateResources('resources', fit.resources),
    ...validatePlacement(fit),
  ];
}

function validateSocket(path: string | undefined): Problem[] {
  if (path === undefined || (/^(?:\/[^/\s:]+){2,}$/.test(path) && !path.split('/').includes('..'))) return [];
  return [
    {
      what: `'containerdSocket' is '${path}', which is no path of a socket in a folder`,
      fix: "write one such as '/run/containerd/containerd.sock', without 'unix://'",
    },
  ];
}

/** As Go reads durations, which have no days. */
function validateInterval(interval: string | undefined): Problem[] {
  if (interval === undefined || /^(?=.*[1-9])(?:\d+h)?(?:\d+m)?(?:\d+s)?$/.test(interval)) return [];
  return [
    {
      what: `'housekeepingInterval' is '${interval}', which is no duration of a second or more`,
      fix: "use one such as '15s' or '1m'",
    },
  ];
}
