import type { FluentBitConfig, FluentBitInput, FluentBitOutput } from '../../../lib/config/fluent-bit/config';

/** Where a sample finds its logs and keeps its state, and the port of its server. */
export interface Place {
  readonly logs: string;
  readonly state: string;
  readonly port: number;
}

/** As in a cluster, for the text that is written. */
export const CLUSTER: Place = { logs: '/var/log', state: '/var/lib/fluent-bit', port: 9200 };

/** A configuration that is in order, and what its server gets of the lines in `app.log`. */
export interface Sample {
  readonly title: string;
  readonly config: (at: Place) => FluentBitConfig;
  /** @default - it is not started */
  readonly lines?: readonly string[];
  /** Fields of the documents, and their index. */
  readonly documents?: readonly { readonly index: string; readonly [field: string]: unknown }[];
  readonly yaml: string;
}

const tail = ({ logs }: Place): FluentBitInput<'tail'> => ({
  name: 'tail',
  tag: 'app',
  path: [`${logs}/app.log`],
  read_from_head: true,
  refresh_interval: 1,
});

const TAIL = `    - name: tail
      tag: app
      path: /var/log/app.log
      read_from_head: true
      refresh_interval: 1
`;

const es = ({ port }: Place): FluentBitOutput<'es'> => ({
  name: 'es',
  match: '*',
  host: '127.0.0.1',
  port,
  suppress_type_name: true,
});

const ES = `    - name: es
      match: '*'
      host: 127.0.0.1
      port: 9200
      suppress_type_name: true
`;

const least: Sample = {
  title: 'an input and an output',
  config: (at) => ({ inputs: [tail(at)], outputs: [es(at)] }),
  lines: ['one', 'two'],
  documents: [
    { index: 'fluent-bit', log: 'one' },
    { index: 'fluent-bit', log: 'two' },
  ],
  yaml: `pipeline:
  inputs:
${TAIL}  outputs:
${ES}`,
};

const durable: Sample = {
  title: 'chunks and positions in files, dated indices, retries without end',
  config: (at) => ({
    service: { flush: 1, grace: 2, 'storage.path': `${at.state}/chunks`, 'storage.max_chunks_up': 64 },
    inputs: [
      {
        ...tail(at),
        alias: 'containers',
        exclude_path: [`${at.logs}/*.gz`, `${at.logs}/*_fluent-bit-*.log`],
        'multiline.parser': ['docker', 'cri'],
        db: `${at.state}/containers.db`,
        'db.locking': true,
        'storage.type': 'filesystem',
        rotate_wait: 60,
        ignore_older: '1d',
      },
    ],
    outputs: [
      {
        ...es(at),
        logstash_format: true,
        logstash_prefix: 'sys',
        logstash_dateformat: 'default',
        logstash_prefix_separator: '-',
        retry_limit: 'no_limits',
        buffer_size: false,
        compress: 'gzip',
        workers: 1,
        'storage.total_limit_size': '500M',
        'net.keepalive': false,
      },
    ],
  }),
  lines: [
    '2026-03-01T10:00:00.123456789Z stdout P a long',
    '2026-03-01T10:00:00.123456789Z stdout F  line',
    '2026-03-01T10:00:01.5Z stderr F short',
  ],
  documents: [
    { index: 'sys-default', log: 'a long line', stream: 'stdout' },
    { index: 'sys-default', log: 'short', stream: 'stderr' },
  ],
  yaml: `service:
  flush: 1
  grace: 2
  storage.path: /var/lib/fluent-bit/chunks
  storage.max_chunks_up: 64
pipeline:
  inputs:
${TAIL}      alias: containers
      exclude_path: /var/log/*.gz, /var/log/*_fluent-bit-*.log
      multiline.parser: docker, cri
      db: /var/lib/fluent-bit/containers.db
      db.locking: true
      storage.type: filesystem
      rotate_wait: 60
      ignore_older: 1d
  outputs:
${ES}      logstash_format: true
      logstash_prefix: sys
      logstash_dateformat: default
      logstash_prefix_separator: '-'
      retry_limit: no_limits
      buffer_size: false
      compress: gzip
      workers: 1
      storage.total_limit_size: 500M
      net.keepalive: false
`,
};

