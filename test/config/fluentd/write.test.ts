import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FluentdConfig } from '../../../lib/config/fluentd/config';
import { validateFluentd } from '../../../lib/config/fluentd/validate';
import { fluentdYaml } from '../../../lib/config/fluentd/write';
import { proveFluentd } from '../../../lib/proof/fluentd-pipeline/prove-fluentd';
import { itWithTool } from '../../tools/tool';
import { config, elasticsearch, LABELS, nothing, tail, withFilter } from './configs';

it('writes the YAML format, with all texts in quotes', () => {
  expect(fluentdYaml({ system: { log_level: 'warn', workers: 1 }, config: [{ match: nothing }] })).toBe(`system:
  log_level: "warn"
  workers: 1
config:
  - match:
      $type: "null"
      $tag: "**"
`);
});

it('takes from the environment what is said to come from there, and nothing else', () => {
  const text = fluentdYaml(
    withFilter({ $type: 'record_transformer', $tag: '**', record: { a: `#{ENV['HOME']} "'\\n` } }),
  );
  expect(text).toContain(`password: !fluent/s "#{ENV['PASSWORD']}"`);
  expect(text).toContain(`a: "#{ENV['HOME']} \\"'\\\\n"`);
});

it('writes maps as the texts that Fluentd reads, as they would be sections', () => {
  const text = fluentdYaml({
    config: [
      { source: { ...tail, parse: { $type: 'regexp', expression: '/^(?<a>.)/', types: { a: 'integer' } } } },
      { source: { $type: 'systemd', tag: 'node.kubelet', matches: [{ _SYSTEMD_UNIT: 'kubelet.service' }] } },
    ],
  });
  expect(text).toContain('types: "{\\"a\\":\\"integer\\"}"');
  expect(text).toContain('matches: "[{\\"_SYSTEMD_UNIT\\":\\"kubelet.service\\"}]"');
});

