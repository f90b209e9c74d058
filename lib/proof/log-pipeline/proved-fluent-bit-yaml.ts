import type { FluentBitConfig } from '../../config/fluent-bit/config';
import { validateFluentBit } from '../../config/fluent-bit/validate';
import { fluentBitYaml } from '../../config/fluent-bit/write';
import { refuse } from '../../model/problem';
import { type ProveLogPipelineOptions, proveLogPipeline } from './prove-log-pipeline';

/**
 * The configuration of a Fluent Bit of one's own, such as one that receives lines by HTTP, as its YAML for a ConfigMap. It
 * is refused for what would be wrong with the configuration of the agents: with its options, and with where records go.
 * Its container has to set the variables that it names.
 */
export function provedFluentBitYaml(config: FluentBitConfig, options: ProveLogPipelineOptions = {}): string {
  const problems = validateFluentBit(config);
  refuse('Fluent Bit', problems.length > 0 ? problems : proveLogPipeline(config, options));
  return fluentBitYaml(config);
}
