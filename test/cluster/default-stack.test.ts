import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../tools/program';
import {
  activeAlerts,
  kubectl,
  kubectlJson,
  lacksImage,
  type Pod,
  query,
  restartsOf,
  routedAlerts,
  type Sample,
  tryKubectl,
} from './cluster';
import {
  applyPrometheusConfig,
  applyRouting,
  applyRules,
  loadedRouting,
  loadedRules,
  NAMESPACES,
  nameOf,
  remount,
  removeStack,
  requireDisposableCluster,
  slow,
  stackPods,
  stackReady,
} from './stack';
import { applyStandIns, killApp, NAMESPACE, receivedBy, receiverUrls, startApp } from './stand-ins';

const uids = (pods: readonly Pod[]) => pods.map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();

interface Applied {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly generation?: number };
}

interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly [{ readonly title: string; readonly text: string; readonly color: string }];
}

/**
 * What a cluster for tests need not have: images of Kibana, Fluent Bit and the exporter of Elasticsearch, and an
 * Elasticsearch in which users can be made, without whom agents write nothing. Whether they work is judged by other tests.
 */
const UNJUDGED = ['elasticsearch-exporter', 'fluent-bit', 'kibana'];
const judgedPods = () => stackPods().filter((pod) => !UNJUDGED.includes(nameOf(pod)));
const ofJudged = ({ job, alertname = '' }: Readonly<Record<string, string>>) =>
  !UNJUDGED.includes(job ?? '') && !alertname.startsWith('LoggingBootstrap');

