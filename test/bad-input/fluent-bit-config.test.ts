import type { FluentBitConfig } from '../../lib/config/fluent-bit/config';
import { validateFluentBit } from '../../lib/config/fluent-bit/validate';
import { refuse } from '../../lib/model/problem';
import { type Row, refuses, unchecked } from './tools';

const tail = { name: 'tail', tag: 'app', path: ['/var/log/app.log'] };
const stdout = { name: 'stdout', match: '*' };
const es = { name: 'es', match: '*', host: 'search', suppress_type_name: true };

/** A configuration of these parts, which no compiler saw. */
const whole = (parts: object) => () =>
  refuse('fluent-bit', validateFluentBit(unchecked<FluentBitConfig>({ inputs: [tail], outputs: [stdout], ...parts })));
const input = (options: object) => whole({ inputs: [{ ...tail, ...options }] });
const service = (options: object) => whole({ service: options });
const filter = (options: object) => whole({ filters: [{ match: '*', ...options }] });
const output = (options: object) => whole({ outputs: [{ ...es, ...options }] });
const parser = (options: object) => whole({ parsers: [{ name: 'app', format: 'json', ...options }] });
const multiline = (options: object) => whole({ multiline_parsers: [{ name: 'app', type: 'regex', ...options }] });
const lua = { name: 'lua', call: 'f', code: 'function f(tag, timestamp, record) return 0 end' };

const joining = { name: 'multiline', 'multiline.parser': ['java'], 'multiline.key_content': 'log' };

