/** What a handset must trust, as a file: the CA certificate, or a person's own certificate. */
import { X509Certificate } from 'node:crypto';
import type { MadeFile } from '../../shared/contract/reach.ts';
import type { ServerCertificate } from '../links/tls/certificate-folder.ts';
import { madeFile } from './made-file.ts';

/** DER is what a handset's own browser installs; PEM is what programs take. */
const DER_TYPE = 'application/x-x509-ca-cert';
const PEM_TYPE = 'application/x-pem-file';

/** Its own name tells the two kinds apart. */
export function certificateFile({ authority, certificate }: ServerCertificate, form: 'pem' | 'der'): MadeFile {
  const trusted = authority ?? certificate;
  const name = authority === undefined ? 'scomo-workbench-certificate' : 'scomo-workbench-ca';
  return form === 'pem'
    ? madeFile(`${name}.pem`, PEM_TYPE, Buffer.from(trusted))
    : madeFile(`${name}.crt`, DER_TYPE, Buffer.from(new X509Certificate(trusted).raw));
}
