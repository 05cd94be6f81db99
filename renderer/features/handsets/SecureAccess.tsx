/** HTTPS for handsets: on or off, the certificate that they must trust, and what old ones need. */
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { Result } from '../../../shared/result.ts';
import { saveMadeFile } from '../../app/save-file.ts';
import { useWindow, windowStore } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { OldHandsets } from './OldHandsets.tsx';
import { OwnCertificate } from './OwnCertificate.tsx';
import styles from './SecureAccess.module.css';

/** Shown where a person connects a handset. */
export function SecureAccess() {
  const secure = useWindow((state) => state.status?.listener.secure);
  const { busy, failure, submit } = useSubmit();
  const change = (task: () => Promise<Result<AppStatus>>): void =>
    submit(task, (status) => windowStore.setState({ status }));
  const whyNot = busy ? 'It is being changed' : undefined;
  return (
    <div className={styles.access}>
      {secure === undefined ? (
        <div className={styles.line}>
          <p>Some handsets call over HTTPS only. The workbench makes a certificate for it by itself.</p>
          <div className={styles.buttons}>
            <Button size="small" whyNot={whyNot} onClick={() => change(() => call('reach.setSecure', { on: true }))}>
              Switch HTTPS on
            </Button>
          </div>
        </div>
      ) : (
        <Open secure={secure} whyNot={whyNot} change={change} />
      )}
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </div>
  );
}

interface OpenProps {
  readonly secure: NonNullable<AppStatus['listener']['secure']>;
  readonly whyNot: string | undefined;
  readonly change: (task: () => Promise<Result<AppStatus>>) => void;
}

function Open({ secure, whyNot, change }: OpenProps) {
  const { url, networkURL, certificate } = secure;
  const { submit, failure } = useSubmit();
  const save = (form: 'pem' | 'der'): void => submit(() => call('reach.certificate', { form }), saveMadeFile);
  return (
    <>
      <div className={styles.line}>
        <output>
          HTTPS is on: <code>{networkURL ?? url}</code>
        </output>
        <div className={styles.buttons}>
          <Button size="small" hint="For the handset to install and trust (DER, .crt)" onClick={() => save('der')}>
            {certificate.own ? 'Save certificate…' : 'Save CA certificate…'}
          </Button>
          <Button size="small" whyNot={whyNot} onClick={() => change(() => call('reach.setSecure', { on: false }))}>
            Switch off
          </Button>
        </div>
      </div>
      <details className={styles.more}>
        <summary>Certificate</summary>
        <div className={styles.inside}>
          <p>
            {certificate.own ? 'Your own certificate' : 'A certificate of the private CA of this workbench'} for{' '}
            {certificate.names.join(', ')}; good until {new Date(certificate.notAfter).toLocaleDateString()}
            {certificate.own ? '.' : ', and renewed before.'}
          </p>
          <code className={styles.fingerprint} title="SHA-256 fingerprint of what a handset must trust">
            SHA-256{'\n'}
            {certificate.fingerprint.match(/(?:..:?){1,16}/g)?.join('\n')}
          </code>
          <div className={styles.buttons}>
            <Button size="small" onClick={() => save('pem')}>
              Save as PEM…
            </Button>
            <OwnCertificate isOwn={certificate.own} whyNot={whyNot} change={change} />
          </div>
        </div>
      </details>
      <OldHandsets {...secure} />
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </>
  );
}
