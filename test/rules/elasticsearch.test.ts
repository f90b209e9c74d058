import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { selectors } from '../../lib/config/promql';
import { elasticsearchRules } from '../../lib/rules/elasticsearch';
import { testRules } from './rule-test';

const target = { job: 'elasticsearch-exporter', instance: '10.0.0.9:9114', cluster: 'c', namespace: 'logging' };
const member = { ...target, exported_cluster: 'elasticsearch', name: 'elasticsearch-0' };
const series = (name: string, values: string, set: Record<string, string> = target) => ({
  [`${name}{${Object.entries(set)
    .map(([label, value]) => `${label}="${value}"`)
    .join(', ')}}`]: values,
});

const health = (color: string, values: string) =>
  series('elasticsearch_cluster_health_status', values, { ...target, color });
const nodes = (values: string) => series('elasticsearch_cluster_health_number_of_nodes', values);
const shards = (active: number, unassigned = 0, dataNodes = 3) => ({
  ...series('elasticsearch_cluster_health_active_shards', `${active}x60`),
  ...series('elasticsearch_cluster_health_initializing_shards', '0x60'),
  ...series('elasticsearch_cluster_health_unassigned_shards', `${unassigned}x60`),
  ...series('elasticsearch_cluster_health_number_of_data_nodes', `${dataNodes}x60`),
});
const GIB = 1024 ** 3;
const disk = (size: number, free: string) => ({
  ...series('elasticsearch_filesystem_data_size_bytes', `${size}x60`, member),
  ...series('elasticsearch_filesystem_data_available_bytes', free, member),
});
const heap = (used: string) => ({
  ...series('elasticsearch_jvm_memory_max_bytes', '1000x60', { ...member, area: 'heap' }),
  ...series('elasticsearch_jvm_memory_used_bytes', used, { ...member, area: 'heap' }),
  ...series('elasticsearch_jvm_memory_used_bytes', '999x60', { ...member, area: 'non-heap' }),
});
const rejected = (index: string, values: string, from: Record<string, string> = target) =>
  series('elasticsearch_indices_docs_primary', values, { ...from, exported_cluster: 'elasticsearch', index });
const stream = (name: string, values: string) =>
  series('elasticsearch_data_stream_backing_indices_total', values, { ...target, data_stream: name });
/** As a Prometheus without a name of its own has them: the exporter's names of the cluster are left. */
const bare = (cluster: string) => ({ ...target, cluster });
const summed = { job: target.job, cluster: 'c', namespace: 'logging' };

