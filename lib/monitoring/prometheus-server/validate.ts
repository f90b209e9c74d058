import { validateResources } from '../../kubernetes/resources';
import { validateStorage } from '../../kubernetes/storage';
import { validateCidrs } from '../../model/cidrs';
import type { Problem } from '../../model/problem';
import {
  parseBytes,
  parseDuration,
  parseQuantity,
  validateDnsLabel,
  validateDuration,
  validateInteger,
  validateUrl,
} from '../../model/units';
import { DEFAULTS, MAX_RETENTION_SHARE, type PrometheusServerProps } from './props';

/** All that is wrong with the props by themselves. */
export function validatePrometheusServerProps(props: PrometheusServerProps): Problem[] {
  const { replicas = 1, shards = 1 } = props;
  return [
    ...validateDnsLabel('name', props.name),
    ...validateUrl('externalUrl', props.externalUrl),
    ...validateDuration('retention', props.retention, { min: '2h' }),
    ...validateDuration('scrapeInterval', props.scrapeInterval, { min: '1s' }),
    ...validateDuration('scrapeTimeout', props.scrapeTimeout, { min: '100ms' }),
    ...validateDuration('evaluationInterval', props.evaluationInterval, { min: '1s' }),
    ...validateTimeout(props),
    ...validateInteger('replicas', replicas, { min: 1 }),
    ...validateInteger('shards', shards, { min: 1 }),
    ...validateStorage(props, replicas * shards),
    ...validateRetentionSize(props),
    ...validateResources('resources', props.resources),
    ...validateInteger('runAsUser', props.runAsUser, { min: 1 }),
    ...validateInteger('runAsGroup', props.runAsGroup, { min: 1 }),
    ...validateCidrs('apiServerCidrs', props.apiServerCidrs),
    ...validateCidrs('nodeCidrs', props.nodeCidrs),
    ...(props.cluster === '' ? [{ what: "'cluster' is empty", fix: "give the cluster's name, or leave it out" }] : []),
    ...(props.withoutAlertmanager && (props.alertmanagers?.length ?? 0) > 0
      ? [{ what: "'withoutAlertmanager' is set together with 'alertmanagers'", fix: 'keep one of them' }]
      : []),
  ];
}

/** The timeout in force, given or not, must not be above the interval in force. */
function validateTimeout(props: PrometheusServerProps): Problem[] {
  const interval = props.scrapeInterval ?? DEFAULTS.scrapeInterval;
  const timeout = scrapeTimeoutOf(props);
  if ((parseDuration(timeout) ?? 0) <= (parseDuration(interval) ?? Infinity)) return [];
  return [
    { what: `'scrapeTimeout' is '${timeout}', above 'scrapeInterval' '${interval}'`, fix: `use '${interval}' or less` },
  ];
}

/** The scrape timeout: as given, or the default or the interval, whichever is less. */
export function scrapeTimeoutOf({ scrapeInterval, scrapeTimeout }: PrometheusServerProps): string {
  if (scrapeTimeout !== undefined) return scrapeTimeout;
  const interval = scrapeInterval ?? DEFAULTS.scrapeInterval;
  return (parseDuration(interval) ?? 0) < (parseDuration(DEFAULTS.scrapeTimeout) ?? 0)
    ? interval
    : DEFAULTS.scrapeTimeout;
}

function validateRetentionSize(props: PrometheusServerProps): Problem[] {
  const { retentionSize, storageSize = DEFAULTS.storageSize, existingClaim } = props;
  if (retentionSize === undefined) return [];
  const bytes = parseBytes(retentionSize);
  if (bytes === undefined || bytes === 0) {
    return [
      { what: `'retentionSize' is '${retentionSize}', which is no size`, fix: "use a size such as '10GiB' or '512MB'" },
    ];
  }
  const volume = parseQuantity(storageSize);
  if (volume === undefined || (existingClaim !== undefined && props.storageSize === undefined)) return [];
  if (bytes <= volume * MAX_RETENTION_SHARE) return [];
  return [
    {
      what: `'retentionSize' is '${retentionSize}', more than ${MAX_RETENTION_SHARE * 100} % of 'storageSize' '${storageSize}': the volume would fill before samples go`,
      fix: `use '${Math.floor((volume * MAX_RETENTION_SHARE) / 1024 ** 2)}MiB' or less, or a larger volume`,
    },
  ];
}
