import type { FluentdConfig, FluentdSource } from '../config/fluentd/config';
import {
  deliverySteps,
  type FluentdBufferRoom,
  OWN_DIRECTIVES,
  REJECTED_DATASET,
  rejectedSteps,
} from './fluentd-delivery-steps';
import type { IFluentdOutput } from './outputs/fluentd-delivery';
import { DATASET_KEY, type OutputFiles } from './outputs/log-output';

/** Port that agents send to. */
export const FORWARD_PORT = 24224;

/** Names of environment variables. */
export const SHARED_KEY_VARIABLE = 'FLUENTD_SHARED_KEY';
export const POD_NAME_VARIABLE = 'POD_NAME';

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
            // What matches no rule is dropped.
            { key: DATASET_KEY, pattern: '/\\A[-\\w.]+\\z/', tag: 'log.unrouted', label: '@OUTPUT', invert: true },
          ],
        },
      },
      { label: { $name: '@OUTPUT', config: deliverySteps(output.name, delivery, room) } },
      rejectedSteps(output.name, output.fluentd({ dataset: REJECTED_DATASET }, files), room),
      ...OWN_DIRECTIVES,
    ],
  };
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
