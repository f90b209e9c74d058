import { dump } from 'js-yaml';

/**
 * The one way from data to config text. Long lines are not folded (PromQL and templates stay as written), no anchors,
 * keys in the order given, undefined values left out.
 */
export function toYaml(data: object): string {
  // By way of JSON: undefined values go, and nothing but plain data remains, which the dump would skip in silence.
  return dump(JSON.parse(JSON.stringify(data)), { lineWidth: -1, noRefs: true, sortKeys: false });
}
