import { NodeExporter, type NodeExporterProps } from '../../lib';
import { newChart } from '../tools/synth';
import { refuses, unchecked } from './tools';

const exporter = (props: NodeExporterProps) => () => new NodeExporter(newChart(), 'Nodes', props);

describe('NodeExporter refuses', () => {
  refuses([
    [
      'no namespace',
      () => new NodeExporter(newChart(null), 'Nodes'),
      "chart/Nodes: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a port out of range',
      exporter({ port: 91000 }),
      "chart/Nodes: 'port' is 91000; use a whole number from 1 to 65535",
    ],
    [
      'a port as a text',
      exporter({ port: unchecked('9100') }),
      "chart/Nodes: 'port' is '9100', which is no number; use a number such as 9100",
    ],
    [
      'a misspelt collector',
      exporter({ enableCollectors: ['proceses'] }),
      "chart/Nodes: 'enableCollectors' names 'proceses', which is no collector of node_exporter; write 'processes'",
    ],
    [
      'a collector by its flag',
      exporter({ disableCollectors: ['--no-collector.wifi'] }),
      "chart/Nodes: 'disableCollectors' names '--no-collector.wifi', which is no collector of node_exporter; use a name without the flag, such as 'wifi'",
    ],
    [
      'a collector that cannot work',
      exporter({ enableCollectors: ['systemd'] }),
      "chart/Nodes: 'enableCollectors' names 'systemd', which asks the node's D-Bus, which these pods do not reach; leave it out, or run a node_exporter of your own on the node for it",
    ],
    [
      'a collector that is wanted and not',
      exporter({ enableCollectors: ['wifi'], disableCollectors: ['wifi'] }),
      "chart/Nodes: collector 'wifi' is in 'enableCollectors' and in 'disableCollectors'; keep it in one of them",
    ],
    [
      'a relative folder',
      exporter({ textfileDirectory: 'var/lib/metrics' }),
      "chart/Nodes: 'textfileDirectory' is 'var/lib/metrics', which is no path from the root of a node; write one such as '/var/lib/node-exporter'",
    ],
    [
      'a pattern that is none',
      exporter({ netDeviceExclude: '^(veth' }),
      "chart/Nodes: 'netDeviceExclude' is '^(veth', which is no regular expression (missing closing ): `^(veth`); use RE2, such as '^veth.*$'",
    ],
    [
      'an empty pattern',
      exporter({ mountPointsExclude: '' }),
      "chart/Nodes: 'mountPointsExclude' is empty, which leaves out everything; use '^$' to leave out nothing",
    ],
    [
      'a limit of nothing',
      exporter({ sampleLimit: 0 }),
      "chart/Nodes: 'sampleLimit' is 0; use a whole number of 1 or more",
    ],
    [
      'a slip of the pen',
      exporter(unchecked({ toleration: [] })),
      "chart/Nodes: 'toleration' is no prop; write 'tolerations'",
    ],
    [
      'what is no Prometheus',
      exporter({ metrics: unchecked('prometheus') }),
      "chart/Nodes: 'metrics' is 'prometheus', which is no metrics backend; give one, such as new MonitoringStack(chart, 'Monitoring', { … })",
    ],
    [
      'a name that is none, and a request above its limit, in one go',
      exporter({ name: 'Node Exporter', resources: { memoryRequest: '1Gi', memoryLimit: '512Mi' } }),
      [
        "chart/Nodes: 'resources.memoryRequest' is '1Gi', above 'memoryLimit' '512Mi'; lower the request or raise the limit",
        "chart/Nodes: 'name' is 'Node Exporter', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'node-exporter'",
      ].join('\n'),
    ],
  ]);
});
