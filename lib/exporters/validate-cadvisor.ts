import { COMPONENT, validateComponent } from '../kubernetes/component';
import type { Problem } from '../model/problem';
import { fitProps, number, type Shape, text } from '../model/shape';
import { validateInteger, validateWorkloadName } from '../model/units';
import type { CadvisorProps } from './cadvisor';

const CADVISOR: Shape<CadvisorProps> = {
  ...COMPONENT,
  name: text('cadvisor'),
  namespace: text('node-agents'),
  containerdSocket: text('/run/containerd/containerd.sock'),
  housekeepingInterval: text('15s'),
  sampleLimit: number(50_000),
};

/** All that is wrong with the props of a Cadvisor, and the namespace that results from them. */
export function validateCadvisor(props: CadvisorProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, CADVISOR);
  return [
    ...problems,
    ...validateComponent(fit, namespace, problems),
    ...validateWorkloadName('name', fit.name, 'cadvisor'),
    ...validateSocket(fit.containerdSocket),
    ...validateInterval(fit.housekeepingInterval),
    ...validateInteger('sampleLimit', fit.sampleLimit, { min: 1 }),
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
