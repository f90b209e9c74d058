import type { FluentBitConfig } from '../../lib/config/fluent-bit/config';
import { refuse } from '../../lib/model/problem';
import { type ProveLogPipelineOptions, proveLogPipeline } from '../../lib/proof/log-pipeline/prove-log-pipeline';
import { but, containers, journal, kubernetes, own, stdout, whole } from '../proof/log-pipeline/pipelines';

/** A pipeline that is in order but for these parts, proved. */
export const pipeline = (parts: Partial<FluentBitConfig>, options?: ProveLogPipelineOptions) => () =>
  refuse('pipeline', proveLogPipeline(but(parts), options));
/** With one more filter in front. */
export const first = (filter: NonNullable<FluentBitConfig['filters']>[number]) =>
  pipeline({ filters: [filter, ...(whole.filters ?? [])] });
/** With one more filter behind the others. */
export const last = (filter: NonNullable<FluentBitConfig['filters']>[number]) =>
  pipeline({ filters: [...(whole.filters ?? []), filter] });
/** With these outputs alone. */
export const outputs = (...list: FluentBitConfig['outputs']) => pipeline({ outputs: list });
/** With more outputs. */
export const moreOutputs = (...list: FluentBitConfig['outputs']) => outputs(...whole.outputs, ...list);
/** With more inputs. */
export const moreInputs = (...list: FluentBitConfig['inputs']) => pipeline({ inputs: [...whole.inputs, ...list] });
/** With these settings of the tail of containers. */
export const tailed = (parts: Partial<typeof containers>) =>
  pipeline({ inputs: [{ ...containers, ...parts }, own, journal] });
/** With the kubernetes filter alone, set so. */
export const metadata = (parts: Partial<typeof kubernetes>) => pipeline({ filters: [{ ...kubernetes, ...parts }] });
/** An output that takes all. */
export const all = stdout('all', '*');
