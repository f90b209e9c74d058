import type { FluentBitOutput } from '../../config/fluent-bit/config';
import { validateCidrs } from '../../model/cidrs';
import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { listOf, needed, number, type Shape, text } from '../../model/shape';
import { shown } from '../../model/shown';
import { AWS_IDENTITY_EGRESS } from './aws-identity';
import { validateRegion, validateRoleArn } from './aws-names';
import {
  checkOutput,
  DATASET_KEY,
  type FluentBitDelivery,
  type IFluentBitOutput,
  LogOutput,
  type OutputEgress,
} from './log-output';

const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The days that CloudWatch can keep a log group for. */
export type CloudWatchRetentionDays = (typeof RETENTION_DAYS)[number];

export interface CloudWatchLogsOutputProps {
  readonly region: string;
  /**
   * What the names of log groups begin with; `/<dataset>` follows. One that begins with `/` needs no more to be told from
   * those of others.
   */
  readonly logGroupPrefix: string;
  /** Days that new log groups are kept for; a route's `retention` wins. Groups that are there already stay as they are. */
  readonly retentionDays: CloudWatchRetentionDays;
  /**
   * Role to take on. @default - that of the agent's ServiceAccount, or of its node where pods may ask for it: with IMDSv2 that
   * takes a hop limit of 2
   */
  readonly roleArn?: string;
  /** Address ranges in CIDR notation of CloudWatch's and STS' endpoints. @default - any address on port 443 */
  readonly egressCidrs?: readonly string[];
}

const SHAPE: Shape<CloudWatchLogsOutputProps> = {
  region: needed(text('eu-west-1')),
  logGroupPrefix: needed(text('/kubernetes/shop')),
  retentionDays: needed(number(7) as never),
  roleArn: text('arn:aws:iam::123456789012:role/logs'),
  egressCidrs: listOf(text('10.0.0.0/8')),
};

/**
 * CloudWatch Logs: a log group for each dataset, a stream for each container. The role needs CreateLogGroup,
 * CreateLogStream, PutLogEvents and PutRetentionPolicy. What is longer than 1 MB with its fields is cut there.
 */
export class CloudWatchLogsOutput extends LogOutput implements IFluentBitOutput {
  override readonly egress: readonly OutputEgress[];
  override readonly exception: string;
  override readonly destination: string;

  constructor(
    name: string,
    private readonly props: CloudWatchLogsOutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateCloudWatchLogsOutput);
    this.exception = `'${name}' may take that room for each retention that its datasets have.`;
    this.destination = `${props.region}/${props.logGroupPrefix}`;
    this.egress = [{ port: 443, cidrs: props.egressCidrs }, AWS_IDENTITY_EGRESS];
  }

  protected override validateRetention({ retention, keepForever }: LogTarget): Problem[] {
    if (keepForever) {
      return [
        {
          what: `'keepForever' is true, and output '${this.name}' keeps log groups for some days`,
          fix: "leave it out, or use retention: '3653d'",
        },
      ];
    }
    if (retention === undefined || daysOf(retention) !== undefined) return [];
    return [
      {
        what: `'retention' is '${retention}', which CloudWatch cannot keep`,
        fix: `use one of ${RETENTION_DAYS.map((days) => `'${days}d'`).join(', ')}`,
      },
    ];
  }

  fluentBit(target: LogTarget): FluentBitDelivery {
    const { region, logGroupPrefix, roleArn, retentionDays } = this.props;
    const days = target.retention === undefined ? retentionDays : daysOf(target.retention);
    const plugin: Omit<FluentBitOutput<'cloudwatch_logs'>, 'match'> = {
      name: 'cloudwatch_logs',
      region,
      log_group_template: `${logGroupPrefix}/$${DATASET_KEY}`,
      // Of records whose templates cannot be filled in.
      log_group_name: `${logGroupPrefix}/unrouted`,
      log_stream_template: "$kubernetes['namespace_name'].$kubernetes['pod_name'].$kubernetes['container_name']",
      log_stream_prefix: 'node-',
      auto_create_group: true,
      log_retention_days: days,
      ...(roleArn === undefined ? {} : { role_arn: roleArn }),
      workers: 1,
    };
    return { instance: days === retentionDays ? '' : `${days}d`, dataset: target.dataset as string, plugin };
  }
}

const daysOf = (retention: string) => RETENTION_DAYS.find((days) => `${days}d` === retention);

function validateCloudWatchLogsOutput(fit: CloudWatchLogsOutputProps): Problem[] {
  const { region, roleArn, logGroupPrefix, retentionDays, egressCidrs } = fit;
  return [
    ...validateRegion('region', region),
    ...validateRoleArn('roleArn', roleArn),
    ...(/^[-\w./#]{1,400}$/.test(logGroupPrefix) && !logGroupPrefix.endsWith('/')
      ? []
      : [
          {
            what: `'logGroupPrefix' is '${logGroupPrefix}', which no log group can begin with`,
            fix: "use letters, numbers and '_-/.#', with no '/' at the end, such as '/kubernetes/shop'",
          },
        ]),
    ...(RETENTION_DAYS.includes(retentionDays)
      ? []
      : [
          {
            what: `'retentionDays' is ${shown(retentionDays)}, which CloudWatch cannot keep`,
            fix: `use one of ${RETENTION_DAYS.join(', ')}`,
          },
        ]),
    ...validateCidrs('egressCidrs', egressCidrs),
  ];
}
