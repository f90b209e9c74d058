import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Chart } from 'cdk8s';
import {
  expectedSecrets,
  FluentBit,
  FluentdAgent,
  FluentdAggregator,
  type FluentdAggregatorProps,
  ForwardOutput,
  ForwardPeer,
  secretsTable,
} from '../../../lib';
import { FluentBitMetadata } from '../../../lib/logging/fluent-bit/fluent-bit-metadata';
import { type Manifest, messageOf, newChart, only, synth } from '../../tools/synth';
import { itWithTool } from '../../tools/tool';
import { watched } from '../../tools/watched';
import { aggregatorConfig, aggregatorManifests, aggregatorText, elasticsearch } from './fluentd-app';

const kinds = (manifests: Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
const pod = (props: Partial<FluentdAggregatorProps> = {}) =>
  only(aggregatorManifests(props), 'StatefulSet').spec.template.spec;
const buffer = (props: Partial<FluentdAggregatorProps> = {}) => {
  const steps = aggregatorConfig(props).config.find(({ label }: Manifest) => label?.$name === '@OUTPUT').label.config;
  return steps.at(-1).match.buffer;
};
const tls = {
  certificate: { name: 'fluentd-tls', key: 'tls.crt' },
  privateKey: { name: 'fluentd-tls', key: 'tls.key' },
  ca: { name: 'fluentd-ca', key: 'ca.crt' },
};

describe('FluentdAggregator', () => {
  it('is these objects by default', () => {
    expect(kinds(aggregatorManifests())).toEqual([
      'ConfigMap fluentd-config',
      'PersistentVolumeClaim data-fluentd-0',
      'PersistentVolumeClaim data-fluentd-1',
      'StatefulSet fluentd',
      'Service fluentd',
      'Service fluentd-headless',
      'PodDisruptionBudget fluentd',
      'NetworkPolicy fluentd',
    ]);
  });

  it('keeps all that waits below four fifths of its volume', () => {
    expect(buffer({ storageSize: '10Gi' })).toMatchObject({
      path: '/buffers/elasticsearch',
      total_limit_size: '7782m',
      overflow_action: 'block',
      retry_forever: true,
    });
    const all = aggregatorText({ storageSize: '10Gi' }).match(/(?<=total_limit_size: ")\d+/g) ?? [];
    expect(all).toHaveLength(2);
    expect(all.reduce((sum, each) => sum + Number(each), 0)).toBeLessThanOrEqual(0.8 * 10 * 1024);
  });

  it('lives in a restricted namespace, with a volume and a folder of its own to write to', () => {
    const { securityContext, containers, volumes } = pod();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65534 });
    expect(containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(volumes.map(({ name }: Manifest) => name)).toEqual(['config', 'tmp']);
    expect(containers[0].volumeMounts.filter(({ readOnly }: Manifest) => !readOnly)).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/buffers', subPath: 'buffers' },
    ]);
  });

  it('takes credentials from Secrets alone', () => {
    const env = pod().containers[0].env.filter(({ valueFrom }: Manifest) => valueFrom?.secretKeyRef);
    expect(env).toEqual([
      {
        name: 'ELASTICSEARCH_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'elasticsearch-users', key: 'writer' } },
      },
      { name: 'FLUENTD_SHARED_KEY', valueFrom: { secretKeyRef: { name: 'fluentd-shared-key', key: 'shared-key' } } },
    ]);
    const chart = newChart('logging');
    new FluentdAggregator(chart, 'Fluentd', { output: elasticsearch(), tls });
    expect(expectedSecrets(chart).map(({ secret, random }) => [secret.name, secret.key, random ?? false])).toEqual([
      ['elasticsearch-users', 'writer', false],
      ['fluentd-shared-key', 'shared-key', true],
      ['fluentd-tls', 'tls.crt', false],
      ['fluentd-tls', 'tls.key', false],
    ]);
  });

  it('shows a certificate if there is one', () => {
    expect(aggregatorConfig({ tls }).config[0].source.transport).toEqual({
      $arg: 'tls',
      min_version: 'TLS1_2',
      max_version: 'TLS1_3',
      cert_path: '/fluentd/secrets/fluentd-tls/tls.crt',
      private_key_path: '/fluentd/secrets/fluentd-tls/tls.key',
    });
    expect(pod({ tls }).containers[0].volumeMounts.at(-1).mountPath).toBe('/fluentd/secrets/fluentd-tls');
  });

  it('replaces its pods when its configuration changes, and only then', () => {
    const hash = (props?: Partial<FluentdAggregatorProps>) =>
      only(aggregatorManifests(props), 'StatefulSet').spec.template.metadata.annotations[
        'cdk8s-observability/config-hash'
      ];
    expect(hash()).toBe(hash({ resources: { memoryLimit: '1Gi' } }));
    expect(hash()).not.toBe(hash({ storageSize: '20Gi' }));
  });

  it('says what to do before a replica is taken away', () => {
    const { annotations } = only(aggregatorManifests(), 'StatefulSet').metadata;
    expect(annotations['cdk8s-observability/before-scaling-down']).toContain(
      'fluentd_output_status_buffer_total_bytes',
    );
  });

  it('has no budget of one pod', () => {
    expect(kinds(aggregatorManifests({ replicas: 1 }))).not.toContain('PodDisruptionBudget fluentd');
  });

  it('can be there twice', () => {
    const chart = newChart('logging');
    new FluentdAggregator(chart, 'A', { output: elasticsearch() });
    new FluentdAggregator(chart, 'B', { output: elasticsearch(), name: 'fluentd-b' });
    expect(kinds(synth(chart))).toContain('StatefulSet fluentd-b');
  });

  it('needs a namespace', () => {
    expect(messageOf(() => new FluentdAggregator(newChart(null), 'Fluentd', { output: elasticsearch() }))).toBe(
      "chart/Fluentd: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    );
  });
});

describe('agents of a FluentdAggregator', () => {
  const both = (props: Partial<FluentdAggregatorProps> = {}) => {
    const chart = newChart('logging');
    const aggregator = new FluentdAggregator(chart, 'Fluentd', { output: elasticsearch(), ...props });
    new FluentBit(chart, 'FluentBit', {
      namespace: 'node-agents',
      output: aggregator.agentOutput(),
      metadata: FluentBitMetadata.TAG,
    });
    return { chart, manifests: synth(chart) };
  };
  const pipeline = (manifests: Manifest[]): string =>
    only(manifests, 'ConfigMap', 'fluent-bit-config').data['fluent-bit.yaml'];

  it('send to its Service, wait for its answer and send nothing that it would take for no record', () => {
    const text = pipeline(both().manifests);
    for (const line of [
      'host: fluentd.logging.svc',
      'require_ack_response: true',
      'retain_metadata_in_forward_mode: false',
      'shared_key: ${AGGREGATOR_SHARED_KEY}',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toContain('dataset logstash');
  });

  it('have routes into indices without a date, where its store has them', () => {
    const chart = newChart('logging');
    const aggregator = new FluentdAggregator(chart, 'Fluentd', { output: elasticsearch() });
    const routes = [
      { namespaces: ['shop'], index: 'audit' },
      { namespaces: ['cart'], dataset: 'cart' },
    ];
    const common = { namespace: 'node-agents', output: aggregator.agentOutput(), routes };
    new FluentBit(chart, 'FluentBit', { ...common, metadata: FluentBitMetadata.TAG, nodeSelector: { agent: 'a' } });
    new FluentdAgent(chart, 'Agent', { ...common, name: 'fluentd-agent', nodeSelector: { agent: 'b' } });
    const manifests = synth(chart);
    expect(pipeline(manifests).match(/(?<=dataset )=?\w+/g)).toEqual(['=audit', 'cart', 'logstash']);
    const text: string = only(manifests, 'ConfigMap', 'fluentd-agent-config').data['fluentd.yaml'];
    expect(text.match(/(?<=dataset: ")[^$"]+/g)?.slice(0, 3)).toEqual(['=audit', 'cart', 'logstash']);
  });

  it('check its certificate if it has one', () => {
    const text = pipeline(both({ tls }).manifests);
    expect(text).toContain('tls.verify_hostname: true');
    expect(text).toContain('tls.ca_file: /fluent-bit/secrets/fluentd-ca/ca.crt');
  });

  it('are let in, and nobody else', () => {
    const { spec } = only(both().manifests, 'NetworkPolicy', 'fluentd');
    expect(spec.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'node-agents' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'fluent-bit', 'fluent-bit': 'fluent-bit' } },
          },
        ],
        ports: [{ port: 24224, protocol: 'TCP' }],
      },
    ]);
  });

  it('share a key with it that may be any, and is the same in both namespaces', () => {
    const keys = secretsTable(both().chart)
      .split('\n')
      .map((line) => line.split('\t').slice(0, 4))
      .filter(([, , key]) => key === 'shared-key');
    expect(keys).toEqual([
      ['logging', 'fluentd-shared-key', 'shared-key', 'random'],
      ['node-agents', 'fluentd-shared-key', 'shared-key', 'copy logging'],
    ]);
  });

  it('leave to others the key of a Fluentd that others run', () => {
    const pods = { namespace: 'audit', labels: { app: 'fluentd' } };
    const sharedKey = { name: 'audit-key', key: 'key' };
    const output = new ForwardOutput('audit', {
      host: 'fluentd.audit.svc',
      peer: ForwardPeer.FLUENTD,
      pods,
      sharedKey,
    });
    expect(output.credentials.map(({ expected }) => expected.random ?? false)).toEqual([false]);
  });
});

