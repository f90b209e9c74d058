import { type App, Chart, Testing } from 'cdk8s';
import { dump } from 'js-yaml';
import { expectedSecrets } from '../../../lib/kubernetes/expected-secrets';
import { FluentBit } from '../../../lib/logging/fluent-bit/fluent-bit';
import { FluentBitMetadata } from '../../../lib/logging/fluent-bit/fluent-bit-metadata';
import type { FluentBitProps } from '../../../lib/logging/fluent-bit/fluent-bit-props';
import { CloudWatchLogsOutput } from '../../../lib/logging/outputs/cloud-watch-logs-output';
import { ForwardOutput, ForwardPeer } from '../../../lib/logging/outputs/forward-output';
import { HttpOutput } from '../../../lib/logging/outputs/http-output';
import { LokiOutput } from '../../../lib/logging/outputs/loki-output';
import { OpenSearchOutput } from '../../../lib/logging/outputs/open-search-output';
import { S3Output } from '../../../lib/logging/outputs/s3-output';
import { StdoutOutput } from '../../../lib/logging/outputs/stdout-output';
import { LogLevel } from '../../../lib/model/log-route';
import type { PodPeer } from '../../../lib/model/pod-peer';
import { SearchEngine } from '../../../lib/model/search-endpoint';
import { type Manifest, messageOf, newChart, only, synth } from '../../tools/synth';
import { watched } from '../../tools/watched';
import { agentManifests, agentPipeline, elasticsearch } from './fluent-bit-app';

