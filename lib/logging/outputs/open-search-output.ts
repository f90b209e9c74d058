import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { fitProps, needed, type Shape, struct, text } from '../../model/shape';
import { AWS_IDENTITY_EGRESS } from './aws-identity';
import { validateRegion, validateRoleArn } from './aws-names';
import type { FluentBitDelivery, IFluentBitOutput, OutputFiles } from './log-output';
import {
  SEARCH_ENDPOINT,
  SEARCH_OUTPUT,
  type SearchOutputProps,
  searchOptions,
  validateSearchOutput,
} from './search-options';
import { SearchOutput } from './search-output';

/** Signs requests for a service of AWS, with the role of the agent's ServiceAccount or node. */
export interface OpenSearchSigV4 {
  readonly region: string;
  /**
   * `es`, or `aoss` for a serverless collection, of type `SEARCH`: those of other types refuse documents that have an id, as
   * ours do so that none is there twice.
   * @default 'es'
   */
  readonly service?: string;
  /** Role to take on. @default - the agent's own */
  readonly roleArn?: string;
  /** @default - none */
  readonly externalId?: string;
}

export interface OpenSearchOutputProps extends SearchOutputProps {
  readonly endpoint: ISearchEndpoint;
  /** For OpenSearch as a service of AWS; give this or `user`. @default - requests are not signed */
  readonly sigv4?: OpenSearchSigV4;
}

/** What a signature consists of. */
export const SIGV4 = struct<OpenSearchSigV4>({
  region: needed(text('eu-west-1')),
  service: text('es'),
  roleArn: text('arn:aws:iam::123456789012:role/logs'),
  externalId: text('logs'),
});

const SHAPE: Shape<OpenSearchOutputProps> = { ...SEARCH_OUTPUT, endpoint: SEARCH_ENDPOINT, sigv4: SIGV4 };

/** OpenSearch, of one's own or as a service of AWS. */
export class OpenSearchOutput extends SearchOutput implements IFluentBitOutput {
  constructor(
    name: string,
    private readonly props: OpenSearchOutputProps,
  ) {
    super(name, props, validateOpenSearchOutput(props), {
      // The role is asked for at another address than the endpoint's.
      egress: props?.sigv4 === undefined ? [] : [{ port: 443 }, AWS_IDENTITY_EGRESS],
    });
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { sigv4 } = this.props;
    const { options, ...delivery } = searchOptions(this.name, this.props, target, files);
    return {
      ...delivery,
      plugin: {
        name: 'opensearch',
        ...options,
        ...(sigv4 === undefined ? {} : signed(sigv4)),
      },
    };
  }
}

const signed = ({ region, service = 'es', roleArn, externalId }: OpenSearchSigV4) => ({
  aws_auth: true,
  aws_region: region,
  aws_service_name: service,
  ...(roleArn === undefined ? {} : { aws_role_arn: roleArn }),
  ...(externalId === undefined ? {} : { aws_external_id: externalId }),
});

function validateOpenSearchOutput(props: OpenSearchOutputProps): Problem[] {
  const { fit, problems } = fitProps(props, SHAPE);
  const { user, sigv4, endpoint } = fit;
  return [
    ...problems,
    ...validateSearchOutput(fit, endpoint, { engine: SearchEngine.OPENSEARCH, other: 'ElasticsearchOutput' }),
    ...(sigv4 !== undefined && user !== undefined
      ? [{ what: "'sigv4' and 'user' are set together", fix: 'keep one of them' }]
      : []),
    ...validateSigV4('sigv4', sigv4),
    ...(sigv4 !== undefined && typeof endpoint?.url === 'string' && endpoint.url.startsWith('http:')
      ? [{ what: `'endpoint.url' is '${endpoint.url}', and services of AWS speak TLS`, fix: "use 'https:'" }]
      : []),
  ];
}

/** Checks how requests are signed. */
export function validateSigV4(prop: string, sigv4: OpenSearchSigV4 | undefined): Problem[] {
  if (sigv4 === undefined) return [];
  const { region, service = 'es', roleArn } = sigv4;
  return [
    ...validateRegion(`${prop}.region`, region),
    ...(['es', 'aoss'].includes(service)
      ? []
      : [{ what: `'${prop}.service' is '${service}'`, fix: "use 'es', or 'aoss' for a serverless collection" }]),
    ...validateRoleArn(`${prop}.roleArn`, roleArn),
  ];
}
