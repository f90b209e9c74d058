/** The file `alertmanager.yaml`, spelled as upstream spells it; only what this library writes is typed. */
export interface AlertmanagerConfig {
  readonly global?: Readonly<Record<string, unknown>> & { readonly resolve_timeout?: string };
  readonly templates?: readonly string[];
  readonly route: RouteConfig;
  readonly inhibit_rules?: readonly InhibitRuleConfig[];
  readonly time_intervals?: readonly TimeIntervalConfig[];
  readonly receivers: readonly ReceiverConfig[];
}

/** A node of the route tree. */
export interface RouteConfig {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly continue?: boolean;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly RouteConfig[];
}

/** Alerts that match `source_matchers` silence those that match `target_matchers` and agree in the labels of `equal`. */
export interface InhibitRuleConfig {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  readonly equal?: readonly string[];
}

/** A named set of times. */
export interface TimeIntervalConfig {
  readonly name: string;
  readonly time_intervals: readonly TimeRangesConfig[];
}

/** Times that satisfy all the fields given. */
export interface TimeRangesConfig {
  readonly times?: readonly { readonly start_time: string; readonly end_time: string }[];
  readonly weekdays?: readonly string[];
  readonly days_of_month?: readonly string[];
  readonly months?: readonly string[];
  readonly years?: readonly string[];
  /** IANA time zone, `Local` or `UTC`. */
  readonly location?: string;
}

/** A receiver: a name and lists of integrations (`slack_configs`, `webhook_configs` ...). */
export interface ReceiverConfig {
  readonly name: string;
  readonly [integrations: `${string}_configs`]: readonly IntegrationConfig[];
}

/** The settings of one integration, as upstream spells them. */
export type IntegrationConfig = Readonly<Record<string, unknown>>;
