import { nearest } from '../model/nearest';
import type { Problem } from '../model/problem';

/** Objects of the Kubernetes API that a collector lists and watches. */
interface Listed {
  readonly apiGroup: string;
  /** Whether they live in namespaces. */
  readonly namespaced: boolean;
  readonly resources: readonly string[];
}

const listed = (apiGroup: string, { cluster = '', namespaced = '' }): Listed[] =>
  [
    { apiGroup, namespaced: true, resources: namespaced.split(' ') },
    { apiGroup, namespaced: false, resources: cluster.split(' ') },
  ].filter(({ resources }) => resources[0] !== '');

/** What kube-state-metrics 2.20 can collect; a collector has the name of its resource. */
const KNOWN: readonly Listed[] = [
  ...listed('', {
    namespaced:
      'configmaps endpoints limitranges persistentvolumeclaims pods replicationcontrollers resourcequotas secrets serviceaccounts services',
    cluster: 'namespaces nodes persistentvolumes',
  }),
  ...listed('admissionregistration.k8s.io', {
    cluster:
      'mutatingadmissionpolicies mutatingadmissionpolicybindings mutatingwebhookconfigurations validatingadmissionpolicies validatingadmissionpolicybindings validatingwebhookconfigurations',
  }),
  ...listed('apps', { namespaced: 'daemonsets deployments replicasets statefulsets' }),
  ...listed('autoscaling', { namespaced: 'horizontalpodautoscalers' }),
  ...listed('batch', { namespaced: 'cronjobs jobs' }),
  ...listed('certificates.k8s.io', { cluster: 'certificatesigningrequests' }),
  ...listed('coordination.k8s.io', { namespaced: 'leases' }),
  ...listed('discovery.k8s.io', { namespaced: 'endpointslices' }),
  ...listed('networking.k8s.io', { namespaced: 'ingresses networkpolicies', cluster: 'ingressclasses' }),
  ...listed('policy', { namespaced: 'poddisruptionbudgets' }),
  ...listed('rbac.authorization.k8s.io', {
    namespaced: 'rolebindings roles',
    cluster: 'clusterrolebindings clusterroles',
  }),
  ...listed('storage.k8s.io', { cluster: 'storageclasses volumeattachments' }),
];

const NAMES = KNOWN.flatMap(({ resources }) => resources);
const isNamespaced = (collector: string) =>
  KNOWN.some(({ namespaced, resources }) => namespaced && resources.includes(collector));

/**
 * Upstream's default without what costs and says little: Secrets and ConfigMaps, whose contents would all be read,
 * leases, which change every few seconds, every endpoint of every Service, and admission policies, of which older
 * Kubernetes has not all versions that would be listed.
 */
const DEFAULT =
  'certificatesigningrequests cronjobs daemonsets deployments horizontalpodautoscalers ingresses jobs limitranges mutatingwebhookconfigurations namespaces networkpolicies nodes persistentvolumeclaims persistentvolumes poddisruptionbudgets pods replicasets replicationcontrollers resourcequotas services statefulsets storageclasses validatingwebhookconfigurations volumeattachments'.split(
    ' ',
  );

/** The collectors that run: those chosen, or else the default ones, those of namespaced objects if namespaces are given. */
export function collectorsOf({
  collectors,
  namespaces,
}: {
  readonly collectors?: readonly string[];
  readonly namespaces?: readonly string[];
}): readonly string[] {
  if (collectors) return [...new Set(collectors)].sort();
  return namespaces ? DEFAULT.filter(isNamespaced) : DEFAULT;
}

/** What has to be readable for collectors: in the whole cluster, and in the namespaces if they are limited to some. */
export function collectorAccess(collectors: readonly string[], namespaced: boolean) {
  return KNOWN.filter((listed) => listed.namespaced === namespaced)
    .map(({ apiGroup, resources }) => ({
      apiGroups: [apiGroup],
      resources: resources.filter((resource) => collectors.includes(resource)),
      verbs: ['list', 'watch'],
    }))
    .filter(({ resources }) => resources.length > 0);
}

/** Whether kube-state-metrics has a collector of that name. */
export const isCollector = (name: string) => NAMES.includes(name);

/** Checks an optional list of collectors. */
export function validateCollectors(prop: string, collectors: readonly string[] | undefined): Problem[] {
  if (collectors?.length === 0)
    return [
      { what: `'${prop}' is empty, and nothing would be collected`, fix: "leave it out, or name some, such as 'pods'" },
    ];
  return (collectors ?? [])
    .filter((collector) => !isCollector(collector))
    .map((collector) => {
      const meant = nearest(collector, NAMES);
      return {
        what: `'${prop}' holds '${collector}', which kube-state-metrics does not collect`,
        fix: meant === undefined ? `use some of ${[...NAMES].sort().join(', ')}` : `write '${meant}'`,
      };
    });
}
