import type { AlertmanagerEndpoint } from '../../model/alertmanager-endpoint';
import { RelabelAction } from '../../model/relabeling';
import type { PrometheusConfig } from './model';
import { anyOf, relabelConfigs } from './relabel-steps';

/** The section `alerting`; undefined where alerts go nowhere. */
export function alertingConfig({ alertmanagers = [], replicaLabel }: PrometheusConfig): object | undefined {
  if (alertmanagers.length === 0) return undefined;
  return {
    alert_relabel_configs:
      replicaLabel === undefined
        ? undefined
        : relabelConfigs([{ regex: anyOf([replicaLabel]), action: RelabelAction.LABELDROP }]),
    alertmanagers: alertmanagers.map(alertmanagerConfig),
  };
}

function alertmanagerConfig({ dnsName, addresses, port = 9093, scheme, pathPrefix }: AlertmanagerEndpoint): object {
  const discovery =
    dnsName === undefined
      ? { static_configs: [{ targets: addresses }] }
      : // Both kinds of records: pods have IPv6 addresses only in some clusters, and a kind that is absent is no error.
        { dns_sd_configs: ['A', 'AAAA'].map((type) => ({ names: [dnsName], type, port })) };
  return { scheme, path_prefix: pathPrefix, timeout: '10s', api_version: 'v2', ...discovery };
}
