import type { FluentBitConfig } from '../../config/fluent-bit/config';
import type { Problem } from '../../model/problem';
import { placeOf } from './places';

/** Settings that each plugin takes, and with which it drops what it should keep or gets nothing through. */
export function validateRecordLoss({ filters = [], outputs }: FluentBitConfig): Problem[] {
  return [
    ...filters.flatMap((filter, i) =>
      filter.name === 'parser' && filter.reserve_data === undefined
        ? [
            {
              what: `${placeOf('filter', filter, i)}: 'reserve_data' is not set, and all fields but '${filter.key_name}' are dropped where it parses`,
              fix: 'set it to true to keep them, or to false if that is meant',
            },
          ]
        : [],
    ),
    ...outputs.flatMap((output, i) =>
      (output.name === 'es' || output.name === 'opensearch') && output.suppress_type_name !== true
        ? [
            {
              what: `${placeOf('output', output, i)}: 'suppress_type_name' is ${output.suppress_type_name ?? 'not set'}, and ${output.name === 'es' ? 'Elasticsearch 8' : 'OpenSearch 2'} and newer refuse all records that have a type`,
              fix: 'set it to true',
            },
          ]
        : [],
    ),
  ];
}
