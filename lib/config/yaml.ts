import { dump } from 'js-yaml';

/**
 * The one way from data to config text. Long lines are not folded (PromQL and templates stay as written), no anchors,
 * keys in the order given, undefined values left out.
 */
export function toYaml(data: object): string {
  return dump(data, { lineWidth: -1, noRefs: true, sortKeys: false, skipInvalid: true });
}
