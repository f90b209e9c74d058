import { dump } from 'js-yaml';
import {
  MonitoringStack,
  NodeExporter,
  type NodeExporterProps,
  ObservabilityNamespace,
  PodSecurityLevel,
} from '../../lib';
import { DEFAULT_COLLECTORS, OTHER_COLLECTORS } from '../../lib/exporters/node-exporter-collectors';
import { podOf } from '../tools/pod-of';
import { scrapeTargets } from '../tools/scrape-targets';
import { type Manifest, messageOf, newChart, only, synth } from '../tools/synth';
import { itWithTool } from '../tools/tool';

const manifestsOf = (props: NodeExporterProps = {}): Manifest[] => {
  const chart = newChart('node-agents');
  new NodeExporter(chart, 'NodeExporter', props);
  return synth(chart);
};
const daemonSet = (props: NodeExporterProps = {}) => only(manifestsOf(props), 'DaemonSet');
const podSpec = (props: NodeExporterProps = {}) => daemonSet(props).spec.template.spec;
const args = (props: NodeExporterProps = {}): string[] => podSpec(props).containers[0].args;
const argOf = (flag: string, props: NodeExporterProps = {}) =>
  args(props)
    .find((arg) => arg.startsWith(`${flag}=`))
    ?.slice(flag.length + 1);

