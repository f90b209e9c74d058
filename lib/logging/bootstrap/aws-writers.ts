import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { listOf, needed, type Shape, text } from '../../model/shape';
import { validateRoleArn } from '../outputs/aws-names';
import type { BootstrapRequest } from './request';
import { type LogWriter, openSearchRole } from './user-requests';
import { validateUsername } from './validate-endpoint';
import { validateIndices } from './validate-writers';

/** A role of AWS that adds documents to an OpenSearch service of AWS by signed requests, as {@link LogWriter} does by a password. */
export interface AwsLogWriter extends Pick<LogWriter, 'indices'> {
  /** Of the role in OpenSearch, before `-writer`. */
  readonly name: string;
  /** The role of IAM: `arn:aws:iam::123456789012:role/logs`. */
  readonly roleArn: string;
}

/** What such a writer consists of. */
export const AWS_LOG_WRITER: Shape<AwsLogWriter> = {
  name: needed(text('fluent-bit')),
  roleArn: needed(text('arn:aws:iam::123456789012:role/logs')),
  indices: listOf(text('logstash')),
};

/** Gives a role of AWS the rights of a writer. */
export function awsWriterRequests({ name, roleArn }: AwsLogWriter, indices: readonly string[]): BootstrapRequest[] {
  return openSearchRole(`${name}-writer`, indices, { backend_roles: [roleArn] });
}

/** Checks the roles of AWS that a bootstrap gives rights to; `patterns` are of what it sets up, by name. */
export function validateAwsWriters(
  writers: readonly AwsLogWriter[],
  users: readonly LogWriter[],
  search: ISearchEndpoint | undefined,
  patterns: ReadonlyMap<string, string>,
): Problem[] {
  if (writers.length > 0 && search?.engine === SearchEngine.ELASTICSEARCH) {
    return [{ what: "'awsWriters' is set, and Elasticsearch knows no roles of AWS", fix: "use 'writers'" }];
  }
  const names = users.map(({ username }) => username);
  return writers.flatMap(({ name, roleArn, indices }, i) => {
    const place = `awsWriters[${i}]`;
    const taken = [...names, ...writers.slice(0, i).map((earlier) => earlier.name)].includes(name);
    return [
      ...validateUsername(`${place}.name`, name),
      ...(taken
        ? [
            {
              what: `'${place}.name' is '${name}', which another writer has, and their rights would replace each other`,
              fix: 'give one of them another name',
            },
          ]
        : []),
      ...validateRoleArn(`${place}.roleArn`, roleArn),
      ...validateIndices(place, indices, patterns),
    ];
  });
}
