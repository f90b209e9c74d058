import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

/**
 * A StatefulSet whose claim template is written as given. The typed class keeps only what it knows of a template, and
 * drops the rest, a JSON patch's too, in silence.
 */
export class StatefulSet extends k8s.KubeStatefulSet {
  constructor(
    scope: Construct,
    id: string,
    props: k8s.KubeStatefulSetProps,
    private readonly claimTemplate?: object,
  ) {
    super(scope, id, props);
  }

  override toJson(): { spec: object } {
    const manifest = super.toJson();
    if (this.claimTemplate) manifest.spec = { ...manifest.spec, volumeClaimTemplates: [this.claimTemplate] };
    return manifest;
  }
}
