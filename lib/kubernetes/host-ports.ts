import type { Construct, IConstruct } from 'constructs';
import { addCheck } from './checks';

/** A port that a workload's pods take on the nodes they run on. */
interface HostPortClaim {
  readonly construct: Construct;
  readonly port: number;
  readonly protocol: string;
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/** Of an app, in the order made. */
const CLAIMS = new WeakMap<IConstruct, HostPortClaim[]>();

/**
 * Says that the pods of a workload take a port of their nodes, by the host network or as a `hostPort`. Two workloads of
 * one app that may meet on a node are refused at synth: the second one's pods would stay pending, or fail to listen.
 */
export function claimHostPort(
  construct: Construct,
  { port, protocol = 'TCP', nodeSelector = {} }: Partial<HostPortClaim> & Pick<HostPortClaim, 'port'>,
): void {
  const claims = CLAIMS.get(construct.node.root) ?? [];
  CLAIMS.set(construct.node.root, claims);
  const rivals = claims.filter(
    (other) => other.port === port && other.protocol === protocol && mayMeet(other.nodeSelector, nodeSelector),
  );
  claims.push({ construct, port, protocol, nodeSelector });
  for (const rival of rivals) {
    const problem = {
      what: `${rival.construct.node.path} and ${construct.node.path} both take port ${port} of the nodes they run on`,
      fix: "give one of them another 'port', or a 'nodeSelector' that no node of the other has",
    };
    addCheck(
      construct,
      () => [problem],
      () => problem,
    );
  }
}

/** Whether a node can have the labels of both. */
export const mayMeet = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  Object.keys(a).every((label) => b[label] === undefined || b[label] === a[label]);
