import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { FluentBitMetadata } from '../../../lib/logging/fluent-bit/fluent-bit-metadata';
import { CloudWatchLogsOutput } from '../../../lib/logging/outputs/cloud-watch-logs-output';
import { ForwardOutput, ForwardPeer } from '../../../lib/logging/outputs/forward-output';
import { HttpOutput } from '../../../lib/logging/outputs/http-output';
import type { IFluentBitOutput } from '../../../lib/logging/outputs/log-output';
import { LokiOutput } from '../../../lib/logging/outputs/loki-output';
import { OpenSearchOutput } from '../../../lib/logging/outputs/open-search-output';
import { S3Output } from '../../../lib/logging/outputs/s3-output';
import { StdoutOutput } from '../../../lib/logging/outputs/stdout-output';
import { SearchEngine } from '../../../lib/model/search-endpoint';
import type { Manifest } from '../../tools/synth';
import { itWithTool } from '../../tools/tool';
import { agentFiles, agentPipeline, elasticsearch } from '../fluent-bit/fluent-bit-app';
import { logFileSidecar } from '../log-files/log-file-app';

const password = { name: 'logs', key: 'password' };
const ca = { name: 'logs', key: 'ca.crt' };
const user = { username: 'writer', password };

const OUTPUTS: readonly IFluentBitOutput[] = [
  elasticsearch({ user }),
  new OpenSearchOutput('opensearch', {
    endpoint: { engine: SearchEngine.OPENSEARCH, url: 'https://search.example.com' },
    sigv4: { region: 'eu-west-1', service: 'aoss', roleArn: 'arn:aws:iam::123456789012:role/logs' },
  }),
  new CloudWatchLogsOutput('cloudwatch', { region: 'eu-west-1', logGroupPrefix: '/k8s/shop', retentionDays: 7 }),
  new LokiOutput('loki', { url: 'https://loki.example.com', ca, tenantId: 'shop', user, labels: { cluster: 'eu' } }),
  new ForwardOutput('aggregator', { host: 'fluentd.logging.svc', peer: ForwardPeer.FLUENTD, sharedKey: password }),
  new ForwardOutput('other', { host: 'logs.example.com', peer: ForwardPeer.FLUENT_BIT, tls: true, ca }),
  new S3Output('archive', { bucket: 'shop-logs', region: 'eu-west-1' }),
  new HttpOutput('http', {
    url: 'https://in.example.com/logs?team=shop',
    authorization: { credentials: password },
    headers: { 'X-Team': 'shop' },
    secretHeaders: { 'X-Api-Key': password },
  }),
  new StdoutOutput(),
];

/** The plugin of an output, for the dataset `shop` that is kept for 30 days. */
const pluginOf = (output: IFluentBitOutput) =>
  dump(
    output.fluentBit(
      { dataset: 'shop', ...(output.validateTarget({ retention: '30d' }).length === 0 ? { retention: '30d' } : {}) },
      {
        secret: ({ name, key }) => `/secrets/${name}/${key}`,
        state: '/state',
        budget: { totalLimitBytes: 1e9, bytesPerSecond: 1e6 },
      },
    ),
    { lineWidth: -1 },
  );
const named = (name: string) => OUTPUTS.find((output) => output.name === name) as IFluentBitOutput;