const joined: Sample = {
  title: 'a processor of an input',
  config: (at) => ({
    inputs: [
      {
        ...tail(at),
        processors: {
          logs: [{ name: 'multiline', 'multiline.parser': ['java', 'python'], 'multiline.key_content': 'log' }],
        },
      },
    ],
    outputs: [es(at)],
  }),
  lines: ['before', 'java.lang.IllegalStateException: no', '    at shop.Main.run(Main.java:7)', 'after'],
  documents: [
    { index: 'fluent-bit', log: 'before' },
    { index: 'fluent-bit', log: 'java.lang.IllegalStateException: no\n    at shop.Main.run(Main.java:7)' },
    { index: 'fluent-bit', log: 'after' },
  ],
  yaml: `pipeline:
  inputs:
${TAIL}      processors:
        logs:
          - name: multiline
            multiline.parser: java, python
            multiline.key_content: log
  outputs:
${ES}`,
};

const parsed: Sample = {
  title: 'parsers and multiline parsers of its own',
  config: (at) => ({
    parsers: [
      {
        name: 'app',
        format: 'regex',
        regex: '^(?<time>[^ ]+) (?<level>\\w+) (?<took>\\d+) (?<log>.*)$',
        time_format: '%Y-%m-%dT%H:%M:%S.%L%z',
        types: 'took:integer level:string',
      },
    ],
    multiline_parsers: [
      {
        name: 'indented',
        type: 'regex',
        flush_timeout: 500,
        rules: [
          { state: 'start_state', regex: '/^\\S/', next_state: 'more' },
          { state: 'more', regex: '/^\\s+at /', next_state: 'more' },
        ],
      },
    ],
    inputs: [{ ...tail(at), 'multiline.parser': ['indented'] }],
    filters: [{ name: 'parser', match: '*', key_name: 'log', parser: ['app'], reserve_data: true }],
    outputs: [es(at)],
  }),
  lines: ['2026-03-01T10:00:00.5+0100 warn 17 crashed', '  at a()', '  at b()', '2026-03-01T10:00:01.0+0100 info 3 ok'],
  documents: [
    { index: 'fluent-bit', level: 'warn', took: 17, '@timestamp': '2026-03-01T09:00:00.500Z' },
    { index: 'fluent-bit', level: 'info', took: 3, log: 'ok' },
  ],
  yaml: `parsers:
  - name: app
    format: regex
    regex: ^(?<time>[^ ]+) (?<level>\\w+) (?<took>\\d+) (?<log>.*)$
    time_format: '%Y-%m-%dT%H:%M:%S.%L%z'
    types: took:integer level:string
multiline_parsers:
  - name: indented
    type: regex
    flush_timeout: 500
    rules:
      - state: start_state
        regex: /^\\S/
        next_state: more
      - state: more
        regex: /^\\s+at /
        next_state: more
pipeline:
  inputs:
${TAIL}      multiline.parser: indented
  filters:
    - name: parser
      match: '*'
      key_name: log
      parser:
        - app
      reserve_data: true
  outputs:
${ES}`,
};

