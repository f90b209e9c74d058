import type { Problem } from '../../model/problem';
import { labelsUsed } from '../go-template/prometheus-template';
import { resultLabels } from '../promql';

/**
 * Labels that a text of an alert reads and that its expression has dropped: the text would be empty there, which
 * `promtool` does not notice. Only labels that are gone for certain are reported.
 */
export function droppedLabels(prop: string, text: string, expr: string): Problem[] {
  const labels = resultLabels(expr);
  const { atMost } = labels;
  return labelsUsed(text)
    .filter((label) => !labels.mayHave(label))
    .map((label) => {
      const left = atMost && (atMost.length > 0 ? `'${atMost.join("', '")}'` : 'no label');
      return {
        what: `'${prop}' reads the label '${label}', which the expression drops`,
        fix: left
          ? `keep '${label}' in the expression (such as in 'by'), or read what is left: ${left}`
          : `keep '${label}' in the expression, or leave it out of the text`,
      };
    });
}
