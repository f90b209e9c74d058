import { type DeploymentPods, deploymentWorkload } from '../../lib/kubernetes/deployment';
import { Images } from '../../lib/kubernetes/images';
import { newChart, only, synth } from '../tools/synth';

const selector = { app: 'web' };
const labels = { ...selector, 'app.kubernetes.io/version': '1.2.3' };

function manifests({ replicas = 1, ...pods }: Partial<DeploymentPods> & { replicas?: number } = {}) {
  const chart = newChart();
  const common = { name: 'web', namespace: 'shop', labels, selector, replicas };
  const containers = [{ name: 'web' }, { name: 'helper' }];
  deploymentWorkload(chart, { ...common, images: Images.UPSTREAM, placement: {} }, { containers, ...pods });
  return synth(chart);
}

const deployment = (pods: Parameters<typeof manifests>[0] = {}) => only(manifests(pods), 'Deployment').spec;

describe('a Deployment', () => {
  it('selects by the stable labels alone, and its pods have them all', () => {
    const { selector: selected, template } = deployment();
    expect(selected).toEqual({ matchLabels: selector });
    expect(template.metadata).toEqual({ labels, annotations: { 'kubectl.kubernetes.io/default-container': 'web' } });
  });

  it('lives under the Pod Security level restricted, without a token', () => {
    expect(deployment().template.spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      terminationGracePeriodSeconds: 30,
    });
  });

  it('has the account and the volumes that it is told', () => {
    const spec = deployment({ serviceAccountName: 'web', volumes: () => [{ name: 'tmp', emptyDir: {} }] }).template
      .spec;
    expect(spec).toMatchObject({ serviceAccountName: 'web', volumes: [{ name: 'tmp', emptyDir: {} }] });
  });

  it('starts a new pod before an old one goes, or the other way round', () => {
    expect(deployment().strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(deployment({ recreate: true }).strategy).toEqual({ type: 'Recreate' });
  });

  it('has a disruption budget and its pods on different nodes from two replicas on', () => {
    expect(manifests().map(({ kind }) => kind)).toEqual(['Deployment']);
    const several = manifests({ replicas: 2 });
    expect(only(several, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: selector },
    });
    expect(only(several, 'Deployment').spec.template.spec.affinity.podAntiAffinity).toBeDefined();
  });
});
