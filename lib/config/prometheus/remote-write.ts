import { authorizationConfig, basicAuthConfig, tlsConfig } from './http-client';
import { relabelConfigs } from './relabel-steps';
import type { RemoteWrite, RemoteWriteQueue } from './remote-write-model';

/** One of `remote_write`. */
export function remoteWriteConfig(to: RemoteWrite): object {
  const { sigv4, queue, writeRelabelings = [] } = to;
  return {
    url: to.url,
    name: to.name,
    remote_timeout: to.remoteTimeout,
    headers: to.headers,
    authorization: authorizationConfig(to.authorization),
    basic_auth: basicAuthConfig(to.basicAuth),
    sigv4: sigv4 && { region: sigv4.region, role_arn: sigv4.roleArn },
    tls_config: tlsConfig(to.tls, to),
    send_exemplars: to.sendExemplars,
    send_native_histograms: to.sendNativeHistograms,
    write_relabel_configs: writeRelabelings.length > 0 ? relabelConfigs(writeRelabelings) : undefined,
    queue_config: queue && queueConfig(queue),
  };
}

function queueConfig(queue: RemoteWriteQueue): object {
  return {
    capacity: queue.capacity,
    max_shards: queue.maxShards,
    min_shards: queue.minShards,
    max_samples_per_send: queue.maxSamplesPerSend,
    batch_send_deadline: queue.batchSendDeadline,
    min_backoff: queue.minBackoff,
    max_backoff: queue.maxBackoff,
    retry_on_http_429: queue.retryOnRateLimit,
    sample_age_limit: queue.sampleAgeLimit,
  };
}
