/** The page that a technician opens in the handset's own browser: its address, and the code that shows the passwords. */
import { useState } from 'react';
import type { Output } from '../../../shared/contract/contract.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import { formatMinute } from '../../ui/Time.tsx';
import styles from './SetupPage.module.css';

export interface SetupPageProps {
  /** What handsets call: the page is beside it. */
  readonly serverURL: string;
  /** Whose account the code shows; the enrolment account when absent. */
  readonly devId?: string;
}

/** Address, QR code and one-time code. */
export function SetupPage({ serverURL, devId }: SetupPageProps) {
  const [code, setCode] = useState<Output<'reach.setupCode'>>();
  const { busy, failure, submit } = useSubmit();
  const url = new URL('/setup', serverURL).href;
  const isLocal = /^https?:\/\/(?:127\.|localhost|\[::1\])/.test(url);
  return (
    <div className={styles.page}>
      <QrCode text={url} label="Address of the setup page as QR code" />
      <div className={styles.text}>
        <p>
          Or open this page in the browser of the handset; it shows the same values, the passwords only with a code.
          {isLocal ? ' So far only this machine reaches it: let handsets on the network call first.' : ''}
        </p>
        <div className={styles.address}>
          <code>{url}</code>
          <CopyButton text={url} what="address of the setup page" />
        </div>
        {code === undefined ? null : (
          <output>
            <span className={styles.code}>{code.code}</span> works once, until {formatMinute(code.until)}.
          </output>
        )}
        <div>
          <Button
            size="small"
            whyNot={busy ? 'It is being made' : undefined}
            onClick={() => submit(() => call('reach.setupCode', devId === undefined ? {} : { devId }), setCode)}
          >
            {code === undefined ? 'Show a code' : 'Show another code'}
          </Button>
        </div>
        {failure === undefined ? null : <ErrorNotice failure={failure} />}
      </div>
    </div>
  );
}
