import { NginxDemo, type NginxDemoProps, PrometheusServer, SidecarDiscovery } from '../../lib';
import { startProgram } from '../tools/program';
import { strictSchemas } from '../tools/schemas';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { findTool } from '../tools/tool';

/** The manifests of a demo, with a Prometheus beside it if it is to be watched. */
function manifestsOf(props: NginxDemoProps = {}, watched = false): Manifest[] {
  const chart = newChart('demo');
  const prometheus = { withoutAlertmanager: true, namespace: 'monitoring' };
  const metrics = watched ? new PrometheusServer(chart, 'Prometheus', prometheus) : undefined;
  new NginxDemo(chart, 'Demo', { metrics, ...props });
  return synth(chart);
}

const kinds = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const policy = (props?: NginxDemoProps, watched?: boolean) =>
  only(manifestsOf(props, watched), 'NetworkPolicy', 'nginx-demo').spec.ingress;
const peer = (namespace: string, labels: object) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  podSelector: { matchLabels: labels },
});
const LOAD = peer('demo', { 'app.kubernetes.io/name': 'nginx-demo-load', 'nginx-demo': 'nginx-demo' });

describe('NginxDemo', () => {
  it('is these objects', () => {
    expect(kinds(manifestsOf({ host: 'demo.example.com', ingressClassName: 'nginx' }))).toEqual([
      'ConfigMap nginx-demo',
      'Deployment nginx-demo',
      'PodDisruptionBudget nginx-demo',
      'Service nginx-demo',
      'Ingress nginx-demo',
      'Deployment nginx-demo-load',
      'NetworkPolicy nginx-demo-load',
      'NetworkPolicy nginx-demo',
    ]);
    expect(kinds(manifestsOf({ requestsPerSecond: 0, replicas: 1 }))).toEqual([
      'ConfigMap nginx-demo',
      'Deployment nginx-demo',
      'Service nginx-demo',
      'NetworkPolicy nginx-demo',
    ]);
  });

  it('is known to Kubernetes', () => {
    expect(manifestsOf({ host: 'demo.example.com' }).flatMap(strictSchemas('1.34'))).toEqual([]);
  });

  it('has the exporter beside nginx, and the status page beside its site', () => {
    const { spec } = only(manifestsOf(), 'Deployment', 'nginx-demo').spec.template;
    expect(spec.containers.map(({ name }: Manifest) => name)).toEqual(['nginx', 'nginx-exporter']);
    const { projected } = spec.volumes.find(({ name }: Manifest) => name === 'sites');
    expect(projected.sources.map((source: object) => Object.keys(source)[0])).toEqual(['configMap', 'downwardAPI']);
  });

  it('is scraped by a job, or by annotations if that is wanted', () => {
    const annotations = (props: NginxDemoProps) =>
      only(manifestsOf(props, true), 'Deployment', 'nginx-demo').spec.template.metadata.annotations;
    expect(annotations({})['prometheus.io/scrape']).toBeUndefined();
    expect(annotations({ discovery: SidecarDiscovery.ANNOTATIONS })['prometheus.io/scrape']).toBe('true');
  });

  it('lets in the load generator and Prometheus, and with an Ingress anybody who is not named', () => {
    const http = [{ port: 8080, protocol: 'TCP' }];
    const exporter = [{ port: 'nginx-exporter', protocol: 'TCP' }];
    const anyPod = { from: [{ namespaceSelector: {} }], ports: exporter };
    expect(policy()).toEqual([{ from: [LOAD], ports: http }, anyPod]);
    expect(policy({ requestsPerSecond: 0 })).toEqual([anyPod]);
    expect(policy({ host: 'demo.example.com' })).toEqual([{ ports: http }, anyPod]);
    const controller = { namespace: 'ingress-nginx', labels: { app: 'controller' } };
    expect(policy({ host: 'demo.example.com', accessFrom: [controller] }, true)).toEqual([
      { from: [LOAD, peer('ingress-nginx', { app: 'controller' })], ports: http },
      {
        from: [peer('monitoring', { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' })],
        ports: exporter,
      },
    ]);
  });

  it('goes twice into one chart', () => {
    const chart = newChart('demo');
    const metrics = new PrometheusServer(chart, 'Prometheus', { withoutAlertmanager: true });
    new NginxDemo(chart, 'One', { metrics });
    new NginxDemo(chart, 'Two', { metrics, name: 'other-demo' });
    expect(synth(chart).filter(({ kind }) => kind === 'Ingress')).toEqual([]);
    const twice = newChart('demo');
    new NginxDemo(twice, 'One');
    new NginxDemo(twice, 'Two');
    expect(messageOf(() => synth(twice))).toContain(
      "chart/One/Deployment and chart/Two/Deployment are both the Deployment 'nginx-demo' of namespace 'demo'",
    );
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new NginxDemo(newChart(null), 'Demo'))).toBe(
      "chart/Demo: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

describe('the load generator', () => {
  const container = (props?: NginxDemoProps) =>
    only(manifestsOf(props), 'Deployment', 'nginx-demo-load').spec.template.spec.containers[0];

  it('makes no more requests than told, with what it may use', () => {
    expect(container().command[3]).toContain('sleep 0.500');
    expect(container({ requestsPerSecond: 20 }).command[3]).toContain('sleep 0.050');
    expect(container().resources.limits).toEqual({ cpu: '100m', memory: '32Mi' });
  });

  it('ends when it is told to', async () => {
    const shell = findTool('sh')?.path as string;
    const script = container().command[3].replaceAll('/bin/busybox wget', 'echo').replaceAll('/bin/busybox ', '');
    const program = startProgram(shell, ['-c', script]);
    while (!program.output().includes('nginx-demo.demo.svc')) await new Promise((resolve) => setTimeout(resolve, 20));
    await program.stop();
    expect(program.wasKilled()).toBe(false);
  });
});
