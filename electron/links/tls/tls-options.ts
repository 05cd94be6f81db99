/**
 * What a secure listener speaks. TLS 1.2 and 1.3 with the ciphers of today; with `legacy` also TLS 1.0 and 1.1 and the
 * ciphers of their time, for test handsets that know nothing newer (facts 2.11).
 */
import type { Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket } from 'node:tls';
import type { Failure } from '../../../shared/result.ts';
import type { CertificateAndKey } from './certificate-maker.ts';

export interface TlsOptions extends CertificateAndKey {
  /** TLS 1.0 and 1.1 as well. */
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

/** The code of what is refused because it speaks nothing newer than TLS 1.1. */
export const TLS_TOO_OLD = 'tls-too-old';

interface Reason {
  readonly pattern: RegExp;
  /** `tls-handshake` when not said. */
  readonly code?: string;
  readonly message: string;
  readonly next: string;
}

const ALLOW = 'If it can learn nothing newer, allow legacy TLS for this one handset in “Connect a real handset”.';

/** Alerts and mistakes of a handshake by what OpenSSL calls them. */
const REASONS: readonly Reason[] = [
  {
    pattern: /unknown.ca|bad.certificate|certificate.unknown|unsupported.certificate/i,
    message: 'The handset does not trust the certificate of the workbench.',
    next: 'Install the CA certificate on the handset (“Connect a real handset” has it), then let it call again.',
  },
  {
    pattern: /certificate.expired/i,
    message: 'The handset takes the certificate of the workbench for expired.',
    next: 'Check the clock of the handset.',
  },
  {
    pattern: /unsupported.protocol|inappropriate.fallback/i,
    code: TLS_TOO_OLD,
    message: 'The handset speaks nothing newer than TLS 1.1.',
    next: ALLOW,
  },
  {
    pattern: /no.shared.cipher|no.shared.signature|no.suitable.signature/i,
    message: 'The handset knows no cipher or signature that is safe today.',
    next: ALLOW,
  },
  {
    pattern: /version.too.low|wrong.version.number|unknown.protocol/i,
    message: 'The handset speaks SSL 3.0 or older, or no TLS at all.',
    next: 'Let it call over plain HTTP: nothing that old is spoken here.',
  },
  {
    pattern: /ECONNRESET|hang up|disconnected/i,
    message: 'The handset hung up while the secure connection was made; most often it does not trust the certificate.',
    next: 'Install the CA certificate on the handset (“Connect a real handset” has it), then let it call again.',
  },
  {
    pattern: /http.request/i,
    message: 'The handset calls the HTTPS port without HTTPS.',
    next: 'Let the server address of the handset begin with https://, or use the other port.',
  },
];

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** Why a handshake came to nothing, for a person. */
export function tlsFailure(error: Error): Failure {
  const said = `${codeOf(error)} ${error.message}`;
  const known = REASONS.find(({ pattern }) => pattern.test(said));
  return {
    code: known?.code ?? 'tls-handshake',
    message: known?.message ?? 'A secure connection ended before it began.',
    next: known?.next ?? 'Let the handset call again; look at its own log if this repeats.',
    detail: error.message.trim().slice(0, 200),
    retryable: true,
  };
}