describe('a whole configuration that Fluent Bit would take in silence is refused', () => {
  const rows: readonly Row[] = [
    [
      'no object',
      () => refuse('fluent-bit', validateFluentBit(unchecked('pipeline: {}'))),
      "fluent-bit: a configuration of Fluent Bit is 'pipeline: {}', which is no object; give one such as { inputs: […], outputs: […] }",
    ],
    ['an unknown part', whole({ filter: [] }), "fluent-bit: 'filter' is no part of a configuration; write 'filters'"],
    ['no inputs', whole({ inputs: [] }), "fluent-bit: 'inputs' is empty; give one such as [{ name: 'tail', … }]"],
    [
      'one output that is no list',
      whole({ outputs: stdout }),
      `fluent-bit: 'outputs' is {"name":"stdout","match":"*"}, which is no list; give one such as [{ name: 'stdout', … }]`,
    ],
    [
      'a hole in a list',
      whole({ inputs: [tail, undefined] }),
      "fluent-bit: 'inputs[1]' is undefined, which is no object; give one such as [{ name: 'tail', … }]",
    ],
    [
      'an unknown plugin',
      whole({ outputs: [{ ...es, name: 'elasticsearch' }] }),
      "fluent-bit: 'outputs[0].name' is 'elasticsearch', which is no plugin known here; use one of 'stdout', 'file', 'es', 'opensearch', 'cloudwatch_logs', 'loki', 'forward', 's3', 'http', 'prometheus_exporter'",
    ],
    [
      'a plugin in capitals',
      whole({ inputs: [{ ...tail, name: 'Tail' }] }),
      "fluent-bit: 'inputs[0].name' is 'Tail', which is no plugin known here; write 'tail'",
    ],
    [
      'an unknown option',
      input({ refresh_intervall: 5 }),
      "fluent-bit: inputs[0] (tail): 'refresh_intervall' is no option of the input 'tail'; write 'refresh_interval'",
    ],
    [
      'an option of older files',
      input({ docker_mode: true }),
      "fluent-bit: inputs[0] (tail): 'docker_mode' is deprecated; write 'multiline.parser': ['docker']",
    ],
    [
      'an unknown key of the service, which Fluent Bit takes in silence',
      service({ flushh: 1 }),
      "fluent-bit: service: 'flushh' is no option of the section 'service'; write 'flush'",
    ],
    [
      'a tail without a path',
      whole({ inputs: [{ name: 'tail' }] }),
      "fluent-bit: inputs[0] (tail): 'path' is not set; set it",
    ],
    [
      'a switch that is none',
      input({ read_from_head: 'yess' }),
      "fluent-bit: inputs[0] (tail): 'read_from_head' is 'yess', which is neither true nor false; use true or false",
    ],
    [
      'a value that is none of the allowed ones',
      input({ 'storage.type': 'disk' }),
      "fluent-bit: inputs[0] (tail): 'storage.type' is 'disk', which is unknown; use one of 'filesystem', 'memory', 'memrb'",
    ],
    [
      'a size of Kubernetes',
      input({ mem_buf_limit: '50Mi' }),
      "fluent-bit: inputs[0] (tail): 'mem_buf_limit' is '50Mi', which is no size to Fluent Bit; use a text such as '50M' with 'K', 'M' or 'G', powers of ten",
    ],
    [
      'a time of milliseconds',
      input({ rotate_wait: '500ms' }),
      "fluent-bit: inputs[0] (tail): 'rotate_wait' is '500ms', which is no time; use seconds such as 30, or a time such as '10m' with one of 's', 'm', 'h', 'd'",
    ],
    [
      'minutes where Fluent Bit reads the digits only',
      input({ refresh_interval: '1m' }),
      "fluent-bit: inputs[0] (tail): 'refresh_interval' is '1m'; use a whole number of 1 or more",
    ],
    [
      'a port as text',
      output({ port: 'abc' }),
      "fluent-bit: outputs[0] (es): 'port' is 'abc'; use a whole number from 1 to 65535",
    ],
    [
      'a port out of range',
      output({ port: 92_000 }),
      "fluent-bit: outputs[0] (es): 'port' is 92000; use a whole number from 1 to 65535",
    ],
    [
      'a text instead of a list',
      input({ path: '/var/log/*.log' }),
      `fluent-bit: inputs[0] (tail): 'path' is '/var/log/*.log', which is no list; give one such as ["/var/log/containers/*.log"]`,
    ],
    [
      'two paths in one text',
      input({ path: ['/a.log,/b.log'] }),
      "fluent-bit: inputs[0] (tail): 'path[0]' is '/a.log,/b.log', which Fluent Bit splits at the comma; give each its own entry",
    ],
    [
      'a path that depends on the folder',
      input({ db: 'tail.db' }),
      "fluent-bit: inputs[0] (tail): 'db' is 'tail.db', which is no absolute path; use '/tail.db'",
    ],
    [
      'retries without number',
      output({ retry_limit: -1 }),
      "fluent-bit: outputs[0] (es): 'retry_limit' is -1, which is no number of retries; use a whole number of 1 or more, 'no_limits' or 'no_retries'",
    ],
    [
      'a number where a text belongs',
      output({ index: 7 }),
      "fluent-bit: outputs[0] (es): 'index' is 7, which is no text; use a text",
    ],
    [
      'an empty text',
      output({ index: '' }),
      "fluent-bit: outputs[0] (es): 'index' is empty; give a text, or leave it out",
    ],
    [
      'a password, which is not repeated',
      output({ http_user: 'agent', http_passwd: 'hunter2' }),
      "fluent-bit: outputs[0] (es): 'http_passwd' is written down; keep it in a Secret and refer to an environment variable, such as '${PASSWORD}'",
    ],
    [
      'a brace before a variable, which Fluent Bit leaves as it is',
      filter({ name: 'record_modifier', record: ['node {x}${NODE}'] }),
      "fluent-bit: filters[0] (record_modifier): 'record[0]' has a '}' before an environment variable, which Fluent Bit does not fill in then; put the variable before the first '}', or into a setting of its own",
    ],
    [
      'a pattern that is a variable to Fluent Bit',
      input({ tag_regex: '(?<a>\\${\\d+})' }),
      "fluent-bit: inputs[0] (tail): 'tag_regex' holds '${', which begins the name of an environment variable to Fluent Bit; write a whole name such as '${NODE_NAME}', or the text without '${', such as '[$][{]' in a regular expression",
    ],
    [
      'a pattern that does not compile',
      input({ tag_regex: '(?<pod>[^_]+' }),
      "fluent-bit: inputs[0] (tail): 'tag_regex' is '(?<pod>[^_]+', which is no regular expression: a '(' has no ')'; write it as Ruby takes it (Onigmo)",
    ],
    [
      'a group as Python names it',
      whole({ outputs: [{ ...stdout, match_regex: '(?P<ns>a)' }] }),
      "fluent-bit: outputs[0] (stdout): 'match_regex' is '(?P<ns>a)', which is no regular expression: '(?P' begins no group; write '(?<name>'; write it as Ruby takes it (Onigmo)",
    ],
    [
      'a date with a letter that is none',
      output({ logstash_format: true, logstash_dateformat: '%Y.%Q' }),
      "fluent-bit: outputs[0] (es): 'logstash_dateformat' is '%Y.%Q', which holds '%Q'; use letters of strftime, such as '%Y-%m-%d'",
    ],
    [
      'two inputs with one file of positions',
      whole({
        inputs: [
          { ...tail, db: '/a.db' },
          { ...tail, db: '/a.db' },
        ],
      }),
      "fluent-bit: inputs[1] (tail): 'db' is '/a.db', the same file as that of inputs[0] (tail), and both would lose their positions; give each input a file of its own",
    ],
    ...['/x/./a.db', '/x//a.db', '/x/y/../a.db'].map((db): [string, () => unknown, string] => [
      `two inputs with one file of positions, one of them as '${db}'`,
      whole({
        inputs: [
          { ...tail, db: '/x/a.db' },
          { ...tail, db },
        ],
      }),
      `fluent-bit: inputs[1] (tail): 'db' is '${db}', the same file as that of inputs[0] (tail), and both would lose their positions; give each input a file of its own`,
    ]),
    [
      'two plugins of one alias',
      whole({
        outputs: [
          { ...stdout, alias: 'a' },
          { ...es, alias: 'a' },
        ],
      }),
      "fluent-bit: outputs[1] (es): 'alias' is 'a', as that of outputs[0] (stdout) is; give each a name of its own",
    ],
    [
      'chunks in files without a folder',
      input({ 'storage.type': 'filesystem' }),
      "fluent-bit: inputs[0] (tail): 'storage.type' is 'filesystem', and 'storage.path' is not set in 'service'; set it, such as '/var/lib/fluent-bit/chunks'",
    ],
    [
      'a limit of files that nobody writes',
      output({ 'storage.total_limit_size': '500M' }),
      "fluent-bit: outputs[0] (es): 'storage.total_limit_size' is '500M', and no input has the 'storage.type' 'filesystem'; set it on an input, or leave the limit out",
    ],
    [
      'a limit below one chunk',
      whole({
        service: { 'storage.path': '/chunks' },
        inputs: [{ ...tail, 'storage.type': 'filesystem' }],
        outputs: [{ ...es, 'storage.total_limit_size': '500K' }],
      }),
      "fluent-bit: outputs[0] (es): 'storage.total_limit_size' is '500K', less than one chunk; use '2M' or more",
    ],
    [
      'a type of storage that nobody inherits',
      service({ 'storage.path': '/chunks', 'storage.type': 'filesystem' }),
      "fluent-bit: service: 'storage.type' is set, and 'storage.inherit' is not true; set 'storage.inherit' to true, or leave it out",
    ],
    [
      'a check of health without a server',
      service({ health_check: true }),
      "fluent-bit: service: 'health_check' is set, and 'http_server' is not true; set 'http_server' to true, or leave it out",
    ],
    [
      'two that listen on one port',
      whole({ service: { http_server: true, http_port: 9880 }, inputs: [{ name: 'http' }] }),
      "fluent-bit: inputs[0] (http): 'port' is 9880, as that of service is; use another port",
    ],
    [
      'a server without TLS that has a certificate',
      whole({ inputs: [{ name: 'http', 'tls.crt_file': '/tls.crt' }] }),
      "fluent-bit: inputs[0] (http): 'tls.crt_file' is set, and 'tls' is not true; set 'tls' to true",
    ],
    [
      'a server with TLS that has no key',
      whole({ inputs: [{ name: 'forward', tls: true, 'tls.crt_file': '/tls.crt' }] }),
      "fluent-bit: inputs[0] (forward): 'tls.key_file' is not set, and 'tls' is true; set it, such as '/etc/fluent-bit/tls/tls.key'",
    ],
    [
      'the password of a user, which is not repeated',
      whole({ inputs: [{ name: 'forward', shared_key: '${KEY}', 'security.users': ['agent hunter2'] }] }),
      "fluent-bit: inputs[0] (forward): 'security.users[0]' writes down a password; keep it in a Secret and refer to an environment variable, such as 'agent ${PASSWORD}'",
    ],
    [
      'a pause above the longest',
      service({ 'scheduler.base': 60, 'scheduler.cap': 30 }),
      "fluent-bit: service: 'scheduler.base' is 60, above 'scheduler.cap' of 30; raise 'scheduler.cap'",
    ],
  ];
  refuses(rows);
});