describe('elasticsearchRules', () => {
  testRules(elasticsearchRules({ nodes: 3 }), [
    {
      name: 'the exporter does not answer',
      alert: 'ElasticsearchExporterDown',
      series: series('up', '1x10 0x20'),
      fires: [target],
    },
    {
      name: 'another exporter does not answer',
      alert: 'ElasticsearchExporterDown',
      series: { ...series('up', '0x30', { ...target, job: 'other' }), ...series('up', '1x30') },
      fires: [],
    },
    {
      name: 'the exporter gets no answer',
      alert: 'ElasticsearchDown',
      series: { ...series('up', '1x30'), ...nodes('3x10 stale') },
      fires: [target],
    },
    {
      name: 'a single member starts again',
      alert: 'ElasticsearchDown',
      series: { ...series('up', '1x30'), ...nodes('1x26 stale _x4 1x30') },
      fires: [],
    },
    {
      name: 'the exporter is down, of which another alert tells',
      alert: 'ElasticsearchDown',
      series: { ...series('up', '1x10 0x20'), ...nodes('3x10 stale') },
      fires: [],
    },
    {
      name: 'a shard has no copy',
      alert: 'ElasticsearchClusterRed',
      series: health('red', '0x10 1x20'),
      fires: [{ ...target, color: 'red' }],
    },
    {
      name: 'a new index was red for a moment',
      alert: 'ElasticsearchClusterRed',
      series: health('red', '0x10 1 0x20'),
      fires: [],
    },
    {
      name: 'a copy is missing for 45 minutes',
      alert: 'ElasticsearchClusterYellow',
      series: health('yellow', '0x10 1x60'),
      at: '55m',
      fires: [{ ...target, color: 'yellow' }],
    },
    {
      name: 'a rollout takes 20 minutes',
      alert: 'ElasticsearchClusterYellow',
      series: health('yellow', '0x10 1x20 0x30'),
      at: '35m',
      fires: [],
    },
    {
      name: 'one of three members is missing',
      alert: 'ElasticsearchTooFewNodesRunning',
      series: nodes('3x10 2x20'),
      fires: [target],
    },
    {
      name: 'a member is restarted',
      alert: 'ElasticsearchTooFewNodesRunning',
      series: nodes('3x25 2x2 3x10'),
      fires: [],
    },
    {
      name: 'the master is behind',
      alert: 'ElasticsearchPendingTasks',
      series: series('elasticsearch_cluster_health_number_of_pending_tasks', '50x40'),
      fires: [target],
    },
    {
      name: 'many indices are made at midnight',
      alert: 'ElasticsearchPendingTasks',
      series: series('elasticsearch_cluster_health_number_of_pending_tasks', '0x20 80x3 0x10'),
      fires: [],
    },
    {
      name: 'three members hold nearly as many shards as they take',
      alert: 'ElasticsearchShardLimitNear',
      series: shards(2750),
      fires: [target],
    },
    {
      name: 'one member holds them, and copies that nobody takes count with them',
      alert: 'ElasticsearchShardLimitNear',
      series: shards(500, 450, 1),
      fires: [target],
    },
    {
      name: 'three members hold half of what they take',
      alert: 'ElasticsearchShardLimitNear',
      series: shards(1500, 500),
      fires: [],
    },
    {
      name: 'a volume is 87 % full',
      alert: 'ElasticsearchDiskLowWatermark',
      series: disk(100 * GIB, `${13 * GIB}x60`),
      fires: [member],
    },
    {
      name: 'a large volume is 90 % full and has a terabyte left',
      alert: 'ElasticsearchDiskLowWatermark',
      series: disk(10_000 * GIB, `${1000 * GIB}x60`),
      fires: [],
    },
    {
      name: 'a volume is 92 % full',
      alert: 'ElasticsearchDiskHighWatermark',
      series: disk(100 * GIB, `${8 * GIB}x60`),
      fires: [member],
    },
    {
      name: 'a volume is 87 % full, which is not yet the high watermark',
      alert: 'ElasticsearchDiskHighWatermark',
      series: disk(100 * GIB, `${13 * GIB}x60`),
      fires: [],
    },
    {
      name: 'a volume is 97 % full',
      alert: 'ElasticsearchDiskFloodStage',
      series: disk(100 * GIB, `${3 * GIB}x60`),
      fires: [member],
    },
    {
      name: 'a volume is 92 % full, which is not yet the flood stage',
      alert: 'ElasticsearchDiskFloodStage',
      series: disk(100 * GIB, `${8 * GIB}x60`),
      fires: [],
    },
    {
      name: 'the heap stays full',
      alert: 'ElasticsearchHeapTooHigh',
      series: heap('950x40'),
      fires: [{ ...member, area: 'heap' }],
    },
    {
      name: 'the heap is full before each collection',
      alert: 'ElasticsearchHeapTooHigh',
      series: heap('500 700 950 500 700 950 500 700 950 500 700 950 500 700 950 500x20'),
      at: '14m',
      fires: [],
    },
    {
      name: 'writes are rejected all the time',
      alert: 'ElasticsearchIndexingRejected',
      series: series('elasticsearch_thread_pool_rejected_count', '0+5x40', { ...member, type: 'write' }),
      fires: [{ ...member, type: 'write' }],
    },
    {
      name: 'searches are rejected, and a write was once',
      alert: 'ElasticsearchIndexingRejected',
      series: {
        ...series('elasticsearch_thread_pool_rejected_count', '0+5x40', { ...member, type: 'search' }),
        ...series('elasticsearch_thread_pool_rejected_count', '0x15 3x30', { ...member, type: 'write' }),
      },
      fires: [],
    },
    {
      name: 'documents go to an index of rejected ones that is new',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...health('red', '0x40'),
        ...rejected('rejected-logs-2030.01.01', '_x24 4x20'),
        ...rejected('logstash-2030.01.01', '0+9x40'),
      },
      fires: [summed],
    },
    {
      name: 'documents go to the index of the next day',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...health('red', '0x40'),
        ...rejected('rejected-logs-2030.01.01', '40x40'),
        ...rejected('rejected-logs-2030.01.02', '_x24 4x20'),
      },
      fires: [summed],
    },
    {
      name: 'no document is rejected any more, and an old index is deleted',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...health('red', '0x40'),
        ...rejected('rejected-logs-2030.01.01', '40x20 stale'),
        ...rejected('rejected-logs-2030.01.02', '4x40'),
        ...rejected('logstash-2030.01.01', '0+9x40'),
      },
      fires: [],
    },
    {
      name: 'documents were rejected before the exporter was there',
      alert: 'ElasticsearchDocumentsRejected',
      series: { ...health('red', '_x20 0x20'), ...rejected('rejected-logs-2030.01.01', '_x20 40x20') },
      fires: [],
    },
    {
      name: 'documents were rejected before Elasticsearch was away for a while',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...health('red', '0x10 stale _x8 0x20'),
        ...rejected('rejected-logs-2030.01.01', '40x10 stale _x8 40x20'),
      },
      at: '27m',
      fires: [],
    },
    {
      name: 'documents were rejected before a member started again, and were away with it',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...health('red', '0x10 1x8 0x20'),
        ...rejected('rejected-logs-2030.01.01', '40x10 stale _x7 40x20'),
      },
      at: '27m',
      fires: [],
    },
    {
      name: 'documents are counted under the name of the cluster only since somebody asked for it',
      alert: 'ElasticsearchDocumentsRejected',
      series: {
        ...series('elasticsearch_cluster_health_status', '_x10 0x30', { ...bare('elasticsearch'), color: 'red' }),
        ...rejected('rejected-logs-2030.01.01', '_x10 40 stale', bare('unknown_cluster')),
        ...rejected('rejected-logs-2030.01.01', '_x11 40x30', bare('elasticsearch')),
      },
      at: '25m',
      fires: [],
    },
    {
      name: 'a data stream has an index that is hidden, as those of its failure store are',
      alert: 'ElasticsearchFailureStoreUsed',
      series: {
        ...stream('logs-shop-default', '2x20 3x20'),
        ...rejected('.ds-logs-shop-default-2030.01.01-000001', '0x40'),
        ...rejected('shrink-ab12-.ds-logs-shop-default-2030.01.08-000002', '0x40'),
        ...stream('logs-kubernetes-default', '1x40'),
        ...rejected('.ds-logs-kubernetes-default-2030.01.01-000001', '0x40'),
      },
      fires: [{ ...target, data_stream: 'logs-shop-default' }],
    },
    {
      name: 'a data stream has such an index, of an Elasticsearch whose name is its own',
      alert: 'ElasticsearchFailureStoreUsed',
      series: {
        ...series('elasticsearch_data_stream_backing_indices_total', '2x40', {
          ...bare(''),
          data_stream: 'logs-shop-default',
        }),
        ...rejected('.ds-logs-shop-default-2030.01.01-000001', '0x40', bare('elasticsearch')),
      },
      fires: [{ job: target.job, instance: target.instance, namespace: 'logging', data_stream: 'logs-shop-default' }],
    },
    {
      name: 'a data stream gets an index between two requests of the exporter',
      alert: 'ElasticsearchFailureStoreUsed',
      series: {
        ...stream('logs-shop-default', '1x28 2x10'),
        ...rejected('.ds-logs-shop-default-2030.01.01-000001', '0x40'),
        ...rejected('.ds-logs-shop-default-2030.01.08-000002', '_x30 0x10'),
      },
      fires: [],
    },
  ]);

  it('reads only series that the real exporter has', () => {
    const lines = readFileSync(join(__dirname, 'fixtures/elasticsearch-exporter.txt'), 'utf8').trim().split('\n');
    const known = new Map<string, string[]>();
    for (const line of lines) {
      const [name = '', labels = ''] = line.split('{');
      known.set(name, [...(known.get(name) ?? []), labels]);
    }
    const alerts = elasticsearchRules({ nodes: 3 })[0]?.alerts ?? [];
    const read = alerts.flatMap(({ expr }) => selectors(expr)).filter(({ metric }) => metric !== 'up');
    const unknown = read.filter(({ metric, matchers }) => {
      const own = matchers.filter(({ label }) => label !== 'job');
      return !known
        .get(metric ?? '')
        ?.some((labels) => own.every(({ label, value }) => new RegExp(`\\b${label}="(?:${value})"`).test(labels)));
    });
    expect(unknown).toEqual([]);
    expect(read.length).toBeGreaterThan(15);
  });

  it('counts members only where there are several', () => {
    const names = (nodes?: number) => elasticsearchRules({ nodes })[0]?.alerts?.map(({ alert }) => alert);
    expect(names(2)).toContain('ElasticsearchTooFewNodesRunning');
    expect(names()).not.toContain('ElasticsearchTooFewNodesRunning');
  });

  it('reads one exporter, its thresholds and the names of rejected indices as it is told', () => {
    const [{ alerts = [] } = {}] = elasticsearchRules({
      selector: 'job="es"',
      nodes: 5,
      rejectedIndices: 'bad.docs',
      lowWatermark: 0.7,
      heapThreshold: 0.8,
      pendingTasksThreshold: 5,
    });
    const exprOf = (name: string) => alerts.find(({ alert }) => alert === name)?.expr ?? '';
    expect(alerts.filter(({ expr }) => !expr.includes('job="es"'))).toEqual([]);
    expect(exprOf('ElasticsearchTooFewNodesRunning')).toContain('< 5');
    expect(exprOf('ElasticsearchDocumentsRejected')).toContain('index=~"bad\\\\.docs-.+"');
    expect(exprOf('ElasticsearchDiskLowWatermark')).toContain('> 0.7');
    expect(exprOf('ElasticsearchHeapTooHigh')).toContain('> 0.8');
    expect(exprOf('ElasticsearchPendingTasks')).toContain('> 5');
  });

  describe('with watermarks that are set', () => {
    testRules(
      elasticsearchRules({ lowWatermark: '70%', highWatermark: '50gb', floodStageMaxHeadroom: '10gb' }).map(
        (group) => ({
          ...group,
          alerts: group.alerts?.filter(({ alert }) => alert.startsWith('ElasticsearchDisk')),
        }),
      ),
      [
        {
          name: 'a large volume is above a share that is set, however much is free',
          alert: 'ElasticsearchDiskLowWatermark',
          series: disk(10_000 * GIB, `${2900 * GIB}x60`),
          fires: [member],
        },
        {
          name: 'a volume is below it',
          alert: 'ElasticsearchDiskLowWatermark',
          series: disk(100 * GIB, `${31 * GIB}x60`),
          fires: [],
        },
        {
          name: 'less is free than has to be',
          alert: 'ElasticsearchDiskHighWatermark',
          series: disk(1000 * GIB, `${49 * GIB}x60`),
          fires: [member],
        },
        {
          name: 'a volume is nearly full, and has as much free as has to be',
          alert: 'ElasticsearchDiskHighWatermark',
          series: disk(1000 * GIB, `${51 * GIB}x60`),
          fires: [],
        },
        {
          name: 'less is free than the most that has to be',
          alert: 'ElasticsearchDiskFloodStage',
          series: disk(1000 * GIB, `${9 * GIB}x60`),
          fires: [member],
        },
        {
          name: 'a volume is above the share, and has the most that has to be free',
          alert: 'ElasticsearchDiskFloodStage',
          series: disk(1000 * GIB, `${11 * GIB}x60`),
          fires: [],
        },
      ],
    );
  });
});
