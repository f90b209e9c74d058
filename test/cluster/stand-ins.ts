import { kubectl } from './cluster';

/** Namespace of everything that is not part of the stack. */
export const NAMESPACE = 'stand-ins';

// Slack wants to hear exactly `ok`.
const TAKE = `#!/bin/sh
{ head -c "$CONTENT_LENGTH"; echo; } >> "/received/\${0##*/}"
printf 'Content-Type: text/plain\\r\\n\\r\\nok'
`;
const LIST = `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
cat "/received/\${QUERY_STRING%=}" 2>/dev/null
`;
const METRICS = `#!/bin/sh
printf 'Content-Type: text/plain; version=0.0.4\\r\\n\\r\\nstand_in_answers 1\\n'
`;

const script = (name: string, scripts: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: NAMESPACE },
  data: scripts,
});

/** A pod with busybox' web server, whose answers are scripts of the ConfigMap of the same name. */
const webPod = (name: string, port: number, annotations: Record<string, string>, command: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: NAMESPACE, labels: { app: name }, annotations },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name,
        image: 'docker.io/library/busybox:1.37.0',
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/busybox', 'sh', '-c', command],
        ports: [{ name: 'web', containerPort: port }],
        readinessProbe: { tcpSocket: { port }, periodSeconds: 1 },
        volumeMounts: [
          { name: 'scripts', mountPath: '/www/cgi-bin' },
          { name: 'received', mountPath: '/received' },
        ],
      },
    ],
    volumes: [
      { name: 'scripts', configMap: { name, defaultMode: 0o555 } },
      { name: 'received', emptyDir: {} },
    ],
  },
});

/** The port of the receivers: the one that the stack's NetworkPolicies open to the outside. */
const RECEIVER_PORT = 443;

/** URLs to put into the Secrets that the stack expects, by Secret name. */
export const receiverUrls: Readonly<Record<string, string>> = {
  'alertmanager-slack': `http://receivers.${NAMESPACE}.svc:${RECEIVER_PORT}/cgi-bin/slack`,
  'alertmanager-heartbeat': `http://receivers.${NAMESPACE}.svc:${RECEIVER_PORT}/cgi-bin/heartbeat`,
};

/**
 * Receivers that remember what they got, an app that asks by annotations to be scraped, and a pod to knock on doors
 * from.
 */
export function applyStandIns(): void {
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    script('receivers', { slack: TAKE, heartbeat: TAKE, list: LIST }),
    webPod('receivers', RECEIVER_PORT, {}, `httpd -f -h /www -p ${RECEIVER_PORT} & httpd -f -h /www -p 8443`),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'receivers', namespace: NAMESPACE },
      spec: {
        selector: { app: 'receivers' },
        ports: [
          { name: 'allowed', port: RECEIVER_PORT },
          { name: 'other', port: 8443 },
        ],
      },
    },
    script('app', { metrics: METRICS }),
    webPod(
      'app',
      8080,
      { 'prometheus.io/scrape': 'true', 'prometheus.io/path': '/cgi-bin/metrics' },
      'httpd -h /www -p 8080; sleep 1000000',
    ),
  ];
  kubectl(['apply', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  kubectl(['--namespace', NAMESPACE, 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=120s']);
}

/** Bodies that a receiver got, oldest first. */
export function receivedBy(receiver: 'slack' | 'heartbeat'): string[] {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/receivers:${RECEIVER_PORT}/proxy/cgi-bin/list?${receiver}`;
  return kubectl(['get', '--raw', path]).split('\n').filter(Boolean);
}

/** Ends the web server of the app, and leaves its pod. */
export function killApp(): void {
  kubectl(['--namespace', NAMESPACE, 'exec', 'app', '--', '/bin/busybox', 'killall', 'httpd']);
}

/** Starts it again. */
export function startApp(): void {
  kubectl(['--namespace', NAMESPACE, 'exec', 'app', '--', '/bin/busybox', 'httpd', '-h', '/www', '-p', '8080']);
}
