import { k8s } from 'cdk8s-plus-27';
import { ImageName, type Images } from '../../kubernetes/images';
import { resourceRequirements } from '../../kubernetes/resources';
import { restrictedContainer } from '../../kubernetes/security';

/** Port of the exporter beside Kibana's 5601. */
export const DASHBOARDS_EXPORTER_PORT = 5602;
/** Path of its metrics. */
export const DASHBOARDS_EXPORTER_PATH = '/cgi-bin/metrics';
/** Key of the ConfigMap that holds its script. */
export const DASHBOARDS_EXPORTER_KEY = 'metrics';

const ROOT = '/srv';

/** As the first process of a container the web server would ignore the signal to end, and hold up every restart. */
const SERVE = `trap 'exit 0' TERM; /bin/busybox httpd -f -p ${DASHBOARDS_EXPORTER_PORT} -h ${ROOT} & wait`;

/**
 * Answers a scrape: whether the page with the status, which needs no login, is answered well. The certificate is one for
 * the Service, not for this address of the pod itself.
 */
export const dashboardsExporterScript = (metric: string, statusUrl: string): string => `#!/bin/sh
echo 'Content-Type: text/plain; version=0.0.4'
echo
up=0
if /bin/busybox timeout 8 /bin/busybox wget -q --no-check-certificate -O /dev/null '${statusUrl}' 2>/dev/null; then up=1; fi
echo '# HELP ${metric} Whether it says of itself that it is available.'
echo '# TYPE ${metric} gauge'
echo "${metric} $up"
`;

/** A sidecar that says whether the container beside it is available: Kibana itself has no metrics. */
export function dashboardsExporter(images: Images, volume: string): k8s.Container {
  return {
    name: 'exporter',
    image: images.of(ImageName.BUSYBOX),
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/busybox', 'sh', '-c', SERVE],
    ports: [{ name: 'metrics', containerPort: DASHBOARDS_EXPORTER_PORT, protocol: 'TCP' }],
    livenessProbe: { tcpSocket: { port: k8s.IntOrString.fromString('metrics') } },
    volumeMounts: [{ name: volume, mountPath: `${ROOT}/cgi-bin`, readOnly: true }],
    resources: resourceRequirements({ cpuRequest: '5m', memoryRequest: '8Mi', memoryLimit: '32Mi' }),
    securityContext: restrictedContainer(),
  };
}