describe('NodeExporter', () => {
  it('runs this container by default', () => {
    expect(dump(podSpec().containers[0], { lineWidth: 200 })).toMatchInlineSnapshot(`
"args:
  - --web.listen-address=[$(HOST_IP)]:9100
  - --path.rootfs=/host/root
  - --path.procfs=/host/proc
  - --path.sysfs=/host/sys
  - --path.udev.data=/host/root/run/udev/data
  - --collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/.+|var/(.+/)?lib/(.+/)?(containerd|containers/storage|docker|kubelet)/.+)($|/)
  - --collector.netdev.device-exclude=^((veth|cali|cilium_|lxc|cni|azv|dummy|kube-ipvs|nodelocaldns).*|(eni|gke)[0-9a-f]{11}|[0-9a-f]{15})$
  - --collector.netclass.ignored-devices=^((veth|cali|cilium_|lxc|cni|azv|dummy|kube-ipvs|nodelocaldns).*|(eni|gke)[0-9a-f]{11}|[0-9a-f]{15})$
  - --collector.arp.device-exclude=^((veth|cali|cilium_|lxc|cni|azv|dummy|kube-ipvs|nodelocaldns).*|(eni|gke)[0-9a-f]{11}|[0-9a-f]{15})$
  - --no-collector.os
env:
  - name: HOST_IP
    valueFrom:
      fieldRef:
        fieldPath: status.hostIP
image: quay.io/prometheus/node-exporter:v1.12.1
imagePullPolicy: IfNotPresent
livenessProbe:
  failureThreshold: 6
  httpGet:
    path: /
    port: metrics
  timeoutSeconds: 5
name: node-exporter
ports:
  - containerPort: 9100
    hostPort: 9100
    name: metrics
    protocol: TCP
readinessProbe:
  httpGet:
    path: /
    port: metrics
  timeoutSeconds: 5
resources:
  limits:
    memory: 192Mi
  requests:
    cpu: 20m
    memory: 32Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
volumeMounts:
  - mountPath: /host/root
    mountPropagation: HostToContainer
    name: root
    readOnly: true
  - mountPath: /host/proc
    mountPropagation: HostToContainer
    name: proc
    readOnly: true
  - mountPath: /host/sys
    mountPropagation: HostToContainer
    name: sys
    readOnly: true
"
`);
  });

  it('runs on every node whatever its taints, but on none that is not a machine', () => {
    const { tolerations, nodeSelector, priorityClassName, affinity } = podSpec();
    expect({ tolerations, nodeSelector, priorityClassName }).toEqual({
      tolerations: [{ operator: 'Exists' }],
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      priorityClassName: 'system-node-critical',
    });
    const [term] = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
    expect(term.matchExpressions).toEqual([
      { key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate'] },
      { key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] },
    ]);
  });

  it('runs where it is told instead', () => {
    const { tolerations, nodeSelector, priorityClassName } = podSpec({
      tolerations: [],
      nodeSelector: { pool: 'shop' },
      priorityClassName: 'high',
    });
    expect({ tolerations, nodeSelector, priorityClassName }).toEqual({
      tolerations: [],
      nodeSelector: { 'kubernetes.io/os': 'linux', pool: 'shop' },
      priorityClassName: 'high',
    });
  });

  it('allows its critical pods where a platform asks for a quota, and nothing else needs one', () => {
    expect(only(manifestsOf(), 'ResourceQuota').spec).toEqual({
      hard: { pods: '1G' },
      scopeSelector: {
        matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] }],
      },
    });
    const kinds = (props: NodeExporterProps) => manifestsOf(props).map(({ kind }) => kind);
    expect(kinds({ priorityClassName: 'high' })).toEqual(['DaemonSet']);
    expect(kinds({ namespace: 'kube-system' })).toEqual(['DaemonSet']);
  });

  it('sees the node from its own namespaces, and changes nothing', () => {
    const { hostNetwork, hostPID, automountServiceAccountToken, securityContext, volumes } = podSpec();
    expect({ hostNetwork, hostPID, automountServiceAccountToken }).toEqual({
      hostNetwork: true,
      hostPID: true,
      automountServiceAccountToken: false,
    });
    expect(securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(volumes.map(({ hostPath }: Manifest) => hostPath.path)).toEqual(['/', '/proc', '/sys']);
  });

  it('replaces a tenth of its pods at a time', () => {
    expect(daemonSet().spec.updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '10%' },
    });
  });

  it('keeps selectors when the version changes, and gets each option to its flag', () => {
    const props = {
      port: 9101,
      textfileDirectory: '/var/lib/metrics',
      enableCollectors: ['processes', 'interrupts'],
      disableCollectors: ['nfs', 'hwmon'],
      mountPointsExclude: '^/a$$|$(B)$',
      fsTypesExclude: '^tmpfs$',
      netDeviceExclude: '^veth.*$',
    };
    expect(args(props)).toEqual([
      '--web.listen-address=[$(HOST_IP)]:9101',
      '--path.rootfs=/host/root',
      '--path.procfs=/host/proc',
      '--path.sysfs=/host/sys',
      '--path.udev.data=/host/root/run/udev/data',
      // What Kubernetes makes '^/a$$|$(B)$' of again.
      '--collector.filesystem.mount-points-exclude=^/a$$$|$$(B)$',
      '--collector.filesystem.fs-types-exclude=^tmpfs$',
      '--collector.netdev.device-exclude=^veth.*$',
      '--collector.netclass.ignored-devices=^veth.*$',
      '--collector.arp.device-exclude=^veth.*$',
      '--collector.textfile.directory=/host/root/var/lib/metrics',
      '--no-collector.hwmon',
      '--no-collector.nfs',
      '--no-collector.os',
      '--collector.interrupts',
      '--collector.processes',
    ]);
    expect(daemonSet(props).spec.selector).toEqual({
      matchLabels: { 'app.kubernetes.io/name': 'node-exporter', 'node-exporter': 'node-exporter' },
    });
  });

  it.each([
    '/dev/shm',
    '/run/containerd/io.containerd.runtime.v2.task/k8s.io/1/rootfs',
    '/run/k3s/containerd/x',
    '/run/user/1000',
    '/var/lib/kubelet/pods/1/volumes/kubernetes.io~secret/x',
    '/var/lib/kubelet/plugins/kubernetes.io/csi/pv/pvc-1/globalmount',
    '/var/lib/docker/overlay2/1/merged',
    '/var/lib/k0s/kubelet/pods/1',
    '/var/snap/microk8s/common/var/lib/kubelet/pods/1',
    '/var/lib/containers/storage/overlay/1/merged',
  ])('leaves out what containers and pods mount: %s', (mountPoint) => {
    expect(mountPoint).toMatch(new RegExp(argOf('--collector.filesystem.mount-points-exclude') as string));
  });

  it.each(['/', '/boot', '/run', '/var', '/var/lib/kubelet', '/var/lib/containerd', '/data/kubelet/disk', '/device'])(
    "keeps the node's own file systems: %s",
    (mountPoint) => {
      expect(mountPoint).not.toMatch(new RegExp(argOf('--collector.filesystem.mount-points-exclude') as string));
    },
  );

  it('leaves out the network devices of pods and keeps those of the node', () => {
    const excluded = new RegExp(argOf('--collector.netdev.device-exclude') as string);
    const devices = [
      'veth1a2b',
      'cali12345678901',
      'lxc_health',
      'eni1a2b3c4d5e6',
      'gke0123456789a',
      '0123456789abcde',
    ];
    expect(devices.filter((device) => !excluded.test(device))).toEqual([]);
    const own = ['eth0', 'ens5', 'enp3s0f1', 'eno1', 'bond0', 'wlan0', 'flannel.1', 'lo', 'docker0', 'br-lan', 'eni0'];
    expect(own.filter((device) => excluded.test(device))).toEqual([]);
  });

  itWithTool('node_exporter', 'knows all collectors of the real one, and which are its defaults', (nodeExporter) => {
    const { stdout, stderr } = nodeExporter.run(['--help']);
    const help = `${stdout}${stderr}`.replace(/\s+/g, ' ');
    const all = [...help.matchAll(/--\[no-\]collector\.\w+ Enable the (\w+) collector \(default: (\w+)\)/g)];
    const named = (wanted: string) => all.filter(([, , state]) => state === wanted).map(([, name]) => name);
    expect(named('enabled').sort()).toEqual(DEFAULT_COLLECTORS);
    expect(named('disabled').sort()).toEqual(OTHER_COLLECTORS);
  });
});

