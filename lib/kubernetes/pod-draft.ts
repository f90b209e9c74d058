import { k8s } from 'cdk8s-plus-27';
import type { Problem } from '../model/problem';

/** A container of a manifest, as far as others have to know it. */
export interface ContainerManifest {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { name?: string; containerPort: number; hostPort?: number; protocol?: string }[];
  readonly volumeMounts?: readonly { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
  readonly [field: string]: unknown;
}

/** A volume of a manifest; what it holds stands under the name of its kind. */
export interface VolumeManifest {
  readonly name: string;
  readonly [source: string]: unknown;
}

/** The metadata and spec of pods as a manifest holds them. */
export interface PodManifest {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly spec: {
    readonly containers: readonly ContainerManifest[];
    readonly initContainers?: readonly ContainerManifest[];
    readonly volumes?: readonly VolumeManifest[];
    readonly imagePullSecrets?: readonly { readonly name: string }[];
    readonly hostNetwork?: boolean;
    readonly [field: string]: unknown;
  };
}

/** The pods of somebody else's workload while they are edited. What does not fit is noted and left as it was. */
export class PodDraft {
  private readonly found: Problem[] = [];

  constructor(
    /** The workload as messages name it: `Deployment 'web'`. */
    readonly workload: string,
    private manifest: PodManifest,
  ) {}

  /** All that did not fit. */
  get problems(): readonly Problem[] {
    return this.found;
  }

  /** The pods with what was changed so far. */
  get pod(): PodManifest {
    return this.manifest;
  }

  /** Notes what does not fit. */
  addProblems(...problems: readonly Problem[]): void {
    this.found.push(...problems);
  }

  /**
   * Adds a container, unless its name or one of its ports is taken; `portFix` and `nameFix` say how to give it others. A
   * `native` one starts before the others and ends after them.
   *
   * @returns whether it was added
   */
  addContainer(
    container: k8s.Container,
    portFix: string,
    { native = false, nameFix = "add it once, or rename the workload's own" } = {},
  ): boolean {
    const added = k8s.toJson_Container(container) as ContainerManifest;
    const { containers, initContainers = [] } = this.manifest.spec;
    const sameName = [...containers, ...initContainers].some(({ name }) => name === added.name);
    const twice = {
      what: `the ${this.workload} has a container '${added.name}' already`,
      fix: nameFix,
    };
    const problems = sameName ? [twice] : this.portsTaken(added, portFix);
    this.addProblems(...problems);
    if (problems.length > 0) return false;
    if (native) this.setSpec({ initContainers: [...initContainers, { ...added, restartPolicy: 'Always' }] });
    else this.setSpec({ containers: [...containers, added] });
    return true;
  }

  private portsTaken(added: ContainerManifest, portFix: string): Problem[] {
    return (added.ports ?? []).flatMap(({ name, containerPort }) => [
      ...this.portProblems(containerPort, `container '${added.name}'`, portFix),
      ...this.portNameProblems(name, added.name),
    ]);
  }

  /** The container that announces a TCP port; pods have one address for all of them. */
  announcerOf(port: number): string | undefined {
    return this.allContainers().find(({ ports = [] }) =>
      ports.some(({ containerPort, protocol = 'TCP' }) => containerPort === port && protocol === 'TCP'),
    )?.name;
  }

  /** Refuses a TCP port that a container announces; `who` wants it. */
  portProblems(port: number, who: string, fix: string): Problem[] {
    const announcer = this.announcerOf(port);
    if (announcer === undefined) return [];
    const what = `port ${port} of ${who} is taken by container '${announcer}' of the ${this.workload}`;
    return [{ what, fix }];
  }

  /** Adds a volume, unless its name is taken. */
  addVolume(volume: VolumeManifest): void {
    const { volumes = [] } = this.manifest.spec;
    if (volumes.some(({ name }) => name === volume.name)) {
      const what = `the ${this.workload} has a volume '${volume.name}' already`;
      this.addProblems({ what, fix: "rename the workload's own" });
    } else {
      this.setSpec({ volumes: [...volumes, volume] });
    }
  }

  /** Puts another volume in the place of one. */
  replaceVolume(name: string, volume: VolumeManifest): void {
    const { volumes = [] } = this.manifest.spec;
    this.setSpec({ volumes: volumes.map((each) => (each.name === name ? volume : each)) });
  }

  /** Mounts a volume into a container of the workload. */
  addVolumeMount(container: string, mount: NonNullable<ContainerManifest['volumeMounts']>[number]): void {
    const { containers } = this.manifest.spec;
    this.setSpec({
      containers: containers.map((each) =>
        each.name === container ? { ...each, volumeMounts: [...(each.volumeMounts ?? []), mount] } : each,
      ),
    });
  }

  /** Adds Secrets with logins to registries; those that are there already stay. */
  addPullSecrets(names: readonly string[]): void {
    const { imagePullSecrets = [] } = this.manifest.spec;
    const added = names.filter((name) => !imagePullSecrets.some((secret) => secret.name === name));
    if (added.length > 0) this.setSpec({ imagePullSecrets: [...imagePullSecrets, ...added.map((name) => ({ name }))] });
  }

  /** Sets an annotation of the pods; refuses to change one that says something else. */
  addAnnotation(name: string, value: string, fix = "remove the workload's own"): void {
    this.addMetadata('annotations', 'annotation', name, value, fix);
  }

  /** Sets a label of the pods; refuses to change one that says something else. Selectors stay as they are. */
  addLabel(name: string, value: string, fix = "remove the workload's own"): void {
    this.addMetadata('labels', 'label', name, value, fix);
  }

  private addMetadata(field: 'labels' | 'annotations', noun: string, name: string, value: string, fix: string): void {
    const { metadata = {} } = this.manifest;
    const values = metadata[field] ?? {};
    if (Object.hasOwn(values, name) && values[name] !== value) {
      const what = `the pods of the ${this.workload} have the ${noun} '${name}' with '${values[name]}', where '${value}' is needed`;
      this.addProblems({ what, fix });
    } else {
      this.manifest = { ...this.manifest, metadata: { ...metadata, [field]: { ...values, [name]: value } } };
    }
  }

  private portNameProblems(name: string | undefined, container: string): Problem[] {
    const other = this.allContainers().find(({ ports = [] }) => ports.some((port) => port.name === name));
    if (name === undefined || other === undefined) return [];
    return [
      {
        what: `the port name '${name}' of container '${container}' is taken by container '${other.name}' of the ${this.workload}`,
        fix: "rename the workload's own port",
      },
    ];
  }

  /** Init containers too: those that keep running have the address of the pod as well. */
  private allContainers(): readonly ContainerManifest[] {
    const { containers, initContainers = [] } = this.manifest.spec;
    return [...containers, ...initContainers];
  }

  private setSpec(change: Partial<PodManifest['spec']>): void {
    this.manifest = { ...this.manifest, spec: { ...this.manifest.spec, ...change } };
  }
}
