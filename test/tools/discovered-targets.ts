import type {
  ClusterObjects,
  EndpointSliceObject,
  NodeObject,
  ObjectMeta,
  PodObject,
  ServiceObject,
} from './kubernetes-objects';

/** The labels of a target before relabelling. */
export type LabelSet = Readonly<Record<string, string>>;

const META = '__meta_kubernetes_';
const sanitized = (name: string) => name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
const addressOf = (ip: string, port: number) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`);

function metaLabels(kind: string, { name, labels = {}, annotations = {} }: ObjectMeta): Record<string, string> {
  const described = (what: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([key, value]) => [
      [`${META}${kind}_${what}_${sanitized(key)}`, value],
      [`${META}${kind}_${what}present_${sanitized(key)}`, 'true'],
    ]);
  return Object.fromEntries([
    [`${META}${kind}_name`, name],
    ...described('label', labels),
    ...described('annotation', annotations),
  ]);
}

function podLabels({ metadata, spec, status }: PodObject): LabelSet {
  return {
    [`${META}pod_ip`]: status.podIP ?? '',
    [`${META}pod_ready`]: status.phase === 'Running' ? 'true' : 'false',
    [`${META}pod_phase`]: status.phase,
    [`${META}pod_node_name`]: spec.nodeName ?? '',
    [`${META}pod_host_ip`]: status.hostIP ?? '',
    [`${META}namespace`]: metadata.namespace ?? '',
    ...metaLabels('pod', metadata),
  };
}

/** The containers with the labels that tell an init container; the regular ones come first, as discovery has them. */
const containersOf = ({ spec: { containers, initContainers = [] } }: PodObject) => [
  ...containers.map((container) => ({ container, init: 'false' })),
  ...initContainers.map((container) => ({ container, init: 'true' })),
];

function containerPorts(pod: PodObject) {
  return containersOf(pod).flatMap(({ container, init }) => {
    const own = {
      [`${META}pod_container_name`]: container.name,
      [`${META}pod_container_image`]: container.image ?? '',
      [`${META}pod_container_init`]: init,
    };
    return (container.ports ?? []).map(({ name = '', containerPort, protocol = 'TCP' }) => ({
      port: containerPort,
      labels: {
        ...own,
        [`${META}pod_container_port_number`]: `${containerPort}`,
        [`${META}pod_container_port_name`]: name,
        [`${META}pod_container_port_protocol`]: protocol,
      },
    }));
  });
}

/** Role `pod`: one target a container port, and one with the bare address for a container without ports. */
export function podTargets(pod: PodObject): LabelSet[] {
  const ip = pod.status.podIP;
  if (!ip) return [];
  const bare = containersOf(pod)
    .filter(({ container }) => (container.ports ?? []).length === 0)
    .map(({ container, init }) => ({
      __address__: ip,
      [`${META}pod_container_name`]: container.name,
      [`${META}pod_container_image`]: container.image ?? '',
      [`${META}pod_container_init`]: init,
    }));
  const announced = containerPorts(pod).map(({ port, labels }) => ({ __address__: addressOf(ip, port), ...labels }));
  return [...announced, ...bare].map((target) => ({ ...podLabels(pod), ...target }));
}

/**
 * Role `endpointslice`: one target an address and port, and one for every other container port of the pods behind it.
 */
export function endpointSliceTargets(
  slice: EndpointSliceObject,
  services: readonly ServiceObject[],
  pods: readonly PodObject[],
): LabelSet[] {
  const { name: sliceName, namespace = '', labels = {} } = slice.metadata;
  const isIt = (meta: ObjectMeta, name: string | undefined) => meta.name === name && meta.namespace === namespace;
  const service = services.find(({ metadata }) => isIt(metadata, labels['kubernetes.io/service-name']));
  const common = {
    [`${META}namespace`]: namespace,
    [`${META}endpointslice_address_type`]: slice.addressType,
    ...metaLabels('endpointslice', { name: sliceName, labels }),
    ...(service ? metaLabels('service', service.metadata) : {}),
  };
  const behind = new Set<PodObject>();
  const own = slice.endpoints.flatMap(({ addresses, nodeName, targetRef }) => {
    const pod = targetRef?.kind === 'Pod' ? pods.find(({ metadata }) => isIt(metadata, targetRef.name)) : undefined;
    if (pod) behind.add(pod);
    return slice.ports.flatMap(({ name, port, protocol = 'TCP' }) =>
      addresses.map((address) => ({
        __address__: addressOf(address, port),
        ...(name === undefined ? {} : { [`${META}endpointslice_port_name`]: name }),
        [`${META}endpointslice_port_protocol`]: protocol,
        [`${META}endpointslice_port`]: `${port}`,
        ...(nodeName ? { [`${META}endpointslice_endpoint_node_name`]: nodeName } : {}),
        ...(targetRef
          ? {
              [`${META}endpointslice_address_target_kind`]: targetRef.kind,
              [`${META}endpointslice_address_target_name`]: targetRef.name,
            }
          : {}),
        ...(pod ? podLabels(pod) : {}),
        ...(pod ? containerPorts(pod).find((each) => each.port === port)?.labels : {}),
      })),
    );
  });
  const others = [...behind].flatMap((pod) =>
    containerPorts(pod)
      .filter(({ port }) => !slice.ports.some((each) => each.port === port))
      .map(({ port, labels: container }) => ({
        __address__: addressOf(pod.status.podIP ?? '', port),
        ...podLabels(pod),
        ...container,
      })),
  );
  return [...own, ...others].map((target) => ({ ...common, ...target }));
}

/** Role `node`: the kubelet's address, with `instance` set to the node's name. */
export function nodeTargets({ metadata, status }: NodeObject): LabelSet[] {
  const ranks = ['InternalIP', 'InternalDNS', 'ExternalIP', 'ExternalDNS', 'LegacyHostIP', 'Hostname'];
  const best = ranks.flatMap((rank) => status.addresses.filter(({ type }) => type === rank))[0];
  if (!best) return [];
  return [
    {
      __address__: addressOf(best.address, status.daemonEndpoints?.kubeletEndpoint?.Port ?? 0),
      instance: metadata.name,
      ...metaLabels('node', metadata),
      ...Object.fromEntries(
        status.addresses.map(({ type, address }) => [`${META}node_address_${sanitized(type)}`, address]),
      ),
    },
  ];
}

/** One of `kubernetes_sd_configs`. */
export interface KubernetesSdConfig {
  readonly role: string;
  readonly namespaces?: { readonly names?: readonly string[] };
  readonly selectors?: readonly { readonly role: string; readonly label?: string; readonly field?: string }[];
}

/** The targets that Prometheus' discovery finds among the objects, as the API server would let it see them. */
export function discoveredTargets(config: KubernetesSdConfig, objects: ClusterObjects): LabelSet[] {
  const { pods = [], services = [], endpointSlices = [], nodes = [] } = objects;
  const visible = <T extends { readonly metadata: ObjectMeta }>(role: string, all: readonly T[]) =>
    all.filter(({ metadata }) => isVisible(config, role, metadata));
  switch (config.role) {
    case 'pod':
      return visible('pod', pods).flatMap(podTargets);
    case 'endpointslice':
      return visible('endpointslice', endpointSlices).flatMap((slice) =>
        endpointSliceTargets(slice, visible('service', services), visible('pod', pods)),
      );
    case 'node':
      return visible('node', nodes).flatMap(nodeTargets);
    default:
      throw new Error(`role '${config.role}' is not imitated here`);
  }
}

function isVisible({ namespaces, selectors = [] }: KubernetesSdConfig, role: string, meta: ObjectMeta): boolean {
  const names = role === 'node' ? undefined : namespaces?.names;
  if (names && names.length > 0 && !names.includes(meta.namespace ?? '')) return false;
  return selectors
    .filter((selector) => selector.role === role)
    .every(({ label, field }) => {
      const fields = { 'metadata.name': meta.name, 'metadata.namespace': meta.namespace ?? '' };
      return hasAll(label, meta.labels ?? {}) && hasAll(field, fields);
    });
}

function hasAll(selector: string | undefined, values: Readonly<Record<string, string>>): boolean {
  return (selector ?? '').split(',').every((term) => {
    if (term === '') return true;
    const [, name, value] = /^([^=!]+)=([^=]*)$/.exec(term) ?? [];
    if (name === undefined) throw new Error(`selector '${term}' is not imitated here`);
    return values[name] === value;
  });
}