describe('parsers that Fluent Bit would not find, or not use, are refused', () => {
  const rows: readonly Row[] = [
    [
      'a parser that does not exist',
      input({ parser: 'jsn' }),
      "fluent-bit: inputs[0] (tail): 'parser' names the parser 'jsn', which does not exist; add it to 'parsers'",
    ],
    [
      'a multiline parser that does not exist',
      input({ 'multiline.parser': ['nodejs'] }),
      "fluent-bit: inputs[0] (tail): 'multiline.parser' names the multiline parser 'nodejs', which does not exist; add it to 'multiline_parsers', or use one of 'docker', 'cri', 'java', 'go', 'ruby', 'python'",
    ],
    [
      'a parser of merged logs that does not exist',
      whole({
        parsers: [{ name: 'json', format: 'json' }],
        filters: [{ name: 'kubernetes', match: '*', merge_log: true, merge_parser: 'app' }],
      }),
      "fluent-bit: filters[0] (kubernetes): 'merge_parser' names the parser 'app', which does not exist; add it to 'parsers', or use one of 'json'",
    ],
    [
      'two parsers of one name',
      whole({
        parsers: [
          { name: 'a', format: 'json' },
          { name: 'a', format: 'logfmt' },
        ],
      }),
      "fluent-bit: the parser 'a' exists twice; give each a name of its own",
    ],
    [
      'a format that is none',
      parser({ format: 'csv' }),
      "fluent-bit: parsers[0] (app): 'format' is 'csv', which is unknown; use one of 'regex', 'json', 'ltsv', 'logfmt'",
    ],
    [
      'no expression',
      parser({ format: 'regex' }),
      "fluent-bit: parsers[0] (app): 'regex' is not set, and 'format' is 'regex'; set it, such as '^(?<time>[^ ]+) (?<message>.*)$'",
    ],
    [
      'an expression without fields',
      parser({ format: 'regex', regex: '^(.*)$' }),
      "fluent-bit: parsers[0] (app): 'regex' is '^(.*)$', which has no group with a name; name the fields, such as '(?<message>.*)'",
    ],
    [
      'no group for the time',
      parser({ format: 'regex', regex: '^(?<at>\\S+) (?<log>.*)$', time_format: '%s' }),
      "fluent-bit: parsers[0] (app): 'regex' has no group 'time', which the time is read from; set 'time_key' to one of 'at', 'log'",
    ],
    [
      'a time without its format',
      parser({ time_key: 'ts' }),
      "fluent-bit: parsers[0] (app): 'time_key' is set, and 'time_format' is not; set both, or neither",
    ],
    [
      'microseconds as Python writes them',
      parser({ time_format: '%Y-%m-%d %H:%M:%S.%f' }),
      "fluent-bit: parsers[0] (app): 'time_format' is '%Y-%m-%d %H:%M:%S.%f', which holds '%f'; write '%L' for a fraction of a second",
    ],
    [
      'a type that is none',
      parser({ types: 'status:int' }),
      "fluent-bit: parsers[0] (app): 'types' holds 'status:int'; write a field and one of 'integer', 'float', 'bool', 'hex', 'string', such as 'status:integer'",
    ],
    [
      'a name that is built in',
      multiline({
        name: 'java',
        rules: [
          { state: 'start_state', regex: 'a', next_state: 'cont' },
          { state: 'cont', regex: 'b', next_state: 'cont' },
        ],
      }),
      "fluent-bit: multiline_parsers[0] (java): 'name' is 'java', which Fluent Bit has built in; use another, such as 'my-java'",
    ],
    [
      'no rules',
      multiline({}),
      "fluent-bit: multiline_parsers[0] (app): 'rules' is not set; give one such as [{ state: 'start_state', regex: '^\\d', next_state: 'cont' }]",
    ],
    [
      'rules without a beginning',
      multiline({ rules: [{ state: 'cont', regex: 'a', next_state: 'cont' }] }),
      "fluent-bit: multiline_parsers[0] (app): 'rules[0].state' is not 'start_state'; begin with the rule for the first line, whose state is 'start_state'",
    ],
    [
      'a state that leads nowhere',
      multiline({ rules: [{ state: 'start_state', regex: 'a', next_state: 'more' }] }),
      "fluent-bit: multiline_parsers[0] (app): 'next_state' is 'more', which is the state of no rule; add a rule with this state",
    ],
    [
      'another state that leads nowhere',
      multiline({
        rules: [
          { state: 'start_state', regex: 'a', next_state: 'cont' },
          { state: 'cont', regex: 'b', next_state: 'more' },
        ],
      }),
      "fluent-bit: multiline_parsers[0] (app): 'next_state' is 'more', which is the state of no rule; use one of 'cont', or add a rule with this state",
    ],
    [
      'a last line that leads back to the first',
      multiline({
        rules: [
          { state: 'start_state', regex: 'a', next_state: 'cont' },
          { state: 'cont', regex: 'b', next_state: 'start_state' },
        ],
      }),
      "fluent-bit: multiline_parsers[0] (app): 'next_state' is 'start_state', the state of a rule for first lines, and Fluent Bit delivers a line that leads to it twice; lead to a rule of its own: first lines are looked for in any state",
    ],
    [
      'an expression of a rule that does not compile',
      multiline({ rules: [{ state: 'start_state', regex: '[a', next_state: 'start_state' }] }),
      "fluent-bit: multiline_parsers[0] (app): rules[0]: 'regex' is '[a', which is no regular expression: a '[' has no ']'; write it as Ruby takes it (Onigmo)",
    ],
    [
      'a multiline parser that would get the parser of another',
      whole({
        parsers: [{ name: 'part', format: 'regex', regex: '^(?<end>F|P) (?<log>.*)$' }],
        multiline_parsers: [
          { name: 'parts', type: 'equal', match_string: 'F', key_content: 'log', key_pattern: 'end', parser: 'part' },
          { name: 'app', type: 'endswith', match_string: '-' },
        ],
      }),
      "fluent-bit: multiline_parsers[1] (app): it has no 'parser', and Fluent Bit gives it 'part', that of multiline_parsers[0] (parts); put those without a parser first",
    ],
    [
      'a format in tail beside lines that belong together',
      whole({
        multiline_parsers: [{ name: 'app', type: 'endswith', match_string: '-' }],
        inputs: [{ name: 'tail', tag: 'app', path: ['/a.log'], 'multiline.parser': ['cri', 'app'] }],
      }),
      "fluent-bit: inputs[0] (tail): 'multiline.parser' holds 'app' beside 'cri', and Fluent Bit runs only one of them on a line; keep those of the container runtime here, and add a processor 'multiline' with 'app'",
    ],
    [
      'parsers in tail that are not run one after the other',
      input({ 'multiline.parser': ['cri', 'java'] }),
      "fluent-bit: inputs[0] (tail): 'multiline.parser' holds 'java' beside 'cri', and Fluent Bit runs only one of them on a line; keep those of the container runtime here, and add a processor 'multiline' with 'java'",
    ],
  ];
  refuses(rows);
});

