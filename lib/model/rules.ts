/** How urgent an alert is. Routing, inhibition and mentions read it from the label `severity`. */
export enum Severity {
  /** Somebody must act now. */
  CRITICAL = 'critical',
  /** Somebody must act in working hours. */
  WARNING = 'warning',
  /** Context for other alerts; no notification of its own unless something worse fires in the namespace. */
  INFO = 'info',
  /** Machinery (Watchdog, InfoInhibitor): never for people. */
  NONE = 'none',
}

/** An alerting rule of Prometheus. */
export interface AlertingRule {
  /** The value of the label `alertname`; a standard name where there is one. */
  readonly alert: string;
  /** PromQL that yields an instant vector; one alert for each of its series. */
  readonly expr: string;
  /** How long the expression must yield the series before the alert fires. @default - fires at once */
  readonly for?: string;
  /** How long the alert goes on firing after the expression stopped. @default - none */
  readonly keepFiringFor?: string;
  readonly severity: Severity;
  /** One line that says what is wrong; template syntax of Prometheus (`{{ $labels.pod }}`). */
  readonly summary: string;
  /** What it means and what to look at first; template syntax of Prometheus. */
  readonly description: string;
  /** Page that says what to do. */
  readonly runbookUrl: string;
  /** More labels beside `severity`. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** More annotations beside summary, description and runbook_url. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A recording rule of Prometheus. */
export interface RecordingRule {
  /** Name of the series it writes, by convention `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  /** Labels to add or replace. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated one after the other, the recording rules first. */
export interface RuleGroup {
  /** Unique in the whole Prometheus. */
  readonly name: string;
  /** @default - the server's evaluation interval */
  readonly interval?: string;
  /** @default - none */
  readonly records?: readonly RecordingRule[];
  /** @default - none */
  readonly alerts?: readonly AlertingRule[];
}
