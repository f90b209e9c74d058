import type { FluentBitFilter, FluentBitParser } from '../../config/fluent-bit/config';
import { CONTAINER_TAG } from '../lines/container-tags';
import { PARSED_KEY } from '../lines/line-filters';
import { OWN_TAG } from './fluent-bit-inputs';

/** Where the agent learns who wrote a line. */
export enum FluentBitMetadata {
  /** From the name of its file: namespace, pod, container. Needs no rights at all. */
  TAG = 'tag',
  /**
   * And the pod's labels, from the API server: the rights to read all pods. One that cannot be reached costs labels alone.
   * For one that takes the connection and never answers Fluent Bit waits without an end, and reads and sends nothing
   * meanwhile: the alert `FluentBitStuck` tells.
   */
  API_SERVER = 'apiserver',
  /**
   * And the pod's labels, from the node's kubelet: the right to list its pods, which clusters before Kubernetes 1.33 do not
   * give alone. For clusters of many nodes, and where the API server is far: what one kubelet does stops no other node.
   */
  KUBELET = 'kubelet',
}

/** Reads a tag, for the filters `kubernetes`. */
export const TAG_PARSER: FluentBitParser = { name: 'container-tag', format: 'regex', regex: CONTAINER_TAG.metadata };

export interface MetadataFilterOptions {
  readonly metadata: FluentBitMetadata;
  readonly podAnnotations: boolean;
  readonly namespaceLabels: boolean;
  readonly withOwnLog: boolean;
}

/** Key of what the tag tells, until it is known whether more is to be had. */
const FROM_TAG = 'kubernetes_tag';

type KubernetesFilter = FluentBitFilter<'kubernetes'>;

/** Who wrote a line, and its JSON as fields below one key of their own: beside ours they would stand in each other's way. */
export function metadataFilters(options: MetadataFilterOptions): FluentBitFilter[] {
  const { metadata, podAnnotations, withOwnLog } = options;
  const all = { name: 'kubernetes', match: `${CONTAINER_TAG.prefix}*` } as const;
  const byTag = (prefix: string): Partial<KubernetesFilter> => ({
    kube_tag_prefix: prefix,
    regex_parser: TAG_PARSER.name,
    use_tag_for_meta: true,
  });
  const lines: Partial<KubernetesFilter> = {
    merge_log: true,
    merge_log_key: PARSED_KEY,
    keep_log: true,
  };
  const own: FluentBitFilter[] = withOwnLog
    ? [
        { name: 'throttle', match: `${OWN_TAG}.*`, rate: 10, window: 60, interval: '1s' },
        { name: 'kubernetes', match: `${OWN_TAG}.*`, ...byTag(`${OWN_TAG}.`) },
      ]
    : [];
  if (metadata === FluentBitMetadata.TAG) {
    return [{ ...all, ...byTag(CONTAINER_TAG.prefix), ...lines }, ...own];
  }
  return [
    // While the API cannot be reached, the filter after it adds nothing: then what the tag tells is all there is.
    { ...all, ...byTag(CONTAINER_TAG.prefix) },
    { name: 'modify', match: all.match, rename: [`kubernetes ${FROM_TAG}`] },
    {
      ...all,
      kube_tag_prefix: CONTAINER_TAG.prefix,
      regex_parser: TAG_PARSER.name,
      ...lines,
      labels: true,
      annotations: false,
      ...(options.namespaceLabels ? { namespace_labels: true } : {}),
      ...(podAnnotations ? { 'k8s-logging.parser': true, 'k8s-logging.exclude': true } : {}),
      // Pods are as large as they are; an answer that is cut is none.
      buffer_size: '0',
      // A resolver that is away must not keep the agent from reading; for how long it waits for an answer none can say.
      dns_retries: 2,
      dns_wait_time: 2,
      ...(metadata === FluentBitMetadata.KUBELET
        ? // The kubelet's certificate is its own in most clusters; what it is asked goes no further than this node.
          { use_kubelet: true, kubelet_host: '${NODE_IP}', kubelet_port: KUBELET_PORT, 'tls.verify': false }
        : {}),
    },
    // A key that is there stays as it is.
    { name: 'modify', match: all.match, rename: [`${FROM_TAG} kubernetes`], remove: [FROM_TAG] },
    ...own,
  ];
}

/** Port of kubelets. */
export const KUBELET_PORT = 10250;
