import type { LogTarget } from '../../model/log-route';
import type { FluentdDelivery, IFluentdOutput } from './fluentd-delivery';
import { type FluentBitDelivery, type IFluentBitOutput, LogOutput, type OutputEgress } from './log-output';

/** The agent's own log, as JSON line by line: to see what a pipeline makes of lines. */
export class StdoutOutput extends LogOutput implements IFluentBitOutput, IFluentdOutput {
  override readonly egress: readonly OutputEgress[] = [];
  override readonly printsToOwnLog = true;

  constructor(name = 'stdout') {
    super(name);
  }

  fluentBit(target: LogTarget): FluentBitDelivery {
    return {
      instance: '',
      dataset: target.dataset as string,
      plugin: {
        name: 'stdout',
        format: 'json_lines',
        json_date_key: '@timestamp',
        json_date_format: 'iso8601',
        workers: 1,
      },
    };
  }

  fluentd(target: LogTarget): FluentdDelivery {
    return {
      instance: '',
      dataset: target.dataset as string,
      buffered: false,
      filters: [],
      plugin: { $type: 'stdout', use_logger: false, format: { $type: 'json' } },
    };
  }
}
