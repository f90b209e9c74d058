import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { expectSecrets } from '../../kubernetes/expected-secrets';
import type { Problem } from '../../model/problem';
import { needed, type Shape, text } from '../../model/shape';
import { validateObjectName } from '../../model/units';

/** Who signs certificates, as cert-manager knows it. */
export interface CertificateIssuer {
  readonly name: string;
  /** `Issuer` of the namespace, `ClusterIssuer`, or a kind of another group. @default 'Issuer' */
  readonly kind?: string;
  /** API group of the kind. @default 'cert-manager.io' */
  readonly group?: string;
}

/** What an issuer consists of. */
export const CERTIFICATE_ISSUER: Shape<CertificateIssuer> = {
  name: needed(text('cluster-ca')),
  kind: text('Issuer'),
  group: text('cert-manager.io'),
};

/** Checks an optional issuer; those of other groups have kinds of their own. */
export function validateCertificateIssuer(prop: string, issuer: CertificateIssuer | undefined): Problem[] {
  if (issuer === undefined) return [];
  const { name, kind = 'Issuer', group } = issuer;
  const own = group === undefined || group === 'cert-manager.io';
  const isKind = own ? ['Issuer', 'ClusterIssuer'].includes(kind) : /^[A-Z][A-Za-z0-9]{0,62}$/.test(kind);
  return [
    ...validateObjectName(`${prop}.name`, name, 'cluster-ca'),
    ...(isKind
      ? []
      : [
          {
            what: `'${prop}.kind' is '${kind}', which is no kind of ${own ? 'cert-manager' : `'${group}'`}`,
            fix: own ? "use 'Issuer' or 'ClusterIssuer', or set its 'group'" : "use one such as 'AWSPCAClusterIssuer'",
          },
        ]),
    ...validateObjectName(`${prop}.group`, group, 'cert-manager.io', 'group of an API'),
  ];
}

export interface ServerCertificateProps {
  /** Name of the Secret. */
  readonly secretName: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly dnsNames: readonly string[];
  /** What it is for, as a person reads it. */
  readonly purpose: string;
  /** @default - somebody makes the Secret */
  readonly issuer?: CertificateIssuer;
}

/** The Secret with a server's certificate, which is expected of cert-manager if there is an issuer. */
export function serverCertificate(scope: Construct, id: string, props: ServerCertificateProps): void {
  const { secretName, namespace, labels, dnsNames, purpose, issuer } = props;
  expectSecrets(scope, namespace, () =>
    Object.entries({ 'ca.crt': 'authority of the', 'tls.crt': '', 'tls.key': 'private key of the' }).map(
      ([key, part]) => ({
        secret: { name: secretName, key },
        purpose: `${part} ${purpose}`.trim(),
        ...(issuer ? { certManager: secretName } : { certificateFor: dnsNames }),
      }),
    ),
  );
  if (!issuer) return;
  const { name, kind = 'Issuer', group = 'cert-manager.io' } = issuer;
  new ApiObject(scope, id, {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: secretName, namespace, labels },
    spec: {
      secretName,
      dnsNames,
      usages: ['digital signature', 'server auth', 'client auth'],
      privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' },
      issuerRef: { name, kind, group },
    },
  });
}
