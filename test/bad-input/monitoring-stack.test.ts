import { MonitoringStack } from '../../lib';
import { newChart } from '../tools/synth';
import { refuses, stack, unchecked } from './tools';

describe('MonitoringStack refuses', () => {
  refuses([
    [
      'a text where a number belongs',
      stack({ replicas: unchecked('2') }),
      "chart/Monitoring: 'replicas' is '2', which is no number; use a number such as 2",
    ],
    ['no replica', stack({ replicas: 0 }), "chart/Monitoring: 'replicas' is 0; use a whole number of 1 or more"],
    [
      'half a replica',
      stack({ replicas: 1.5 }),
      "chart/Monitoring: 'replicas' is 1.5; use a whole number of 1 or more",
    ],
    [
      'a negative number of shards',
      stack({ shards: -1 }),
      "chart/Monitoring: 'shards' is -1; use a whole number of 1 or more",
    ],
    [
      'no number at all',
      stack({ shards: Number.NaN }),
      "chart/Monitoring: 'shards' is NaN; use a whole number of 1 or more",
    ],
    [
      'null',
      stack({ cluster: unchecked(null) }),
      "chart/Monitoring: 'cluster' is null, which is no text; use a text such as 'production'",
    ],
    [
      'an empty cluster',
      stack({ cluster: '' }),
      "chart/Monitoring: 'cluster' is empty; give the cluster's name, or leave it out",
    ],
    [
      'a duration in words',
      stack({ retention: '5 minutes' }),
      "chart/Monitoring: 'retention' is '5 minutes', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'a duration that is a number',
      stack({ retention: unchecked(15) }),
      "chart/Monitoring: 'retention' is 15, which is no text; use a text such as '15d'",
    ],
    [
      'a retention below what Prometheus keeps at least',
      stack({ retention: '1h' }),
      "chart/Monitoring: 'retention' is '1h'; use '2h' or more",
    ],
    [
      'a duration longer than Prometheus can count',
      stack({ retention: '300y' }),
      "chart/Monitoring: 'retention' is '300y'; use '290y' or less",
    ],
    [
      'a size with a blank behind it',
      stack({ retentionSize: '10GB ' }),
      "chart/Monitoring: 'retentionSize' is '10GB ', which is no size; use a size such as '10GiB' or '512MB'",
    ],
    [
      'a retention size above the volume',
      stack({ retentionSize: '30GiB', storageSize: '20Gi' }),
      "chart/Monitoring: 'retentionSize' is '30GiB', more than 90 % of 'storageSize' '20Gi': the volume would fill before samples go; use '18432MiB' or less, or a larger volume",
    ],
    [
      'a volume in words',
      stack({ storageSize: '20 GB' }),
      "chart/Monitoring: 'storageSize' is '20 GB', which is no quantity above zero; use a Kubernetes quantity such as '50Gi'",
    ],
    [
      'a volume whose unit was forgotten',
      stack({ storageSize: '20' }),
      "chart/Monitoring: 'storageSize' is '20', which means 20 bytes; use a unit, such as '20Gi'",
    ],
    [
      'an upper-case storage class',
      stack({ storageClassName: 'GP3' }),
      "chart/Monitoring: 'storageClassName' is 'GP3', which is no Kubernetes name; use 'a-z', '0-9', '-' and '.', such as 'gp3'",
    ],
    [
      'an existing claim for several pods',
      stack({ existingClaim: 'efs', replicas: 2 }),
      "chart/Monitoring: 'existingClaim' is 'efs' with 2 pods; use one replica and one shard, or leave the claims to us",
    ],
    [
      'two kinds of storage',
      stack({ existingClaim: 'efs', ephemeralStorage: true }),
      "chart/Monitoring: 'existingClaim' and 'ephemeralStorage' are set together; keep one of them",
    ],
    [
      'a text where true belongs',
      stack({ ephemeralStorage: unchecked('false') }),
      "chart/Monitoring: 'ephemeralStorage' is 'false', which is neither true nor false; use true or false",
    ],
    [
      'a timeout above the interval',
      stack({ scrapeInterval: '15s', scrapeTimeout: '20s' }),
      "chart/Monitoring: 'scrapeTimeout' is '20s', above the scrape interval of '15s'; use '15s' or less",
    ],
    ['no interval', stack({ scrapeInterval: '0s' }), "chart/Monitoring: 'scrapeInterval' is '0s'; use '1s' or more"],
    [
      'an interval without unit',
      stack({ evaluationInterval: '30' }),
      "chart/Monitoring: 'evaluationInterval' is '30', which is no duration; use a Prometheus duration such as '30s', '5m' or '15d'",
    ],
    [
      'an upper-case name',
      stack({ name: 'Prometheus' }),
      "chart/Monitoring: 'name' is 'Prometheus', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'prometheus'",
    ],
    [
      'a name that a Service cannot have',
      stack({ name: '9prometheus' }),
      "chart/Monitoring: 'name' is '9prometheus', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'prometheus'",
    ],
    [
      'a name too long for the labels of its pods',
      stack({ name: 'p'.repeat(53) }),
      "chart/Monitoring: 'name' is 'ppppppppppppppppppppppppppppppppppppppppppppppppppppp', which no Service can be named; use at most 52 of 'a-z', '0-9' and '-', with a letter in front, such as 'prometheus'",
    ],
    [
      'an upper-case namespace',
      stack({ namespace: 'Monitoring' }),
      "chart/Monitoring: 'namespace' is 'Monitoring', which is no Kubernetes name; use at most 63 of 'a-z', '0-9' and '-', such as 'monitoring'",
    ],
    [
      'no namespace',
      () => new MonitoringStack(newChart(null), 'Monitoring'),
      "chart/Monitoring: no namespace is set; set 'namespace' here or on the chart, such as 'monitoring'",
    ],
    [
      'a URL without scheme',
      stack({ externalUrl: 'prometheus.example.com' }),
      "chart/Monitoring: 'externalUrl' is 'prometheus.example.com', which is no URL; use a URL such as 'https://example.com/path'",
    ],
    [
      'a URL of another scheme',
      stack({ externalUrl: 'ftp://prometheus.example.com' }),
      "chart/Monitoring: 'externalUrl' is 'ftp://prometheus.example.com'; its scheme must be http or https; use a URL such as 'https://example.com/path'",
    ],
    [
      'a URL with a password',
      stack({ externalUrl: 'https://admin:pass@prometheus.example.com' }),
      "chart/Monitoring: 'externalUrl' holds a user or a password; keep credentials in a Secret and refer to it by name and key",
    ],
    [
      'a URL that nothing can be appended to',
      stack({ externalUrl: 'https://example.com/prometheus?x=1' }),
      "chart/Monitoring: 'externalUrl' is 'https://example.com/prometheus?x=1', which nothing can be appended to; use 'https://example.com/prometheus'",
    ],
    [
      'a label name with a dash',
      stack({ externalLabels: { 'data-center': 'eu' } }),
      "chart/Monitoring: 'externalLabels' holds 'data-center', which is no name for a label; use letters, digits and '_', not '__' in front, such as 'team'",
    ],
    [
      'a label that is a number',
      stack({ externalLabels: { rack: unchecked(7) } }),
      "chart/Monitoring: 'externalLabels.rack' is 7, which is no text; use a text such as 'europe'",
    ],
    [
      'a label from a variable that is not set',
      stack({ externalLabels: { region: unchecked(undefined) } }),
      "chart/Monitoring: 'externalLabels.region' is not set; set it, such as 'europe'",
    ],
    [
      'two names for one cluster',
      stack({ cluster: 'one', externalLabels: { cluster: 'two' } }),
      "chart/Monitoring: 'externalLabels.cluster' is 'two', and 'cluster' is 'one'; give the same, or one of them",
    ],
  ]);
});
