import type { LogTarget } from '../../model/log-route';
import type { Problem } from '../../model/problem';
import { type ISearchEndpoint, SearchEngine } from '../../model/search-endpoint';
import { type SecretKey, validateSecretKey } from '../../model/secret-key';
import { fitProps, type Shape } from '../../model/shape';
import type { FluentdDelivery, IFluentdOutput } from './fluentd-delivery';
import { fluentdElasticsearch } from './fluentd-elasticsearch';
import { validateClearText } from './http-endpoint';
import {
  credentialOf,
  type FluentBitDelivery,
  type IFluentBitOutput,
  type OutputFiles,
  variableOf,
} from './log-output';
import {
  SEARCH_ENDPOINT,
  SEARCH_OUTPUT,
  type SearchOutputProps,
  searchOptions,
  validateSearchOutput,
} from './search-options';
import { SearchOutput } from './search-output';
import { SECRET_KEY } from './secret-key-shape';

export interface ElasticsearchOutputProps extends SearchOutputProps {
  /** Ours, or an external one, such as Elastic Cloud. Version 8 or newer. */
  readonly endpoint: ISearchEndpoint;
  /** Encoded API key that may write; give this or `user`. @default - `user` is sent */
  readonly apiKey?: SecretKey;
}

const SHAPE: Shape<ElasticsearchOutputProps> = { ...SEARCH_OUTPUT, endpoint: SEARCH_ENDPOINT, apiKey: SECRET_KEY };

/** Elasticsearch 8 or newer. */
export class ElasticsearchOutput extends SearchOutput implements IFluentBitOutput, IFluentdOutput {
  constructor(
    name: string,
    private readonly props: ElasticsearchOutputProps,
  ) {
    super(name, props, validateElasticsearchOutput(props), {
      credentials: credentialOf(name, 'api key', props?.apiKey, {
        purpose: `encoded API key of ${props?.endpoint?.url} that may write logs`,
      }),
    });
  }

  fluentBit(target: LogTarget, files: OutputFiles): FluentBitDelivery {
    const { apiKey } = this.props;
    const { options, ...delivery } = searchOptions(this.name, this.props, target, files);
    return {
      ...delivery,
      plugin: {
        name: 'es',
        ...options,
        ...(apiKey === undefined ? {} : { http_api_key: `\${${variableOf(this.name, 'api key')}}` }),
      },
    };
  }

  fluentd(target: LogTarget, files: OutputFiles): FluentdDelivery {
    const variables = { password: variableOf(this.name, 'password'), apiKey: variableOf(this.name, 'api key') };
    return fluentdElasticsearch(this.props, variables, target, files);
  }
}

function validateElasticsearchOutput(props: ElasticsearchOutputProps): Problem[] {
  const { fit, problems } = fitProps(props, SHAPE);
  const { apiKey, user, endpoint } = fit;
  return [
    ...problems,
    ...validateSearchOutput(fit, endpoint, { engine: SearchEngine.ELASTICSEARCH, other: 'OpenSearchOutput' }),
    ...validateSecretKey('apiKey', apiKey),
    ...(typeof endpoint?.url === 'string' && user === undefined
      ? validateClearText('endpoint.url', endpoint.url, apiKey !== undefined)
      : []),
    ...(apiKey !== undefined && user !== undefined
      ? [{ what: "'apiKey' and 'user' are set together", fix: 'keep one of them' }]
      : []),
  ];
}
