import { MetricsServer, type MetricsServerProps } from '../../lib';
import { newChart, synth } from '../tools/synth';
import { refuses, unchecked } from './tools';

const server = (props: MetricsServerProps) => () => {
  const chart = newChart();
  new MetricsServer(chart, 'Server', props);
  return synth(chart);
};

describe('MetricsServer refuses', () => {
  refuses([
    ['no replica', server({ replicas: 0 }), "chart/Server: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'a kind of address in other letters',
      server({ kubeletPreferredAddressTypes: ['internalIP'] }),
      "chart/Server: 'kubeletPreferredAddressTypes' holds 'internalIP', which no address of a node is; write 'InternalIP'",
    ],
    [
      'an address for a kind of address',
      server({ kubeletPreferredAddressTypes: ['192.0.2.1'] }),
      "chart/Server: 'kubeletPreferredAddressTypes' holds '192.0.2.1', which no address of a node is; use some of InternalIP, ExternalIP, Hostname, InternalDNS, ExternalDNS",
    ],
    [
      'no kind of address',
      server({ kubeletPreferredAddressTypes: [] }),
      "chart/Server: 'kubeletPreferredAddressTypes' is empty, and no kubelet could be asked; leave it out, or use 'InternalIP'",
    ],
    [
      'a resolution that metrics-server does not take',
      server({ metricResolution: '5s' }),
      "chart/Server: 'metricResolution' is '5s'; use '10s' or more",
    ],
    [
      'a text for yes or no',
      server({ kubeletInsecureTls: unchecked('true') }),
      "chart/Server: 'kubeletInsecureTls' is 'true', which is neither true nor false; use true or false",
    ],
    [
      'no address of nodes',
      server({ nodeCidrs: [] }),
      "chart/Server: 'nodeCidrs' is empty, which allows nothing; leave it out to allow any address, or give a range such as '10.0.0.0/8'",
    ],
    [
      'a port out of range',
      server({ apiServerPorts: [0] }),
      "chart/Server: 'apiServerPorts[0]' is 0; use a whole number from 1 to 65535",
    ],
    [
      'a metrics backend by its name',
      server({ metrics: unchecked('prometheus') }),
      "chart/Server: 'metrics' is 'prometheus', which is no metrics backend; give one, such as new MonitoringStack(chart, 'Monitoring', { … })",
    ],
    [
      'an upper-case namespace',
      server({ namespace: 'Monitoring' }),
      "chart/Server: 'namespace' is 'Monitoring', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a CPU whose unit was forgotten',
      server({ resources: { cpuRequest: '100' } }),
      "chart/Server: 'resources.cpuRequest' is '100', which is 100 cores; use '100m' for thousandths of one",
    ],
    [
      'props that are null',
      server(unchecked(null)),
      'chart/Server: the props are null, which is no object; give an object of props',
    ],
  ]);
});