const kinds = (manifests: readonly Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const podOf = (props: Partial<FluentBitProps> = {}) =>
  only(agentManifests(props), 'DaemonSet').spec.template.spec as Manifest;
const containerOf = (props: Partial<FluentBitProps> = {}) => podOf(props).containers[0];
const QUIET = { metadata: FluentBitMetadata.TAG, nodeUnits: [] };
const password = { name: 'elasticsearch-users', key: 'fluent-bit' };
const ca = { name: 'elasticsearch-ca', key: 'ca.crt' };

describe('FluentBit', () => {
  it('is these objects by default', () => {
    expect(kinds(agentManifests())).toEqual([
      'ConfigMap fluent-bit-config',
      'ServiceAccount fluent-bit',
      'ClusterRole node-agents:fluent-bit',
      'ClusterRoleBinding node-agents:fluent-bit',
      'ResourceQuota fluent-bit',
      'DaemonSet fluent-bit',
      'NetworkPolicy fluent-bit',
    ]);
  });

  it('may do what its metadata takes, and no more', () => {
    const rules = (metadata: FluentBitMetadata) =>
      agentManifests({ ...QUIET, metadata })
        .filter(({ kind }) => kind === 'ClusterRole')
        .map((role) => role.rules);
    expect(rules(FluentBitMetadata.TAG)).toEqual([]);
    expect(rules(FluentBitMetadata.API_SERVER)).toEqual([
      [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }],
    ]);
    expect(rules(FluentBitMetadata.KUBELET)).toEqual([
      [{ apiGroups: [''], resources: ['nodes/pods'], verbs: ['get'] }],
    ]);
  });

  it('has no account and no token where it asks nobody', () => {
    const manifests = agentManifests(QUIET);
    expect(kinds(manifests)).not.toContain('ServiceAccount fluent-bit');
    expect(dump(podOf(QUIET))).not.toMatch(/serviceAccountName|serviceAccountToken:/);
  });

  it('has an account for a role of a cloud', () => {
    const annotations = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' };
    const manifests = agentManifests({ ...QUIET, serviceAccountAnnotations: annotations });
    expect(only(manifests, 'ServiceAccount').metadata.annotations).toEqual(annotations);
    expect(only(manifests, 'DaemonSet').spec.template.spec.serviceAccountName).toBe('fluent-bit');
  });

  it('reads the node as root without any capability, and writes to its own folder alone', () => {
    const pod = podOf();
    expect(pod.securityContext).toMatchObject({ runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const writable = pod.containers[0].volumeMounts.filter(({ readOnly }: { readOnly?: boolean }) => !readOnly);
    expect(writable).toEqual([{ name: 'state', mountPath: '/var/lib/fluent-bit.node-agents' }]);
    expect(pod.volumes.find(({ name }: { name: string }) => name === 'state')).toEqual({
      name: 'state',
      hostPath: { path: '/var/lib/fluent-bit.node-agents', type: 'DirectoryOrCreate' },
    });
    expect(pod.terminationGracePeriodSeconds).toBe(25);
    expect(pod.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  it('finds the journal wherever a node has it, and begins none on its disk', () => {
    const foldersOf = (props: Partial<FluentBitProps>) =>
      podOf(props).volumes.flatMap(({ hostPath }: Manifest) => (hostPath ? [[hostPath.path, hostPath.type]] : []));
    const others = [
      ['/var/lib/fluent-bit.node-agents', 'DirectoryOrCreate'],
      ['/var/log', undefined],
    ];
    expect(foldersOf({ nodeUnits: [] })).toEqual(others);
    expect(foldersOf({})).toEqual([...others, ['/run/log', 'DirectoryOrCreate'], ['/etc/machine-id', 'FileOrCreate']]);
    expect(agentPipeline().inputs[2]).not.toHaveProperty('path');
  });

  it('mounts the folder of Docker where it is told to', () => {
    const containerLogsPath = '/var/lib/docker/containers';
    expect(containerOf({ ...QUIET, containerLogsPath }).volumeMounts).toContainEqual({
      name: 'container-logs',
      mountPath: containerLogsPath,
      readOnly: true,
    });
  });

  it('reads credentials from the environment and certificates from files, and expects their Secrets', () => {
    const output = elasticsearch({
      endpoint: { engine: SearchEngine.ELASTICSEARCH, url: 'https://logs.example.com', ca },
      user: { username: 'fluent-bit', password },
    });
    expect(containerOf({ output }).env).toContainEqual({
      name: 'ELASTICSEARCH_PASSWORD',
      valueFrom: { secretKeyRef: password },
    });
    expect(agentPipeline({ output }).outputs[0]).toMatchObject({
      host: 'logs.example.com',
      port: 443,
      http_user: 'fluent-bit',
      http_passwd: '${ELASTICSEARCH_PASSWORD}',
      'tls.ca_file': '/fluent-bit/secrets/elasticsearch-ca/ca.crt',
      'tls.verify_hostname': true,
    });
    const chart = newChart('node-agents');
    new FluentBit(chart, 'FluentBit', { output });
    expect(expectedSecrets(chart).map(({ namespace, secret, random }) => [namespace, secret, Boolean(random)])).toEqual(
      [
        ['node-agents', ca, false],
        ['node-agents', password, false],
      ],
    );
  });

  it('replaces its pods when the pipeline changes, and only then', () => {
    const hash = (props: Partial<FluentBitProps>) =>
      only(agentManifests({ ...QUIET, ...props }), 'DaemonSet').spec.template.metadata.annotations[
        'cdk8s-observability/config-hash'
      ];
    expect(hash({})).toMatch(/^[0-9a-f]{16}$/);
    expect(hash({})).toBe(hash({ resources: { cpuRequest: '70m' } }));
    expect(hash({})).not.toBe(hash({ routes: [{ namespaces: ['shop'], dataset: 'shop' }] }));
  });

  it('takes routes of others behind its own', () => {
    const chart = newChart('node-agents');
    const agent = new FluentBit(chart, 'FluentBit', {
      ...QUIET,
      output: elasticsearch(),
      routes: [{ namespaces: ['shop'], dataset: 'shop' }],
    });
    agent.addRoute({ namespaces: ['bank'], dataset: 'bank', minLevel: LogLevel.WARN });
    expect(only(synth(chart), 'ConfigMap').data['fluent-bit.yaml']).toMatch(/dataset shop[\s\S]*dataset bank/);
    expect(agent.targets.routes.map(({ target, output }) => [target.dataset, target.minLevel, output.name])).toEqual([
      ['shop', undefined, 'elasticsearch'],
      ['bank', 'warn', 'elasticsearch'],
    ]);
    expect(agent.targets.rest.target.dataset).toBe('logstash');
    expect(messageOf(() => agent.addRoute({ namespaces: ['shop'] }))).toContain('takes the same lines as');
  });

  it('opens the way to its outputs and to what it asks, from Prometheus alone', () => {
    const pods: PodPeer = { namespace: 'logging', labels: { app: 'elasticsearch' } };
    const asked: PodPeer[] = [];
    const output = elasticsearch({
      endpoint: {
        engine: SearchEngine.ELASTICSEARCH,
        url: 'https://elasticsearch.logging.svc:9200',
        pods,
        allowFrom: (peer) => asked.push(peer),
      },
    });
    const outputs = [
      new LokiOutput('loki', { url: 'http://loki.loki.svc:3100', egressCidrs: ['10.0.0.0/8'] }),
      new S3Output('archive', { bucket: 'shop-logs', region: 'eu-west-1' }),
    ];
    const routes = outputs.map(({ name }) => ({ namespaces: [name], output: name }));
    const policy = only(
      agentManifests({ ...QUIET, output, outputs, routes, metadata: FluentBitMetadata.KUBELET }),
      'NetworkPolicy',
    );
    const ports = policy.spec.egress.map(({ to, ports: open }: Manifest) => [
      to?.[0]?.ipBlock?.cidr ?? to?.[0]?.podSelector?.matchLabels?.app ?? 'any',
      open.map(({ port }: { port: number }) => port),
    ]);
    expect(ports).toEqual([
      ['any', [53, 53]],
      ['elasticsearch', [9200]],
      ['10.0.0.0/8', [3100]],
      ['any', [443]],
      ['169.254.169.254/32', [80]],
      ['any', [10250]],
    ]);
    expect(policy.spec.ingress).toBeUndefined();
    expect(asked).toEqual([
      { namespace: 'node-agents', labels: { 'app.kubernetes.io/name': 'fluent-bit', 'fluent-bit': 'fluent-bit' } },
    ]);
  });

  it.each([
    ['of S3', new S3Output('archive', { bucket: 'shop-logs', region: 'eu-west-1' })],
    [
      'of CloudWatch',
      new CloudWatchLogsOutput('cloudwatch', { region: 'eu-west-1', logGroupPrefix: '/shop', retentionDays: 7 }),
    ],
    [
      'of OpenSearch',
      new OpenSearchOutput('opensearch', {
        endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://search-logs.eu-west-1.es.amazonaws.com' },
        sigv4: { region: 'eu-west-1' },
      }),
    ],
  ])('may ask the node for its role %s, unless its ServiceAccount has one', (_, output) => {
    const identity = (props: Partial<FluentBitProps>) =>
      only(agentManifests({ ...QUIET, output, ...props }), 'NetworkPolicy')
        .spec.egress.filter(({ ports }: Manifest) => ports[0].port === 80)
        .flatMap(({ to }: Manifest) => to.map(({ ipBlock }: Manifest) => ipBlock.cidr));
    expect(identity({})).toEqual(['169.254.169.254/32', '169.254.170.23/32', 'fd00:ec2::23/128']);
    const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' };
    expect(identity({ serviceAccountAnnotations: role })).toEqual([]);
  });

  it('signs requests for OpenSearch of AWS', () => {
    const output = new OpenSearchOutput('opensearch', {
      endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://search-logs.eu-west-1.es.amazonaws.com' },
      sigv4: { region: 'eu-west-1' },
    });
    expect(agentPipeline({ ...QUIET, output }).outputs[0]).toMatchObject({
      name: 'opensearch',
      aws_auth: true,
      aws_region: 'eu-west-1',
      aws_service_name: 'es',
      suppress_type_name: true,
    });
  });

  it('is scraped, missed, and judged by rules', () => {
    const { job, alerts } = watched((chart, metrics) => {
      new FluentBit(new Chart(chart.node.root as App, 'agents', { namespace: 'node-agents' }), 'FluentBit', {
        ...QUIET,
        output: elasticsearch(),
        metrics,
      });
    });
    expect(job('fluent-bit')).toMatchObject({ metrics_path: '/api/v2/metrics/prometheus' });
    expect(alerts(/^FluentBit/).map(({ alert }) => alert)).toEqual(
      expect.arrayContaining(['FluentBitDown', 'FluentBitRecordsDropped', 'FluentBitMissingOnNode']),
    );
  });

  it('is not scraped with a limit that routes which came later exceed', () => {
    const scraped = (props: Partial<FluentBitProps>) => () =>
      watched((chart, metrics) => {
        const agents = new Chart(chart.node.root as App, 'agents', { namespace: 'node-agents' });
        const agent = new FluentBit(agents, 'FluentBit', { ...QUIET, output: elasticsearch(), metrics, ...props });
        for (const name of ['a', 'b']) agent.addRoute({ namespaces: [name], index: name });
      });
    expect(messageOf(scraped({}))).toBe(
      "Validation failed with the following errors:\n  [agents/FluentBit] the scrape job takes 1030 samples, for the outputs of the routes that the constructor was given, and with those of addRoute there are 3 outputs; set 'sampleLimit' to 1090 or more",
    );
    expect(scraped({ sampleLimit: 1090 })).not.toThrow();
  });

  it('can be there twice', () => {
    const chart = newChart('node-agents');
    new FluentBit(chart, 'One', { ...QUIET, output: elasticsearch() });
    new FluentBit(chart, 'Two', {
      ...QUIET,
      output: new StdoutOutput(),
      name: 'second',
      nodeSelector: { pool: 'gpu' },
    });
    expect(kinds(Testing.synth(chart)).filter((name) => name.startsWith('DaemonSet'))).toEqual([
      'DaemonSet fluent-bit',
      'DaemonSet second',
    ]);
  });

  it('refuses more routes than a ConfigMap holds', () => {
    const routes = Array.from({ length: 4000 }, (_, i) => ({ namespaces: [`team-${i}`], dataset: `team-${i}` }));
    expect(messageOf(() => agentManifests({ ...QUIET, routes }))).toMatch(
      /the configuration of 4000 routes is \d+ bytes, and a ConfigMap that kubectl applies holds 250000; write routes of one dataset as one, with all their 'namespaces'$/,
    );
  });

  it('does not guess its namespace', () => {
    expect(messageOf(() => new FluentBit(newChart(null), 'FluentBit', { output: elasticsearch() }))).toBe(
      "chart/FluentBit: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

describe('the loss budget of an agent', () => {
  const sized = (props: Partial<FluentBitProps>) => {
    const manifests = agentManifests({ ...QUIET, ...props });
    const { metadata, spec } = only(manifests, 'DaemonSet');
    const text = only(manifests, 'ConfigMap').data['fluent-bit.yaml'] as string;
    return {
      told: text.match(/(?:max_chunks_up|total_limit_size|rejected\.limit|rotate_wait|retry_limit): .*/g),
      resources: spec.template.spec.containers[0].resources,
      guarantee: metadata.annotations['cdk8s-observability/log-guarantee'],
    };
  };

  it.each<[string, Partial<FluentBitProps>, string]>([
    [
      'lines that the other side refuses',
      { output: new HttpOutput('http', { url: 'https://in.example.com' }) },
      "What 'http' answers with a status of 4xx other than 408 and 429, it has refused for good.",
    ],
    [
      'lines that Loki takes for too old',
      { output: new LokiOutput('loki', { url: 'https://loki.example.com' }) },
      "Loki as 'loki' refuses for good lines longer than its max_line_size, and those more than half of its max_chunk_age, an hour unless it is told otherwise, behind the newest of their stream, as lines of an outage may be.",
    ],
    [
      'lines that are in no object yet',
      { output: new S3Output('s3', { bucket: 'logs', region: 'eu-west-1', uploadTimeout: '90m' }) },
      "'s3' may take that room for each of its datasets. Its lines are on the node alone until they are an object, after 90m or 50Mi of a container. As it sends what it holds when an agent ends, that agent may read files again that were rotated before and are still there: their lines are sent twice, by other outputs as well.",
    ],
    [
      'the room of log groups',
      { output: new CloudWatchLogsOutput('cw', { region: 'eu-west-1', logGroupPrefix: '/k8s', retentionDays: 7 }) },
      "'cw' may take that room for each retention that its datasets have.",
    ],
    [
      'lines that nobody acknowledges',
      { output: new ForwardOutput('peer', { host: 'a.example.com', peer: ForwardPeer.FLUENT_BIT, requireAck: false }) },
      "Nothing is known of what 'peer' has been sent: without 'requireAck' it is forgotten, whether it arrives or not.",
    ],
    [
      'lines that filters of the user drop',
      { filters: [{ name: 'throttle', match: 'kube.*', rate: 10, window: 5, interval: '1s' }] },
      "Lines that 'filters' drop are not kept.",
    ],
  ])('excepts %s', (_, props, exception) => {
    const { guarantee } = sized({ outputs: [], ...props });
    expect(guarantee.slice(guarantee.indexOf('alerts say so.') + 'alerts say so.'.length)).toBe(` ${exception}`);
  });

  it('excepts nothing where lines are acknowledged', () => {
    const output = new ForwardOutput('peer', { host: 'a.example.com', peer: ForwardPeer.FLUENT_BIT });
    expect(sized({ output, outputs: [] }).guarantee).toMatch(/alerts say so\.$/);
  });

  it('sizes disk, memory, retries and the time for rotated files, and says so', () => {
    expect(sized({ nodeLogRate: '1Mi', maxOutage: '2h' })).toEqual({
      told: [
        'max_chunks_up: 64',
        'rejected.limit: 1510M',
        'rotate_wait: 3650d',
        'rotate_wait: 3650d',
        'retry_limit: 1440',
        'total_limit_size: 30199M',
      ],
      resources: { limits: { memory: '309Mi' }, requests: { cpu: '150m', memory: '64Mi' } },
      guarantee:
        'While an output is away for 2h at most, each node keeps all lines of pods that log 1Mi a second together, over ' +
        'restarts of the agent (but for the beginning of a line of more than 16 KiB that it has read in part then) and unless its disk is full: up to 28.1Gi for each output in /var/lib/fluent-bit.node-agents, and 1.4Gi of what outputs refuse for good. Beyond that ' +
        'the oldest lines are dropped, and alerts say so.',
    });
  });

  it('grows the memory with the rate', () => {
    expect(sized({ nodeLogRate: '10Mi', maxOutage: '5m' })).toMatchObject({
      told: expect.arrayContaining(['max_chunks_up: 210']),
      resources: { limits: { memory: '866Mi' } },
    });
  });

  it('grows the memory with routes, and more with those that drop lines', () => {
    const routes = (minLevel?: LogLevel) =>
      Array.from({ length: 100 }, (_, i) => ({ namespaces: [`team-${i}`], minLevel }));
    const memory = (props: Partial<FluentBitProps>) => sized(props).resources.limits.memory;
    expect([memory({}), memory({ routes: routes() }), memory({ routes: routes(LogLevel.WARN) })]).toEqual([
      '309Mi',
      '311Mi',
      '320Mi',
    ]);
  });

  it('grows the memory with routes that come later', () => {
    const chart = newChart('node-agents');
    const agent = new FluentBit(chart, 'FluentBit', { ...QUIET, output: elasticsearch() });
    for (let i = 0; i < 100; i += 1) agent.addRoute({ namespaces: [`team-${i}`], minLevel: LogLevel.WARN });
    const { containers } = only(synth(chart), 'DaemonSet').spec.template.spec;
    expect(containers[0].resources.limits.memory).toBe('320Mi');
  });

  it('promises nothing of what Docker rotates while no agent runs', () => {
    const { guarantee } = sized({ containerLogsPath: '/var/lib/docker/containers' });
    expect(guarantee).toMatch(
      / What is rotated below \/var\/lib\/docker\/containers while no agent runs on a node is not read\.$/,
    );
  });

  it('fits the chunks into the memory that is given', () => {
    expect(sized({ resources: { memoryLimit: '200Mi' } })).toMatchObject({
      told: expect.arrayContaining(['max_chunks_up: 35']),
      resources: { limits: { memory: '200Mi' } },
    });
  });
});
