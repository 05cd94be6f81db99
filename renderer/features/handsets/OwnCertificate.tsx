/** A certificate of the person's own for HTTPS, in place of the private CA's: two PEM files, chosen together. */
import { useRef } from 'react';
import type { AppStatus } from '../../../shared/contract/app.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SecureAccess.module.css';

export interface OwnCertificateProps {
  readonly isOwn: boolean;
  readonly whyNot: string | undefined;
  readonly change: (task: () => Promise<Result<AppStatus>>) => void;
}

/** Larger files are no certificate, octets. */
const MOST_OCTETS = 24_000;

/** A button to choose the files, or to go back. */
export function OwnCertificate({ isOwn, whyNot, change }: OwnCertificateProps) {
  const input = useRef<HTMLInputElement>(null);
  if (isOwn)
    return (
      <Button size="small" whyNot={whyNot} onClick={() => change(() => call('reach.dropCertificate', {}))}>
        Back to the private CA
      </Button>
    );
  return (
    <>
      <Button
        size="small"
        whyNot={whyNot}
        hint="Choose the certificate and its key together, both PEM"
        onClick={() => input.current?.click()}
      >
        Use your own certificate…
      </Button>
      <input
        ref={input}
        className={styles.file}
        type="file"
        multiple
        accept=".pem,.crt,.cer,.key"
        aria-label="Certificate and key files"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) change(() => takeFiles(files));
        }}
      />
    </>
  );
}

/** Which file is which shows in their PEM; one file may hold both. */
async function takeFiles(files: readonly File[]): Promise<Result<AppStatus>> {
  const texts = await Promise.all(files.filter(({ size }) => size <= MOST_OCTETS).map((file) => file.text()));
  const blocks = texts.join('\n').match(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g) ?? [];
  const certificate = blocks.filter((block) => block.startsWith('-----BEGIN CERTIFICATE-----')).join('\n');
  const key = blocks.find((block) => /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(block));
  if (certificate === '' || key === undefined)
    return fail(
      'certificate-invalid',
      'The files do not hold a certificate and a private key.',
      'Choose both together; they must be PEM, and the key without a passphrase.',
    );
  return call('reach.useCertificate', { certificate, key });
}
