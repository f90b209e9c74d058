import { dump } from 'js-yaml';
import { Cadvisor, type CadvisorProps, MonitoringStack } from '../../lib';
import { claimContainerMetrics } from '../../lib/exporters/container-metrics';
import { podOf } from '../tools/pod-of';
import { scrapeTargets } from '../tools/scrape-targets';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { itWithTool } from '../tools/tool';

const manifestsOf = (props: CadvisorProps = {}): Manifest[] => {
  const chart = newChart('node-agents');
  new Cadvisor(chart, 'Cadvisor', props);
  return synth(chart);
};
const podSpec = (props: CadvisorProps = {}) => only(manifestsOf(props), 'DaemonSet').spec.template.spec;
const newStack = () => new MonitoringStack(newChart(), 'Monitoring', { withoutAlertmanager: true, cluster: 'test' });

describe('Cadvisor', () => {
  it('runs this container by default', () => {
    expect(dump(podSpec().containers[0], { lineWidth: 200 })).toMatchInlineSnapshot(`
"args:
  - --port=8080
  - --prometheus_endpoint=/metrics/cadvisor
  - --containerd=/run/containerd/containerd.sock
  - --docker_only=true
  - --store_container_labels=false
  - --whitelisted_container_labels=io.kubernetes.pod.namespace,io.kubernetes.pod.name,io.kubernetes.container.name
  - --enable_metrics=cpu,cpuLoad,disk,diskIO,memory,network,pressure
  - --housekeeping_interval=15s
  - --max_housekeeping_interval=15s
  - --storage_duration=1m
image: ghcr.io/google/cadvisor:v0.60.5
imagePullPolicy: IfNotPresent
livenessProbe:
  failureThreshold: 6
  httpGet:
    path: /healthz
    port: http
  timeoutSeconds: 5
name: cadvisor
ports:
  - containerPort: 8080
    name: http
    protocol: TCP
readinessProbe:
  httpGet:
    path: /healthz
    port: http
  timeoutSeconds: 5
resources:
  limits:
    memory: 1Gi
  requests:
    cpu: 100m
    memory: 128Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
startupProbe:
  failureThreshold: 60
  httpGet:
    path: /healthz
    port: http
  periodSeconds: 2
  timeoutSeconds: 5
volumeMounts:
  - mountPath: /rootfs/proc
    name: proc
    readOnly: true
  - mountPath: /sys
    name: sys
    readOnly: true
  - mountPath: /run/containerd
    name: containerd
    readOnly: true
"
`);
  });

  it('is root without a capability, in namespaces of its own', () => {
    const { hostNetwork, hostPID, securityContext, containers, automountServiceAccountToken } = podSpec();
    expect([hostNetwork, hostPID, automountServiceAccountToken]).toEqual([undefined, undefined, false]);
    expect(securityContext).toMatchObject({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('finds the socket where it is told, and mounts its folder', () => {
    const { containers, volumes } = podSpec({ containerdSocket: '/run/k3s/containerd/containerd.sock' });
    expect(containers[0].args).toContain('--containerd=/run/k3s/containerd/containerd.sock');
    expect(volumes.map(({ hostPath }: Manifest) => hostPath.path)).toEqual(['/proc', '/sys', '/run/k3s/containerd']);
  });

  it('talks to nobody, and lets its Prometheus in alone', () => {
    const policy = (props: CadvisorProps) => only(manifestsOf(props), 'NetworkPolicy', 'cadvisor').spec;
    expect(policy({})).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect([policy({}).ingress ?? [], policy({}).egress ?? []]).toEqual([[], []]);
    expect(policy({ metrics: newStack() }).ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus', prometheus: 'prometheus' } },
          },
        ],
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
    ]);
  });

  itWithTool('promtool', "has a target a node with the labels of the kubelets'", async (promtool) => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, cluster: 'test' });
    new Cadvisor(chart, 'Cadvisor', { namespace: 'node-agents', metrics });
    const manifests = synth(chart);
    const pod = podOf(only(manifests, 'DaemonSet'), { address: '10.0.0.7' });
    const config = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];
    expect((await scrapeTargets(promtool, config, { pods: [pod] })).cadvisor).toEqual([
      {
        url: 'http://10.0.0.7:8080/metrics/cadvisor',
        labels: {
          job: 'kubelet',
          metrics_path: '/metrics/cadvisor',
          instance: '10.0.0.7:8080',
          node: 'node-1',
          cluster: 'test',
          // Of the target alone, such as of `up`; the series have those of the container.
          namespace: 'node-agents',
          pod: 'cadvisor-x7k2p',
          container: 'cadvisor',
        },
      },
    ]);
  });

  it('is refused beside another source of the same series for one Prometheus, and taken for another', () => {
    const chart = newChart('node-agents');
    const stacks = ['a', 'b'].map(
      (name) => new MonitoringStack(chart, name, { withoutAlertmanager: true, name: `prometheus-${name}` }),
    );
    const [one, two] = stacks as [MonitoringStack, MonitoringStack];
    new Cadvisor(chart, 'Cadvisor', { metrics: one });
    claimContainerMetrics(two, two);
    expect(() => synth(chart)).not.toThrow();
    claimContainerMetrics(one, one.prometheus);
    expect(messageOf(() => synth(chart)).split('\n')).toContain(
      '  [chart/a] chart/Cadvisor and chart/a both bring the metrics of containers to one Prometheus, each series twice; keep one of the two sources: the kubelets or a cAdvisor of its own',
    );
  });

  it('can be there twice, for different nodes and servers', () => {
    const chart = newChart('node-agents');
    new Cadvisor(chart, 'One');
    new Cadvisor(chart, 'Two', { name: 'cadvisor-two', nodeSelector: { pool: 'two' } });
    expect(synth(chart).filter(({ kind }) => kind === 'DaemonSet')).toHaveLength(2);
  });
});
