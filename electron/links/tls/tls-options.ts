/**
 * What a secure listener speaks. TLS 1.2 and 1.3 with the ciphers of today; with `legacy` also TLS 1.0 and 1.1 and the
 * ciphers of their time, for test handsets that know nothing newer (facts 2.11).
 */
import type { Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket } from 'node:tls';
import type { Failure } from '../../../shared/result.ts';
import type { CertificateAndKey } from './certificate-maker.ts';

export interface TlsOptions extends CertificateAndKey {
  readonly legacy: boolean;
}

/** OpenSSL refuses SHA-1, which TLS 1.0 needs, above security level 0. */
const LEGACY = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const MODERN = { minVersion: 'TLSv1.2' } as const;

/** As node:tls takes it. */
export function tlsContext({ certificate, key, legacy }: TlsOptions): SecureContextOptions {
  return { cert: certificate, key, ...(legacy ? LEGACY : MODERN) };
}

/** The version that a connection speaks; undefined on a plain one. */
export function tlsVersion(socket: Socket): string | undefined {
  return socket instanceof TLSSocket ? (socket.getProtocol() ?? undefined) : undefined;
}

/** Alerts and mistakes of a handshake by what OpenSSL calls them. */
const REASONS: readonly (readonly [pattern: RegExp, message: string, next: string])[] = [
  [
    /unknown.ca|bad.certificate|certificate.unknown|unsupported.certificate/i,
    'The handset does not trust the certificate of the workbench.',
    'Install the CA certificate on the handset (“Connect a real handset” has it), then let it call again.',
  ],
  [
    /certificate.expired/i,
    'The handset takes the certificate of the workbench for expired.',
    'Check the clock of the handset.',
  ],
  [
    /unsupported.protocol|no.shared.cipher|wrong.version.number|version.too.low|inappropriate.fallback/i,
    'The handset speaks no TLS that is allowed here.',
    'Allow legacy TLS in “Connect a real handset” if this is an old test handset.',
  ],
  [
    /ECONNRESET|hang up|disconnected/i,
    'The handset hung up while the secure connection was made; most often it does not trust the certificate.',
    'Install the CA certificate on the handset (“Connect a real handset” has it), then let it call again.',
  ],
  [
    /http.request/i,
    'The handset calls the HTTPS port without HTTPS.',
    'Let the server address of the handset begin with https://, or use the other port.',
  ],
];

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** Why a handshake came to nothing, for a person. */
export function tlsFailure(error: Error): Failure {
  const known = REASONS.find(([pattern]) => pattern.test(`${codeOf(error)} ${error.message}`));
  return {
    code: 'tls-handshake',
    message: known?.[1] ?? 'A secure connection ended before it began.',
    next: known?.[2] ?? 'Let the handset call again; look at its own log if this repeats.',
    detail: error.message.trim().slice(0, 200),
    retryable: true,
  };
}
