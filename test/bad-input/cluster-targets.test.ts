import {
  AwsVpcCniTargets,
  type AwsVpcCniTargetsProps,
  type ClusterFlavour,
  ClusterTargets,
  type ClusterTargetsProps,
  type GenericClusterProps,
  genericCluster,
  MonitoringStack,
} from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

function cluster(props: Partial<ClusterTargetsProps>): () => unknown {
  return () => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new ClusterTargets(chart, 'Cluster', { metrics, ...props });
    return synth(chart);
  };
}

function vpcCni(props: Partial<AwsVpcCniTargetsProps>): () => unknown {
  return () => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
    new AwsVpcCniTargets(chart, 'VpcCni', { metrics, ...props });
    return synth(chart);
  };
}

const generic = (props: GenericClusterProps) => () => genericCluster(props);
const flavour = (changes: Partial<ClusterFlavour>) => cluster({ flavour: { ...genericCluster(), ...changes } });

describe('genericCluster refuses', () => {
  refuses([
    [
      'a port beyond all ports',
      generic({ kubeScheduler: { portNumber: 102590 } }),
      "genericCluster: 'kubeScheduler.portNumber' is 102590; use a whole number from 1 to 65535",
    ],
    [
      'labels that select everything',
      generic({ kubeProxy: { nodeLabels: {} } }),
      "genericCluster: 'kubeProxy.nodeLabels' is empty, which selects everything; leave it out to mean that, or give a label",
    ],
    [
      'two ways to find a component',
      generic({ etcd: { nodeLabels: { role: 'etcd' }, podLabels: { component: 'etcd' } } }),
      "genericCluster: 'etcd' has both 'nodeLabels' and 'podLabels'; keep those by which it is to be found",
    ],
    [
      'a misspelt component',
      generic(unchecked({ kubeSheduler: {} })),
      "genericCluster: 'kubeSheduler' is no prop; write 'kubeScheduler'",
    ],
    [
      'a component that it does not know',
      generic(unchecked({ konnectivity: {} })),
      "genericCluster: 'konnectivity' is no component; use one of 'kubeProxy', 'kubeControllerManager', 'kubeScheduler', 'etcd'",
    ],
    [
      'a flag in the place of where it is',
      generic({ kubeProxy: unchecked(true) }),
      "genericCluster: 'kubeProxy' is true, which is no object; give one such as { portNumber: 10259 }",
    ],
  ]);
});

describe('ClusterTargets refuses', () => {
  refuses([
    [
      'no Prometheus',
      cluster({ metrics: unchecked(undefined) }),
      "chart/Cluster: 'metrics' is not set; set it, such as new MonitoringStack(this, 'Monitoring')",
    ],
    [
      'a limit of nothing',
      cluster({ kubeletCadvisor: { sampleLimit: 0 }, apiServer: { labelLimit: 0 } }),
      "chart/Cluster: 'kubeletCadvisor.sampleLimit' is 0; use a whole number of 1 or more\n" +
        "chart/Cluster: 'apiServer.labelLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'an interval with a unit too many',
      cluster({ kubelet: { scrapeInterval: '30 s' } }),
      "chart/Cluster: 'kubelet.scrapeInterval' is '30 s', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a timeout above the interval',
      cluster({ coreDns: { scrapeInterval: '10s', scrapeTimeout: '15s' } }),
      "chart/Cluster: 'coreDns.scrapeTimeout' is '15s', above the scrape interval of '10s'; use '10s' or less",
    ],
    [
      'a regular expression that is none',
      cluster({ kubelet: { metricRelabelings: [{ sourceLabels: ['__name__'], regex: '(', targetLabel: 'a' }] } }),
      "chart/Cluster: kubelet.metricRelabelings[0]: 'regex' is '(', which is no regular expression (missing closing ): `(`); use RE2, such as 'kube_(.+)'",
    ],
    [
      'an unknown component',
      cluster(unchecked({ kubeDns: {}, coreDN: {} })),
      "chart/Cluster: 'coreDN' is no prop; write 'coreDns'",
    ],
    [
      'an unknown setting of a job',
      cluster({ kubelet: unchecked({ interval: '1m' }) }),
      "chart/Cluster: 'kubelet.interval' is no setting; use one of 'scrapeInterval', 'scrapeTimeout', 'sampleLimit', 'labelLimit', 'metricRelabelings', 'enabled', 'dropUnread'",
    ],
    [
      'settings for what the kind of cluster keeps out of reach',
      cluster({ kubeScheduler: { scrapeInterval: '1m' } }),
      "chart/Cluster: 'kubeScheduler' is set, and a cluster of the kind 'generic' has none to scrape: it commonly listens where nobody else gets; say where it is reached: genericCluster({ kubeScheduler: { … } }); leave 'kubeScheduler' out, or give another 'flavour'",
    ],
    [
      'a component in two places',
      flavour({ coreDns: { pods: { port: 'metrics' }, absent: 'runs elsewhere' } }),
      "chart/Cluster: 'flavour.coreDns' has 2 of 'pods', 'nodes', 'services', 'absent'; give one of them",
    ],
    [
      'a component nowhere',
      flavour({ coreDns: {} }),
      "chart/Cluster: 'flavour.coreDns' has none of 'pods', 'nodes', 'services', 'absent'; give one of them",
    ],
    [
      'an empty list of namespaces',
      flavour({ coreDns: { pods: { namespaces: [], port: 'metrics' } } }),
      "chart/Cluster: 'flavour.coreDns.pods.namespaces' is empty, which Prometheus takes for all namespaces; leave it out, or fill it",
    ],
    [
      'a port of the kubelets that is none, once for all three jobs',
      flavour({ kubelet: { nodes: { portNumber: 0 } } }),
      "chart/Cluster: 'flavour.kubelet.nodes.portNumber' is 0; use a whole number from 1 to 65535",
    ],
    [
      'a token in clear text',
      flavour({ kubeProxy: { nodes: { portNumber: 10249 }, serviceAccountToken: true } }),
      "chart/Cluster: 'flavour.kubeProxy.serviceAccountToken' is set, and the token would travel in clear text; use scheme 'https'",
    ],
    [
      'a flavour by its name',
      cluster({ flavour: unchecked('generic') }),
      "chart/Cluster: 'flavour' is 'generic', which is no kind of cluster; give one, such as genericCluster()",
    ],
    [
      'runbooks at no URL',
      cluster({ runbookBaseUrl: 'runbooks' }),
      "chart/Cluster: 'runbookBaseUrl' is 'runbooks', which is no URL; use a URL such as 'https://example.com/path'",
    ],
  ]);
});

describe('AwsVpcCniTargets refuses', () => {
  refuses([
    [
      'a limit of nothing',
      vpcCni({ sampleLimit: 0 }),
      "chart/VpcCni: 'sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'a timeout above its interval',
      vpcCni({ scrapeTimeout: '1m' }),
      "chart/VpcCni: 'scrapeTimeout' is '1m', above the scrape interval of '30s'; use '30s' or less",
    ],
    [
      'no Prometheus',
      vpcCni({ metrics: unchecked('prometheus') }),
      "chart/VpcCni: 'metrics' is 'prometheus', which is no Prometheus; give one, such as new MonitoringStack(this, 'Monitoring')",
    ],
  ]);
});
