import { load } from 'js-yaml';
import { distManifests } from '../tools/dist';
import { podOf } from '../tools/pod-of';
import { scrapeTargets } from '../tools/scrape-targets';
import { type Manifest, only } from '../tools/synth';
import { itWithTool } from '../tools/tool';

const manifests = distManifests().map(({ manifest }) => manifest as Manifest);
const workloads = manifests.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind));
const config: string = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];

describe('the jobs in dist/', () => {
  it('all say how much a scrape may bring', () => {
    const { scrape_configs: jobs } = load(config) as { scrape_configs: Record<string, unknown>[] };
    const unlimited = jobs.filter((job) => !job.sample_limit || !job.label_limit);
    expect(unlimited.map((job) => job.job_name)).toEqual([]);
  });

  itWithTool('promtool', 'find the pods in dist/, and say of each who it is', async (promtool) => {
    const pods = workloads.map((workload) => podOf(workload, { address: '10.0.0.1' }));
    const targets = await scrapeTargets(promtool, config, { pods });
    const found = Object.entries(targets).flatMap(([job, all]) => all.map(({ url, labels }) => ({ job, url, labels })));
    expect(found.map(({ job, url }) => `${job} ${url}`)).toMatchInlineSnapshot(`
[
  "prometheus http://10.0.0.1:9090/metrics",
  "prometheus-config-reloader http://10.0.0.1:8080/metrics",
  "kube-state-metrics http://10.0.0.1:8080/metrics",
  "kube-state-metrics-self http://10.0.0.1:8081/metrics",
  "metrics-server https://10.0.0.1:10250/metrics",
  "node-exporter http://10.0.0.1:9100/metrics",
  "elasticsearch-exporter http://10.0.0.1:9114/metrics",
  "fluent-bit http://10.0.0.1:2020/api/v2/metrics/prometheus",
  "kibana http://10.0.0.1:5602/cgi-bin/metrics",
  "alertmanager http://10.0.0.1:9093/metrics",
  "alertmanager-config-reloader http://10.0.0.1:8080/metrics",
  "alertmanager-credentials http://10.0.0.1:9095/cgi-bin/metrics",
]
`);
    expect(found.filter(({ labels }) => labels.cluster !== 'default')).toEqual([]);
    // The series of kube-state-metrics say themselves whose they are.
    const unnamed = found.filter(({ labels: { namespace, pod, node } }) => !(namespace && pod && node));
    expect(unnamed.map(({ job }) => job)).toEqual(['kube-state-metrics']);
  });
});
