import { type Problem, within } from '../../model/problem';
import { shown } from '../../model/shown';
import { isAwsRegion } from '../aws-region';
import { refersToEnvironment } from './environment';
import { isGiven, listOf, textOf, unless } from './right';
import type { Section } from './section-problems';
import { parseSize } from './units';

/** What is wrong with outputs beyond their single options. */
export function validateOutputs(outputs: readonly Section[]): Problem[] {
  return outputs.flatMap((output) =>
    within(output.place, [
      ...tlsProblems(output),
      ...awsProblems(output),
      ...(CHECKS[output.plugin ?? '']?.(output) ?? []),
    ]),
  );
}

const CHECKS: Readonly<Record<string, (output: Section) => Problem[]>> = {
  file: validateFile,
  es: (output) => [
    ...hostProblems(output, ['cloud_id', 'upstream']),
    ...cloudProblems(output),
    ...searchProblems(output),
  ],
  opensearch: (output) => [...hostProblems(output, []), ...searchProblems(output)],
  cloudwatch_logs: validateCloudWatch,
  loki: (output) => [...hostProblems(output, []), ...validateLoki(output)],
  forward: validateForward,
  s3: validateS3,
  http: (output) => [
    ...hostProblems(output, ['proxy']),
    ...httpProblems(output),
    ...together(output, 'aws_auth', ['aws_service', 'aws_region']),
    ...together(output, 'oauth2.enable', ['oauth2.token_url', 'oauth2.client_id']),
  ],
};

function validateFile(output: Section): Problem[] {
  const format = textOf(output, 'format');
  return [
    ...unless(
      isGiven(output, 'path') || isGiven(output, 'file'),
      "neither 'path' nor 'file' is set, and it writes to the folder that Fluent Bit was started in",
      "set 'path' to a folder, such as '/var/log/collected'",
    ),
    ...unless(
      !isGiven(output, 'template') || format === 'template',
      "'template' is set, and 'format' is not 'template'",
      "set 'format' to 'template'",
    ),
  ];
}

/** By default outputs speak to 127.0.0.1, which is the pod itself. */
function hostProblems(output: Section, instead: readonly string[]): Problem[] {
  const others = instead.map((key) => ` or '${key}'`).join('');
  return unless(
    ['host', ...instead].some((key) => isGiven(output, key)),
    "'host' is not set",
    `set it${others}, such as 'logs.example.com'`,
  );
}

function tlsProblems(output: Section): Problem[] {
  const given = Object.keys(output.given).filter((key) => key.startsWith('tls.') && isGiven(output, key));
  const [first] = given;
  const speaksTls =
    output.right.tls === true || isGiven(output, 'cloud_id') || ['cloudwatch_logs', 's3'].includes(output.plugin ?? '');
  return [
    ...unless(speaksTls || first === undefined, `'${first}' is set, and 'tls' is not true`, "set 'tls' to true"),
    ...unless(
      isGiven(output, 'tls.crt_file') === isGiven(output, 'tls.key_file'),
      "of 'tls.crt_file' and 'tls.key_file' one is not set",
      'set both, or neither',
    ),
  ];
}

/** Names that a service of AWS would have to have; at an endpoint of one's own may be another that calls regions otherwise. */
function awsProblems(output: Section): Problem[] {
  if (isGiven(output, 'endpoint')) return [];
  return ['region', 'aws_region'].flatMap((key) => {
    const region = textOf(output, key);
    return unless(
      region === undefined || refersToEnvironment(region) || isAwsRegion(region),
      `'${key}' is ${shown(region)}, which is no region of AWS`,
      "use one such as 'eu-central-1'",
    );
  });
}

/** A name, a colon, and the encoded names of hosts with `$` between. */
function cloudProblems(output: Section): Problem[] {
  const id = textOf(output, 'cloud_id');
  const [, encoded = ''] = /^[^:]*:([A-Za-z0-9+/=]+)$/.exec(id ?? '') ?? [];
  return unless(
    id === undefined || refersToEnvironment(id) || Buffer.from(encoded, 'base64').toString().includes('$'),
    "'cloud_id' is none that Elastic Cloud gives, and Fluent Bit does not start with it",
    'copy the whole of it, which is a name, a colon and letters',
  );
}

function httpProblems(output: Section): Problem[] {
  const proxy = textOf(output, 'proxy');
  const keys = ['body_key', 'headers_key'];
  return [
    ...unless(
      proxy === undefined || refersToEnvironment(proxy) || /^http:\/\/[^\s/]+\/?$/.test(proxy),
      `'proxy' is ${shown(proxy)}, which is no address of a server`,
      "use an address such as 'http://proxy.example.com:3128'",
    ),
    ...unless(
      keys.every((key) => isGiven(output, key)) || !keys.some((key) => isGiven(output, key)),
      "of 'body_key' and 'headers_key' one is not set",
      'set both, or neither',
    ),
  ];
}

/** A switch, and what it needs. */
function together(output: Section, flag: string, needs: readonly string[]): Problem[] {
  if (output.right[flag] !== true) return [];
  return needs
    .filter((key) => !isGiven(output, key))
    .map((key) => ({ what: `'${key}' is not set, and '${flag}' is true`, fix: 'set it' }));
}

