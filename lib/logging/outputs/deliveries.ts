import { isObject } from '../../model/is-object';
import { refuse } from '../../model/problem';
import { shown } from '../../model/shown';
import { type LogOutput, placeOfDelivery } from './log-output';

/** How lines of one target reach an output, whatever the agent. */
interface Delivery {
  readonly instance: string;
  readonly dataset: string;
  readonly plugin: object;
  /** Of Fluentd, which has them and a buffer or none. */
  readonly filters?: readonly unknown[];
  readonly buffered?: boolean;
}

/** Checks what the class of an output answers, which may be one of the user's. */
export function refuseDelivery({ name }: LogOutput, delivery: Delivery | undefined | null): void {
  const { instance, dataset, plugin, filters, buffered } = delivery ?? {};
  const isPlugin = isObject(plugin);
  const isFluentd = buffered !== undefined || (isPlugin && '$type' in plugin);
  const isWhole = !isFluentd || Array.isArray(filters);
  if (typeof instance === 'string' && typeof dataset === 'string' && isPlugin && isWhole) return;
  const example = isWhole ? "plugin: { name: 'stdout' }" : "buffered: true, filters: [], plugin: { $type: 'stdout' }";
  refuse(`output '${name}'`, [
    {
      what: `its class answers ${shown(delivery)}, which is no delivery`,
      fix: `let it answer one such as { instance: '', dataset: 'shop', ${example} }`,
    },
  ]);
}

/** The deliveries of an agent, of which there is one for each place: what differs in the dataset alone goes there together. */
export class Deliveries<D extends Delivery> {
  private readonly known = new Map<string, { readonly delivery: D; readonly text: string }>();

  /** Adds one, and says what its place is called. Two that differ would send the lines of one where the other goes. */
  add(output: LogOutput, delivery: D): string {
    refuseDelivery(output, delivery);
    const place = placeOfDelivery(output, delivery);
    const text = JSON.stringify({ ...delivery, dataset: '' });
    const known = this.known.get(place);
    if (known === undefined) this.known.set(place, { delivery, text });
    else if (known.text !== text) {
      const datasets = [known.delivery, delivery].map(({ dataset }) => `'${dataset}'`).join(' and ');
      refuse(`output '${output.name}'`, [
        {
          what: `datasets ${datasets} are both of instance '${delivery.instance}', and have other settings`,
          fix: "let its class give each an 'instance' of its own, such as their names",
        },
      ]);
    }
    return place;
  }

  /** In the order in which they were added. */
  entries(): (readonly [string, D])[] {
    return [...this.known].map(([place, { delivery }]) => [place, delivery] as const);
  }
}
