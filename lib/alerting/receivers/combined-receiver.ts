import type { IntegrationConfig, ReceiverConfig } from '../../config/alertmanager/model';
import { within } from '../../model/problem';
import type { IReceiver, ReceiverBinding } from './receiver';

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
    const bindings = this.receivers.map((receiver) => receiver.bind());
    const empty = this.receivers.length === 0;
    return {
      config: { name: this.name, ...merged(bindings.map(({ config }) => config)) },
      credentials: bindings.flatMap(({ credentials }) => credentials),
      egress: bindings.flatMap(({ egress }) => egress),
      templates: bindings.flatMap(({ templates }) => templates),
      problems: within(
        `receiver '${this.name}'`,
        empty
          ? [{ what: 'it combines no receivers', fix: 'give it at least one' }]
          : bindings.flatMap(({ problems }) => problems),
      ),
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
