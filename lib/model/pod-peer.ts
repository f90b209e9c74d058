/** Pods as one side of an allowed connection. */
export interface PodPeer {
  readonly namespace: string;
  /** Labels that select the pods. */
  readonly labels: Readonly<Record<string, string>>;
}