const filtered: Sample = {
  title: 'filters in their order, options several times, code of several lines',
  config: (at) => ({
    inputs: [tail(at)],
    filters: [
      { name: 'grep', match: '*', exclude: ['log ^debug', 'log ^\\s*$'] },
      {
        name: 'modify',
        match: '*',
        condition: ['Key_value_matches log "^a b"'],
        copy: ['log original'],
        set: ['note "two words"', 'date %Y'],
        rename: ['original before'],
      },
      { name: 'record_modifier', match: '*', record: ['cluster eu', 'node ${HOME}'], remove_key: ['nothing'] },
      { name: 'nest', match: '*', operation: 'nest', wildcard: ['note', 'dat*'], nest_under: 'extra' },
      {
        name: 'lua',
        match: '*',
        call: 'mark',
        code: 'function mark(tag, timestamp, record)\n  record["tag"] = tag\n  return 2, timestamp, record\nend\n',
      },
      { name: 'throttle', match: '*', rate: 1000.5, window: 10, interval: '10s' },
      { name: 'multiline', match: 'no.*', 'multiline.parser': ['java', 'python'], 'multiline.key_content': 'log' },
    ],
    outputs: [es(at)],
  }),
  lines: ['debug this', 'a b', 'c'],
  documents: [
    {
      index: 'fluent-bit',
      log: 'a b',
      before: 'a b',
      extra: { note: 'two words', date: '%Y' },
      cluster: 'eu',
      tag: 'app',
    },
    { index: 'fluent-bit', log: 'c', cluster: 'eu', node: process.env.HOME, tag: 'app' },
  ],
  yaml: `pipeline:
  inputs:
${TAIL}  filters:
    - name: grep
      match: '*'
      exclude:
        - log ^debug
        - log ^\\s*$
    - name: modify
      match: '*'
      condition:
        - Key_value_matches log "^a b"
      copy:
        - log original
      set:
        - note "two words"
        - date %Y
      rename:
        - original before
    - name: record_modifier
      match: '*'
      record:
        - cluster eu
        - node \${HOME}
      remove_key:
        - nothing
    - name: nest
      match: '*'
      operation: nest
      wildcard:
        - note
        - dat*
      nest_under: extra
    - name: lua
      match: '*'
      call: mark
      code: |
        function mark(tag, timestamp, record)
          record["tag"] = tag
          return 2, timestamp, record
        end
    - name: throttle
      match: '*'
      rate: 1000.5
      window: 10
      interval: 10s
    - name: multiline
      match: no.*
      multiline.parser: java, python
      multiline.key_content: log
  outputs:
${ES}`,
};

const THIS_MONTH = new Date().toISOString().slice(0, 7).replace('-', '.');

const texts: Sample = {
  title: 'texts that YAML would read as something else, variables and accessors',
  config: (at) => ({
    inputs: [tail(at)],
    filters: [
      {
        name: 'record_modifier',
        match: '*',
        record: ['a true', 'b 1e3', 'c null', 'd "# no"', 'e x:y', 'f "- z"', 'home ${HOME}', 'money $1'],
      },
    ],
    outputs: [
      {
        ...es(at),
        logstash_format: true,
        logstash_prefix: 'off',
        logstash_prefix_key: '$a',
        logstash_dateformat: '%Y.%m',
      },
    ],
  }),
  lines: ['~'],
  documents: [
    {
      index: `true-${THIS_MONTH}`,
      log: '~',
      a: 'true',
      b: '1e3',
      d: '# no',
      f: '- z',
      home: process.env.HOME,
      money: '$1',
    },
  ],
  yaml: `pipeline:
  inputs:
${TAIL}  filters:
    - name: record_modifier
      match: '*'
      record:
        - a true
        - b 1e3
        - c null
        - d "# no"
        - e x:y
        - f "- z"
        - home \${HOME}
        - money $1
  outputs:
${ES}      logstash_format: true
      logstash_prefix: 'off'
      logstash_prefix_key: $a
      logstash_dateformat: '%Y.%m'
`,
};

