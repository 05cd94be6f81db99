/**
 * The certificates of a workbench, in a folder of its own that only its owner can read:
 *
 *   authority.pem, authority.key   the private authority, made on first use, good for ten years
 *   server.pem, server.key         signed by it; made anew before it expires and when the addresses change
 *   own.pem, own.key               a person's own certificate, which then is used instead
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type CertificateAndKey, makeAuthority, makeServerCertificate } from './certificate-maker.ts';

export interface ServerCertificate extends CertificateAndKey {
  /** PEM of the certificate that a handset must trust; absent with a person's own certificate. */
  readonly authority?: string;
  /** Host names and addresses that it is for. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  /** SHA-256 of what a handset must trust, as pairs of hexadecimal digits. */
  readonly fingerprint: string;
}

export interface CertificateFolder {
  /**
   * The certificate to serve with, for at least these names. Makes what is missing, or about to expire.
   * Errors: `certificate-unwritable`, and those of `useOwn` for an own certificate that has become useless.
   */
  current(names: readonly string[]): Promise<Result<ServerCertificate>>;
  /** Takes a person's own certificate, with its chain, from now on. Errors: `certificate-invalid`, `certificate-expired`. */
  useOwn(pair: CertificateAndKey): Promise<Result<void>>;
  /** Goes back to the private authority. */
  dropOwn(): Promise<void>;
}

/** A certificate is made anew when it is good for less than this, milliseconds. */
const RENEW_BEFORE_MS = 30 * 86_400_000;
const AUTHORITY_NAME = 'SCOMO Workbench private CA';

/** Opens the folder; nothing is made before it is asked for. `now` in milliseconds since the epoch. */
export function openCertificateFolder(folder: string, now: () => number): CertificateFolder {
  async function current(names: readonly string[]): Promise<Result<ServerCertificate>> {
    try {
      const own = await readPair(folder, 'own');
      if (own !== undefined) return judgeOwn(own, now());
      const authority = await theAuthority();
      const kept = await readSound(folder, 'server');
      if (kept !== undefined && isGood(kept, authority, names, now())) return ok(describe(kept, authority.certificate));
      const keeps = kept === undefined ? [] : namesIn(new X509Certificate(kept.certificate));
      const made = await makeServerCertificate(
        {
          name: AUTHORITY_NAME,
          publicKey: new X509Certificate(authority.certificate).publicKey,
          privateKey: createPrivateKey(authority.key),
        },
        // Names once served stay: an address comes back when the handset's network does.
        [...new Set([...names, ...keeps.slice(0, MOST_KEPT_NAMES)])],
        now(),
      );
      await writePair(folder, 'server', made);
      return ok(describe(made, authority.certificate));
    } catch (error) {
      return fail(
        'certificate-unwritable',
        'The certificate for HTTPS cannot be made or kept.',
        'Check that there is space in the data folder and that you may write there.',
        { detail: error instanceof Error ? error.message : String(error) },
      );
    }
  }

  async function theAuthority(): Promise<CertificateAndKey> {
    const kept = await readSound(folder, 'authority');
    if (kept !== undefined && expiryOf(kept) - now() > RENEW_BEFORE_MS) return kept;
    const made = await makeAuthority(AUTHORITY_NAME, now());
    await writePair(folder, 'authority', made);
    return made;
  }

  return {
    current,
    async useOwn(pair) {
      const judged = judgeOwn(pair, now());
      if (!judged.ok) return judged;
      await writePair(folder, 'own', pair);
      return ok(undefined);
    },
    async dropOwn() {
      await Promise.all(['own.pem', 'own.key'].map((name) => rm(join(folder, name), { force: true })));
    },
  };
}

const MOST_KEPT_NAMES = 16;

/** Is it signed by this authority, good for a while, and for all these names? */
function isGood(pair: CertificateAndKey, authority: CertificateAndKey, names: readonly string[], now: number): boolean {
  if (expiryOf(pair) - now < RENEW_BEFORE_MS) return false;
  const certificate = new X509Certificate(pair.certificate);
  const isSigned = certificate.verify(new X509Certificate(authority.certificate).publicKey);
  return isSigned && names.every((name) => answersTo(certificate, name));
}

function answersTo(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

function describe(pair: CertificateAndKey, authority: string | undefined): ServerCertificate {
  const certificate = new X509Certificate(pair.certificate);
  return {
    ...pair,
    ...(authority === undefined ? {} : { authority }),
    names: namesIn(certificate),
    notAfter: expiryOf(pair),
    fingerprint: (authority === undefined ? certificate : new X509Certificate(authority)).fingerprint256,
  };
}

function judgeOwn(pair: CertificateAndKey, now: number): Result<ServerCertificate> {
  try {
    if (!isPair(pair))
      return invalid('The private key does not belong to the certificate.', 'Give the key that it was made with.');
    if (expiryOf(pair) < now)
      return fail(
        'certificate-expired',
        `The certificate expired on ${new Date(expiryOf(pair)).toISOString().slice(0, 10)}.`,
        'Give one that is good, or go back to the private CA of the workbench.',
      );
    return ok(describe(pair, undefined));
  } catch (error) {
    return invalid(
      'The certificate or its key cannot be read.',
      'Both must be PEM, and the key without a passphrase.',
      error instanceof Error ? error.message : String(error),
    );
  }
}

function isPair({ certificate, key }: CertificateAndKey): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
}

function expiryOf({ certificate }: CertificateAndKey): number {
  return new X509Certificate(certificate).validToDate.getTime();
}

/** `DNS:localhost, IP Address:127.0.0.1` without the kinds. */
function namesIn({ subjectAltName }: X509Certificate): readonly string[] {
  return (subjectAltName ?? '')
    .split(', ')
    .map((entry) => entry.replace(/^(?:DNS|IP Address):/, ''))
    .filter((name) => name !== '');
}

async function readPair(folder: string, name: string): Promise<CertificateAndKey | undefined> {
  try {
    const [certificate, key] = await Promise.all([
      readFile(join(folder, `${name}.pem`), 'utf8'),
      readFile(join(folder, `${name}.key`), 'utf8'),
    ]);
    return { certificate, key };
  } catch {
    return undefined;
  }
}

/** A pair of our own that can be used; one that was damaged on the disk is as good as none: it is made anew. */
async function readSound(folder: string, name: 'server' | 'authority'): Promise<CertificateAndKey | undefined> {
  const pair = await readPair(folder, name);
  try {
    return pair !== undefined && isPair(pair) ? pair : undefined;
  } catch {
    return undefined;
  }
}

/** The key first: a certificate without its key is made anew, a key without its certificate too. */
async function writePair(folder: string, name: string, { certificate, key }: CertificateAndKey): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(join(folder, `${name}.key`), key);
  await writeWhole(join(folder, `${name}.pem`), certificate);
}

async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await chmod(`${path}.new`, 0o600);
  await rename(`${path}.new`, path);
}

function invalid(message: string, next: string, detail?: string): Result<never> {
  return fail('certificate-invalid', message, next, detail === undefined ? {} : { detail });
}
