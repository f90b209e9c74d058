import type { FluentdDirective, FluentdFilter, FluentdOutput, FluentdStep } from '../../config/fluentd/config';
import { DEFAULT_REJECTED } from '../outputs/dataset-names';
import type { FluentdBareFilter, FluentdDelivery } from '../outputs/fluentd-delivery';

/** Port of Fluentd's metrics. */
export const FLUENTD_METRICS_PORT = 24231;

/** Where the records are stored that an output refused for good, each as one text. */
export const REJECTED_DATASET = DEFAULT_REJECTED;

/** Why they are there, as far as is known: Fluentd hands over the record alone. */
const REJECTED_REASON =
  'A plugin of Fluentd could not take it, as a rule since the store had refused it: the log of Fluentd says why, at that time.';

/** Counts them. */
const REJECTED_METRIC = 'fluentd_rejected_records_total';

/** Where an output keeps what waits. */
export interface FluentdBufferRoom {
  readonly path: string;
  /** Mebibytes of the output's own records, and of those that were refused. */
  readonly mebibytes: number;
  readonly rejectedMebibytes: number;
}

/** What Fluentd tells of itself, and how much of its own log goes where. */
export const OWN_DIRECTIVES: readonly FluentdDirective[] = [
  { source: { $type: 'prometheus', $id: 'metrics', bind: '0.0.0.0', port: FLUENTD_METRICS_PORT } },
  { source: { $type: 'prometheus_output_monitor', $id: 'output-metrics', interval: '10s' } },
  // What it logs is in the log of its container.
  { label: { $name: '@FLUENT_LOG', config: [{ match: { $type: 'null', $id: 'own-log', $tag: '**' } }] } },
];

/** The steps from a record with its dataset to the other side. */
export function deliverySteps(name: string, delivery: FluentdDelivery, room: FluentdBufferRoom): FluentdStep[] {
  return [...filterSteps(name, delivery.filters), sendingStep(name, delivery, room)];
}

/** The last of them. */
export function sendingStep(name: string, delivery: FluentdDelivery, room: FluentdBufferRoom): FluentdStep {
  return { match: output(name, delivery, room.path, room.mebibytes) };
}

/**
 * What becomes of records that a plugin cannot take, above all documents that Elasticsearch refuses: they are counted,
 * and sent again with all they held as one text, which no mapping can refuse, in the fields that the page of rejected lines
 * shows. What is refused even so is in the log.
 *
 * @param delivery that of the dataset {@link REJECTED_DATASET}
 */
export function rejectedSteps(name: string, delivery: FluentdDelivery, room: FluentdBufferRoom): FluentdDirective {
  const id = `${name}-rejected`;
  return {
    label: {
      $name: '@ERROR',
      config: [
        {
          filter: {
            $type: 'prometheus',
            $id: `${id}-count`,
            $tag: '**',
            metric: [{ name: REJECTED_METRIC, type: 'counter', desc: 'Records that a plugin could not take.' }],
          },
        },
        {
          filter: {
            $type: 'record_transformer',
            $id: `${id}-text`,
            $tag: '**',
            enable_ruby: true,
            renew_record: true,
            record: { dataset: REJECTED_DATASET, tag: '${tag}', log: '${record.to_json}' },
          },
        },
        ...filterSteps(id, delivery.filters),
        {
          // After the id was made: what is refused once more is still the same document.
          filter: {
            $type: 'record_transformer',
            $id: `${id}-why`,
            $tag: '**',
            enable_ruby: true,
            record: {
              rejected: `\${{ "at" => Time.now.utc.iso8601(3), "reason" => ${JSON.stringify(REJECTED_REASON)} }}`,
            },
          },
        },
        { match: output(id, delivery, `${room.path}-rejected`, room.rejectedMebibytes) },
      ],
    },
  };
}

/** What is done to each record in front of an output. */
export const filterSteps = (name: string, given: readonly FluentdBareFilter[]): FluentdStep[] =>
  given.map((filter, i) => ({ filter: { ...filter, $id: `${name}-${i + 1}`, $tag: '**' } as FluentdFilter }));

/** A full buffer holds back whoever sends, and what cannot be delivered is tried again for ever. */
function output(name: string, { plugin, buffered }: FluentdDelivery, path: string, mebibytes: number): FluentdOutput {
  return {
    $id: name,
    $tag: '**',
    ...plugin,
    ...(buffered
      ? {
          buffer: {
            $type: 'file',
            $arg: 'tag',
            path,
            total_limit_size: `${mebibytes}m`,
            chunk_limit_size: '8m',
            flush_mode: 'interval',
            flush_interval: '5s',
            flush_thread_count: 2,
            overflow_action: 'block',
            retry_forever: true,
            retry_wait: '1s',
            retry_max_interval: '30s',
          },
        }
      : {}),
  } as FluentdOutput;
}