/** One of each plugin that is not the test's own. */
const EVERYTHING: FluentdConfig = {
  system: { log_level: 'info', strict_config_value: true, suppress_config_dump: false, config_include_dir: '' },
  config: [
    {
      source: {
        ...tail,
        parse: { $type: 'multi_format', pattern: [{ format: 'cri' }, { format: 'json' }, { format: 'none' }] },
      },
    },
    {
      source: {
        $type: 'forward',
        $id: 'in',
        port: 24224,
        bind: '0.0.0.0',
        chunk_size_limit: '8m',
        security: { self_hostname: { $env: 'HOSTNAME' }, shared_key: { $env: 'SHARED_KEY' }, user_auth: false },
        transport: { $arg: 'tcp' },
      },
    },
    { source: { $type: 'http', $id: 'http', port: 9880, body_size_limit: '1m', parse: { $type: 'json' } } },
    { source: { $type: 'prometheus', $id: 'metrics' } },
    { source: { $type: 'prometheus_output_monitor', interval: '10s', gauge_all: false, labels: { hostname: 'x' } } },
    { source: { $type: 'prometheus_tail_monitor' } },
    { source: { $type: 'monitor_agent', include_config: false } },
    { source: { $type: 'sample', $id: 'sample', tag: 'sample.x', $label: '@DRAFT' } },
    {
      filter: {
        $type: 'grep',
        $tag: 'kube.**',
        exclude: [
          { key: '$.kubernetes.pod', pattern: '/^#{1}$/i' },
          { key: 'level', pattern: '/^(?:trace|debug)$/' },
        ],
      },
    },
    {
      filter: {
        $type: 'parser',
        $tag: 'kube.**',
        key_name: 'message',
        reserve_data: true,
        hash_value_field: 'parsed',
        emit_invalid_record_to_error: false,
        parse: { $type: 'json', time_key: 'none' },
      },
    },
    {
      filter: {
        $type: 'concat',
        $tag: 'kube.**',
        key: 'message',
        use_partial_cri_logtag: true,
        partial_cri_logtag_key: 'logtag',
        partial_cri_stream_key: 'stream',
        timeout_label: '@REST',
        separator: '',
      },
    },
    {
      filter: {
        $type: 'record_transformer',
        $tag: 'kube.**',
        remove_keys: ['$.a.b', 'logtag'],
        record: { cluster: 'a "b" \'c\' #{`id`} # ${tag}' },
      },
    },
    { filter: { $type: 'elasticsearch_genid', $tag: '**', hash_id_key: '_hash' } },
    {
      filter: {
        $type: 'prometheus',
        $tag: '**',
        metric: [{ name: 'x_total', type: 'counter', desc: 'Count', labels: { tag: '${tag}' } }],
      },
    },
    { match: { $type: 'relabel', $tag: '**', $label: '@REST' } },
    { label: { $name: '@DRAFT', config: [{ match: { $type: 'stdout', $tag: '**', format: { $type: 'json' } } }] } },
    {
      label: {
        $name: '@REST',
        config: [
          {
            match: {
              $type: 'copy',
              $tag: 'kube.**',
              store: [
                {
                  ...elasticsearch,
                  $id: 'a',
                  $tag: undefined,
                  id_key: '_hash',
                  write_operation: 'create',
                  remove_keys: 'draft',
                  custom_headers: { 'X-A': 'b' },
                },
                {
                  $type: 'file',
                  $id: 'file',
                  path: '/tmp/fluentd-test/x.${tag}',
                  buffer: { $type: 'file', $arg: 'tag, time', path: '/tmp/fluentd-test/file', timekey: '1d' },
                },
              ],
            },
          },
          {
            match: {
              $type: 'forward',
              $id: 'out',
              $tag: '**',
              require_ack_response: true,
              transport: 'tcp',
              server: [{ host: '127.0.0.1', port: 24225 }],
              security: { self_hostname: 'x', shared_key: { $env: 'SHARED_KEY' } },
              buffer: {
                ...elasticsearch.buffer,
                $type: 'file',
                path: '/tmp/fluentd-test/forward',
                retry_forever: undefined,
              },
              secondary: { $type: 'secondary_file', directory: '/tmp/fluentd-test/dump' },
            },
          },
        ],
      },
    },
    ...LABELS,
  ],
};

describe('a configuration of all that is known', () => {
  it('is in order', () => {
    expect(validateFluentd(EVERYTHING).concat(proveFluentd(EVERYTHING))).toEqual([]);
  });

  itWithTool('fluentd', 'is taken by Fluentd as it is meant', (fluentd) => {
    const folder = mkdtempSync(join(tmpdir(), 'fluentd-'));
    try {
      const file = join(folder, 'fluentd.yaml');
      writeFileSync(file, fluentdYaml(EVERYTHING));
      const { status, stdout, stderr } = fluentd.run(['--dry-run', '--config', file]);
      const all = `${stdout}${stderr}`;
      expect({
        status,
        complaints: all.match(/.*(?:\[error\]|is not used|unknown).*/g),
        all: status === 0 ? '' : all,
      }).toEqual({
        status: 0,
        complaints: null,
        all: '',
      });
      expect(stdout).toContain('cluster a "b" \'c\' #{`id`} # ${tag}');
      expect(stdout).toContain('pattern /^#{1}$/i');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  itWithTool('fluentd', 'is refused by Fluentd with a parameter that it lacks', (fluentd) => {
    const folder = mkdtempSync(join(tmpdir(), 'fluentd-'));
    try {
      const file = join(folder, 'fluentd.yaml');
      writeFileSync(file, fluentdYaml({ config: [{ match: { $type: 'file', $tag: '**' } as never }] }));
      expect(fluentd.run(['--dry-run', '--config', file]).status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('has the same text for the same data', () => {
  expect(fluentdYaml(config())).toBe(fluentdYaml(structuredClone(config())));
});
