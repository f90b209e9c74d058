import { Cadvisor, type CadvisorProps } from '../../lib';
import { newChart } from '../tools/synth';
import { refuses, unchecked } from './tools';

const cadvisor = (props: CadvisorProps) => () => new Cadvisor(newChart(), 'Containers', props);

describe('Cadvisor refuses', () => {
  refuses([
    [
      'no namespace',
      () => new Cadvisor(newChart(null), 'Containers'),
      "chart/Containers: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a socket with a scheme',
      cadvisor({ containerdSocket: 'unix:///run/containerd/containerd.sock' }),
      "chart/Containers: 'containerdSocket' is 'unix:///run/containerd/containerd.sock', which is no path of a socket in a folder; write one such as '/run/containerd/containerd.sock', without 'unix://'",
    ],
    [
      'an interval in days',
      cadvisor({ housekeepingInterval: '1d' }),
      "chart/Containers: 'housekeepingInterval' is '1d', which is no duration of a second or more; use one such as '15s' or '1m'",
    ],
    [
      'an interval of nothing',
      cadvisor({ housekeepingInterval: '0s' }),
      "chart/Containers: 'housekeepingInterval' is '0s', which is no duration of a second or more; use one such as '15s' or '1m'",
    ],
    [
      'a limit as a text',
      cadvisor({ sampleLimit: unchecked('many') }),
      "chart/Containers: 'sampleLimit' is 'many', which is no number; use a number such as 50000",
    ],
  ]);
});
