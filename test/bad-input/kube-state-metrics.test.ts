import { KubeStateMetrics, type KubeStateMetricsProps } from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const state = (props: KubeStateMetricsProps) => () => {
  const chart = newChart();
  new KubeStateMetrics(chart, 'State', props);
  return synth(chart);
};

describe('KubeStateMetrics refuses', () => {
  refuses([
    [
      'a collector in the singular',
      state({ collectors: ['pods', 'deployment'] }),
      "chart/State: 'collectors' holds 'deployment', which kube-state-metrics does not collect; write 'deployments'",
    ],
    [
      'a collector that does not exist',
      state({ collectors: ['customresourcedefinitions'] }),
      "chart/State: 'collectors' holds 'customresourcedefinitions', which kube-state-metrics does not collect; use some of certificatesigningrequests, clusterrolebindings, clusterroles, configmaps, cronjobs, daemonsets, deployments, endpoints, endpointslices, horizontalpodautoscalers, ingressclasses, ingresses, jobs, leases, limitranges, mutatingadmissionpolicies, mutatingadmissionpolicybindings, mutatingwebhookconfigurations, namespaces, networkpolicies, nodes, persistentvolumeclaims, persistentvolumes, poddisruptionbudgets, pods, replicasets, replicationcontrollers, resourcequotas, rolebindings, roles, secrets, serviceaccounts, services, statefulsets, storageclasses, validatingadmissionpolicies, validatingadmissionpolicybindings, validatingwebhookconfigurations, volumeattachments",
    ],
    [
      'no collector',
      state({ collectors: [] }),
      "chart/State: 'collectors' is empty, and nothing would be collected; leave it out, or name some, such as 'pods'",
    ],
    [
      'a collector for a list',
      state({ collectors: unchecked('pods') }),
      "chart/State: 'collectors' is 'pods', which is no list; give one such as ['pods']",
    ],
    [
      'no namespace to look in',
      state({ namespaces: [] }),
      "chart/State: 'namespaces' is empty, and nothing would be collected; leave it out for all, or name some",
    ],
    [
      'an upper-case namespace to look in',
      state({ namespaces: ['Shop'] }),
      "chart/State: 'namespaces[0]' is 'Shop', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    ['no shard', state({ shards: 0 }), "chart/State: 'shards' is 0; use a whole number of 1 or more"],
    [
      'a label of what is not collected',
      state({ collectors: ['pods'], metricLabelsAllowlist: { nodes: ['zone'] } }),
      "chart/State: 'metricLabelsAllowlist' names 'nodes', which is not collected; add it to 'collectors', or leave it out",
    ],
    [
      'a label of a collector in the singular',
      state({ metricLabelsAllowlist: { node: ['zone'] } }),
      "chart/State: 'metricLabelsAllowlist' names 'node', which is not collected; write 'nodes'",
    ],
    [
      'no label',
      state({ metricLabelsAllowlist: { pods: [] } }),
      "chart/State: 'metricLabelsAllowlist.pods' is empty, which shows nothing; name keys, or leave it out",
    ],
    [
      'two annotations in one text',
      state({ metricAnnotationsAllowlist: { pods: ['a,b'] } }),
      "chart/State: 'metricAnnotationsAllowlist.pods' holds 'a,b', which is no key of a label or annotation; use a key such as 'app.kubernetes.io/name', with one '*' at most",
    ],
    [
      'a label with two stars',
      state({ metricLabelsAllowlist: { pods: ['*/app-*'] } }),
      "chart/State: 'metricLabelsAllowlist.pods' holds '*/app-*', which is no key of a label or annotation; use a key such as 'app.kubernetes.io/name', with one '*' at most",
    ],
    [
      'a pattern that does not parse',
      state({ metricDenylist: ['^kube_('] }),
      "chart/State: 'metricDenylist[0]' is '^kube_(', which is no regular expression; use a regular expression such as '^kube_ingress_'",
    ],
    [
      'a pattern with a comma',
      state({ metricDenylist: ['^kube_.{1,9}$'] }),
      "chart/State: 'metricDenylist[0]' is '^kube_.{1,9}$', and kube-state-metrics takes it apart at the comma; use a regular expression such as '^kube_ingress_'",
    ],
    [
      'an empty pattern',
      state({ metricDenylist: [''] }),
      "chart/State: 'metricDenylist[0]' is '', which leaves out every metric; use a regular expression such as '^kube_ingress_'",
    ],
    [
      'a limit of nothing',
      state({ sampleLimit: 0 }),
      "chart/State: 'sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'an interval in words',
      state({ scrapeInterval: 'a minute' }),
      "chart/State: 'scrapeInterval' is 'a minute', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'an API server at a name',
      state({ apiServerCidrs: ['kubernetes.default'] }),
      "chart/State: 'apiServerCidrs' holds 'kubernetes.default', which is no address range; use CIDR notation such as '10.0.0.0/8'",
    ],
    [
      'no port of the API server',
      state({ apiServerPorts: [] }),
      "chart/State: 'apiServerPorts' is empty, which allows nothing; leave it out, or give a port such as 6443",
    ],
    [
      'a port out of range',
      state({ apiServerPorts: [70000] }),
      "chart/State: 'apiServerPorts[0]' is 70000; use a whole number from 1 to 65535",
    ],
    [
      'a name with a dot',
      state({ name: 'kube.state' }),
      "chart/State: 'name' is 'kube.state', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'kube-state-metrics'",
    ],
    [
      'a slip of the pen, and more that is wrong',
      state(unchecked({ collector: ['pods'], shards: -1 })),
      "chart/State: 'collector' is no prop; write 'collectors'\nchart/State: 'shards' is -1; use a whole number of 1 or more",
    ],
  ]);
});
