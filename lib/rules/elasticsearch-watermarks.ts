import { type ElasticsearchRulesOptions, selectorOf } from './elasticsearch-options';

/** The three marks of a volume, and how Elasticsearch has them: what is full, and of large volumes so many GiB free at most. */
const DEFAULTS = {
  low: { share: 0.85, headroom: 200 },
  high: { share: 0.9, headroom: 150 },
  floodStage: { share: 0.95, headroom: 100 },
} as const;

type Mark = keyof typeof DEFAULTS;

/** The share of each volume that is full, of those above a mark. */
export function aboveWatermark(options: ElasticsearchRulesOptions, mark: Mark): string {
  const selector = selectorOf(options);
  const free = `elasticsearch_filesystem_data_available_bytes{${selector}}`;
  const full = `1 - ${free} / elasticsearch_filesystem_data_size_bytes{${selector}}`;
  const { share, headroom } = DEFAULTS[mark];
  const said = options[`${mark}Watermark`];
  const least = bytesOf(said);
  if (least !== undefined) return `${full} and ${free} < ${least}`;
  const most = options[`${mark}MaxHeadroom`] ?? (said === undefined ? `${headroom}gb` : undefined);
  const cap = bytesOf(most);
  return `
        ${full} > ${shareOf(said) ?? share}${cap === undefined ? '' : `\n          and ${free} < ${cap}`}`;
}

const UNITS = ['b', 'kb', 'mb', 'gb', 'tb', 'pb'];

/** Sizes as Elasticsearch writes them; undefined is none. */
function bytesOf(text: number | string | undefined): string | undefined {
  const [, count, unit = ''] = /^([\d.]+)([kmgtp]?b)$/.exec(`${text}`.trim().toLowerCase()) ?? [];
  return count === undefined ? undefined : `${count} * 1024 ^ ${UNITS.indexOf(unit)}`;
}

function shareOf(text: number | string | undefined): number | undefined {
  const [, count, percent] = /^([\d.]+)(%?)$/.exec(`${text}`.trim()) ?? [];
  return count === undefined ? undefined : Number(count) / (percent ? 100 : 1);
}
