import { validatePrometheusConfig } from '../../config/prometheus/validate';
import { validateApiServerAccess } from '../../kubernetes/api-server-access';
import { validateNamespace } from '../../kubernetes/namespace';
import { validatePodPeers } from '../../kubernetes/network-policy';
import { validatePlacement } from '../../kubernetes/placement';
import { validateResources } from '../../kubernetes/resources';
import { validateStorage } from '../../kubernetes/storage';
import { validateCidrs } from '../../model/cidrs';
import type { Problem } from '../../model/problem';
import { fitProps } from '../../model/shape';
import {
  LONGEST_NAME,
  MAX_ID,
  parseBytes,
  parseQuantity,
  validateBaseUrl,
  validateDuration,
  validateInteger,
  validateWorkloadName,
} from '../../model/units';
import { prometheusConfig } from './config';
import { DEFAULTS, MAX_RETENTION_SHARE, PROMETHEUS_SERVER, type PrometheusServerProps } from './props';

/** All that is wrong with the props, and the namespace that results from them. */
export function validatePrometheusServer(props: PrometheusServerProps, namespace: string | undefined): Problem[] {
  const { fit, problems } = fitProps(props, PROMETHEUS_SERVER);
  const config = prometheusConfig(fit, { jobs: [], alertmanagers: fit.alertmanagers ?? [] }, 0);
  return [
    ...problems,
    ...(problems.some(({ what }) => what.startsWith("'namespace'")) ? [] : validateNamespace(namespace)),
    ...validateProps(fit),
    ...validatePrometheusConfig(config).map(inPropNames),
  ];
}

/** Problems of the configuration in the words of the props. */
export function inPropNames({ what, fix }: Problem): Problem {
  return { what: what.replace(/^'extra(?=['.])/, "'extraConfig"), fix };
}

function validateProps(props: PrometheusServerProps): Problem[] {
  const { replicas = 1, shards = 1, name } = props;
  const suffix = Number.isInteger(shards) && shards > 1 ? `-shard-${shards - 1}`.length : 0;
  return [
    ...validateWorkloadName('name', name, 'prometheus', LONGEST_NAME - suffix),
    ...validateBaseUrl('externalUrl', props.externalUrl),
    ...validateBaseUrl('runbookBaseUrl', props.runbookBaseUrl),
    ...validateDuration('retention', props.retention, { min: '2h' }),
    ...validateDuration('scrapeInterval', props.scrapeInterval, { min: '1s' }),
    ...validateDuration('scrapeTimeout', props.scrapeTimeout, { min: '100ms' }),
    ...validateDuration('evaluationInterval', props.evaluationInterval, { min: '1s' }),
    ...validateInteger('replicas', replicas, { min: 1 }),
    ...validateInteger('shards', shards, { min: 1 }),
    ...validateStorage(props, replicas * shards),
    ...validateRetentionSize(props),
    ...validateResources('resources', props.resources),
    ...validatePlacement(props),
    ...validateInteger('runAsUser', props.runAsUser, { min: 1, max: MAX_ID }),
    ...validateInteger('runAsGroup', props.runAsGroup, { min: 1, max: MAX_ID }),
    ...validatePodPeers('accessFrom', props.accessFrom),
    ...validateApiServerAccess(props),
    ...validateCidrs('nodeCidrs', props.nodeCidrs),
    ...(props.withoutAlertmanager && (props.alertmanagers?.length ?? 0) > 0
      ? [{ what: "'withoutAlertmanager' is set together with 'alertmanagers'", fix: 'keep one of them' }]
      : []),
  ];
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
