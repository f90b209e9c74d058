import { ApiObject, type Chart, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import { MonitoringStack } from '../../lib';
import { Images } from '../../lib/kubernetes/images';
import { LogFileSidecar } from '../../lib/logging/log-files/log-file-sidecar';
import type { LogFileSidecarProps } from '../../lib/logging/log-files/log-file-sidecar-props';
import { StdoutOutput } from '../../lib/logging/outputs/stdout-output';
import { CustomOutput, elasticsearch } from '../logging/fluent-bit/fluent-bit-app';
import { APP, logFileSidecar, type WritingPods, writingDeployment } from '../logging/log-files/log-file-app';
import { newChart, synth } from '../tools/synth';
import { type Row, refuses, unchecked } from './tools';

const FILES = { container: 'app', paths: ['/var/log/app/*.log'] };
const sidecar =
  (props: Partial<LogFileSidecarProps> = {}, options: WritingPods = {}) =>
  () =>
    logFileSidecar(props, (chart) => writingDeployment(chart, options));
const of =
  (build: (chart: Chart) => IConstruct, props: Partial<LogFileSidecarProps> = {}) =>
  () =>
    logFileSidecar(props, build);
const paths = (...given: string[]) => sidecar({ paths: given });
const template = { metadata: { labels: { app: 'shop' } }, spec: { containers: [APP] } };
/** A volume where the app writes. */
const mounted = (volume: object, mount: object = {}): WritingPods => ({
  mounts: [{ name: 'logs', mountPath: '/var/log/app', ...mount }],
  volumes: [{ name: 'logs', ...volume }],
});
const synthesized = (message: string) => `Validation failed with the following errors:\n  [chart/Logs] ${message}`;
const exclude = (annotation: string): Row => [
  `what it prints to be left out by ${annotation}`,
  sidecar({}, { annotations: { [annotation]: 'true' } }),
  synthesized(
    `the pods of the Deployment 'shop' have the annotation '${annotation}', by which agents leave out what the sidecar prints; write 'fluentbit.io/exclude-<container>' for the containers that are meant`,
  ),
];
const shared = (kind: string, spec: object, volume: object = { persistentVolumeClaim: { claimName: 'logs' } }) =>
  of((chart) => {
    const container = { ...APP, volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }] };
    const pods = { spec: { containers: [container], volumes: [{ name: 'logs', ...volume }] } };
    return new ApiObject(chart, 'Shop', {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'shop' },
      spec: { ...spec, template: pods },
    });
  });
const SHARED =
  "mounts the volume 'logs' at /var/log/app, which several pods share, so that the sidecar of each reads the files of all; use an emptyDir, a claim template of a StatefulSet, or one replica with the strategy Recreate";

