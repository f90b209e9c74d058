import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { k8s } from 'cdk8s-plus-27';
import type { Construct, IConstruct } from 'constructs';
import { dump, load } from 'js-yaml';
import { expectedSecrets } from '../../../lib/kubernetes/expected-secrets';
import { Images } from '../../../lib/kubernetes/images';
import { LogFileSidecar } from '../../../lib/logging/log-files/log-file-sidecar';
import type { LogFileSidecarProps } from '../../../lib/logging/log-files/log-file-sidecar-props';
import { ForwardOutput, ForwardPeer } from '../../../lib/logging/outputs/forward-output';
import { strictSchemas } from '../../tools/schemas';
import { type Manifest, newChart, only, synth } from '../../tools/synth';
import { watched } from '../../tools/watched';
import { APP, logFileSidecar, type WritingPods, writingDeployment } from './log-file-app';

const FILES = { container: 'app', paths: ['/var/log/app/*.log'] };
const inPods = (options: WritingPods) => (chart: Parameters<typeof writingDeployment>[0]) =>
  writingDeployment(chart, options);
const template = { metadata: { labels: { app: 'shop' } }, spec: { containers: [APP] } };
const configOf = (text: string) => load(text) as Manifest;

describe('LogFileSidecar', () => {
  it('is this container, beside the one that writes', () => {
    const { container, pods } = logFileSidecar();
    expect(dump(container('log-app'))).toMatchInlineSnapshot(`
"args:
  - -q
  - -c
  - /fluent-bit/config/fluent-bit.yaml
command:
  - /fluent-bit/bin/fluent-bit
image: cr.fluentbit.io/fluent/fluent-bit:5.1.5
imagePullPolicy: IfNotPresent
livenessProbe:
  failureThreshold: 6
  httpGet:
    path: /
    port: 2021
  initialDelaySeconds: 10
  periodSeconds: 30
  timeoutSeconds: 5
name: log-app
ports:
  - containerPort: 2021
    protocol: TCP
resources:
  limits:
    memory: 110Mi
  requests:
    cpu: 10m
    memory: 32Mi
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop:
      - ALL
  readOnlyRootFilesystem: true
  runAsGroup: 1000
  runAsNonRoot: true
  runAsUser: 1000
  seccompProfile:
    type: RuntimeDefault
volumeMounts:
  - mountPath: /fluent-bit/config
    name: log-app-config
    readOnly: true
  - mountPath: /fluent-bit/state
    name: log-app-state
  - mountPath: /var/log/app
    name: log-app-files
    readOnly: true
"
`);
    expect(container('app').volumeMounts).toEqual([{ name: 'log-app-files', mountPath: '/var/log/app' }]);
    expect(pods.spec.volumes).toEqual([
      { name: 'log-app-files', emptyDir: {} },
      { name: 'log-app-config', configMap: { name: 'deployment-shop-log-app' } },
      { name: 'log-app-state', emptyDir: {} },
    ]);
  });

  it('has this configuration', () => {
    expect(logFileSidecar().config).toMatchInlineSnapshot(`
"service:
  flush: 1
  grace: 5
  log_level: warn
  http_server: true
  http_listen: 0.0.0.0
  http_port: 2021
  scheduler.base: 5
  scheduler.cap: 60
  storage.path: /fluent-bit/state/chunks
  storage.type: filesystem
  storage.inherit: true
  storage.max_chunks_up: 16
  storage.backlog.mem_limit: 16M
  storage.backlog.flush_on_shutdown: false
  storage.delete_irrecoverable_chunks: true
pipeline:
  inputs:
    - name: tail
      alias: files-0
      path: /var/log/app/*.log
      tag: files
      db: /fluent-bit/state/positions-0.db
      db.locking: true
      storage.type: filesystem
      storage.pause_on_chunks_overlimit: true
      refresh_interval: 1
      read_from_head: true
      rotate_wait: 365d
      buffer_chunk_size: 64K
      buffer_max_size: 1M
      truncate_long_lines: true
  outputs:
    - name: file
      alias: stdout
      match: files
      workers: 1
      retry_limit: no_limits
      path: /dev
      file: stdout
      format: template
      template: '{log}'
"
`);
  });

  it.each<[string, (scope: Construct) => IConstruct]>([
    [
      'a Deployment of cdk8s-plus',
      (scope) =>
        new kplus.Deployment(scope, 'Shop', {
          metadata: { name: 'shop' },
          containers: [{ name: 'app', image: 'shop:1', portNumber: 8080, securityContext: { user: 1000 } }],
        }),
    ],
    [
      'a StatefulSet of cdk8s-plus',
      (scope) =>
        new kplus.StatefulSet(scope, 'Shop', {
          metadata: { name: 'shop' },
          service: new kplus.Service(scope, 'Service', { ports: [{ port: 80 }] }),
          containers: [{ name: 'app', image: 'shop:1', securityContext: { user: 1000 } }],
        }),
    ],
    [
      'a bare Pod',
      (scope) => new k8s.KubePod(scope, 'Shop', { metadata: { name: 'shop' }, spec: { containers: [APP] } }),
    ],
    [
      'an object of another kind',
      (scope) =>
        new ApiObject(scope, 'Shop', {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: { name: 'shop' },
          spec: { template },
        }),
    ],
  ])('goes into %s', (_, build) => {
    const { container, pods } = logFileSidecar({}, build);
    expect(container('log-app').securityContext.runAsUser).toBe(1000);
    expect(pods.metadata.annotations['cdk8s-observability/config-hash-log-app']).toMatch(/^[0-9a-f]{16}$/);
  });

  it('starts before the others and ends after them where it is native, in Jobs and CronJobs too', () => {
    const job = (scope: Construct) =>
      new k8s.KubeJob(scope, 'Load', { metadata: { name: 'load' }, spec: { template } });
    const cronJob = (scope: Construct) =>
      new k8s.KubeCronJob(scope, 'Load', {
        metadata: { name: 'load' },
        spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template } } },
      });
    for (const build of [job, cronJob, undefined]) {
      const { pods, manifests } = logFileSidecar({ native: true }, build);
      expect(pods.spec.containers.map(({ name }: Manifest) => name)).toEqual(['app']);
      expect(pods.spec.initContainers).toMatchObject([{ name: 'log-app', restartPolicy: 'Always' }]);
      expect(manifests.flatMap(strictSchemas('1.34'))).toEqual([]);
    }
  });

  it('goes into one pod twice, for files of their own, and into two workloads of one chart', () => {
    const chart = newChart('shop');
    const workload = writingDeployment(chart);
    new LogFileSidecar(chart, 'One', { ...FILES, workload });
    new LogFileSidecar(chart, 'Two', {
      workload,
      container: 'app',
      paths: ['/var/log/app/*.txt'],
      containerName: 'two',
      port: 2022,
    });
    const other = new k8s.KubeDeployment(chart, 'Other', {
      metadata: { name: 'other' },
      spec: { selector: { matchLabels: { app: 'shop' } }, template },
    });
    new LogFileSidecar(chart, 'Three', { ...FILES, workload: other });
    const manifests = synth(chart);
    const { containers, volumes } = only(manifests, 'Deployment', 'shop').spec.template.spec;
    expect(containers.map(({ name }: Manifest) => name)).toEqual(['app', 'log-app', 'two']);
    expect(containers[2].volumeMounts).toContainEqual({
      name: 'log-app-files',
      mountPath: '/var/log/app',
      readOnly: true,
    });
    expect(volumes.map(({ name }: Manifest) => name)).toEqual([
      'log-app-files',
      'log-app-config',
      'log-app-state',
      'two-config',
      'two-state',
    ]);
    expect(only(manifests, 'ConfigMap', 'deployment-other-log-app')).toBeDefined();
  });

  it('is without a namespace where its workload is', () => {
    const chart = newChart(null);
    new LogFileSidecar(chart, 'Logs', { ...FILES, workload: writingDeployment(chart) });
    expect(only(synth(chart), 'ConfigMap').metadata.namespace).toBeUndefined();
  });

  it('rolls the pods when its configuration changes', () => {
    const hash = (props: object) =>
      logFileSidecar(props).pods.metadata.annotations['cdk8s-observability/config-hash-log-app'];
    expect(hash({ paths: ['/var/log/app/a.log'] })).not.toBe(hash({}));
    expect(hash({})).toBe(hash({}));
  });

  it('ends before its pods are killed', () => {
    const grace = (seconds?: number) =>
      configOf(logFileSidecar({}, inPods({ pods: { terminationGracePeriodSeconds: seconds } })).config).service.grace;
    expect([undefined, 60, 8, 2].map(grace)).toEqual([5, 5, 4, 1]);
  });

  it('holds as many chunks as its memory is enough for', () => {
    const chunks = (memoryLimit?: string) =>
      configOf(logFileSidecar({ resources: { memoryLimit } }).config).service['storage.max_chunks_up'];
    expect([undefined, '1Gi', '80Mi', '64Mi'].map(chunks)).toEqual([16, 16, 8, 4]);
  });

  it('logs in to the registry of its image', () => {
    const { pods, sidecar } = logFileSidecar({ images: new Images({ pullSecrets: ['mirror'] }) });
    expect(pods.spec.imagePullSecrets).toEqual([{ name: 'mirror' }]);
    expect(expectedSecrets(sidecar).map(({ namespace, secret }) => `${namespace}/${secret.name}`)).toEqual([
      'shop/mirror',
    ]);
  });
});

