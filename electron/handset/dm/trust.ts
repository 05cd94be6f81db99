/** Which servers the handset trusts over TLS: those of the public authorities, and of one that a person installed. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fail, ok, type Result } from '../../../shared/result.ts';

/** What OpenSSL calls the reasons, and what they mean to the person who holds the handset. */
const REFUSALS: Readonly<Record<string, readonly [message: string, next: string]>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    'is signed by nobody this handset trusts',
    'Start it with --ca and the CA certificate of the workbench.',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    'is signed by nobody this handset trusts',
    'Start it with --ca and the CA certificate of the workbench.',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    'is signed by nobody this handset trusts',
    'Start it with --ca and the CA certificate of the workbench.',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['is signed by itself', 'Start it with --ca and that certificate.'],
  CERT_SIGNATURE_FAILURE: [
    'is signed by another CA of the same name',
    'Fetch the CA certificate of the workbench again.',
  ],
  CERT_HAS_EXPIRED: ['has expired', 'Let the workbench make a new one; check the clocks of both.'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'Check the clock of the handset.'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['is for other addresses', 'Call the server by one of the names in its certificate.'],
};

/**
 * Trusts the certificate in a file, PEM or DER, from now on in this whole process.
 * Errors: `ca-unreadable`.
 */
export function trustCertificate(path: string): Result<void> {
  try {
    const certificate = new X509Certificate(readFileSync(path)).toString();
    setDefaultCACertificates([...getCACertificates('default'), certificate]);
    return ok(undefined);
  } catch (error) {
    return fail(
      'ca-unreadable',
      `${path} holds no certificate that can be read.`,
      'Give the CA certificate of the workbench, PEM or DER.',
      {
        detail: error instanceof Error ? error.message : String(error),
      },
    );
  }
}

/** The failure when the certificate of a server was the reason; undefined for every other error. */
export function certificateRefused(origin: string, error: unknown): Result<never> | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const refusal = REFUSALS[code];
  if (refusal === undefined) return undefined;
  const [why, next] = refusal;
  // The next step is part of what is told: a handset has one line for its troubles.
  return fail('certificate-refused', `The certificate of ${origin} ${why} (${code}). ${next}`, next, {
    retryable: true,
  });
}
