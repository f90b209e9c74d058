import type { FluentdConfig, FluentdSource, FluentdStep } from '../../config/fluentd/config';
import type { LogTarget } from '../../model/log-route';
import { refuseDelivery } from '../outputs/deliveries';
import type { IFluentdOutput } from '../outputs/fluentd-delivery';
import { DATASET_KEY, type OutputFiles } from '../outputs/log-output';
import {
  type FluentdBufferRoom,
  filterSteps,
  OWN_DIRECTIVES,
  REJECTED_DATASET,
  rejectedSteps,
  sendingStep,
} from './fluentd-delivery-steps';

/** Port that agents send to. */
export const FORWARD_PORT = 24224;

/** Names of environment variables. */
export const SHARED_KEY_VARIABLE = 'FLUENTD_SHARED_KEY';
export const POD_NAME_VARIABLE = 'POD_NAME';

/** What stands before a dataset that is an index without a date; names of datasets cannot begin so. */
const UNDATED = '=';

/** What agents of an aggregator write into the key `dataset`. */
export const aggregatorDataset = ({ dataset, index }: LogTarget): string =>
  index === undefined ? (dataset as string) : `${UNDATED}${index}`;

/** How every Fluentd of ours runs. */
export const FLUENTD_SYSTEM: FluentdConfig['system'] = {
  workers: 1,
  log_level: 'info',
  strict_config_value: true,
  suppress_config_dump: true,
  // Nothing but this file counts.
  config_include_dir: '',
  suppress_repeated_stacktrace: true,
  ignore_same_log_interval: '60s',
};

export interface FluentdAggregatorConfigOptions {
  readonly output: IFluentdOutput;
  readonly files: OutputFiles;
  readonly room: FluentdBufferRoom;
  /** Paths of the server's certificate and its key. @default - no TLS */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/**
 * The configuration of an aggregator. Records come with the key `dataset`, which the agents' routes gave, and are put
 * together by it: a chunk for each container would be a request for each.
 */
export function fluentdAggregatorConfig(options: FluentdAggregatorConfigOptions): FluentdConfig {
  const { output, files, room } = options;
  const delivery = output.fluentd({ dataset: output.defaultDataset }, files);
  refuseDelivery(output, delivery);
  const { name } = output;
  const undated = delivery.indexKey === undefined ? [] : undatedSteps(`${name}-undated`, delivery.indexKey);
  return {
    system: FLUENTD_SYSTEM,
    config: [
      { source: forwardSource(options) },
      {
        match: {
          $type: 'rewrite_tag_filter',
          $id: 'datasets',
          $tag: '**',
          rule: [
            { key: DATASET_KEY, pattern: '/\\A([-\\w.]+)\\z/', tag: 'log.$1', label: '@OUTPUT' },
            { key: DATASET_KEY, pattern: `/\\A${UNDATED}([-\\w.]+)\\z/`, tag: 'index.$1', label: '@OUTPUT' },
            // What matches no rule is dropped.
            {
              key: DATASET_KEY,
              pattern: `/\\A${UNDATED}?[-\\w.]+\\z/`,
              tag: 'log.unrouted',
              label: '@OUTPUT',
              invert: true,
            },
          ],
        },
      },
      {
        label: {
          $name: '@OUTPUT',
          config: [...filterSteps(name, delivery.filters), ...undated, sendingStep(name, delivery, room)],
        },
      },
      rejectedSteps(name, output.fluentd({ dataset: REJECTED_DATASET }, files), room),
      ...OWN_DIRECTIVES,
    ],
  };
}

/** The index of a record without a date is its tag's, in place of the one that has a date. */
function undatedSteps(id: string, indexKey: string): FluentdStep[] {
  const index = '${tag_suffix[1]}';
  return [
    {
      filter: {
        $type: 'record_transformer',
        $id: id,
        $tag: 'index.**',
        record: { [DATASET_KEY]: index, [indexKey]: index },
      },
    },
  ];
}

function forwardSource({ tls }: FluentdAggregatorConfigOptions): FluentdSource {
  return {
    $type: 'forward',
    $id: 'forward',
    bind: '0.0.0.0',
    port: FORWARD_PORT,
    security: { self_hostname: { $env: POD_NAME_VARIABLE }, shared_key: { $env: SHARED_KEY_VARIABLE } },
    ...(tls
      ? {
          transport: {
            $arg: 'tls',
            min_version: 'TLS1_2',
            max_version: 'TLS1_3',
            cert_path: tls.certificate,
            private_key_path: tls.key,
          },
        }
      : {}),
  };
}
