import type { ElasticsearchRulesOptions } from '../../rules/elasticsearch-options';

/** What rules take from the settings of an Elasticsearch, which are theirs as well. */
export type Thresholds = Pick<
  ElasticsearchRulesOptions,
  | 'lowWatermark'
  | 'highWatermark'
  | 'floodStageWatermark'
  | 'lowMaxHeadroom'
  | 'highMaxHeadroom'
  | 'floodStageMaxHeadroom'
  | 'maxShardsPerNode'
>;

const WATERMARK = 'cluster.routing.allocation.disk.watermark';

/** From which values on rules tell of disks and shards. */
export function thresholdsOf(settings: Readonly<Record<string, string>>, maxShardsPerNode: number): Thresholds {
  return {
    maxShardsPerNode,
    lowWatermark: settings[`${WATERMARK}.low`],
    highWatermark: settings[`${WATERMARK}.high`],
    floodStageWatermark: settings[`${WATERMARK}.flood_stage`],
    lowMaxHeadroom: settings[`${WATERMARK}.low.max_headroom`],
    highMaxHeadroom: settings[`${WATERMARK}.high.max_headroom`],
    floodStageMaxHeadroom: settings[`${WATERMARK}.flood_stage.max_headroom`],
  };
}
