import { Pushgateway, type PushgatewayProps } from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const pushgateway = (props: PushgatewayProps) => () => {
  const chart = newChart();
  new Pushgateway(chart, 'Push', props);
  return synth(chart);
};

describe('Pushgateway refuses', () => {
  refuses([
    [
      'two replicas',
      pushgateway({ replicas: 2 }),
      "chart/Push: 'replicas' is 2, and Pushgateways do not share: each would hold a part of the pushes; use 1, with 'storageSize' to keep what was pushed when the pod is replaced",
    ],
    ['no replica', pushgateway({ replicas: 0 }), "chart/Push: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'an interval to store where nothing is stored',
      pushgateway({ persistenceInterval: '10s' }),
      "chart/Push: 'persistenceInterval' is set, and there is no volume to write to; add 'storageSize', such as '1Gi', or leave it out",
    ],
    [
      'an interval without a unit',
      pushgateway({ storageSize: '1Gi', persistenceInterval: '10' }),
      "chart/Push: 'persistenceInterval' is '10', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a volume whose unit was forgotten',
      pushgateway({ storageSize: '1' }),
      "chart/Push: 'storageSize' is '1', which means 1 byte; use a unit, such as '1Gi'",
    ],
    [
      'a claim and a class',
      pushgateway({ existingClaim: 'push', storageClassName: 'gp3' }),
      "chart/Push: 'existingClaim' and 'storageClassName' are set together; keep one of them",
    ],
    [
      'a path without a slash',
      pushgateway({ routePrefix: 'push' }),
      "chart/Push: 'routePrefix' is 'push', which is no path; begin it with '/' and end it without, as in '/pushgateway'",
    ],
    [
      'a path with a closing slash',
      pushgateway({ routePrefix: '/push/' }),
      "chart/Push: 'routePrefix' is '/push/', which is no path; begin it with '/' and end it without, as in '/pushgateway'",
    ],
    [
      'a job that is stale at once',
      pushgateway({ jobStaleAfter: '0s' }),
      "chart/Push: 'jobStaleAfter' is '0s'; use '1m' or more",
    ],
    [
      'pushes of a whole namespace',
      pushgateway({ pushFrom: [{ namespace: 'batch', labels: {} }] }),
      "chart/Push: 'pushFrom[0].labels' is empty, which lets every pod of the namespace in; name the pods, such as { 'app.kubernetes.io/name': 'grafana' }",
    ],
    [
      'readers of no namespace',
      pushgateway({ accessFrom: [{ namespace: '', labels: { app: 'proxy' } }] }),
      "chart/Push: 'accessFrom[0].namespace' is '', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a limit that is a text',
      pushgateway({ sampleLimit: unchecked('many') }),
      "chart/Push: 'sampleLimit' is 'many', which is no number; use a number such as 50000",
    ],
    [
      'memory below what is asked for',
      pushgateway({ resources: { memoryRequest: '1Gi', memoryLimit: '512Mi' } }),
      "chart/Push: 'resources.memoryRequest' is '1Gi', above 'memoryLimit' '512Mi'; lower the request or raise the limit",
    ],
  ]);
});