describe('filters that would not start, or do nothing, are refused', () => {
  const rows: readonly Row[] = [
    [
      'a pattern without its field',
      filter({ name: 'grep', regex: ['error'] }),
      "fluent-bit: filters[0] (grep): 'regex[0]' is 'error', which is no more than a key; write two words, such as 'log error|fatal'",
    ],
    [
      'a pattern that does not compile',
      filter({ name: 'grep', regex: ['log [a-z'] }),
      "fluent-bit: filters[0] (grep): 'regex[0]' is '[a-z', which is no regular expression: a '[' has no ']'; write it as Ruby takes it (Onigmo)",
    ],
    [
      'both kinds of patterns with an operation',
      filter({ name: 'grep', regex: ['log a'], exclude: ['log b'], logical_op: 'AND' }),
      "fluent-bit: filters[0] (grep): 'regex' and 'exclude' are both set, and 'logical_op' is 'AND'; write two filters, or leave out 'logical_op'",
    ],
    [
      'three words',
      filter({ name: 'modify', set: ['message hello world'] }),
      `fluent-bit: filters[0] (modify): 'set[0]' is 'message hello world', which has 3 words; write two words, with quotes around one that has blanks, such as 'message "a b"'`,
    ],
    [
      'a condition that is none',
      filter({ name: 'modify', remove: ['a'], condition: ['Key_is a b'] }),
      "fluent-bit: filters[0] (modify): 'condition[0]' is 'Key_is a b', and 'Key_is' is no condition; begin with one of key_exists, key_does_not_exist, a_key_matches, no_key_matches, key_value_equals, key_value_does_not_equal, key_value_matches, key_value_does_not_match, matching_keys_have_matching_values, matching_keys_do_not_have_matching_values",
    ],
    [
      'an operation that is none',
      filter({ name: 'nest', operation: 'nestt', wildcard: ['a'], nest_under: 'b' }),
      "fluent-bit: filters[0] (nest): 'operation' is 'nestt', which is unknown; use one of 'nest', 'lift'",
    ],
    [
      'an operation without its field',
      filter({ name: 'nest', operation: 'lift', nest_under: 'a' }),
      "fluent-bit: filters[0] (nest): 'nested_under' is not set, and 'operation' is 'lift'; set it, such as 'kubernetes'\nfluent-bit: filters[0] (nest): 'nest_under' is set, and 'operation' is 'lift'; write 'nested_under', or 'nest'",
    ],
    [
      'code without a call',
      filter({ ...lua, call: undefined }),
      "fluent-bit: filters[0] (lua): 'call' is not set; set it",
    ],
    [
      'a call of what is not there',
      filter({ ...lua, call: 'g' }),
      "fluent-bit: filters[0] (lua): 'call' is 'g', which 'code' does not define; write 'function g(tag, timestamp, record) … end' there",
    ],
    [
      'a call without code',
      filter({ name: 'lua', call: 'f' }),
      "fluent-bit: filters[0] (lua): neither 'code' nor 'script' is set; set one of them",
    ],
    [
      'lines without their field',
      filter({ name: 'multiline', 'multiline.parser': ['java'] }),
      "fluent-bit: filters[0] (multiline): 'multiline.key_content' is not set; set the field that holds the line, such as 'log'",
    ],
    [
      'processors that are none',
      input({ processors: [{ name: 'multiline' }] }),
      `fluent-bit: inputs[0] (tail): 'processors' is [{"name":"multiline"}], which is no object; give one such as { logs: [{ name: 'multiline', … }] }`,
    ],
    [
      'processors of something else',
      input({ processors: { traces: [], logs: [{ ...joining, flush_ms: 2000 }] } }),
      "fluent-bit: inputs[0] (tail): 'processors.traces' is unknown here; give one such as { logs: [{ name: 'multiline', … }] }",
    ],
    [
      'an unknown processor',
      input({ processors: { logs: [{ name: 'multi_line' }] } }),
      "fluent-bit: inputs[0] (tail): 'processors.logs[0].name' is 'multi_line', which is no plugin known here; write 'multiline'",
    ],
    [
      'a processor that matches tags',
      input({ processors: { logs: [{ ...joining, match: '*' }] } }),
      "fluent-bit: inputs[0] (tail): processors.logs[0] (multiline): 'match' is no option of the processor 'multiline'; use one of 'multiline.parser', 'multiline.key_content', 'mode', 'buffer', 'flush_ms', 'name'",
    ],
    [
      'a processor with a parser that does not exist, and without its field',
      input({ processors: { logs: [{ name: 'multiline', 'multiline.parser': ['perl'] }] } }),
      `fluent-bit: inputs[0] (tail): processors.logs[0] (multiline): 'multiline.key_content' is not set; set the field that holds the line, such as 'log'
fluent-bit: inputs[0] (tail): processors.logs[0] (multiline): 'multiline.parser' names the multiline parser 'perl', which does not exist; add it to 'multiline_parsers', or use one of 'docker', 'cri', 'java', 'go', 'ruby', 'python'`,
    ],
    [
      'lines that are joined at once',
      input({ processors: { logs: [{ ...joining, flush_ms: 100 }] } }),
      "fluent-bit: inputs[0] (tail): processors.logs[0] (multiline): 'flush_ms' is 100; use a whole number of 500 or more",
    ],
    [
      'keys to remove and keys to keep',
      filter({ name: 'record_modifier', remove_key: ['a'], allowlist_key: ['b'] }),
      "fluent-bit: filters[0] (record_modifier): 'remove_key' and 'allowlist_key' are both set; leave one out",
    ],
    [
      'the kubelet of the pod itself',
      filter({ name: 'kubernetes', use_kubelet: true }),
      "fluent-bit: filters[0] (kubernetes): 'use_kubelet' is true, and 'kubelet_host' is not set: 127.0.0.1 is the pod itself; set it to the address of the node, such as '${NODE_IP}'",
    ],
  ];
  refuses(rows);
});

