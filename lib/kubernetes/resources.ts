import { k8s } from 'cdk8s-plus-27';
import type { Problem } from '../model/problem';
import { parseQuantity, validateQuantity } from '../model/units';

/** What a container asks for and may use, in Kubernetes quantities. */
export interface ContainerResources {
  /** @default - the component's own default */
  readonly cpuRequest?: string;
  /** A CPU limit throttles: set one only where the platform demands it. @default - none */
  readonly cpuLimit?: string;
  /** @default - the component's own default */
  readonly memoryRequest?: string;
  /** @default - the component's own default */
  readonly memoryLimit?: string;
}

/** The requirements of a container: what the user set over the component's defaults. */
export function resourceRequirements(
  defaults: { cpuRequest: string; memoryRequest: string; memoryLimit: string },
  resources: ContainerResources = {},
): k8s.ResourceRequirements {
  const { cpuRequest, memoryRequest, memoryLimit, cpuLimit }: ContainerResources = {
    ...defaults,
    ...defined(resources),
  };
  const quantities = (cpu?: string, memory?: string) => ({
    ...(cpu === undefined ? {} : { cpu: k8s.Quantity.fromString(cpu) }),
    ...(memory === undefined ? {} : { memory: k8s.Quantity.fromString(memory) }),
  });
  return { requests: quantities(cpuRequest, memoryRequest), limits: quantities(cpuLimit, memoryLimit) };
}

const defined = (resources: ContainerResources) =>
  Object.fromEntries(Object.entries(resources).filter(([, value]) => value !== undefined));

/** Checks an optional `resources` prop. */
export function validateResources(prop: string, resources: ContainerResources | undefined): Problem[] {
  if (resources === undefined) return [];
  const { cpuRequest, cpuLimit, memoryRequest, memoryLimit } = resources;
  const above = (name: string, request?: string, limit?: string): Problem[] =>
    request !== undefined && limit !== undefined && (quantity(request) ?? 0) > (quantity(limit) ?? Infinity)
      ? [
          {
            what: `'${prop}.${name}Request' is '${request}', above '${name}Limit' '${limit}'`,
            fix: 'lower the request or raise the limit',
          },
        ]
      : [];
  return [
    ...validateCpu(`${prop}.cpuRequest`, cpuRequest),
    ...validateCpu(`${prop}.cpuLimit`, cpuLimit),
    ...validateQuantity(`${prop}.memoryRequest`, memoryRequest, '512Mi'),
    ...validateQuantity(`${prop}.memoryLimit`, memoryLimit, '512Mi'),
    ...above('cpu', cpuRequest, cpuLimit),
    ...above('memory', memoryRequest, memoryLimit),
  ];
}

const quantity = (text: string) => (/^\d+m$/.test(text) ? Number(text.slice(0, -1)) / 1000 : parseQuantity(text));

/** More than nodes have: thousandths whose unit was forgotten. */
const TOO_MANY_CORES = 100;

function validateCpu(prop: string, value: string | undefined): Problem[] {
  if (value === undefined) return [];
  const cores = quantity(value) ?? 0;
  if (cores >= TOO_MANY_CORES && !value.endsWith('m'))
    return [
      {
        what: `'${prop}' is '${value}', which is ${cores} cores`,
        fix: `use '${Number.parseFloat(value)}m' for thousandths of one`,
      },
    ];
  if (cores > 0) return [];
  return [
    {
      what: `'${prop}' is '${value}', which is no amount of CPU`,
      fix: "use cores or thousandths of one, such as '500m' or '2'",
    },
  ];
}
