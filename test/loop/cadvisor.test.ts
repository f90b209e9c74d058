import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Cadvisor } from '../../lib';
import { podOf } from '../tools/pod-of';
import { only } from '../tools/synth';
import { itWithTool } from '../tools/tool';
import { watched } from '../tools/watched';
import { QUICK, startScraping } from './scraping';

/** What cAdvisor 0.60 says with these arguments: the node, the containers of one pod, and one of its own metrics. */
const SAID = readFileSync(join(__dirname, 'fixtures', 'cadvisor.txt'), 'utf8');

describe('cAdvisor and its job', () => {
  itWithTool(
    'prometheus',
    "bring series with the names and labels that the kubelets' have",
    async (prometheus) => {
      const server = createServer((request, response) => {
        response.setHeader('Content-Type', 'text/plain; version=0.0.4');
        response.statusCode = request.url === '/metrics/cadvisor' ? 200 : 404;
        response.end(SAID);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const { manifests, files } = watched(
        (chart, metrics) => new Cadvisor(chart, 'Cadvisor', { namespace: 'node-agents', metrics }),
        { ...QUICK, podDiscovery: { enabled: false } },
      );
      const pods = [podOf(only(manifests, 'DaemonSet'), { port })];
      const { arrives, now, stop } = await startScraping({ prometheus, files, pods });
      const target = {
        job: 'kubelet',
        metrics_path: '/metrics/cadvisor',
        instance: `127.0.0.1:${port}`,
        node: 'node-1',
        cluster: 'loop',
      };
      const podsPath = '/kubepods/burstable/pod7d98324f-2e4d-449f-802b-74cd5c5268f0';
      const coredns = { namespace: 'kube-system', pod: 'coredns-5cb9776754-bhwfw' };
      try {
        expect(await arrives('container_memory_working_set_bytes{container!=""}')).toEqual([
          {
            __name__: 'container_memory_working_set_bytes',
            ...target,
            ...coredns,
            container: 'coredns',
            id: `${podsPath}/884425c2f48a0d9cf039e06873937cff6f98b35cc793b4353b01869b70c9fc49`,
            image: 'registry.k8s.io/coredns/coredns:v1.12.1',
            name: '884425c2f48a0d9cf039e06873937cff6f98b35cc793b4353b01869b70c9fc49',
          },
        ]);
        // The whole node is of no pod, cAdvisor's own included.
        expect(await now('container_memory_working_set_bytes{id="/"}')).toEqual([
          { __name__: 'container_memory_working_set_bytes', ...target, id: '/' },
        ]);
        expect(await now('container_network_receive_bytes_total{pod!=""}')).toMatchObject([
          { ...target, ...coredns, interface: 'eth0', image: 'registry.k8s.io/pause:3.10' },
        ]);
        expect(await now('container_fs_reads_total')).toMatchObject([{ id: '/', device: '/dev/vda' }]);
        expect(await now('machine_memory_bytes')).toMatchObject([target]);
        // Its own process would pass for the kubelet's, and what the kubelets' job drops is dropped here.
        expect(await now('{__name__=~"process_.+|container_spec_.+", job="kubelet"}')).toEqual([]);
        expect(await now('{__name__=~".+", container_label_io_kubernetes_pod_name!=""}')).toEqual([]);
        expect(await now('up{job="kubelet"}')).toMatchObject([{ ...target, pod: 'cadvisor-x7k2p' }]);
      } finally {
        await stop();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
    60_000,
  );
});