describe('outputs that would not start, or deliver to nobody, are refused', () => {
  const cloudwatch = { name: 'cloudwatch_logs', match: '*', region: 'eu-central-1', log_group_name: '/app' };
  const rows: readonly Row[] = [
    [
      'no host',
      output({ host: undefined }),
      "fluent-bit: outputs[0] (es): 'host' is not set; set it or 'cloud_id' or 'upstream', such as 'logs.example.com'",
    ],
    [
      'a CloudWatch without region and group',
      whole({ outputs: [{ name: 'cloudwatch_logs', match: '*', log_stream_prefix: 'a-' }] }),
      "fluent-bit: outputs[0] (cloudwatch_logs): 'region' is not set; set it\nfluent-bit: outputs[0] (cloudwatch_logs): 'log_group_name' is not set; set it, such as '/app/logs', beside 'log_group_template' too",
    ],
    [
      'no stream',
      whole({ outputs: [cloudwatch] }),
      "fluent-bit: outputs[0] (cloudwatch_logs): neither 'log_stream_name' nor 'log_stream_prefix' is set; set one of them, such as 'log_stream_prefix' to '${NODE_NAME}-'",
    ],
    [
      'days that CloudWatch does not know',
      whole({ outputs: [{ ...cloudwatch, log_stream_name: 'a', auto_create_group: true, log_retention_days: 10 }] }),
      "fluent-bit: outputs[0] (cloudwatch_logs): 'log_retention_days' is 10, which is unknown; use one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      'days for groups of others',
      whole({ outputs: [{ ...cloudwatch, log_stream_name: 'a', log_retention_days: 7 }] }),
      "fluent-bit: outputs[0] (cloudwatch_logs): 'log_retention_days' is set, and 'auto_create_group' is not true: only groups that Fluent Bit makes get it; set 'auto_create_group' to true, or leave it out",
    ],
    [
      'a store without a bucket',
      whole({ outputs: [{ name: 's3', match: '*' }] }),
      "fluent-bit: outputs[0] (s3): 'bucket' is not set; set it",
    ],
    [
      'parts that S3 does not take',
      whole({ outputs: [{ name: 's3', match: '*', bucket: 'a', upload_chunk_size: '5M' }] }),
      "fluent-bit: outputs[0] (s3): 'upload_chunk_size' is '5M', and S3 takes parts of 5242880 bytes or more; use '6M' or more",
    ],
    [
      'a Loki without a host, and a label that is none',
      whole({ outputs: [{ name: 'loki', match: '*', labels: ['job'] }] }),
      "fluent-bit: outputs[0] (loki): 'host' is not set; set it, such as 'logs.example.com'\nfluent-bit: outputs[0] (loki): 'labels[0]' is 'job', which is no label; write a name and a value, such as 'job=fluent-bit', or a field, such as '$stream'",
    ],
    [
      'certificates without TLS',
      output({ 'tls.ca_file': '/ca.crt' }),
      "fluent-bit: outputs[0] (es): 'tls.ca_file' is set, and 'tls' is not true; set 'tls' to true",
    ],
    [
      'a prefix of indices that have no date',
      output({ logstash_prefix: 'app' }),
      "fluent-bit: outputs[0] (es): 'logstash_prefix' is set, and 'logstash_format' is not true; set 'logstash_format' to true",
    ],
    [
      'a file in whatever folder',
      whole({ outputs: [{ name: 'file', match: '*', format: 'plain' }] }),
      "fluent-bit: outputs[0] (file): neither 'path' nor 'file' is set, and it writes to the folder that Fluent Bit was started in; set 'path' to a folder, such as '/var/log/collected'",
    ],
    [
      'a template that is not used',
      whole({ outputs: [{ name: 'file', match: '*', path: '/dev', file: 'stdout', template: '{log}' }] }),
      "fluent-bit: outputs[0] (file): 'template' is set, and 'format' is not 'template'; set 'format' to 'template'",
    ],
    [
      'an update without an id',
      output({ write_operation: 'upsert' }),
      "fluent-bit: outputs[0] (es): 'write_operation' is 'upsert', and neither 'id_key' nor 'generate_id' is set; set 'generate_id' to true",
    ],
    [
      'a user without the key that both sides share',
      whole({ outputs: [{ name: 'forward', match: '*', host: 'fluentd', username: 'a', password: '${PASSWORD}' }] }),
      "fluent-bit: outputs[0] (forward): 'username' or 'password' is set, and 'shared_key' is not; set 'shared_key', or 'empty_shared_key' to true",
    ],
  ];
  refuses(rows);
});

