/** A person's own certificate for HTTPS, from the files named on the command line. */
import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../shared/result.ts';

export interface CertificateFiles {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** Both files, or neither. Errors: `usage` for one without the other, `certificate-unreadable`. */
export async function readCertificate({
  tlsCert,
  tlsKey,
}: CertificateFiles): Promise<Result<{ readonly certificate: string; readonly key: string } | undefined>> {
  if (tlsCert === undefined && tlsKey === undefined) return ok(undefined);
  if (tlsCert === undefined || tlsKey === undefined)
    return fail('usage', 'A certificate and its key go together.', 'Give both --tls-cert and --tls-key.');
  try {
    return ok({ certificate: await readFile(tlsCert, 'utf8'), key: await readFile(tlsKey, 'utf8') });
  } catch (error) {
    return fail(
      'certificate-unreadable',
      'The certificate or its key cannot be read.',
      'Check the paths and access rights.',
      {
        detail: error instanceof Error ? error.message : String(error),
      },
    );
  }
}
