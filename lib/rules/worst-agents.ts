/**
 * In texts of an alert that speaks of all agents at once: the three for which an expression is greatest, with their nodes,
 * so that whoever is woken knows which log to read.
 *
 * @param expr over series with the labels `job`, `pod` and `node`, which the selector picks
 * @param label by which an alert tells one of several apart, its value taken from the alert
 */
export function worstAgents(expr: (selector: string) => string, job: string, label?: string): string {
  const selector = label === undefined ? `{job="${job}"}` : `{job="${job}", ${label}=%q}`;
  const worst = `\`topk(3, sum by (pod, node) (${expr(selector).replace(/\s+/g, ' ')}) > 0)\``;
  const asked = label === undefined ? worst : `(printf ${worst} $labels.${label})`;
  return `Above all:{{ range $i, $agent := query ${asked} }}{{ if $i }},{{ end }} {{ $agent.Labels.pod }} on {{ $agent.Labels.node }}{{ end }}.`;
}
