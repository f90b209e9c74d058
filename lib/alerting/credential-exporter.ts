import { Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ImageName, type Images } from '../kubernetes/images';
import { resourceRequirements } from '../kubernetes/resources';
import { restrictedContainer } from '../kubernetes/security';
import { CREDENTIALS_FOLDER } from './credential-file';
import type { ReceiverCredential } from './routing-config';

/** Port of the credential exporter; the next one free after Alertmanager's own 9093 and 9094. */
export const CREDENTIAL_EXPORTER_PORT = 9095;
/** Path of its metrics. */
export const CREDENTIAL_EXPORTER_PATH = '/cgi-bin/metrics';

const ROOT = '/srv';
const VOLUME = 'credential-exporter';

/** As the first process of a container the web server would ignore the signal to end, and hold up every restart. */
const SERVE = `trap 'exit 0' TERM; /bin/busybox httpd -f -p ${CREDENTIAL_EXPORTER_PORT} -h ${ROOT} & wait`;

/**
 * Answers a scrape: for each listed credential, whether its file is there and holds something. The label
 * `essential` tells those without which alerts may reach nobody, that on their absence included.
 */
const SCRIPT = `#!/bin/sh
echo 'Content-Type: text/plain; version=0.0.4'
echo
echo '# HELP alertmanager_credential_file_present Whether a credential that the configuration names is there.'
echo '# TYPE alertmanager_credential_file_present gauge'
while IFS='\t' read -r secret key essential purpose; do
  if [ -s "${CREDENTIALS_FOLDER}/$secret/$key" ]; then present=1; else present=0; fi
  printf 'alertmanager_credential_file_present{secret="%s",key="%s",essential="%s",purpose="%s"} %s\\n' \\
    "$secret" "$key" "$essential" "$purpose" "$present"
done < ${ROOT}/cgi-bin/credentials.tsv
`;

/**
 * A sidecar that says which of the credential files exist. Alertmanager reads such a file only when it sends, so
 * without this a missing Secret is found out by the first alert that does not arrive.
 */
export function credentialExporter(
  scope: Construct,
  props: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Record<string, string>;
    readonly images: Images;
    readonly credentials: () => readonly ReceiverCredential[];
    readonly secretMounts: () => readonly k8s.VolumeMount[];
  },
): { container: k8s.Container; volume: k8s.Volume } {
  new k8s.KubeConfigMap(scope, 'CredentialExporter', {
    metadata: { name: props.name, namespace: props.namespace, labels: props.labels },
    data: { metrics: SCRIPT, 'credentials.tsv': Lazy.any({ produce: () => table(props.credentials()) }) },
  });
  return {
    volume: { name: VOLUME, configMap: { name: props.name, defaultMode: 0o555 } },
    container: {
      name: VOLUME,
      image: props.images.of(ImageName.BUSYBOX),
      imagePullPolicy: 'IfNotPresent',
      command: ['/bin/busybox', 'sh', '-c', SERVE],
      ports: [{ name: 'credentials', containerPort: CREDENTIAL_EXPORTER_PORT, protocol: 'TCP' }],
      livenessProbe: { tcpSocket: { port: k8s.IntOrString.fromString('credentials') } },
      volumeMounts: Lazy.any({
        produce: () => [{ name: VOLUME, mountPath: `${ROOT}/cgi-bin`, readOnly: true }, ...props.secretMounts()],
      }),
      resources: resourceRequirements({ cpuRequest: '5m', memoryRequest: '8Mi', memoryLimit: '32Mi' }),
      securityContext: restrictedContainer(),
    },
  };
}

const table = (credentials: readonly ReceiverCredential[]) =>
  credentials
    .map(({ secret, essential, purpose }) =>
      [secret.name, secret.key, essential, `${labelValue(purpose)}\n`].join('\t'),
    )
    .join('');

/** As the text format of Prometheus wants it, on one line. */
const labelValue = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\"]/g, '\\$&');
