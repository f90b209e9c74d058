import { AwsVpcCniTargets, MonitoringStack } from '../../lib';
import { pod, targetsOf } from '../config/prometheus/relabelling';
import { newChart } from '../tools/synth';
import { itWithTool } from '../tools/tool';

function jobWith(settings: { scrapeInterval?: string; sampleLimit?: number } = {}) {
  const chart = newChart();
  const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
  return new AwsVpcCniTargets(chart, 'VpcCni', { metrics, ...settings }).job;
}

const awsNode = (name: string, podIP: string) =>
  pod(name, {
    namespace: 'kube-system',
    podIP,
    hostNetwork: true,
    labels: { 'k8s-app': 'aws-node' },
    containers: [
      { name: 'aws-node', ports: [{ name: 'metrics', containerPort: 61678 }] },
      { name: 'aws-eks-nodeagent', ports: [{ name: 'agentmetrics', containerPort: 8162 }] },
    ],
    initContainers: [{ name: 'aws-vpc-cni-init' }],
  });

describe('AwsVpcCniTargets', () => {
  itWithTool('promtool', 'finds the plugin once on each node, under IPv4 and IPv6', async (promtool) => {
    const pods = [awsNode('aws-node-1', '192.168.0.1'), awsNode('aws-node-2', 'fd00::2'), pod('shop-0')];
    const labels = { job: 'aws-vpc-cni', namespace: 'kube-system', node: 'n1', cluster: 'test' };
    expect(await targetsOf(promtool, [jobWith()], { pods }, { cluster: 'test' })).toEqual({
      'aws-vpc-cni': [
        {
          url: 'http://192.168.0.1:61678/metrics',
          labels: { ...labels, pod: 'aws-node-1', instance: '192.168.0.1:61678' },
        },
        {
          url: 'http://[fd00::2]:61678/metrics',
          labels: { ...labels, pod: 'aws-node-2', instance: '[fd00::2]:61678' },
        },
      ],
    });
  });

  it('scrapes every 30 seconds unless told otherwise', () => {
    expect(jobWith().scrapeInterval).toBe('30s');
    expect(jobWith({ scrapeInterval: '1m', sampleLimit: 7 })).toMatchObject({ scrapeInterval: '1m', sampleLimit: 7 });
  });
});