describe('LogFileSidecar refuses', () => {
  refuses([
    [
      'nothing at all',
      () => new LogFileSidecar(newChart(), 'Logs', unchecked({})),
      "chart/Logs: 'workload' is not set; set it to a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })\nchart/Logs: 'container' is not set; set it, such as 'app'\nchart/Logs: 'paths' is not set; set it, such as ['/var/log/app/*.log']",
    ],
    [
      'a path that is no list',
      sidecar({ paths: unchecked('/var/log/app/*.log') }),
      "chart/Logs: 'paths' is '/var/log/app/*.log', which is no list; give one such as ['/var/log/app/*.log']",
    ],
    ['no paths', paths(), "chart/Logs: 'paths' is empty; give one, such as '/var/log/app/*.log'"],
    [
      'a path that is not absolute',
      paths('log/app.log'),
      "chart/Logs: 'paths[0]' is 'log/app.log', which is not absolute; write it from the root, such as '/var/log/app/*.log'",
    ],
    [
      'a folder',
      paths('/var/log/app/'),
      "chart/Logs: 'paths[0]' is '/var/log/app/', which is a folder; name its files, such as '/var/log/app/*.log'",
    ],
    [
      'a glob over folders',
      paths('/var/log/*/app.log'),
      "chart/Logs: 'paths[0]' is '/var/log/*/app.log', whose '*' is in the name of a folder, so that no volume holds all files; give a path for each folder",
    ],
    [
      'a glob that copies fit',
      paths('/var/log/app/app.log*'),
      "chart/Logs: 'paths[0]' is '/var/log/app/app.log*', which copies of full files fit too, so that their lines would be there twice; end it with what only the file that is written ends with, such as '/var/log/app/*.log'",
    ],
    [
      'a path that leads back',
      paths('/var/log/../app/*.log'),
      "chart/Logs: 'paths[0]' is '/var/log/../app/*.log', which is no plain path; use letters, digits, '-', '_', '.', '*' and '?', and '/' between folders, such as '/var/log/app/*.log'",
    ],
    [
      'a path that is two',
      paths('/var/log/a.log,/var/log/b.log'),
      "chart/Logs: 'paths[0]' is '/var/log/a.log,/var/log/b.log', which is no plain path; use letters, digits, '-', '_', '.', '*' and '?', and '/' between folders, such as '/var/log/app/*.log'",
    ],
    [
      'traces of one language twice',
      sidecar({ stackTraces: ['java', 'go', 'java'] }),
      "chart/Logs: 'stackTraces' holds 'java' twice; leave one out",
    ],
    [
      'a path twice',
      paths('/var/log/app/*.log', '/var/log/app/*.log'),
      "chart/Logs: 'paths' holds '/var/log/app/*.log' twice; leave one out",
    ],
    [
      'a folder that is the whole image',
      paths('/app.log'),
      synthesized(
        "the sidecar sees files of container 'app' of the Deployment 'shop' only in a volume, and one at '/' would hide what its image has there; have it write to a folder for logs alone, such as '/var/log/app'",
      ),
    ],
    [
      'a folder of the system',
      paths('/etc/app/*.log'),
      synthesized(
        "the sidecar sees files of container 'app' of the Deployment 'shop' only in a volume, and one at '/etc/app' would hide what its image has there; have it write to a folder for logs alone, such as '/var/log/app'",
      ),
    ],
    [
      'a folder of all programs',
      paths('/opt/*.log'),
      synthesized(
        "the sidecar sees files of container 'app' of the Deployment 'shop' only in a volume, and one at '/opt' would hide what its image has there; have it write to a folder for logs alone, such as '/var/log/app'",
      ),
    ],
    [
      'the folder of the program that it runs',
      sidecar({ paths: ['/shop/*.log'] }, { container: { command: ['/shop/bin/server'] } }),
      synthesized(
        "the sidecar sees files of container 'app' of the Deployment 'shop' only in a volume, and one at '/shop' would hide what its image has there; have it write to a folder for logs alone, such as '/var/log/app'",
      ),
    ],
    [
      'the folder that it works in',
      sidecar({ paths: ['/shop/logs/*.log'] }, { container: { workingDir: '/shop/logs' } }),
      synthesized(
        "the sidecar sees files of container 'app' of the Deployment 'shop' only in a volume, and one at '/shop/logs' would hide what its image has there; have it write to a folder for logs alone, such as '/var/log/app'",
      ),
    ],
    [
      'a container that is not there',
      sidecar({ container: 'web' }),
      synthesized("'container' is 'web', which the Deployment 'shop' does not have; use one of its containers: 'app'"),
    ],
    [
      'a name that a container has',
      sidecar({ containerName: 'helper' }, { pods: { containers: [APP, { name: 'helper' }] } }),
      synthesized("the Deployment 'shop' has a container 'helper' already; set 'containerName' to another name"),
    ],
    [
      'the name of the one that writes',
      sidecar({ containerName: 'app' }),
      "chart/Logs: 'containerName' is 'app', as the container that writes; use another, such as 'log-app'",
    ],
    [
      'a name that is none',
      sidecar({ containerName: 'Log_App' }),
      "chart/Logs: 'containerName' is 'Log_App', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'a name that is too long by default',
      sidecar({ container: 'a'.repeat(40) }),
      "chart/Logs: 'containerName' is 'log-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' by default, which has 44 characters; use one of 40 or less, such as 'log-files'",
    ],
    [
      'a port that a container has',
      sidecar({ port: 8080 }, { container: { ports: [{ containerPort: 8080 }] } }),
      synthesized(
        "port 8080 of container 'log-app' is taken by container 'app' of the Deployment 'shop'; set 'port' to a free one",
      ),
    ],
    ['a port out of range', sidecar({ port: 0 }), "chart/Logs: 'port' is 0; use a whole number from 1 to 65535"],
    [
      'a Job',
      of((chart) => new k8s.KubeJob(chart, 'Load', { metadata: { name: 'load' }, spec: { template } })),
      "chart/Logs: 'workload' is the Job 'load', whose pods end, which a container beside theirs would keep them from; add 'native: true', which needs Kubernetes 1.29",
    ],
    [
      'a Pod that ends',
      of(
        (chart) =>
          new k8s.KubePod(chart, 'Load', {
            metadata: { name: 'load' },
            spec: { containers: [APP], restartPolicy: 'Never' },
          }),
      ),
      synthesized(
        "the Pod 'load' has the restartPolicy 'Never' and ends, which a container beside its own would keep it from; add 'native: true', which needs Kubernetes 1.29",
      ),
    ],
    [
      'a Service',
      of((chart) => new k8s.KubeService(chart, 'Web', { metadata: { name: 'web' } })),
      "chart/Logs: 'workload' is the Service 'web', which makes no pods; give a Deployment, StatefulSet, DaemonSet or Pod, such as new k8s.KubeDeployment(chart, 'Web', { … })",
    ],
    [
      'files that another sidecar reads',
      () => {
        const chart = newChart('shop');
        const workload = writingDeployment(chart);
        const one = { workload, container: 'app' };
        new LogFileSidecar(chart, 'One', { ...one, paths: ['/var/log/app/*.log'] });
        new LogFileSidecar(chart, 'Logs', {
          ...one,
          paths: ['/var/log/app/err*.log'],
          containerName: 'two',
          port: 2022,
        });
        return synth(chart);
      },
      synthesized(
        "sidecar 'log-app' of the Deployment 'shop' reads /err.log in the volume 'log-app-files' too, so that its lines are there twice; give each sidecar files of its own",
      ),
    ],
    [
      'a second sidecar of the same name',
      () => {
        const chart = newChart('shop');
        const workload = writingDeployment(chart);
        new LogFileSidecar(chart, 'One', { workload, container: 'app', paths: ['/var/log/app/*.log'] });
        new LogFileSidecar(chart, 'Logs', { workload, container: 'app', paths: ['/var/log/app/*.txt'], port: 2022 });
        return synth(chart);
      },
      `Validation failed with the following errors:
  [chart/Logs] the Deployment 'shop' has a container 'log-app' already; set 'containerName' to another name
  [chart/Logs/ConfigMap] chart/One/ConfigMap and chart/Logs/ConfigMap are both the ConfigMap 'deployment-shop-log-app' of namespace 'shop'; give one of them another 'name' or 'namespace'`,
    ],
    exclude('fluentbit.io/exclude'),
    exclude('fluentbit.io/exclude_stdout'),
    exclude('fluentbit.io/exclude-log-app'),
    [
      'a user that nobody knows',
      sidecar({}, { container: { securityContext: {} } }),
      synthesized(
        "nobody knows as which user container 'app' of the Deployment 'shop' writes files, which others may not read; set 'runAsUser' to that of its image, such as 1000, or 'runAsUser' of its security context",
      ),
    ],
    [
      'another user than that of the app',
      sidecar({ runAsUser: 2000 }),
      synthesized(
        "'runAsUser' is 2000, and container 'app' of the Deployment 'shop' runs as 1000, whose files others may not read; leave it out",
      ),
    ],
    [
      'a user below zero',
      sidecar({ runAsUser: -1 }),
      "chart/Logs: 'runAsUser' is -1; use a whole number from 0 to 2147483647",
    ],
    [
      'a volume that the pods do not have',
      sidecar({}, { ...mounted({}), volumes: [] }),
      synthesized(
        "container 'app' of the Deployment 'shop' mounts the volume 'logs' at /var/log/app, which its pods do not have; add it to them",
      ),
    ],
    [
      'a ConfigMap',
      sidecar({}, mounted({ configMap: { name: 'logs' } })),
      synthesized(
        "container 'app' of the Deployment 'shop' mounts the volume 'logs' at /var/log/app, where it can write nothing; have it write to another folder, or mount an emptyDir there",
      ),
    ],
    [
      'a folder that the app may only read',
      sidecar({}, mounted({ emptyDir: {} }, { readOnly: true })),
      synthesized(
        "container 'app' of the Deployment 'shop' mounts the volume 'logs' at /var/log/app, where it can write nothing; have it write to another folder, or mount an emptyDir there",
      ),
    ],
    [
      'a subPathExpr',
      sidecar({}, mounted({ emptyDir: {} }, { subPathExpr: '$(POD_NAME)' })),
      synthesized(
        "container 'app' of the Deployment 'shop' mounts the volume 'logs' at /var/log/app with the subPathExpr '$(POD_NAME)', which only it can work out; use 'subPath', or an emptyDir",
      ),
    ],
    [
      'a claim of several pods',
      shared('Deployment', { replicas: 2, strategy: { type: 'Recreate' } }),
      synthesized(`container 'app' of the Deployment 'shop' ${SHARED}`),
    ],
    [
      'a claim of two pods while one takes the place of the other',
      shared('Deployment', {}),
      synthesized(`container 'app' of the Deployment 'shop' ${SHARED}`),
    ],
    [
      'a claim of a DaemonSet',
      shared('DaemonSet', {}),
      synthesized(`container 'app' of the DaemonSet 'shop' ${SHARED}`),
    ],
    [
      'a claim of a StatefulSet that is not its own',
      shared('StatefulSet', { replicas: 2 }),
      synthesized(`container 'app' of the StatefulSet 'shop' ${SHARED}`),
    ],
    [
      'files that last beside files that do not',
      of(
        (chart) =>
          new k8s.KubePod(chart, 'Shop', {
            metadata: { name: 'shop' },
            spec: {
              containers: [{ ...APP, volumeMounts: [{ name: 'logs', mountPath: '/data' }] }],
              volumes: [{ name: 'logs', persistentVolumeClaim: { claimName: 'logs' } }],
            },
          }),
        { paths: ['/data/*.log', '/var/log/app/*.log'] },
      ),
      synthesized(
        "of the files of container 'app' of the Pod 'shop', those in /data are still there in its next pod, and those in /var/log/app are not; read them with two sidecars",
      ),
    ],
    [
      'a dataset of nothing',
      sidecar({ dataset: 'shop' }),
      "chart/Logs: 'dataset' is set without 'output'; set both, or neither",
    ],
    [
      'an output with a variable that its container does not have',
      sidecar({ output: new CustomOutput('custom', '${NOPE}') }),
      synthesized(
        "the configuration names the environment variable 'NOPE', which its container does not have; write its value, or have it among the 'credentials' of an output",
      ),
    ],
    [
      'an output that prints',
      sidecar({ output: new StdoutOutput() }),
      "chart/Logs: output 'stdout' prints lines; leave 'output' out: the sidecar prints them as they are",
    ],
    [
      'an output that is only its name',
      sidecar({ output: unchecked('elasticsearch') }),
      "chart/Logs: 'output' is 'elasticsearch', which is no output of Fluent Bit; give one, such as new ElasticsearchOutput('elasticsearch', { endpoint: elasticsearch })",
    ],
    [
      'a dataset and an index at once',
      sidecar({ output: elasticsearch(), dataset: 'shop', index: 'shop' }),
      "chart/Logs: 'dataset' is 'shop' and 'index' is 'shop'; keep one of them",
    ],
    [
      'a language that has no traces',
      sidecar({ stackTraces: unchecked(['cobol']) }),
      "chart/Logs: 'stackTraces[0]' is 'cobol', which is unknown; use one of 'java', 'go', 'python', 'ruby'",
    ],
    [
      'memory that nothing fits into',
      sidecar({ resources: { memoryLimit: '32Mi' } }),
      "chart/Logs: 'resources.memoryLimit' is '32Mi', in which the lines that wait have no room; use '64Mi' or more, or leave it out",
    ],
    [
      'a Fluent Bit that takes refused documents for delivered',
      sidecar({
        output: elasticsearch(),
        images: new Images({ overrides: { 'fluent-bit': 'fluent/fluent-bit:5.1.1' } }),
      }),
      "chart/Logs: the image is 'fluent/fluent-bit:5.1.1', which takes documents that Elasticsearch refuses for delivered; use version 5.1.3 or newer",
    ],
    [
      'a workload that no scrape job can find',
      () => {
        const workload = writingDeployment(newChart(null));
        const metrics = new MonitoringStack(newChart('monitoring'), 'Monitoring', { withoutAlertmanager: true });
        new LogFileSidecar(newChart('shop'), 'Logs', { workload, ...FILES, metrics });
      },
      "chart/Logs: 'metrics' is set, and the Deployment 'shop' has no namespace, which a scrape job needs to know; set it on the workload or on its chart, such as 'shop'",
    ],
    [
      'pods that are there now and then, and are scraped',
      of((chart) => new k8s.KubeJob(chart, 'Load', { metadata: { name: 'load' }, spec: { template } }), {
        native: true,
        metrics: unchecked({ addScrapeJob: () => {} }),
      }),
      "chart/Logs: 'metrics' is set, and the Job 'load' has pods now and then only: an alert would be raised whenever there is none; leave 'metrics' out",
    ],
    [
      'rules that nobody evaluates',
      sidecar({ defaultRules: false, runbookBaseUrl: 'https://runbooks.example.com' }),
      "chart/Logs: 'defaultRules' is set without 'metrics'; set both, or neither\nchart/Logs: 'runbookBaseUrl' is set without 'metrics'; set both, or neither",
    ],
    [
      'metrics of something else',
      sidecar({ metrics: unchecked('prometheus') }),
      "chart/Logs: 'metrics' is 'prometheus', which is no metrics backend; give one, such as new MonitoringStack(chart, 'Monitoring', { … })",
    ],
    [
      'pods that move to the network of their node later',
      () => {
        const chart = newChart('shop');
        const workload = writingDeployment(chart);
        const metrics = new MonitoringStack(chart, 'Monitoring', { withoutAlertmanager: true });
        new LogFileSidecar(chart, 'Logs', { workload, ...FILES, metrics });
        workload.addJsonPatch(JsonPatch.add('/spec/template/spec/hostNetwork', true));
        synth(chart);
      },
      synthesized("'hostNetwork' of the Deployment 'shop' was changed after its sidecar was added; set it before"),
    ],
    [
      'pods that have no time to end',
      sidecar({}, { pods: { terminationGracePeriodSeconds: 0 } }),
      synthesized(
        "the Deployment 'shop' has the terminationGracePeriodSeconds 0: its pods are killed before the sidecar has delivered the last lines; leave it out, or use 10 or more",
      ),
    ],
  ]);
});