const others: Sample = {
  title: 'all other plugins',
  config: () => ({
    service: { http_server: true, http_port: 2021, 'storage.keep.rejected': true, 'storage.path': '/tmp/chunks' },
    inputs: [
      {
        name: 'systemd',
        tag: 'node.*',
        systemd_filter: ['_SYSTEMD_UNIT=kubelet.service', '_SYSTEMD_UNIT=k3s.service'],
      },
      { name: 'forward', port: 24225, shared_key: '${KEY}', 'security.users': ['agent ${PASSWORD}'], tls: false },
      { name: 'http', tag: 'http', port: 9881, successful_response_code: 204 },
      { name: 'fluentbit_metrics', tag: 'metrics', scrape_interval: '30s' },
    ],
    filters: [
      { name: 'kubernetes', match: 'kube.*', merge_log: true, 'k8s-logging.exclude': false, kube_token_ttl: '5m' },
    ],
    outputs: [
      { name: 'stdout', match: 'a', format: 'json_lines', json_date_format: 'iso8601' },
      { name: 'file', match: 'a', path: '/tmp', file: 'lines', format: 'template', template: '{log}' },
      { name: 'opensearch', match: 'a', host: 'search', aws_auth: true, aws_region: 'eu-central-1', tls: true },
      {
        name: 'cloudwatch_logs',
        match: 'a',
        region: 'eu-central-1',
        log_group_name: '/app',
        log_stream_prefix: '${HOSTNAME}-',
        auto_create_group: true,
        log_retention_days: 7,
        retry_limit: 10,
      },
      { name: 'loki', match: 'a', host: 'loki', labels: ['job=fluent-bit', '$stream'], header: ['X-Scope-OrgID shop'] },
      {
        name: 'forward',
        match: 'a',
        host: 'fluentd',
        retain_metadata_in_forward_mode: false,
        require_ack_response: true,
      },
      { name: 's3', match: 'a', bucket: 'logs', upload_chunk_size: '6M', use_put_object: true, compression: 'gzip' },
      { name: 'http', match: 'a', host: 'sink', format: 'json_lines', header: ['X-Team shop', 'X-Stage test'] },
      { name: 'prometheus_exporter', match: 'metrics', port: 2022, add_label: ['cluster eu'] },
    ],
  }),
  yaml: `service:
  http_server: true
  http_port: 2021
  storage.keep.rejected: true
  storage.path: /tmp/chunks
pipeline:
  inputs:
    - name: systemd
      tag: node.*
      systemd_filter:
        - _SYSTEMD_UNIT=kubelet.service
        - _SYSTEMD_UNIT=k3s.service
    - name: forward
      port: 24225
      shared_key: \${KEY}
      security.users:
        - agent \${PASSWORD}
      tls: false
    - name: http
      tag: http
      port: 9881
      successful_response_code: 204
    - name: fluentbit_metrics
      tag: metrics
      scrape_interval: 30s
  filters:
    - name: kubernetes
      match: kube.*
      merge_log: true
      k8s-logging.exclude: false
      kube_token_ttl: 5m
  outputs:
    - name: stdout
      match: a
      format: json_lines
      json_date_format: iso8601
    - name: file
      match: a
      path: /tmp
      file: lines
      format: template
      template: '{log}'
    - name: opensearch
      match: a
      host: search
      aws_auth: true
      aws_region: eu-central-1
      tls: true
    - name: cloudwatch_logs
      match: a
      region: eu-central-1
      log_group_name: /app
      log_stream_prefix: \${HOSTNAME}-
      auto_create_group: true
      log_retention_days: 7
      retry_limit: 10
    - name: loki
      match: a
      host: loki
      labels: job=fluent-bit, $stream
      header:
        - X-Scope-OrgID shop
    - name: forward
      match: a
      host: fluentd
      retain_metadata_in_forward_mode: false
      require_ack_response: true
    - name: s3
      match: a
      bucket: logs
      upload_chunk_size: 6M
      use_put_object: true
      compression: gzip
    - name: http
      match: a
      host: sink
      format: json_lines
      header:
        - X-Team shop
        - X-Stage test
    - name: prometheus_exporter
      match: metrics
      port: 2022
      add_label:
        - cluster eu
`,
};

/** Samples that are only checked, since their servers are elsewhere. */
export const CHECKED: readonly Sample[] = [others];

/** Samples that a server gets documents from. */
export const DELIVERED: readonly Sample[] = [least, durable, joined, parsed, filtered, texts];
