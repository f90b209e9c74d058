import type { ReceiverConfig } from '../../config/alertmanager/model';
import type { EgressTarget } from '../../model/egress-target';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { Problem } from '../../model/problem';

/** Somewhere that alerts are sent: a chat, a pager, a mailbox, or nowhere. */
export interface IReceiver {
  /** Unique among the receivers of a routing; Alertmanager's metrics and web interface show it. */
  readonly name: string;
  /** What the receiver adds to a routing. Called at any time, any number of times; the answer is always the same. */
  bind(): ReceiverBinding;
}

/** A setting that Alertmanager expands as a template when it sends. */
export interface TemplateText {
  /** The prop it comes from. */
  readonly prop: string;
  readonly text: string;
}

/** What a receiver adds to a routing: plain data. */
export interface ReceiverBinding {
  /** Its entry under `receivers`. One without any integration sends nothing. */
  readonly config: ReceiverConfig;
  /** The credentials that the entry names as files. */
  readonly credentials: readonly ExpectedSecret[];
  /** What Alertmanager has to reach to send. */
  readonly egress: readonly EgressTarget[];
  /** Templates to check, together with the template files of the routing. */
  readonly templates: readonly TemplateText[];
  /** What is wrong with the receiver's props. */
  readonly problems: readonly Problem[];
}
