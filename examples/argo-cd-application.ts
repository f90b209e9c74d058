import { ApiObject, App, Chart } from 'cdk8s';

/** The Application that has Argo CD pull `dist/` from Git. Put your repository's URL in. */
const app = new App();
const chart = new Chart(app, 'argo-cd-application', { namespace: 'argocd' });

new ApiObject(chart, 'Observability', {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'observability' },
  spec: {
    project: 'default',
    source: {
      repoURL: 'https://git.example.com/platform/observability.git',
      targetRevision: 'main',
      path: 'dist',
      directory: { include: '*.yaml' },
    },
    destination: { server: 'https://kubernetes.default.svc', namespace: 'monitoring' },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } },
    },
  },
});

app.synth();