describe("NodeExporter's job", () => {
  const stackOf = (props: NodeExporterProps = {}) => {
    const chart = newChart();
    const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true, cluster: 'test' });
    new NodeExporter(chart, 'NodeExporter', { namespace: 'node-agents', metrics, ...props });
    return synth(chart);
  };

  itWithTool('promtool', 'scrapes each node at its address, under its name', async (promtool) => {
    const manifests = stackOf();
    const pods = ['10.0.0.1', 'fd00::1'].map((address, i) =>
      podOf(only(manifests, 'DaemonSet'), { node: `node-${i}`, address }),
    );
    const config = only(manifests, 'ConfigMap', 'prometheus-config').data['prometheus.yml'];
    const { 'node-exporter': targets } = await scrapeTargets(promtool, config, { pods });
    const labels = {
      job: 'node-exporter',
      namespace: 'node-agents',
      pod: 'node-exporter-x7k2p',
      cluster: 'test',
    };
    expect(targets).toEqual([
      { url: 'http://10.0.0.1:9100/metrics', labels: { ...labels, node: 'node-0', instance: 'node-0' } },
      { url: 'http://[fd00::1]:9100/metrics', labels: { ...labels, node: 'node-1', instance: 'node-1' } },
    ]);
  });

  it("opens the way to the nodes' port, since no policy can name pods on the host network", () => {
    const egress = only(stackOf({ port: 9101 }), 'NetworkPolicy', 'prometheus').spec.egress;
    expect(egress).toContainEqual({ ports: [{ port: 9101, protocol: 'TCP' }] });
  });

  it('misses exporters that are gone', () => {
    const files: Record<string, string> = only(stackOf(), 'ConfigMap', 'prometheus-rules-0').data;
    expect(Object.values(files).join()).toContain('alert: NodeExporterDown');
  });
});

describe('in a namespace that the app makes', () => {
  const nodeExporterIn = (level?: PodSecurityLevel, other = 'node-agents') => {
    const chart = newChart(other);
    new ObservabilityNamespace(chart, 'Namespace', { name: 'node-agents', podSecurity: level });
    new NodeExporter(chart, 'Nodes');
    return () => synth(chart);
  };

  it.each([
    [undefined, 'restricted'],
    [PodSecurityLevel.BASELINE, 'baseline'],
  ])('is refused where Pod Security is %s, since none of its pods would start', (level, shown) => {
    expect(messageOf(nodeExporterIn(level)).split('\n')).toContain(
      `  [chart/Nodes] the pods reach into their node, and chart/Namespace makes namespace 'node-agents' for '${shown}' ones: none would start; use a 'namespace' of its own with podSecurity: PodSecurityLevel.PRIVILEGED`,
    );
  });

  it('is let in where it is privileged, and beside namespaces of others', () => {
    expect(nodeExporterIn(PodSecurityLevel.PRIVILEGED)).not.toThrow();
    expect(nodeExporterIn(undefined, 'kube-system')).not.toThrow();
  });
});

describe('two of them in one app', () => {
  const two = (second: NodeExporterProps, first: NodeExporterProps = {}) => {
    const chart = newChart('node-agents');
    new NodeExporter(chart, 'One', first);
    new NodeExporter(chart, 'Two', { name: 'node-exporter-two', ...second });
    return synth(chart);
  };
  const clash =
    "  [chart/Two] chart/One and chart/Two both take port 9100 of the nodes they run on; give one of them another 'port', or a 'nodeSelector' that no node of the other has";

  it('clash on one port where they may meet', () => {
    expect(messageOf(() => two({})).split('\n')).toContain(clash);
    const apart = { nodeSelector: { zone: 'a' } };
    expect(messageOf(() => two({ nodeSelector: { pool: 'shop' } }, apart)).split('\n')).toContain(clash);
  });

  it('run side by side on two ports, or on different nodes', () => {
    expect(two({ port: 9101 }).filter(({ kind }) => kind === 'DaemonSet')).toHaveLength(2);
    const pools = two({ nodeSelector: { pool: 'b' } }, { nodeSelector: { pool: 'a' } });
    expect(pools.filter(({ kind }) => kind === 'DaemonSet')).toHaveLength(2);
  });
});
