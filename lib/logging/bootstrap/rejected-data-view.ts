import { DEFAULT_REJECTED } from '../outputs/dataset-names';
import type { LogDataView } from './saved-objects';

/** The view of documents that the mapping would have rejected, by the time of that. */
export const rejectedDataView = (prefix = DEFAULT_REJECTED): LogDataView => ({
  title: `${prefix}-*`,
  name: 'Rejected log lines',
  timeField: 'rejected.at',
});
