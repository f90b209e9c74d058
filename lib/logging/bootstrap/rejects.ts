import { SearchEngine } from '../../model/search-endpoint';
import { PARSED_KEY } from '../lines/line-filters';
import { FLAT_FIELDS } from './log-template';

/** Name of the pipeline that moves what the mapping would reject. */
export const REJECTS_PIPELINE = 'observability-rejects';

/**
 * A pipeline that moves documents which the mapping would reject, and those without a time, which no search by time
 * would show, to a daily index of their own. They keep their fields, and say why they are there.
 */
export function rejectsPipeline(engine: SearchEngine, prefix: string): object {
  return {
    description: `Moves documents that cannot be indexed as log lines to ${prefix}-YYYY.MM.DD`,
    processors: [
      fail(`!(${TIME} instanceof String || ${TIME} instanceof Number && ${TIME} >= 0)`, "'@timestamp' is no time"),
      READABLE_TIME,
      ...OUTER_FIELDS.map((field) =>
        fail(`ctx['${field}'] != null && !(ctx['${field}'] instanceof Map)`, `'${field}' is no object`),
      ),
      ...FLAT_FIELDS.map((field) => fail(isNoObject(field), `'${field}' is no object`)),
      ...(engine === SearchEngine.OPENSEARCH ? [WITHOUT_LONG_VALUES] : []),
    ],
    on_failure: [
      { set: { field: 'rejected.at', value: '{{{_ingest.timestamp}}}' } },
      { set: { field: 'rejected.reason', value: '{{{_ingest.on_failure_message}}}' } },
      { set: { field: 'rejected.index', value: '{{{_index}}}' } },
      {
        date_index_name: {
          field: 'rejected.at',
          // Its default knows milliseconds only, and the time of the ingest has nanoseconds.
          date_formats: ['ISO8601'],
          index_name_prefix: `${prefix}-`,
          date_rounding: 'd',
          index_name_format: 'yyyy.MM.dd',
        },
      },
    ],
  };
}

/** What those fields are in. */
const OUTER_FIELDS = [...new Set(FLAT_FIELDS.map((field) => field.slice(0, field.indexOf('.'))))];

const TIME = "ctx['@timestamp']";

/** The formats of the mapping. A text of one that is not between the years 1970 and 2262 is left for that to refuse. */
const READABLE_TIME = {
  date: {
    if: `${TIME} instanceof String`,
    field: '@timestamp',
    formats: ['strict_date_optional_time_nanos', 'UNIX_MS'],
    // Nothing of the document is changed.
    target_field: '_ingest.time',
  },
};

const fail = (condition: string, message: string) => ({ fail: { if: condition, message } });

/**
 * OpenSearch refuses a document with more than 32766 bytes in one value of a flat object. None is longer than the line
 * that it was parsed from, whose letters have up to three bytes; the line itself stays.
 */
const WITHOUT_LONG_VALUES = {
  remove: {
    if: "ctx['log'] instanceof String && ctx['log'].length() > 10000",
    field: PARSED_KEY,
    ignore_missing: true,
  },
};

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
