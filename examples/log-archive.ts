import { App, Chart } from 'cdk8s';
import { LoggingStack, ObservabilityNamespace, PodSecurityLevel, S3Output } from '../lib';

/**
 * A week of logs to search, and a copy of each line in a bucket for as long as the law wants. What is away for a while holds
 * up neither the other nor the agents: each has room of its own on the nodes.
 */
const app = new App();
const namespaces = new Chart(app, '00-namespaces');
new ObservabilityNamespace(namespaces, 'Logging', { name: 'logging' });
new ObservabilityNamespace(namespaces, 'Agents', { name: 'node-agents', podSecurity: PodSecurityLevel.PRIVILEGED });

new LoggingStack(new Chart(app, 'logging', { namespace: 'logging' }), 'Logging', {
  elasticsearch: { nodes: 3 },
  retention: '7d',
  agent: {
    copies: [new S3Output('archive', { bucket: 'shop-logs', region: 'eu-west-1' })],
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/logs' },
  },
});

app.synth();
