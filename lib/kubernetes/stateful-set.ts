import { JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/**
 * A StatefulSet whose claim template is written as given, and whose JSON patches apply to the manifest as it is written.
 * The typed class keeps only what it knows of a template, and drops the rest, what a patch put there too, in silence.
 */
export class StatefulSet extends k8s.KubeStatefulSet {
  private readonly lastPatches: JsonPatch[] = [];

  constructor(
    scope: Construct,
    id: string,
    props: k8s.KubeStatefulSetProps,
    private readonly claimTemplate?: object,
  ) {
    super(scope, id, props);
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.lastPatches.push(...patches);
  }

  override toJson(): { spec: object } {
    const manifest = super.toJson();
    // A patch changes the template in place, and others are made from the same one.
    if (this.claimTemplate) {
      manifest.spec = { ...manifest.spec, volumeClaimTemplates: [structuredClone(this.claimTemplate)] };
    }
    try {
      return JsonPatch.apply(manifest, ...this.lastPatches);
    } catch (cause) {
      const reason = String((cause as Error).message).split('\n')[0];
      throw new Error(
        `${this.node.path}: a JSON patch does not fit (${reason}); compare its path with the synthesized YAML`,
        { cause },
      );
    }
  }
}
