import type { Construct } from 'constructs';
import { addCheck } from './checks';
import { ObservabilityNamespace, PodSecurityLevel } from './observability-namespace';
import type { WorkloadPods } from './workload-template';

/**
 * Refuses at synth pods that reach into their node, where the app itself makes their namespace with a level of Pod
 * Security that lets no such pods in: the API server would take the workload and make none of its pods.
 */
export function requirePodSecurity(
  construct: Construct,
  namespace: string,
  { spec = {}, volumes }: WorkloadPods,
): void {
  const { root } = construct.node;
  addCheck(
    construct,
    () => {
      const intoNode = spec.hostNetwork || spec.hostPid || volumes?.().some(({ hostPath }) => hostPath);
      return root.node
        .findAll()
        .filter((node) => node instanceof ObservabilityNamespace)
        .filter(
          ({ name, podSecurity }) => intoNode && name === namespace && podSecurity !== PodSecurityLevel.PRIVILEGED,
        )
        .map(({ node, podSecurity }) => ({
          what: `the pods reach into their node, and ${node.path} makes namespace '${namespace}' for '${podSecurity}' ones: none would start`,
          fix: "use a 'namespace' of its own with podSecurity: PodSecurityLevel.PRIVILEGED",
        }));
    },
    // Objects are never taken away.
    () => root.node.findAll().length,
  );
}
