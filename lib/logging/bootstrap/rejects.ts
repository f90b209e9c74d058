import { FLAT_FIELDS } from './log-template';

/** Name of the pipeline that moves what the mapping would reject. */
export const REJECTS_PIPELINE = 'observability-rejects';

/**
 * A pipeline that moves documents which the mapping would reject, and those without a time, which no search by time
 * would show, to a daily index of their own. They keep their fields, and say why they are there.
 */
export function rejectsPipeline(prefix: string): object {
  return {
    description: `Moves documents that cannot be indexed as log lines to ${prefix}-YYYY.MM.DD`,
    processors: [
      {
        fail: {
          if: "!(ctx['@timestamp'] instanceof String || ctx['@timestamp'] instanceof Number)",
          message: "'@timestamp' is no time",
        },
      },
      ...FLAT_FIELDS.map((field) => ({
        fail: { if: isNoObject(field), message: `'${field}' is no object` },
      })),
    ],
    on_failure: [
      { set: { field: 'rejected.at', value: '{{{_ingest.timestamp}}}' } },
      { set: { field: 'rejected.reason', value: '{{{_ingest.on_failure_message}}}' } },
      { set: { field: 'rejected.index', value: '{{{_index}}}' } },
      {
        date_index_name: {
          field: 'rejected.at',
          index_name_prefix: `${prefix}-`,
          date_rounding: 'd',
          index_name_format: 'yyyy.MM.dd',
        },
      },
    ],
  };
}

/** In Painless. */
function isNoObject(field: string): string {
  const [outer, inner] = field.split('.');
  const value = `ctx['${outer}']['${inner}']`;
  return `ctx['${outer}'] instanceof Map && ${value} != null && !(${value} instanceof Map)`;
}

/** The mapping of rejected documents: of their own fields none is indexed, so that none can be wrong. */
export function rejectsMappings(): object {
  return {
    dynamic: false,
    properties: {
      rejected: {
        properties: {
          at: { type: 'date' },
          reason: { type: 'keyword', ignore_above: 1024 },
          index: { type: 'keyword' },
        },
      },
    },
  };
}