describe('the user of a LogFileSidecar', () => {
  const contextOf = (container: object, pods: object, runAsUser?: number) =>
    logFileSidecar(
      { runAsUser },
      inPods({ container: { securityContext: container }, pods: { securityContext: pods } }),
    ).container('log-app').securityContext;

  it('is the one who writes, whoever says so', () => {
    expect(contextOf({}, { runAsUser: 7, runAsGroup: 8 })).toMatchObject({ runAsUser: 7, runAsGroup: 8 });
    expect(contextOf({ runAsUser: 6 }, { runAsUser: 7 })).toMatchObject({ runAsUser: 6, runAsGroup: 6 });
    expect(contextOf({}, {}, 5)).toMatchObject({ runAsUser: 5, runAsNonRoot: true });
  });

  it('is root for what root writes, with no rights beyond its files', () => {
    expect(contextOf({}, {}, 0)).toEqual({
      runAsUser: 0,
      runAsGroup: 0,
      runAsNonRoot: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });
});

describe('the folder of a LogFileSidecar', () => {
  it('is read where a volume is mounted at it or above it', () => {
    const mounts = [
      { name: 'outer', mountPath: '/var' },
      { name: 'logs', mountPath: '/var/log/', subPath: 'shop' },
    ];
    const volumes = ['outer', 'logs'].map((name) => ({ name, emptyDir: {} }));
    const { container, pods } = logFileSidecar({}, inPods({ mounts, volumes }));
    expect(container('app').volumeMounts).toEqual(mounts);
    expect(container('log-app').volumeMounts).toContainEqual({
      name: 'logs',
      mountPath: '/var/log/',
      subPath: 'shop',
      readOnly: true,
    });
    expect(pods.metadata.annotations['cdk8s-observability/log-files-log-app']).toBe('logs:/shop/app/*.log');
  });

  it('is one volume for folders in each other, and one for each of several', () => {
    const paths = ['/logs/a/*.log', '/logs/*.log', '/data/log/x.log'];
    const { container, config } = logFileSidecar({ paths });
    expect(container('app').volumeMounts).toEqual([
      { name: 'log-app-files', mountPath: '/logs' },
      { name: 'log-app-files-1', mountPath: '/data/log' },
    ]);
    expect(configOf(config).pipeline.inputs.map(({ path, db }: Manifest) => [path, db])).toEqual([
      ['/logs/a/*.log, /logs/*.log', '/fluent-bit/state/positions-0.db'],
      ['/data/log/x.log', '/fluent-bit/state/positions-1.db'],
    ]);
  });

  const onClaim = (build: (template: object) => object) => (scope: Construct) =>
    new ApiObject(scope, 'Shop', {
      metadata: { name: 'shop' },
      ...(build({
        spec: { containers: [{ ...APP, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] },
      }) as { apiVersion: string; kind: string }),
    });
  const claim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  const withClaim = (pods: object) => {
    const { spec, ...rest } = pods as { readonly spec: object };
    return { ...rest, spec: { ...spec, volumes: [claim] } };
  };
  it.each<[string, (template: object) => object]>([
    [
      "a StatefulSet's own claims",
      (pods) => ({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        spec: { replicas: 3, template: pods, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
      }),
    ],
    [
      'the claim of one replica that is recreated',
      (pods) => ({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        spec: { replicas: 1, strategy: { type: 'Recreate' }, template: withClaim(pods) },
      }),
    ],
    ['the claim of a Pod', (pods) => ({ apiVersion: 'v1', kind: 'Pod', ...withClaim(pods) })],
  ])('holds the positions too where it is on %s', (_, build) => {
    const { container, config, pods } = logFileSidecar({ paths: ['/data/log/*.log'] }, onClaim(build));
    const { service, pipeline } = configOf(config);
    expect(service['storage.path']).toBe('/data/log/.log-app/chunks');
    expect(pipeline.inputs[0].db).toBe('/data/log/.log-app/positions-0.db');
    expect(container('log-app').volumeMounts).toContainEqual({ name: 'data', mountPath: '/data', readOnly: false });
    expect(JSON.stringify(pods.spec.volumes)).not.toContain('log-app-state');
  });
});

describe('a LogFileSidecar that is watched', () => {
  const build = (props: Partial<LogFileSidecarProps> = {}, pods: object = {}) =>
    watched((chart, metrics) => {
      const workload = writingDeployment(chart, { pods });
      new LogFileSidecar(chart, 'Logs', { ...FILES, workload, metrics, ...props });
    });

  it('is scraped at its port, found by a label of its pods', () => {
    const { job, manifests } = build();
    const { spec } = only(manifests, 'Deployment', 'shop');
    expect(spec.template.metadata.labels).toEqual({
      app: 'shop',
      'cdk8s-observability/log-files-log-app': 'deployment-shop',
    });
    expect(spec.selector.matchLabels).toEqual({ app: 'shop' });
    const { job_name, metrics_path, kubernetes_sd_configs, relabel_configs, sample_limit } = job(
      'log-app-monitoring-deployment-shop',
    );
    expect({ job_name, metrics_path, sample_limit, selectors: kubernetes_sd_configs[0].selectors }).toEqual({
      job_name: 'log-app-monitoring-deployment-shop',
      metrics_path: '/api/v2/metrics/prometheus',
      sample_limit: 500,
      selectors: [{ role: 'pod', label: 'cdk8s-observability/log-files-log-app=deployment-shop' }],
    });
    expect(relabel_configs).toContainEqual({ target_label: 'container', replacement: 'log-app' });
    expect(relabel_configs).toContainEqual({ target_label: 'job', replacement: 'log-file-sidecar' });
    expect(JSON.stringify(relabel_configs)).toContain(':2021');
  });

  it('is told from that of a workload of another kind and the same name', () => {
    const { job, manifests } = watched((chart, metrics) => {
      const workload = writingDeployment(chart);
      new LogFileSidecar(chart, 'One', { ...FILES, workload, metrics });
      const set = new k8s.KubeStatefulSet(chart, 'Set', {
        metadata: { name: 'shop' },
        spec: { selector: { matchLabels: { app: 'shop-set' } }, serviceName: 'shop', template: template },
      });
      new LogFileSidecar(chart, 'Two', { ...FILES, workload: set, metrics, runAsUser: 1000 });
    });
    for (const kind of ['Deployment', 'StatefulSet']) {
      const name = `${kind.toLowerCase()}-shop`;
      const label = only(manifests, kind, 'shop').spec.template.metadata.labels[
        'cdk8s-observability/log-files-log-app'
      ];
      expect(label).toBe(name);
      expect(job(`log-app-monitoring-${name}`).kubernetes_sd_configs[0].selectors).toEqual([
        { role: 'pod', label: `cdk8s-observability/log-files-log-app=${name}` },
      ]);
    }
  });

  it('has alerts, which all of them share', () => {
    const { alerts } = watched((chart, metrics) => {
      const workload = writingDeployment(chart);
      new LogFileSidecar(chart, 'One', { ...FILES, workload, metrics });
      const paths = ['/var/log/app/*.txt'];
      new LogFileSidecar(chart, 'Two', { ...FILES, paths, workload, metrics, containerName: 'two', port: 2022 });
    });
    expect(alerts(/^LogFiles/).map(({ alert }) => alert)).toEqual([
      'LogFilesNotDelivered',
      'LogFilesPaused',
      'LogFilesNotFound',
      'LogFilesLinesDropped',
      'LogFilesLinesCut',
    ]);
    expect(alerts(/^(?:LogApp|Two).*Down$/)).toHaveLength(2);
    expect(build({ defaultRules: false }).alerts(/^LogFiles/)).toEqual([]);
  });

  it('is reached on the nodes where its pods are in their network', () => {
    const { manifests } = build({}, { hostNetwork: true });
    const policy = manifests.find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('prometheus'),
    );
    expect(JSON.stringify(policy.spec.egress)).toContain('2021');
  });

  it('is the same for its pods where it is not', () => {
    expect(logFileSidecar().pods.metadata.labels).toEqual({ app: 'shop' });
  });
});

describe('a LogFileSidecar with an output of its own', () => {
  const peer = { namespace: 'logging', labels: { app: 'fluentd' } };
  const output = () =>
    new ForwardOutput('aggregator', {
      host: 'fluentd.logging.svc',
      peer: ForwardPeer.FLUENTD,
      tls: true,
      ca: { name: 'fluentd-tls', key: 'ca.crt' },
      sharedKey: { name: 'fluentd', key: 'shared-key' },
      pods: peer,
    });

  it('knows who wrote from the pod itself, and gets its credentials from Secrets', () => {
    const { container, pods, sidecar, config } = logFileSidecar({ output: output(), dataset: 'shop' });
    expect(container('log-app').env).toEqual([
      { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'AGGREGATOR_SHARED_KEY', valueFrom: { secretKeyRef: { name: 'fluentd', key: 'shared-key' } } },
    ]);
    expect(container('log-app').volumeMounts).toContainEqual({
      name: 'log-app-secret-0',
      mountPath: '/fluent-bit/secrets/fluentd-tls',
      readOnly: true,
    });
    expect(pods.spec.volumes).toContainEqual({
      name: 'log-app-secret-0',
      secret: {
        secretName: 'fluentd-tls',
        optional: true,
        defaultMode: 288,
        items: [{ key: 'ca.crt', path: 'ca.crt' }],
      },
    });
    expect(pods.metadata.labels).toEqual({ app: 'shop', 'cdk8s-observability/log-files': 'sent' });
    expect(expectedSecrets(sidecar).map(({ secret }) => secret.name)).toEqual(['fluentd', 'fluentd-tls']);
    expect(configOf(config).pipeline.outputs[0]).toMatchObject({ name: 'forward', retry_limit: 17_280 });
  });

  it('tells the other side who comes', () => {
    const known: unknown[] = [];
    const told = output();
    told.allowFrom = (pods) => known.push(pods);
    logFileSidecar({ output: told });
    expect(known).toEqual([{ namespace: 'shop', labels: { 'cdk8s-observability/log-files': 'sent' } }]);
  });
});
