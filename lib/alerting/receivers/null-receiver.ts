import type { IReceiver, ReceiverBinding } from './receiver';

/** Sends nothing. For alerts that exist for machinery alone. */
export class NullReceiver implements IReceiver {
  /** @param name unique among the receivers of a routing; the default is the one that AlertRouting itself uses */
  constructor(readonly name: string = 'null') {}

  bind(): ReceiverBinding {
    return { config: { name: this.name }, credentials: [], egress: [], templates: [], problems: [] };
  }
}
