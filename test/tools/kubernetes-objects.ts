/** What discovery reads of an object's metadata. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What discovery reads of a container. */
export interface ContainerObject {
  readonly name: string;
  readonly image?: string;
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort: number;
    /** The API server fills in `TCP`. */
    readonly protocol?: string;
  }[];
}

/** What discovery reads of a Pod. */
export interface PodObject {
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly nodeName?: string;
    readonly hostNetwork?: boolean;
    readonly containers: readonly ContainerObject[];
    readonly initContainers?: readonly ContainerObject[];
  };
  readonly status: { readonly phase: string; readonly podIP?: string; readonly hostIP?: string };
}

/** What discovery reads of a Service. */
export interface ServiceObject {
  readonly metadata: ObjectMeta;
}

/** What discovery reads of an EndpointSlice; its label `kubernetes.io/service-name` says whose it is. */
export interface EndpointSliceObject {
  readonly metadata: ObjectMeta;
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly ports: readonly { readonly name?: string; readonly port: number; readonly protocol?: string }[];
  readonly endpoints: readonly {
    readonly addresses: readonly string[];
    readonly nodeName?: string;
    readonly targetRef?: { readonly kind: string; readonly name: string; readonly namespace?: string };
  }[];
}

/** What discovery reads of a Node. */
export interface NodeObject {
  readonly metadata: ObjectMeta;
  readonly status: {
    readonly addresses: readonly { readonly type: string; readonly address: string }[];
    readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port: number } };
  };
}

/** What a cluster holds, as far as discovery looks. */
export interface ClusterObjects {
  readonly pods?: readonly PodObject[];
  readonly services?: readonly ServiceObject[];
  readonly endpointSlices?: readonly EndpointSliceObject[];
  readonly nodes?: readonly NodeObject[];
}
