/** In texts: the pod of an alert, and its node where that is known. */
export const POD_ON_NODE = '{{ $labels.pod }}{{ with $labels.node }} on node {{ . }}{{ end }}';

/**
 * In texts of an alert that speaks of all agents at once: the three for which an expression is greatest, with their nodes,
 * so that whoever is woken knows which log to read.
 *
 * @param expr over series with the labels `job`, `namespace`, `pod` and `node`, which the selector picks
 * @param label by which an alert tells one of several apart, its value taken from the alert
 */
export function worstAgents(expr: (selector: string) => string, job: string, label?: string): string {
  const labels = ['namespace', ...(label === undefined ? [] : [label])];
  const selector = `{job="${job}", ${labels.map((each, i) => `${each}=%[${i + 1}]q`).join(', ')}}`;
  const worst = `\`topk(3, sum by (pod, node) (${expr(selector).replace(/\s+/g, ' ')}) > 0)\``;
  const asked = `(printf ${worst} ${labels.map((each) => `$labels.${each}`).join(' ')})`;
  return `Above all:{{ range $i, $agent := query ${asked} }}{{ if $i }},{{ end }} {{ $agent.Labels.pod }} on {{ $agent.Labels.node }}{{ end }}.`;
}