describe('a watched FluentdAggregator', () => {
  const { job, alerts } = watched((chart, metrics) => {
    const logging = new Chart(chart.node.root as App, 'logging', { namespace: 'logging' });
    new FluentdAggregator(logging, 'Fluentd', { metrics, output: elasticsearch() });
  });

  it('is scraped, and missed when a replica is gone', () => {
    expect(job('fluentd')).toBeDefined();
    expect(alerts(/^FluentdDown$/)[0]?.expr).toContain('2');
  });

  it('has alerts', () => {
    expect(alerts(/^Fluentd(?!Down)/).map(({ alert }) => alert)).toEqual([
      'FluentdBufferFillingUp',
      'FluentdBufferFull',
      'FluentdRetrying',
      'FluentdNotSending',
      'FluentdRecordsRejected',
      'FluentdChunksRolledBack',
    ]);
  });
});

describe('the configuration of a FluentdAggregator', () => {
  it('is this', () => {
    expect(aggregatorText()).toMatchSnapshot();
  });

  itWithTool('fluentd', 'is taken by Fluentd', (fluentd) => {
    const folder = mkdtempSync(join(tmpdir(), 'fluentd-'));
    try {
      const file = join(folder, 'fluentd.yaml');
      writeFileSync(file, aggregatorText().replaceAll('/buffers', folder));
      const { status, stdout, stderr } = fluentd.run(['--dry-run', '--config', file]);
      const complaints = `${stdout}${stderr}`.match(/.*\[(?:warn|error|fatal)\].*/g);
      expect({ status, complaints }).toEqual({ status: 0, complaints: null });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