/** Elasticsearch and OpenSearch. */
function searchProblems(output: Section): Problem[] {
  const operation = textOf(output, 'write_operation');
  const ids = isGiven(output, 'id_key') || output.right.generate_id === true;
  const dated = output.right.logstash_format === true;
  const prefix = textOf(output, 'logstash_prefix');
  return [
    ...together(output, 'aws_auth', ['aws_region']),
    ...unless(
      !isGiven(output, 'http_passwd') || isGiven(output, 'http_user'),
      "'http_passwd' is set, and 'http_user' is not",
      "set both, such as '${ELASTIC_USER}'",
    ),
    ...unless(
      !isGiven(output, 'http_api_key') || !isGiven(output, 'http_user'),
      "'http_user' and 'http_api_key' are both set, and Fluent Bit takes the user",
      'leave one out',
    ),
    ...unless(
      (operation !== 'update' && operation !== 'upsert') || ids,
      `'write_operation' is '${operation}', and neither 'id_key' nor 'generate_id' is set`,
      "set 'generate_id' to true",
    ),
    ...unless(
      !isGiven(output, 'id_key') || output.right.generate_id !== true,
      "'id_key' and 'generate_id' are both set",
      'leave one out',
    ),
    ...['logstash_prefix', 'logstash_prefix_key', 'logstash_prefix_separator', 'logstash_dateformat']
      .filter((key) => isGiven(output, key) && !dated)
      .map((key) => ({
        what: `'${key}' is set, and 'logstash_format' is not true`,
        fix: "set 'logstash_format' to true",
      })),
    ...unless(
      !dated || !isGiven(output, 'index'),
      "'index' and 'logstash_format' are both set, and Fluent Bit takes 'logstash_prefix'",
      "leave 'index' out",
    ),
    ...unless(
      prefix === undefined || prefix.length <= 128,
      `'logstash_prefix' has ${prefix?.length} characters, and Fluent Bit cuts it off`,
      'use 128 or less',
    ),
  ];
}

/** A group and a stream: templates may miss a record, so that both need a name beside them. */
function validateCloudWatch(output: Section): Problem[] {
  const name = isGiven(output, 'log_stream_name');
  const prefix = isGiven(output, 'log_stream_prefix');
  return [
    ...unless(
      isGiven(output, 'log_group_name'),
      "'log_group_name' is not set",
      "set it, such as '/app/logs', beside 'log_group_template' too",
    ),
    ...unless(
      name !== prefix,
      name
        ? "'log_stream_name' and 'log_stream_prefix' are both set"
        : "neither 'log_stream_name' nor 'log_stream_prefix' is set",
      "set one of them, such as 'log_stream_prefix' to '${NODE_NAME}-'",
    ),
    ...unless(
      !isGiven(output, 'log_retention_days') ||
        output.right.log_retention_days === 0 ||
        output.right.auto_create_group === true,
      "'log_retention_days' is set, and 'auto_create_group' is not true: only groups that Fluent Bit makes get it",
      "set 'auto_create_group' to true, or leave it out",
    ),
    ...unless(
      !isGiven(output, 'endpoint') || !/^http:/.test(textOf(output, 'endpoint') ?? ''),
      `'endpoint' is '${textOf(output, 'endpoint')}', and this output always speaks TLS`,
      "use a host, such as 'logs.eu-central-1.amazonaws.com'",
    ),
  ];
}

function validateLoki(output: Section): Problem[] {
  const labels = listOf(output, 'labels');
  return [
    ...unless(
      !isGiven(output, 'http_passwd') || isGiven(output, 'http_user'),
      "'http_passwd' is set, and 'http_user' is not",
      "set both, such as '${LOKI_USER}'",
    ),
    ...unless(
      !isGiven(output, 'bearer_token') || !isGiven(output, 'http_user'),
      "'http_user' and 'bearer_token' are both set",
      'leave one out',
    ),
    ...labels.flatMap((label, i) =>
      unless(
        /^(?:\$.+|[A-Za-z_]\w*\s*=\s*\S.*)$/s.test(label),
        `'labels[${i}]' is '${label}', which is no label`,
        "write a name and a value, such as 'job=fluent-bit', or a field, such as '$stream'",
      ),
    ),
  ];
}

function validateForward(output: Section): Problem[] {
  const hasKey = isGiven(output, 'shared_key') || output.right.empty_shared_key === true;
  return [
    ...hostProblems(output, ['upstream', 'unix_path']),
    ...unless(
      hasKey || (!isGiven(output, 'username') && !isGiven(output, 'password')),
      "'username' or 'password' is set, and 'shared_key' is not",
      "set 'shared_key', or 'empty_shared_key' to true",
    ),
    ...unless(
      !isGiven(output, 'shared_key') || output.right.empty_shared_key !== true,
      "'shared_key' and 'empty_shared_key' are both set",
      'leave one out',
    ),
  ];
}

const LEAST_PART = 5_242_880;
const DEFAULT_FILE = 100e6;

function validateS3(output: Section): Problem[] {
  const format = textOf(output, 's3_key_format');
  const chunk = parseSize(textOf(output, 'upload_chunk_size') ?? '');
  const file = parseSize(textOf(output, 'total_file_size') ?? '');
  return [
    ...unless(
      format === undefined || format.startsWith('/'),
      `'s3_key_format' is '${format}'`,
      `begin it with '/', as in '/${format}'`,
    ),
    ...unless(
      chunk === undefined || chunk >= LEAST_PART,
      `'upload_chunk_size' is '${textOf(output, 'upload_chunk_size')}', and S3 takes parts of ${LEAST_PART} bytes or more`,
      "use '6M' or more",
    ),
    ...unless(
      file === undefined || file >= 1e6,
      `'total_file_size' is '${textOf(output, 'total_file_size')}'`,
      "use '1M' or more",
    ),
    ...unless(
      chunk === undefined || chunk <= (file ?? DEFAULT_FILE),
      `'upload_chunk_size' is '${textOf(output, 'upload_chunk_size')}', above 'total_file_size' of '${textOf(output, 'total_file_size') ?? '100M'}'`,
      'use less',
    ),
  ];
}
