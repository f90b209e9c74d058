import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FluentBitConfig, provedFluentBitYaml } from '../../../lib';
import { refuses, unchecked } from '../../bad-input/tools';
import { itWithTool } from '../../tools/tool';

/** A Fluent Bit that others send to, by HTTP and by the forward protocol. */
const receiver = {
  service: { 'storage.path': '/var/lib/receiver/chunks', grace: 20 },
  inputs: [
    { name: 'http', tag: 'app', port: 9880, 'storage.type': 'filesystem' },
    { name: 'forward', tag_prefix: 'agent.', port: 24224, 'storage.type': 'filesystem' },
    { name: 'fluentbit_metrics', tag: 'metrics' },
  ],
  filters: [{ name: 'record_modifier', match: '*', record: ['cluster eu'] }],
  outputs: [
    { name: 'loki', match: '*', host: 'loki.logging.svc', labels: ['job=apps'] },
    { name: 'prometheus_exporter', match: 'metrics', port: 2021 },
  ],
} as const satisfies FluentBitConfig;

it('writes a pipeline of one who uses the package', () => {
  expect(provedFluentBitYaml(receiver, { terminationGracePeriodSeconds: 30 })).toBe(`service:
  storage.path: /var/lib/receiver/chunks
  grace: 20
pipeline:
  inputs:
    - name: http
      tag: app
      port: 9880
      storage.type: filesystem
    - name: forward
      tag_prefix: agent.
      port: 24224
      storage.type: filesystem
    - name: fluentbit_metrics
      tag: metrics
  filters:
    - name: record_modifier
      match: '*'
      record:
        - cluster eu
  outputs:
    - name: loki
      match: '*'
      host: loki.logging.svc
      labels: job=apps
    - name: prometheus_exporter
      match: metrics
      port: 2021
`);
});

itWithTool('fluent-bit', 'which the real one takes', (fluentBit) => {
  const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
  try {
    const file = join(folder, 'fluent-bit.yaml');
    writeFileSync(file, provedFluentBitYaml(receiver));
    expect(fluentBit.run(['--dry-run', '-c', file])).toMatchObject({ status: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('it refuses', () => {
  const [, exporter] = receiver.outputs;
  refuses([
    [
      'options that are wrong, before anything is followed',
      () => provedFluentBitYaml(unchecked({ ...receiver, service: { storage_path: '/x' }, outputs: [exporter] })),
      "Fluent Bit: service: 'storage_path' is no option of the section 'service'; write 'storage.path'\n" +
        "Fluent Bit: inputs[0] (http): 'storage.type' is 'filesystem', and 'storage.path' is not set in 'service'; set it, such as '/var/lib/fluent-bit/chunks'\n" +
        "Fluent Bit: inputs[1] (forward): 'storage.type' is 'filesystem', and 'storage.path' is not set in 'service'; set it, such as '/var/lib/fluent-bit/chunks'",
    ],
    [
      'records that go nowhere, and a grace period beyond that of the pod',
      () => provedFluentBitYaml({ ...receiver, outputs: [exporter] }, { terminationGracePeriodSeconds: 20 }),
      "Fluent Bit: tag 'a' of inputs[0] (http) reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'a', or add an output for what is left\n" +
        "Fluent Bit: tag 'agent.' of inputs[1] (forward) reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'agent.*', or add an output for what is left\n" +
        "Fluent Bit: service: 'grace' is 20, and the pod is killed after 20 s, before what is left is sent; use 19 or less, or a longer termination grace period",
    ],
    [
      'lines for an output that takes metrics alone, though its match takes them',
      () => provedFluentBitYaml({ ...receiver, inputs: [receiver.inputs[0]], outputs: [{ ...exporter, match: '*' }] }),
      "Fluent Bit: tag 'a' of inputs[0] (http) reaches no output, and its records are dropped in silence; let the 'match' of an output take it, such as 'a', or add an output for what is left\n" +
        "Fluent Bit: outputs[0] (prometheus_exporter): 'match' '*' takes no tag of any input; mend or remove it; tags are such as 'a'",
    ],
    [
      'what is no configuration',
      () => provedFluentBitYaml(unchecked(null)),
      'Fluent Bit: a configuration of Fluent Bit is null, which is no object; give one such as { inputs: […], outputs: […] }',
    ],
  ]);
});
