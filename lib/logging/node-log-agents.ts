import type { Construct, IConstruct } from 'constructs';
import { type AppProblem, addAppCheck } from '../kubernetes/app-check';
import { mayMeet } from '../kubernetes/host-ports';
import type { Problem } from '../model/problem';
import type { LogOutput } from './outputs/log-output';

/** An agent on nodes that reads the logs of all containers there. */
interface NodeLogAgent {
  /** Folder on the nodes with its positions and what waits. */
  readonly statePath: string;
  readonly outputs: readonly LogOutput[];
  /** @default - all nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

interface PlacedAgent extends NodeLogAgent {
  readonly construct: IConstruct;
}

const AGENTS = new WeakMap<IConstruct, NodeLogAgent>();

/**
 * Says that an agent reads logs on nodes. Two of one app that may meet on a node are refused at synth where one would take
 * the other's positions and chunks for its own, and where both send all lines to one place.
 */
export function addNodeLogAgent(construct: Construct, agent: NodeLogAgent): void {
  AGENTS.set(construct, agent);
  addAppCheck(construct, contradictions);
}

function contradictions(root: IConstruct): AppProblem[] {
  const agents = root.node.findAll().flatMap((construct): PlacedAgent[] => {
    const agent = AGENTS.get(construct);
    return agent === undefined ? [] : [{ ...agent, construct }];
  });
  return agents.flatMap((own, i) =>
    agents
      .slice(0, i)
      .filter((other) => mayMeet(other.nodeSelector ?? {}, own.nodeSelector ?? {}))
      .flatMap((other) => [...sharedFolder(other, own), ...sharedOutputs(other, own)])
      .map((problem) => ({ at: own.construct, ...problem })),
  );
}

const contains = (folder: string, path: string) => `${path}/`.startsWith(`${folder}/`);

function sharedFolder(one: PlacedAgent, other: PlacedAgent): Problem[] {
  const [outer, inner] = contains(one.statePath, other.statePath) ? [one, other] : [other, one];
  if (!contains(outer.statePath, inner.statePath)) return [];
  const where =
    outer.statePath === inner.statePath
      ? `both keep their positions and chunks in '${outer.statePath}'`
      : `keep their positions and chunks in '${outer.statePath}' and, inside of it, in '${inner.statePath}'`;
  return [
    {
      what: `${outer.construct.node.path} and ${inner.construct.node.path} ${where}, and may run on one node`,
      fix: "give one of them another 'statePath', or a 'nodeSelector' that no node of the other has",
    },
  ];
}

function sharedOutputs(one: PlacedAgent, other: PlacedAgent): Problem[] {
  const shared = one.outputs.find((output) => other.outputs.some((rival) => isSameOutput(output, rival)));
  if (shared === undefined) return [];
  return [
    {
      what: `${one.construct.node.path} and ${other.construct.node.path} may run on one node, where both read every line and send it to output '${shared.name}', so that it is there twice`,
      fix: "leave one of them out, or give it a 'nodeSelector' that no node of the other has",
    },
  ];
}

/** The very same, or of one kind and to the same place or pods, which may go by several addresses. */
export function isSameOutput(one: LogOutput, other: LogOutput): boolean {
  if (one === other) return true;
  if (one.constructor !== other.constructor) return false;
  if (one.destination !== undefined && one.destination === other.destination) return true;
  const [pods, others] = [one, other].map(({ egress }) => egress.flatMap((target) => target.pods ?? []));
  return pods?.length !== 0 && JSON.stringify(pods) === JSON.stringify(others);
}