describe('values that Fluent Bit ends at, or takes for others in silence, are refused', () => {
  const s3 = { name: 's3', match: '*', bucket: 'shop-logs' };
  const http = { name: 'http', match: '*', host: 'logs' };
  const rows: readonly Row[] = [
    [
      'an address with a scheme and a port as host',
      output({ host: 'https://search.example.com:9200' }),
      "fluent-bit: outputs[0] (es): 'host' is 'https://search.example.com:9200', which is no host; use 'search.example.com'",
    ],
    [
      'a host with its port',
      output({ host: 'search:9200' }),
      "fluent-bit: outputs[0] (es): 'host' is 'search:9200', which is no host; use 'search'",
    ],
    [
      'a host with a login, which is not repeated',
      output({ host: 'https://elastic:hunter2@search.example.com' }),
      "fluent-bit: outputs[0] (es): 'host' is 'https://search.example.com', which is no host; use 'search.example.com'",
    ],
    [
      'a host to listen at that is none',
      service({ http_server: true, http_listen: 'all hosts' }),
      "fluent-bit: service: 'http_listen' is 'all hosts', which is no host; use a name or an address, without a scheme and a port",
    ],
    [
      'a program that leaves its container',
      service({ daemon: true }),
      "fluent-bit: service: 'daemon' is true, and a container ends when its program goes into the background; leave it out",
    ],
    [
      'a window of no time, and bounds that leave nothing between',
      input({ rate_window: 0, 'rate_gate.resume_ratio': 1 }),
      "fluent-bit: inputs[0] (tail): 'rate_gate.resume_ratio' is 1; use a number from 0.01 to 0.99\nfluent-bit: inputs[0] (tail): 'rate_window' is 0; use 1 or more",
    ],
    [
      'a buffer that holds nothing',
      input({ buffer_chunk_size: '0' }),
      "fluent-bit: inputs[0] (tail): 'buffer_chunk_size' is '0', and no line is read; use '32K' or more",
    ],
    [
      'a field of the journal in small letters',
      whole({ inputs: [{ name: 'systemd', tag: 'node', systemd_filter: ['_systemd_unit=kubelet.service'] }] }),
      "fluent-bit: inputs[0] (systemd): 'systemd_filter[0]' is '_systemd_unit=kubelet.service'; write a field in capitals and its value, such as '_SYSTEMD_UNIT=kubelet.service'",
    ],
    [
      'threads without end',
      whole({ inputs: [{ name: 'http', tag: 'app', workers: 5000 }] }),
      "fluent-bit: inputs[0] (http): 'workers' is 5000; use a whole number from 1 to 1024",
    ],
    [
      'an API server that is no URL',
      filter({ name: 'kubernetes', kube_url: 'kubernetes.default.svc' }),
      "fluent-bit: filters[0] (kubernetes): 'kube_url' is 'kubernetes.default.svc', which is no address of a server; use a URL without a path, such as 'https://kubernetes.default.svc'",
    ],
    [
      'a rate below one, which would be one',
      filter({ name: 'throttle', rate: 0.1, window: 1 }),
      "fluent-bit: filters[0] (throttle): 'rate' is 0.1; use a number of 1 or more\nfluent-bit: filters[0] (throttle): 'window' is 1; use a whole number of 2 or more",
    ],
    [
      'a zone that is on no map',
      parser({ time_format: '%Y', time_key: 'time', time_zone: 'Berlin' }),
      "fluent-bit: parsers[0] (app): 'time_zone' is 'Berlin', and Fluent Bit does not start with it; use a name such as 'Europe/Berlin'",
    ],
    [
      'lines that wait for less than half a second',
      multiline({
        flush_timeout: 100,
        rules: [
          { state: 'start_state', regex: '^a', next_state: 'cont' },
          { state: 'cont', regex: '^b', next_state: 'cont' },
        ],
      }),
      "fluent-bit: multiline_parsers[0] (app): 'flush_timeout' is 100, and Fluent Bit does not start with less than 500; use milliseconds, such as 4000",
    ],
    [
      'a region that is none',
      whole({ outputs: [{ ...s3, region: 'Frankfurt' }] }),
      "fluent-bit: outputs[0] (s3): 'region' is 'Frankfurt', which is no region of AWS; use one such as 'eu-central-1'",
    ],
    [
      'parts above what a file has by default',
      whole({ outputs: [{ ...s3, upload_chunk_size: '1G' }] }),
      "fluent-bit: outputs[0] (s3): 'upload_chunk_size' is '1G', above 'total_file_size' of '100M'; use less",
    ],
    [
      'a cloud that is none',
      whole({ outputs: [{ name: 'es', match: '*', suppress_type_name: true, cloud_id: 'my-deployment' }] }),
      "fluent-bit: outputs[0] (es): 'cloud_id' is none that Elastic Cloud gives, and Fluent Bit does not start with it; copy the whole of it, which is a name, a colon and letters",
    ],
    [
      'a proxy without a scheme, and a body without headers',
      whole({ outputs: [{ ...http, proxy: 'proxy:3128', body_key: '$body' }] }),
      "fluent-bit: outputs[0] (http): 'proxy' is 'proxy:3128', which is no address of a server; use an address such as 'http://proxy.example.com:3128'\nfluent-bit: outputs[0] (http): of 'body_key' and 'headers_key' one is not set; set both, or neither",
    ],
  ];
  refuses(rows);

  it('and those it takes are not', () => {
    const listen = { name: 'http', tag: 'app', listen: '::', port: 9881, workers: 2 };
    const hosts = ['127.0.0.1', 'fd00::1', 'search', 'search.logging.svc.cluster.local.', '${HOST}', '${A}.svc'];
    const config = {
      service: { http_server: true, http_listen: '${POD_IP}' },
      parsers: [{ name: 'app', format: 'json', time_format: '%Y', time_zone: 'Europe/Berlin' }],
      inputs: [{ ...tail, rate_window: '1s' }, listen],
      filters: [
        { name: 'throttle', match: '*', rate: 1, window: 2, interval: '1s' },
        { name: 'kubernetes', match: 'kube.*', kube_url: 'https://kubernetes.default.svc:443/' },
      ],
      // A store that only speaks like S3 has regions of its own.
      outputs: [
        ...hosts.map((host) => ({ ...es, host })),
        { ...s3, region: 'auto', endpoint: 'https://s3.example.com' },
        { name: 'http', match: '*', host: 'a', proxy: 'http://proxy.example.com:3128/' },
      ],
    };
    expect(validateFluentBit(unchecked<FluentBitConfig>(config))).toEqual([]);
  });
});

describe('all that is wrong is told at once', () => {
  const rows: readonly Row[] = [
    [
      'in several sections',
      whole({
        service: { grace: '5s' },
        inputs: [{ ...tail, parser: 'x', db: 7 }],
        outputs: [{ name: 'stdout', match: 5 }],
      }),
      `fluent-bit: service: 'grace' is '5s'; use a whole number of 0 or more
fluent-bit: inputs[0] (tail): 'db' is 7, which is no text; use a text
fluent-bit: outputs[0] (stdout): 'match' is 5, which is no text; use a text
fluent-bit: inputs[0] (tail): 'parser' names the parser 'x', which does not exist; add it to 'parsers'`,
    ],
  ];
  refuses(rows);
});
