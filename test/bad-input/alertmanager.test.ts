import { alertmanager, refuses, unchecked } from './tools';

describe('Alertmanager refuses', () => {
  refuses([
    [
      'no routing',
      alertmanager({ routing: unchecked(undefined) }),
      "chart/Alertmanager: 'routing' is not set; set it, such as new AlertRouting(chart, 'Routing', { … })",
    ],
    [
      'a routing that is a file',
      alertmanager({ routing: unchecked('alertmanager.yaml') }),
      "chart/Alertmanager: 'routing' is 'alertmanager.yaml', which is no AlertRouting; give one, such as new AlertRouting(chart, 'Routing', { … })",
    ],
    [
      'a metrics backend by its name',
      alertmanager({ metrics: unchecked('prometheus') }),
      "chart/Alertmanager: 'metrics' is 'prometheus', which is no metrics backend; give one, such as new MonitoringStack(chart, 'Monitoring', { … })",
    ],
    [
      'a text where a number belongs',
      alertmanager({ replicas: unchecked('3') }),
      "chart/Alertmanager: 'replicas' is '3', which is no number; use a number such as 2",
    ],
    [
      'no replica',
      alertmanager({ replicas: 0 }),
      "chart/Alertmanager: 'replicas' is 0; use a whole number of 1 or more",
    ],
    [
      'a text where yes or no belongs',
      alertmanager({ defaultRules: unchecked('no') }),
      "chart/Alertmanager: 'defaultRules' is 'no', which is neither true nor false; use true or false",
    ],
    [
      'runbooks without a host',
      alertmanager({ runbookBaseUrl: '/runbooks' }),
      "chart/Alertmanager: 'runbookBaseUrl' is '/runbooks', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'an upper-case name',
      alertmanager({ name: 'AlertManager' }),
      "chart/Alertmanager: 'name' is 'AlertManager', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'alertmanager'",
    ],
    [
      "a namespace other than the routing's",
      alertmanager({ namespace: 'alerting' }),
      "chart/Alertmanager: 'routing' is in namespace 'monitoring', and the pods in 'alerting' cannot mount its Secret; give both the same 'namespace', such as 'alerting'",
    ],
    [
      'an upper-case namespace',
      alertmanager({ namespace: 'Alerting' }),
      "chart/Alertmanager: 'namespace' is 'Alerting', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a URL without scheme',
      alertmanager({ externalUrl: 'alertmanager.example.com' }),
      "chart/Alertmanager: 'externalUrl' is 'alertmanager.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a retention in words',
      alertmanager({ dataRetention: 'five days' }),
      "chart/Alertmanager: 'dataRetention' is 'five days', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a retention of nothing',
      alertmanager({ dataRetention: '0s' }),
      "chart/Alertmanager: 'dataRetention' is '0s'; use '1h' or more",
    ],
    [
      'a volume whose unit was forgotten',
      alertmanager({ storageSize: '1' }),
      "chart/Alertmanager: 'storageSize' is '1', which means 1 byte; use a unit, such as '1Gi'",
    ],
    [
      'one existing claim for two replicas',
      alertmanager({ existingClaim: 'efs' }),
      "chart/Alertmanager: 'existingClaim' is 'efs' with 2 pods; use one replica and one shard, or leave the claims to us",
    ],
    [
      'an upper-case storage class',
      alertmanager({ storageClassName: 'Standard' }),
      "chart/Alertmanager: 'storageClassName' is 'Standard', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'gp3'",
    ],
    [
      'memory below what is asked for',
      alertmanager({ resources: { memoryRequest: '1Gi', memoryLimit: '512Mi' } }),
      "chart/Alertmanager: 'resources.memoryRequest' is '1Gi', above 'memoryLimit' '512Mi'; lower the request or raise the limit",
    ],
    [
      'the user root',
      alertmanager({ runAsUser: 0 }),
      "chart/Alertmanager: 'runAsUser' is 0; use a whole number from 1 to 2147483647",
    ],
    [
      'a group that is a name',
      alertmanager({ runAsGroup: unchecked('nogroup') }),
      "chart/Alertmanager: 'runAsGroup' is 'nogroup', which is no number; use a number such as 1000",
    ],
    [
      'access from nowhere',
      alertmanager({ accessFrom: [{ namespace: '', labels: { app: 'ingress' } }] }),
      "chart/Alertmanager: 'accessFrom[0].namespace' is '', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'an effect that does not exist',
      alertmanager({ tolerations: [{ effect: 'Never' }] }),
      "chart/Alertmanager: 'tolerations[0].effect' is 'Never'; use one of 'NoSchedule', 'PreferNoSchedule', 'NoExecute'",
    ],
    [
      'a node label that is no text',
      alertmanager({ nodeSelector: { ssd: unchecked(1) } }),
      "chart/Alertmanager: 'nodeSelector.ssd' is 1, which is no text; use a text such as 'monitoring'",
    ],
    [
      'an invalid priority class',
      alertmanager({ priorityClassName: 'HIGH' }),
      "chart/Alertmanager: 'priorityClassName' is 'HIGH', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'system-cluster-critical'",
    ],
    [
      'images of another kind',
      alertmanager({ images: unchecked({ alertmanager: 'x' }) }),
      "chart/Alertmanager: 'images' is {\"alertmanager\":\"x\"}, which is no set of images; give one, such as new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } })",
    ],
    [
      'a slip of the pen',
      alertmanager(unchecked({ replica: 3 })),
      "chart/Alertmanager: 'replica' is no prop; write 'replicas'",
    ],
  ]);
});
