/** A container that writes numbered lines. */
export interface LogWriter {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** How many records it writes. */
  readonly records: number;
  /** How many before a pause of a fifth of a second. */
  readonly atOnce: number;
  /** A record, of one line or several, each of which no other record has. */
  text(n: number | string): string;
}

export const WRITERS: readonly LogWriter[] = [
  {
    namespace: 'logs-shop',
    pod: 'orders',
    container: 'app',
    records: 10_000,
    atOnce: 20,
    // With a field that is a value to one and a path to the other.
    text: (n) => `{"level":"info","n":${n},"user":"u${n}","user.id":${n}}`,
  },
  {
    namespace: 'logs-shop',
    pod: 'orders',
    container: 'audit',
    records: 5_000,
    atOnce: 10,
    text: (n) => `audit ${n} of an order`,
  },
  {
    // Lines that belong together, of which each is a record all the same.
    namespace: 'logs-shop',
    pod: 'failing',
    container: 'app',
    records: 500,
    atOnce: 4,
    text: (n) =>
      [
        `java.lang.IllegalStateException: failure ${n}`,
        `\tat com.example.shop.Orders.take(Orders.java:${n})`,
        `\tat com.example.shop.Main.run(Main.java:${n})`,
        `Caused by: java.io.IOException: disk ${n}`,
      ].join('\n'),
  },
  {
    namespace: 'logs-other',
    pod: 'plain',
    container: 'app',
    records: 15_000,
    atOnce: 30,
    text: (n) => `plain ${n} is no JSON`,
  },
  {
    // So much that the kubelet rotates the file several times.
    namespace: 'logs-other',
    pod: 'long',
    container: 'app',
    records: 2_500,
    atOnce: 5,
    text: (n) => `long ${n} ${'x'.repeat(20_000)} end`,
  },
];

const script = ({ records, atOnce, text }: LogWriter) => `
  n=0
  while [ $n -lt ${records} ]; do
    n=$((n + 1))
    printf '%s\\n' "${text('$n').replaceAll('"', '\\"')}"
    [ $((n % ${atOnce})) -ne 0 ] || sleep 0.2
  done
  touch /tmp/written
  trap 'exit 0' TERM
  sleep 100000 & wait`;

/** The pods. A mapping of objects could not hold both labels of theirs. */
export function writerPods(): object[] {
  const pods = new Map<string, LogWriter[]>();
  for (const writer of WRITERS) pods.set(writer.pod, [...(pods.get(writer.pod) ?? []), writer]);
  return [...pods].map(([name, writers]) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: writers[0]?.namespace, labels: { app: name, 'app.kubernetes.io/name': name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65_534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: writers.map((writer) => ({
        name: writer.container,
        image: 'docker.io/library/busybox:1.37.0',
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/busybox', 'sh', '-c', script(writer)],
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        // Ready is who has written all.
        readinessProbe: { exec: { command: ['/bin/busybox', 'test', '-f', '/tmp/written'] }, periodSeconds: 2 },
      })),
    },
  }));
}

/** A pod of the node: it sees all processes of it and the folder of the agent's state. */
export const nodePod = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'node', namespace },
  spec: {
    terminationGracePeriodSeconds: 0,
    hostPID: true,
    containers: [
      {
        name: 'node',
        image: 'docker.io/library/busybox:1.37.0',
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/busybox', 'sleep', '100000'],
        securityContext: { privileged: true },
        volumeMounts: [
          { name: 'lib', mountPath: '/var/lib' },
          { name: 'log', mountPath: '/var/log', readOnly: true },
        ],
      },
    ],
    volumes: [
      { name: 'lib', hostPath: { path: '/var/lib' } },
      { name: 'log', hostPath: { path: '/var/log' } },
    ],
  },
});
