import type { Construct, IConstruct } from 'constructs';
import { addCheck } from '../kubernetes/checks';
import { mayMeet } from '../kubernetes/host-ports';
import type { Problem } from '../model/problem';
import type { LogOutput } from './outputs/log-output';

/** An agent on nodes that reads the logs of all containers there. */
interface NodeLogAgent {
  readonly construct: Construct;
  /** Folder on the nodes with its positions and what waits. */
  readonly statePath: string;
  readonly outputs: readonly LogOutput[];
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/** Of an app, in the order made. */
const AGENTS = new WeakMap<IConstruct, NodeLogAgent[]>();

/**
 * Says that an agent reads logs on nodes. Two of one app that may meet on a node are refused at synth where one would take
 * the other's positions and chunks for its own, and where both send all lines to one place.
 */
export function addNodeLogAgent(
  construct: Construct,
  { nodeSelector = {}, ...agent }: Omit<NodeLogAgent, 'construct' | 'nodeSelector'> & Partial<NodeLogAgent>,
): void {
  const known = AGENTS.get(construct.node.root) ?? [];
  AGENTS.set(construct.node.root, known);
  const own: NodeLogAgent = { ...agent, construct, nodeSelector };
  const problems = known
    .filter((other) => mayMeet(other.nodeSelector, nodeSelector))
    .flatMap((other) => [...sharedFolder(other, own), ...sharedOutputs(other, own)]);
  known.push(own);
  if (problems.length === 0) return;
  addCheck(
    construct,
    () => problems,
    () => problems,
  );
}

const contains = (folder: string, path: string) => `${path}/`.startsWith(`${folder}/`);

function sharedFolder(one: NodeLogAgent, other: NodeLogAgent): Problem[] {
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

function sharedOutputs(one: NodeLogAgent, other: NodeLogAgent): Problem[] {
  const shared = one.outputs.find((output) => other.outputs.some((rival) => isSame(output, rival)));
  if (shared === undefined) return [];
  return [
    {
      what: `${one.construct.node.path} and ${other.construct.node.path} may run on one node, where both read every line and send it to output '${shared.name}', so that it is there twice`,
      fix: "leave one of them out, or give it a 'nodeSelector' that no node of the other has",
    },
  ];
}

/** The very same, or of one kind and to the same place or pods, which may go by several addresses. */
function isSame(one: LogOutput, other: LogOutput): boolean {
  if (one === other) return true;
  if (one.constructor !== other.constructor) return false;
  if (one.destination !== undefined && one.destination === other.destination) return true;
  const [pods, others] = [one, other].map(({ egress }) => egress.flatMap((target) => target.pods ?? []));
  return pods?.length !== 0 && JSON.stringify(pods) === JSON.stringify(others);
}
