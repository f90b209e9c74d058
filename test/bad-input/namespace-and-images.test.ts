import { Images, ObservabilityNamespace } from '../../lib';
import { newChart } from '../tools/synth';
import { refuses, unchecked } from './tools';

describe('ObservabilityNamespace and Images refuse', () => {
  refuses([
    [
      'an upper-case name of a namespace',
      () => new ObservabilityNamespace(newChart(), 'Namespace', { name: 'Monitoring' }),
      "chart/Namespace: 'name' is 'Monitoring', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'no name of a namespace',
      () => new ObservabilityNamespace(newChart(), 'Namespace', unchecked({})),
      "chart/Namespace: 'name' is not set; set it, such as 'monitoring'",
    ],
    [
      'an unknown level of Pod Security',
      () => new ObservabilityNamespace(newChart(), 'Namespace', { name: 'a', podSecurity: unchecked('strict') }),
      "chart/Namespace: 'podSecurity' is 'strict', which is unknown; use one of 'restricted', 'baseline', 'privileged'",
    ],
    [
      'a default by a word',
      () => new ObservabilityNamespace(newChart(), 'Namespace', { name: 'a', defaultDeny: unchecked('no') }),
      "chart/Namespace: 'defaultDeny' is 'no', which is neither true nor false; use true or false",
    ],
    [
      'a label that no namespace can have',
      () => new ObservabilityNamespace(newChart(), 'Namespace', { name: 'a', labels: { team: 'a b' } }),
      "chart/Namespace: 'labels' holds 'team: a b', which no object of Kubernetes can have; use a label such as 'app.kubernetes.io/name: shop'",
    ],
    [
      'a label that the level writes',
      () =>
        new ObservabilityNamespace(newChart(), 'Namespace', {
          name: 'a',
          labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
        }),
      "chart/Namespace: 'labels' sets 'pod-security.kubernetes.io/enforce' to 'privileged'; leave it out, and use 'podSecurity'",
    ],
    [
      'a registry that no image comes from',
      () => new Images({ mirrors: { 'gcr.io': 'registry.example.com' } }),
      "Images: 'mirrors' names the registry 'gcr.io', which no image comes from; use one of 'cr.fluentbit.io', 'docker.elastic.co', 'docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io'",
    ],
    [
      'a mirror with a scheme',
      () => new Images({ mirrors: { 'quay.io': 'https://registry.example.com' } }),
      "Images: 'mirrors' maps 'quay.io' to 'https://registry.example.com'; use a host and path without scheme or closing slash, such as 'registry.example.com/quay'",
    ],
    [
      'a moving tag',
      () => new Images({ overrides: { prometheus: 'registry.example.com/prometheus:latest' } }),
      "Images: 'overrides' sets 'prometheus' to 'registry.example.com/prometheus:latest'; use a whole reference with a fixed version, such as 'registry.example.com/prometheus:v3.14.0'",
    ],
    [
      'no tag',
      () => new Images({ overrides: { prometheus: 'registry.example.com/prometheus' } }),
      "Images: 'overrides' sets 'prometheus' to 'registry.example.com/prometheus'; use a whole reference with a fixed version, such as 'registry.example.com/prometheus:v3.14.0'",
    ],
    [
      'an unknown image',
      () => new Images({ overrides: { grafana: 'registry.example.com/grafana:1' } }),
      "Images: 'overrides' names the image 'grafana', which is not in the table; use one of 'prometheus', 'alertmanager', 'prometheus-config-reloader', 'busybox', 'node-exporter', 'kube-state-metrics', 'blackbox-exporter', 'pushgateway', 'metrics-server', 'cadvisor', 'nginx-prometheus-exporter', 'nginx', 'fluent-bit', 'fluentd', 'elasticsearch', 'kibana', 'opensearch-dashboards', 'elasticsearch-exporter'",
    ],
    [
      'a mirror from a variable that is not set',
      () => new Images({ mirrors: { 'quay.io': unchecked(undefined) } }),
      "Images: 'mirrors.quay.io' is not set; set it, such as 'registry.example.com/quay'",
    ],
    [
      'an upper-case pull secret',
      () => new Images({ pullSecrets: ['RegistryLogin'] }),
      "Images: 'pullSecrets[0]' is 'RegistryLogin', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'registry-login'",
    ],
    [
      'a pull secret as upstream spells it',
      () => new Images({ pullSecrets: [unchecked({ name: 'registry-login' })] }),
      'Images: \'pullSecrets[0]\' is {"name":"registry-login"}, which is no text; use a text such as \'registry-login\'',
    ],
    [
      'a slip of the pen in the images',
      () => new Images(unchecked({ mirror: {} })),
      "Images: 'mirror' is no prop; write 'mirrors'",
    ],
  ]);
});
