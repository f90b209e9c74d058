import { validateCidrs } from '../../model/cidrs';
import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { listOf, needed, type Shape, text } from '../../model/shape';
import { parseDuration, parseQuantity, validateDuration, validateQuantity } from '../../model/units';
import { AWS_IDENTITY_EGRESS } from './aws-identity';
import { validateRegion, validateRoleArn } from './aws-names';
import {
  checkOutput,
  type FluentBitDelivery,
  type FluentBitFiles,
  type IFluentBitOutput,
  LogOutput,
  type OutputEgress,
} from './log-output';

export interface S3OutputProps {
  readonly bucket: string;
  readonly region: string;
  /** What the names of objects begin with. @default 'logs' */
  readonly prefix?: string;
  /** An object is closed when it is so large. @default '50Mi' */
  readonly fileSize?: string;
  /** An object is closed when it is so old: until then its lines are on the node alone. @default '10m' */
  readonly uploadTimeout?: string;
  /**
   * Role to take on. @default - that of the agent's ServiceAccount, or of its node where pods may ask for it: with IMDSv2 that
   * takes a hop limit of 2
   */
  readonly roleArn?: string;
  /** Address ranges in CIDR notation of S3's and STS' endpoints. @default - any address on port 443 */
  readonly egressCidrs?: readonly string[];
}

const withDefaults = ({ prefix = 'logs', fileSize = '50Mi', uploadTimeout = '10m' }: S3OutputProps) => ({
  prefix,
  fileSize,
  uploadTimeout,
});

const SHAPE: Shape<S3OutputProps> = {
  bucket: needed(text('shop-logs')),
  region: needed(text('eu-west-1')),
  prefix: text('logs'),
  fileSize: text('50Mi'),
  uploadTimeout: text('10m'),
  roleArn: text('arn:aws:iam::123456789012:role/logs'),
  egressCidrs: listOf(text('10.0.0.0/8')),
};

/**
 * Objects of a bucket of S3, one for each container and time, JSON line by line, gzipped: `<prefix>/<dataset>/<day>/…`.
 * The role needs `s3:PutObject`. Lines that come while an object cannot be sent count as dropped and are kept among those
 * that were refused; they are in an object all the same, once.
 */
export class S3Output extends LogOutput implements IFluentBitOutput {
  override readonly egress: readonly OutputEgress[];
  override readonly sendsAtEnd = true;
  override readonly exception: string;
  override readonly destination: string;

  constructor(
    name: string,
    private readonly props: S3OutputProps,
  ) {
    super(name);
    checkOutput(name, props, SHAPE, validateS3Output);
    const { prefix, fileSize, uploadTimeout } = withDefaults(props);
    this.exception =
      `'${name}' may take that room for each of its datasets. Its lines are on the node alone until they are an object, ` +
      `after ${uploadTimeout} or ${fileSize} of a container. As it sends what it holds when an agent ends, that agent may read ` +
      'files again that were rotated before and are still there: their lines are sent twice, by other outputs as well.';
    this.destination = `${props.bucket}/${prefix}`;
    this.egress = [{ port: 443, cidrs: props.egressCidrs }, AWS_IDENTITY_EGRESS];
  }

  fluentBit(target: LogTarget, files: FluentBitFiles): FluentBitDelivery {
    const { bucket, region, roleArn } = this.props;
    const { prefix, fileSize, uploadTimeout } = withDefaults(this.props);
    const dataset = target.dataset as string;
    return {
      // The name of an object is made of its tag and time, not of what is in it.
      instance: dataset,
      dataset,
      plugin: {
        name: 's3',
        bucket,
        region,
        s3_key_format: `/${prefix}/${dataset}/%Y-%m-%d/$TAG/%H-%M-%S-$UUID.gz`,
        total_file_size: megabytes(parseQuantity(fileSize) as number),
        upload_timeout: uploadTimeout as `${number}m`,
        // A gzipped object is put as a whole.
        use_put_object: true,
        compression: 'gzip',
        store_dir: `${files.state}/s3-${dataset}`,
        ...(files.budget === undefined ? {} : limits(files.budget, parseDuration(uploadTimeout) as number)),
        // It takes no limit for five tries; each waits two seconds longer than the one before.
        retry_limit: 1000,
        json_date_key: '@timestamp',
        json_date_format: 'iso8601',
        ...(roleArn === undefined ? {} : { role_arn: roleArn }),
        workers: 1,
      },
    };
  }
}

/**
 * It takes every line at once and keeps them until an object is full and sent: what is in the making is its own, beside
 * what may wait while S3 is away. Beyond that lines wait in the agent's queue, of which the oldest go.
 */
const limits = (
  { totalLimitBytes, bytesPerSecond }: NonNullable<FluentBitFiles['budget']>,
  uploadMilliseconds: number,
) => ({
  store_dir_limit_size: megabytes(totalLimitBytes * 0.9 + (bytesPerSecond * uploadMilliseconds) / 1000),
  quarantine_dir_limit_size: megabytes(totalLimitBytes * 0.05),
  'storage.total_limit_size': megabytes(totalLimitBytes * 0.1),
});

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)}M` as const;

function validateS3Output(fit: S3OutputProps): Problem[] {
  const { bucket, region, roleArn, prefix, fileSize, uploadTimeout, egressCidrs } = fit;
  const bytes = parseQuantity(fileSize ?? '50Mi') ?? 0;
  return [
    ...(/^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/.test(bucket)
      ? []
      : [{ what: `'bucket' is '${bucket}', which no bucket can be named`, fix: "use one such as 'shop-logs'" }]),
    ...validateRegion('region', region),
    ...validateRoleArn('roleArn', roleArn),
    ...(prefix === undefined || /^[-\w.]+(?:\/[-\w.]+)*$/.test(prefix)
      ? []
      : [
          {
            what: `'prefix' is '${prefix}'`,
            fix: "use letters, numbers, '-', '_' and '.', with '/' between, such as 'logs'",
          },
        ]),
    ...validateQuantity('fileSize', fileSize, '50Mi'),
    ...(bytes > 1024 ** 3 ? [{ what: `'fileSize' is '${fileSize}'`, fix: "use '1Gi' or less" }] : []),
    ...validateDuration('uploadTimeout', uploadTimeout, { min: '1m' }),
    ...(uploadTimeout === undefined || /^\d+[smhd]$/.test(uploadTimeout)
      ? []
      : [{ what: `'uploadTimeout' is '${uploadTimeout}'`, fix: "use one unit, such as '90m'" }]),
    ...validateCidrs('egressCidrs', egressCidrs),
  ];
}