// One story on one cluster: each step starts from what the one before it left.
describe('the default stack on a real cluster', () => {
  let watched: Pod[] = [];

  beforeAll(() => {
    requireDisposableCluster();
    removeStack();
    kubectl(['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--timeout=110s']);
    applyStandIns();
  });

  // The tests after this one have the node for themselves.
  afterAll(() => kubectl(['delete', '--filename', 'dist/logging.k8s.yaml', '--ignore-not-found', '--wait=false']));

  it('is taken in by one apply on a bare cluster', async () => {
    const { status, stdout, stderr } = tryKubectl(['apply', '--filename', 'dist/']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const namespace of NAMESPACES) expect(stdout.split('\n')).toContain(`namespace/${namespace} created`);
    // The others wait for their Secrets.
    await stackReady(['monitoring']);
  });

  it('runs without its Secrets, says which are missing, and stops the heartbeat', async () => {
    await eventually(
      'AlertmanagerCredentialMissing firing for each Secret',
      () => {
        const missing = activeAlerts().filter(
          ({ labels, state }) => labels.alertname === 'AlertmanagerCredentialMissing' && state === 'firing',
        );
        return Object.keys(receiverUrls).every((name) => missing.some(({ labels }) => labels.secret === name));
      },
      slow,
    );
    await eventually(
      'Watchdog inhibited',
      () => routedAlerts('Watchdog').some(({ status }) => status.inhibitedBy.length > 0),
      slow,
    );
    expect(receivedBy('heartbeat')).toEqual([]);
  });

  it('gets its Secrets from our script, and is taken in by one apply again', () => {
    removeStack();
    kubectl(['apply', '--filename', 'dist/00-namespaces.k8s.yaml']);
    const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    for (const [name, url] of Object.entries(receiverUrls)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'url'), url);
    }
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'secrets', '--', '--from', folder], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const url of Object.values(receiverUrls)) expect(stdout).not.toContain(url);
    expect(tryKubectl(['apply', '--filename', 'dist/'])).toMatchObject({ status: 0, stderr: '' });
  });

  it('has every pod ready, under the strictest Pod Security level it can live with', async () => {
    await stackReady();
    const without = stackPods().filter(lacksImage).map(nameOf);
    if (without.length > 0) process.stderr.write(`not counted, no image: ${without}\n`);
    expect(without.filter((name) => !UNJUDGED.includes(name))).toEqual([]);
    watched = judgedPods();
    expect(new Set(watched.map(nameOf))).toEqual(
      new Set(['alertmanager', 'elasticsearch', 'kube-state-metrics', 'metrics-server', 'node-exporter', 'prometheus']),
    );
    const levels = NAMESPACES.map((name) => {
      const { metadata } = kubectlJson<{ metadata: { labels: Record<string, string> } }>(['get', 'namespace', name]);
      return metadata.labels['pod-security.kubernetes.io/enforce'];
    });
    expect(levels).toEqual(['restricted', 'privileged', 'restricted']);
  });

  it('sends Watchdog, and nothing else, to the heartbeat', async () => {
    await eventually('a heartbeat', () => receivedBy('heartbeat').length > 0, slow);
    expect(receivedBy('heartbeat').every((body) => body.includes('Watchdog'))).toBe(true);
  });

  it('has every target up', async () => {
    const jobs = [
      'alertmanager',
      'alertmanager-config-reloader',
      'alertmanager-credentials',
      'apiserver',
      'coredns',
      'kube-state-metrics',
      'kube-state-metrics-self',
      'kubelet',
      'kubernetes-pods',
      'metrics-server',
      'node-exporter',
      'prometheus',
      'prometheus-config-reloader',
    ];
    const found = () =>
      query('count by (job) (up)')
        .map(({ metric }) => metric.job ?? '')
        .filter((job) => !UNJUDGED.includes(job))
        .sort();
    const down = () => query('up == 0').filter(({ metric }) => ofJudged(metric));
    await eventually('every target up', () => down().length === 0 && found().length >= jobs.length, slow);
    expect(found()).toEqual(jobs);
    const up = query(`up{namespace="${NAMESPACE}"}`) as [Sample];
    expect(up[0].metric).toMatchObject({ job: 'kubernetes-pods', pod: 'app', container: 'app', cluster: 'default' });
  });

  it('answers kubectl top, for nodes and pods', async () => {
    const top = (...what: string[]) => tryKubectl(['top', ...what, '--no-headers']);
    await eventually('metrics of the node', () => top('nodes').status === 0, slow);
    expect(top('nodes').stdout).toMatch(/^\S+ +\d+m +\d+% +\d+Mi +\d+%/);
    await eventually(
      'metrics of every pod',
      () => watched.every(({ metadata }) => top('pods', '--all-namespaces').stdout.includes(metadata.name)),
      slow,
    );
  });

  it('sees the node as it is, through the mounts of node-exporter', () => {
    const [root] = query('node_filesystem_size_bytes{mountpoint="/"}') as [Sample];
    expect(root.metric).toMatchObject({ job: 'node-exporter', cluster: 'default', namespace: 'node-agents' });
    expect(root.metric.instance).toBe(root.metric.node);
    expect(Number(root.value[1])).toBeGreaterThan(2 ** 30);
    // One container's view of the network and its processes would be much smaller than the machine's.
    expect(query('node_procs_running')).toHaveLength(1);
    expect(query('node_network_up{device="lo"} or node_network_info{device!="lo"}').length).toBeGreaterThan(0);
  });

  it('has no alert pending or firing but Watchdog', async () => {
    const active = () =>
      activeAlerts()
        .filter(({ labels }) => ofJudged(labels))
        .map(({ labels, state }) => `${labels.alertname} ${state}`);
    await eventually('only Watchdog', () => active().every((alert) => alert === 'Watchdog firing'), {
      ...slow,
      evidence: () => JSON.stringify(activeAlerts()),
    });
    expect(active()).toEqual(['Watchdog firing']);
  });

  it('does not differ from dist/, and a second apply changes nothing', () => {
    // The status of Jobs, and of what cannot run here, goes on changing by itself.
    const isSettled = ({ kind, metadata: { name } }: Applied) => kind !== 'Job' && !UNJUDGED.includes(name);
    const versions = () =>
      kubectlJson<{ items: Applied[] }>(['get', '--filename', 'dist/']).items.map((object) => {
        const { kind, metadata } = object;
        return `${kind} ${metadata.name} ${isSettled(object) ? metadata.resourceVersion : metadata.generation}`;
      });
    expect(kubectl(['diff', '--filename', 'dist/'])).toBe('');
    const before = versions();
    const lines = kubectl(['apply', '--filename', 'dist/']).trim().split('\n');
    // kubectl patches a disruption budget at every apply, whatever is in it: its selector is marked to be replaced.
    expect(lines.filter((line) => !/ unchanged$|^poddisruptionbudget/.test(line))).toEqual([]);
    expect(versions()).toEqual(before);
  });

  it('lets nothing pass that no policy opens', () => {
    const knock = (namespace: string, pod: string, container: string, host: string, port: number) => {
      const script = `echo | /bin/busybox timeout 5 /bin/busybox nc -w 3 ${host} ${port}`;
      const shell = ['--container', container, '--', '/bin/busybox', 'sh', '-c', script];
      return tryKubectl(['--namespace', namespace, 'exec', pod, ...shell]).status === 0;
    };
    const stranger = (host: string, port: number) => knock(NAMESPACE, 'app', 'app', host, port);
    const alertmanager = (host: string, port: number) =>
      knock('monitoring', 'alertmanager-0', 'credential-exporter', host, port);
    const receivers = `receivers.${NAMESPACE}.svc`;

    expect(stranger(receivers, 8443)).toBe(true);
    expect(stranger('prometheus.monitoring.svc', 9090)).toBe(false);
    expect(stranger('alertmanager.monitoring.svc', 9093)).toBe(false);
    expect(stranger('elasticsearch.logging.svc', 9200)).toBe(false);
    expect(stranger('alertmanager-0.alertmanager-headless.monitoring.svc', 9094)).toBe(false);
    expect(alertmanager(receivers, 443)).toBe(true);
    expect(alertmanager(receivers, 8443)).toBe(false);
    expect(alertmanager('prometheus.monitoring.svc', 9090)).toBe(false);
    expect(alertmanager('alertmanager-1.alertmanager-headless.monitoring.svc', 9094)).toBe(true);
  });

  it('takes a changed rule by apply alone', async () => {
    expect(loadedRules('AlertmanagerFailedReload').map(({ duration }) => duration)).toEqual([600]);
    // Sooner than in earnest, for the tests after this one.
    applyRules((text) =>
      text
        .replace(/(alert: AlertmanagerFailedReload\n.*)\[5m\](.*\n\s+for: )10m/, '$1[20s]$25s')
        .replace(/(alert: InstanceDown\n.*\n\s+for: )1m/, '$15s'),
    );
    applyPrometheusConfig((text) => text.replace(/^( {2}(?:scrape|evaluation)_(?:interval|timeout): ).*$/gm, '$15s'));
    await eventually(
      'the changed rule',
      () => loadedRules('AlertmanagerFailedReload').every(({ duration }) => duration === 5),
      slow,
    );
    expect(uids(judgedPods())).toEqual(uids(watched));
  });

  it('takes a changed routing by apply alone', async () => {
    // Sooner than in earnest, for the test after this one.
    applyRouting((text) =>
      text.replace('group_wait: 30s', 'group_wait: 1s').replace('group_interval: 5m', 'group_interval: 10s'),
    );
    remount('alertmanager');
    for (const pod of ['alertmanager-0', 'alertmanager-1']) {
      await eventually(`the changed routing in ${pod}`, () => loadedRouting(pod).includes('group_interval: 10s'), slow);
    }
    expect(uids(judgedPods())).toEqual(uids(watched));
  });

  it('tells Slack of an app that died and came back, and never of Watchdog', async () => {
    const inSlack = (title: RegExp) =>
      eventually(
        `${title} in Slack`,
        () =>
          receivedBy('slack')
            .map((body) => JSON.parse(body) as SlackMessage)
            .find(({ attachments }) => title.test(attachments[0].title)),
        slow,
      );
    killApp();
    const firing = await inSlack(new RegExp(`FIRING.*/${NAMESPACE}$`));
    expect(firing).toMatchObject({ channel: '#alerts', attachments: [{ color: 'danger' }] });
    expect(firing.attachments[0].title).toBe(`[FIRING:1] InstanceDown (critical) in default/${NAMESPACE}`);
    expect(firing.attachments[0].text).toContain('of job kubernetes-pods is down.');
    startApp();
    expect((await inSlack(new RegExp(`RESOLVED.*/${NAMESPACE}$`))).attachments[0].color).toBe('good');
    expect(receivedBy('slack').filter((body) => body.includes('Watchdog'))).toEqual([]);
  });

  it('reports a broken configuration of Alertmanager by an alert of its own', async () => {
    const data = { 'alertmanager.yaml': Buffer.from('route: {receiver: nobody}\n').toString('base64') };
    kubectl([
      '--namespace',
      'monitoring',
      'patch',
      'secret',
      'alertmanager-config',
      '--patch',
      JSON.stringify({ data }),
    ]);
    remount('alertmanager');
    await eventually(
      'AlertmanagerFailedReload in Slack',
      () => receivedBy('slack').some((body) => body.includes('AlertmanagerFailedReload')),
      slow,
    );
    kubectl(['apply', '--filename', 'dist/']);
    remount('alertmanager');
    await eventually(
      'the configuration mended',
      () => query('alertmanager_config_last_reload_successful == 0').length === 0,
      slow,
    );
  });

  it('keeps its data when pods are deleted, and the members of Alertmanager find each other again', async () => {
    const before = query('up{job="prometheus"}') as [Sample];
    const [time] = before[0].value;
    kubectl(['--namespace', 'monitoring', 'delete', 'pod', 'prometheus-0', 'alertmanager-0', '--timeout=110s']);
    await stackReady();
    await eventually(
      'the old sample',
      () => query('up{job="prometheus"}', time)[0]?.metric.instance === before[0].metric.instance,
      slow,
    );
    await eventually('two members again', () => query('alertmanager_cluster_members == 2').length === 2, slow);
  });

  it('has had no restart all the while', () => {
    expect(
      judgedPods()
        .filter((pod) => restartsOf(pod) > 0)
        .map(({ metadata }) => metadata.name),
    ).toEqual([]);
  });
});
