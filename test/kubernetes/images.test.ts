import { ImageName, Images } from '../../lib/kubernetes/images';
import { messageOf } from '../tools/synth';

describe('Images', () => {
  it('pins every image by a version', () => {
    for (const name of Object.values(ImageName))
      expect(Images.UPSTREAM.of(name)).toMatch(/^[\w.-]+\/[\w./-]+:v?\d+\.\d+/);
  });

  it('pulls from the mirror of each registry and keeps the path', () => {
    const images = new Images({ mirrors: { 'quay.io': 'registry.example.com/quay' } });
    expect(images.of(ImageName.PROMETHEUS)).toMatch(/^registry\.example\.com\/quay\/prometheus\/prometheus:v/);
    expect(images.of(ImageName.BUSYBOX)).toMatch(/^docker\.io\//);
  });

  it('takes a whole reference in place of the table, and reads its version', () => {
    const images = new Images({ overrides: { prometheus: 'registry.example.com:5000/prometheus:v9.9.9-ours' } });
    expect(images.of(ImageName.PROMETHEUS)).toBe('registry.example.com:5000/prometheus:v9.9.9-ours');
    expect(images.versionOf(ImageName.PROMETHEUS)).toBe('9.9.9-ours');
  });

  it('gives no version of an image that is pinned by digest alone', () => {
    const reference = `registry.example.com:5000/prometheus@sha256:${'0'.repeat(64)}`;
    expect(new Images({ overrides: { prometheus: reference } }).versionOf(ImageName.PROMETHEUS)).toBeUndefined();
  });

  it('refuses, all at once, an unknown registry, an unknown name and a moving tag', () => {
    const build = () =>
      new Images({
        mirrors: { 'gcr.io': 'registry.example.com' },
        overrides: { grafana: 'registry.example.com/grafana:1', prometheus: 'registry.example.com/prometheus:latest' },
      });
    expect(messageOf(build).split('\n')).toEqual([
      "Images: 'mirrors' names the registry 'gcr.io', which no image comes from; use one of 'cr.fluentbit.io', 'docker.elastic.co', 'docker.io', 'ghcr.io', 'quay.io', 'registry.k8s.io'",
      "Images: 'overrides' names the image 'grafana', which is not in the table; use one of 'prometheus', 'alertmanager', 'prometheus-config-reloader', 'busybox', 'node-exporter', 'kube-state-metrics', 'blackbox-exporter', 'pushgateway', 'metrics-server', 'cadvisor', 'nginx-prometheus-exporter', 'nginx', 'fluent-bit', 'fluentd', 'elasticsearch', 'kibana', 'opensearch-dashboards', 'elasticsearch-exporter'",
      "Images: 'overrides' sets 'prometheus' to 'registry.example.com/prometheus:latest'; use a whole reference with a fixed version, such as 'registry.example.com/prometheus:v3.14.0'",
    ]);
  });
});
