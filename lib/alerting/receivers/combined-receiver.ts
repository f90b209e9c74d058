import type { IntegrationConfig, ReceiverConfig } from '../../config/alertmanager/model';
import { type Problem, within } from '../../model/problem';
import { having, listOf } from '../../model/shape';
import { shown } from '../../model/shown';
import { nameProblems } from './integration';
import type { IReceiver, ReceiverBinding } from './receiver';

const RECEIVERS = listOf(having<IReceiver>('bind', 'receiver', "new SlackReceiver('slack', { … })"));

/** Several receivers under one name: each alert goes to all of them. */
export class CombinedReceiver implements IReceiver {
  /**
   * @param name unique among the receivers of a routing; the names of the receivers it combines are not used
   * @param receivers at least one
   */
  constructor(
    readonly name: string,
    private readonly receivers: readonly IReceiver[],
  ) {}

  bind(): ReceiverBinding {
    const problems: Problem[] = [];
    const receivers = RECEIVERS.fit('receivers', this.receivers, problems).filter((receiver) => receiver !== undefined);
    const bindings = receivers.map((receiver) => receiver.bind());
    if (receivers.length + problems.length === 0) {
      problems.push({ what: 'it combines no receivers', fix: 'give it at least one' });
    }
    return {
      config: { name: this.name, ...merged(bindings.map(({ config }) => config)) },
      credentials: bindings.flatMap(({ credentials }) => credentials),
      egress: bindings.flatMap(({ egress }) => egress),
      templates: bindings.flatMap(({ templates }) => templates),
      problems: within(`receiver ${shown(this.name)}`, [
        ...nameProblems(this.name),
        ...problems,
        ...bindings.flatMap((binding) => binding.problems),
      ]),
    };
  }
}

/** The lists of integrations, those of one kind behind one another. */
function merged(configs: readonly ReceiverConfig[]): Record<`${string}_configs`, IntegrationConfig[]> {
  const lists: Record<`${string}_configs`, IntegrationConfig[]> = {};
  for (const { name: _, ...integrations } of configs) {
    for (const [list, entries] of Object.entries(integrations) as [
      `${string}_configs`,
      readonly IntegrationConfig[],
    ][]) {
      lists[list] = [...(lists[list] ?? []), ...entries];
    }
  }
  return lists;
}
