// Certificates for servers inside a cluster, each from an authority of its own.

import { webcrypto } from 'node:crypto';
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto);

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };
const HOUR = 3_600_000;
const YEARS = 10;
/** Of a common name in a certificate. */
const LONGEST_NAME = 64;

/**
 * A certificate for these DNS names that serves both sides of a connection, with its key and the certificate of the
 * authority that signed it. Nobody can sign another with that authority: its key is thrown away, so that to trust it is
 * to trust this one certificate.
 *
 * @returns {Promise<Record<'tls.crt' | 'tls.key' | 'ca.crt', Buffer>>} in PEM
 */
export async function issueCertificate(dnsNames) {
  const name = dnsNames[0].slice(0, LONGEST_NAME);
  const notBefore = new Date(Date.now() - HOUR);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + YEARS);
  const keys = () => webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify']);
  const [ofAuthority, ofServer] = [await keys(), await keys()];
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }, { OU: ['authority'] }],
    notBefore,
    notAfter,
    keys: ofAuthority,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(ofAuthority.publicKey),
    ],
  });
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [name] }],
    issuer: authority.subjectName,
    notBefore,
    notAfter,
    publicKey: ofServer.publicKey,
    signingKey: ofAuthority.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns', value }))),
      await AuthorityKeyIdentifierExtension.create(ofAuthority.publicKey),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', ofServer.privateKey);
  return {
    'tls.crt': Buffer.from(`${certificate.toString('pem')}\n`),
    'tls.key': Buffer.from(`${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n`),
    'ca.crt': Buffer.from(`${authority.toString('pem')}\n`),
  };
}