describe('how lines are sent', () => {
  it('to CloudWatch Logs', () =>
    expect(pluginOf(named('cloudwatch'))).toMatchInlineSnapshot(`
"instance: 30d
dataset: shop
plugin:
  name: cloudwatch_logs
  region: eu-west-1
  log_group_template: /k8s/shop/$dataset
  log_group_name: /k8s/shop/unrouted
  log_stream_template: $kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']
  log_stream_prefix: node-
  auto_create_group: true
  log_retention_days: 30
  workers: 1
"
`));
  it('to Loki', () =>
    expect(pluginOf(named('loki'))).toMatchInlineSnapshot(`
"instance: ''
dataset: shop
plugin:
  name: loki
  host: loki.example.com
  port: 443
  uri: /loki/api/v1/push
  tls: true
  tls.verify: true
  tls.verify_hostname: true
  tls.min_version: TLSv1.2
  tls.ca_file: /secrets/logs/ca.crt
  tenant_id: shop
  labels:
    - job=fluent-bit
    - dataset=$dataset
    - namespace=$kubernetes['namespace_name']
    - container=$kubernetes['container_name']
    - cluster=eu
  structured_metadata:
    - pod=$kubernetes['pod_name']
  line_format: json
  compress: gzip
  http_user: writer
  http_passwd: \${LOKI_PASSWORD}
  net.io_timeout: 60s
  workers: 1
"
`));
  it('to Fluentd', () =>
    expect(pluginOf(named('aggregator'))).toMatchInlineSnapshot(`
"instance: ''
dataset: shop
plugin:
  name: forward
  host: fluentd.logging.svc
  port: 24224
  tls: false
  require_ack_response: true
  time_as_integer: false
  retain_metadata_in_forward_mode: false
  shared_key: \${AGGREGATOR_SHARED_KEY}
  self_hostname: \${NODE_NAME}
  net.io_timeout: 60s
  workers: 2
"
`));
  it('to another Fluent Bit', () =>
    expect(pluginOf(named('other'))).toMatchInlineSnapshot(`
"instance: ''
dataset: shop
plugin:
  name: forward
  host: logs.example.com
  port: 24224
  tls: true
  tls.verify: true
  tls.verify_hostname: true
  tls.min_version: TLSv1.2
  tls.ca_file: /secrets/logs/ca.crt
  require_ack_response: true
  time_as_integer: false
  retain_metadata_in_forward_mode: true
  compress: gzip
  net.io_timeout: 60s
  workers: 2
"
`));
  it('to S3', () =>
    expect(pluginOf(named('archive'))).toMatchInlineSnapshot(`
"instance: shop
dataset: shop
plugin:
  name: s3
  bucket: shop-logs
  region: eu-west-1
  s3_key_format: /logs/shop/%Y-%m-%d/$TAG/%H-%M-%S-$UUID.gz
  total_file_size: 53M
  upload_timeout: 10m
  use_put_object: true
  compression: gzip
  store_dir: /state/s3-shop
  store_dir_limit_size: 1500M
  quarantine_dir_limit_size: 50M
  storage.total_limit_size: 100M
  retry_limit: 1000
  json_date_key: '@timestamp'
  json_date_format: iso8601
  workers: 1
"
`));
  it('over HTTP', () =>
    expect(pluginOf(named('http'))).toMatchInlineSnapshot(`
"instance: ''
dataset: shop
plugin:
  name: http
  host: in.example.com
  port: 443
  uri: /logs?team=shop
  tls: true
  tls.verify: true
  tls.verify_hostname: true
  tls.min_version: TLSv1.2
  format: json
  json_date_key: '@timestamp'
  json_date_format: iso8601
  compress: gzip
  header:
    - X-Team shop
    - X-Api-Key \${HTTP_HEADER_X_API_KEY}
    - Authorization Bearer \${HTTP_CREDENTIALS}
  net.io_timeout: 60s
  workers: 2
"
`));
  it('to the own log', () =>
    expect(pluginOf(named('stdout'))).toMatchInlineSnapshot(`
"instance: ''
dataset: shop
plugin:
  name: stdout
  format: json_lines
  json_date_key: '@timestamp'
  json_date_format: iso8601
  workers: 1
"
`));

  it('to S3 from files of its own, which have most of the disk that an output may take', () => {
    const output = named('archive');
    const [sent] = agentPipeline({ output, nodeLogRate: '256Ki', maxOutage: '1h' }).outputs;
    expect(sent).toMatchObject({
      store_dir_limit_size: '4027M',
      quarantine_dir_limit_size: '189M',
      'storage.total_limit_size': '378M',
      retry_limit: 720,
    });
  });

  it('to S3 from a sidecar as often as it takes, since it takes no limit for five tries', () => {
    const sentBy = (output: IFluentBitOutput) =>
      (load(logFileSidecar({ output }).config) as Manifest).pipeline.outputs[0];
    expect(sentBy(named('archive'))).toMatchObject({ name: 's3', retry_limit: 1000 });
    expect(sentBy(named('archive'))).not.toHaveProperty('storage.total_limit_size');
    expect(sentBy(named('loki'))).toMatchObject({ name: 'loki', retry_limit: 17_280 });
  });

  itWithTool('fluent-bit', 'by a configuration of all outputs that Fluent Bit takes', (tool) => {
    const [output, ...outputs] = OUTPUTS as [IFluentBitOutput, ...IFluentBitOutput[]];
    const files = agentFiles({
      metadata: FluentBitMetadata.TAG,
      output,
      outputs,
      routes: outputs.map(({ name }, i) => ({ namespaces: [`team-${i}`], dataset: name, output: name })),
    });
    const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
    try {
      mkdirSync(join(folder, 'state'));
      for (const [name, text] of Object.entries(files)) {
        writeFileSync(
          join(folder, name),
          text
            .replaceAll('/var/lib/fluent-bit.node-agents', join(folder, 'state'))
            .replaceAll('/fluent-bit/config', folder),
        );
      }
      const file = join(folder, 'fluent-bit.yaml');
      const { status, stdout, stderr } = tool.run(['--dry-run', '-c', file]);
      expect(`${stdout}${stderr}`).toContain('configuration test is successful');
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
