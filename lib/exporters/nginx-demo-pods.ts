import { createHash } from 'node:crypto';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ImageName, type Images } from '../kubernetes/images';
import { type ContainerResources, resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer } from '../kubernetes/security';
import type { WorkloadPods } from '../kubernetes/workload-template';

/** Port of nginx in its pods. */
export const NGINX_DEMO_PORT = 8080;
/** User of the unprivileged image of nginx. */
export const NGINX_USER = 101;

const CONFIG_FOLDER = '/etc/nginx-demo';

/** All that nginx writes goes to one folder, so that the root can be read-only whatever the image has built in. */
const NGINX_CONF = `worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr notice;
events {
  worker_connections 1024;
}
http {
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  default_type text/plain;
  include /etc/nginx/conf.d/*.conf;
}
`;

const SITE = `server {
  listen ${NGINX_DEMO_PORT};
  location / {
    return 200 "nginx is watched\\n";
  }
  location = /healthz {
    access_log off;
    return 200;
  }
}
`;

interface DemoConfig {
  readonly name: string;
  readonly checksum: string;
}

/** The ConfigMap of nginx. */
export function nginxDemoConfig(
  scope: Construct,
  { name, namespace, labels }: { name: string; namespace: string; labels: Record<string, string> },
): DemoConfig {
  const data = { 'nginx.conf': NGINX_CONF, 'site.conf': SITE };
  new k8s.KubeConfigMap(scope, 'Config', { metadata: { name, namespace, labels }, data });
  return { name, checksum: createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16) };
}

/** The pods of nginx. */
export function nginxDemoPods(config: DemoConfig, images: Images, resources?: ContainerResources): WorkloadPods {
  const port = k8s.IntOrString.fromString('http');
  const files = (name: string, key: string): k8s.Volume => ({
    name,
    configMap: { name: config.name, items: [{ key, path: key }] },
  });
  return {
    containers: [
      {
        name: 'nginx',
        image: images.of(ImageName.NGINX),
        imagePullPolicy: 'IfNotPresent',
        command: ['/usr/sbin/nginx', '-e', 'stderr', '-c', `${CONFIG_FOLDER}/nginx.conf`, '-g', 'daemon off;'],
        // A changed configuration rolls the pods.
        env: [{ name: 'CONFIG_CHECKSUM', value: config.checksum }],
        ports: [{ name: 'http', containerPort: NGINX_DEMO_PORT, protocol: 'TCP' }],
        readinessProbe: { httpGet: { path: '/healthz', port }, periodSeconds: 5 },
        livenessProbe: { tcpSocket: { port } },
        volumeMounts: [
          { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
          { name: 'sites', mountPath: '/etc/nginx/conf.d', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
        resources: resourceRequirements({ cpuRequest: '10m', memoryRequest: '16Mi', memoryLimit: '64Mi' }, resources),
        securityContext: restrictedContainer(),
      },
    ],
    volumes: () => [
      files('config', 'nginx.conf'),
      files('sites', 'site.conf'),
      { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
    ],
  };
}

/** The pod that asks for a page again and again: never two at once, and never more a second than told. */
export function loadGeneratorPods(url: string, requestsPerSecond: number, images: Images): WorkloadPods {
  const pause = (1 / requestsPerSecond).toFixed(3);
  // As the first process of a container a shell without the trap would ignore the signal to end. Some builds of busybox
  // die of wget's own option for a timeout.
  const script = `trap 'exit 0' TERM
while true; do
  /bin/busybox timeout 2 /bin/busybox wget -q -O /dev/null ${url} || echo 'no answer from ${url}'
  /bin/busybox sleep ${pause}
done`;
  return {
    terminationGracePeriodSeconds: 5,
    containers: [
      {
        name: 'load',
        image: images.of(ImageName.BUSYBOX),
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/busybox', 'sh', '-c', script],
        resources: resourceRequirements(
          { cpuRequest: '5m', memoryRequest: '8Mi', memoryLimit: '32Mi' },
          { cpuLimit: '100m' },
        ),
        securityContext: restrictedContainer(),
      },
    ],
  };
}
