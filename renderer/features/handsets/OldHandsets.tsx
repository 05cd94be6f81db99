/** Old handsets on HTTPS: who was refused for its old TLS, who may use it, and how one more is let in. */
import { useState, type SubmitEvent } from 'react';
import type { AppStatus } from '../../../shared/contract/app.ts';
import { openDialog, tellDone, useWindow } from '../../app/store.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Remark } from '../../ui/Remark.tsx';
import { Time } from '../../ui/Time.tsx';
import { forbidLegacyTls } from './actions/legacy-tls.ts';
import styles from './OldHandsets.module.css';

type Secure = NonNullable<AppStatus['listener']['secure']>;

/** Those that were refused are always seen; the rest folds away. */
export function OldHandsets({ legacyFor, tooOld }: Pick<Secure, 'legacyFor' | 'tooOld'>) {
  return (
    <>
      {tooOld.slice(0, MOST_TOLD).map(({ address, at }) => (
        <Remark key={address}>
          Something at {address} tried TLS 1.1 or older <Time at={at} suffix=" ago" /> and was refused. If it is a
          handset that knows nothing newer, allow it under “Old handsets”.
        </Remark>
      ))}
      <details className={styles.old}>
        <summary>Old handsets</summary>
        <div className={styles.inside}>
          <p>
            HTTPS takes TLS 1.2 and 1.3. A handset that knows nothing newer than TLS 1.1 is let in only by name, because
            these versions are not safe.
          </p>
          {legacyFor.length === 0 ? null : (
            <ul className={styles.list} aria-label="Handsets that may use legacy TLS">
              {legacyFor.map((devId) => (
                <Allowed key={devId} devId={devId} />
              ))}
            </ul>
          )}
          <AllowOne />
        </div>
      </details>
    </>
  );
}

const MOST_TOLD = 3;

function Allowed({ devId }: { readonly devId: string }) {
  const name = useWindow((state) => state.handsets.get(devId)?.name ?? devId);
  return (
    <li className={styles.allowed}>
      <span className={styles.name}>
        {name}
        {name === devId ? null : <code>{devId}</code>}
      </span>
      <ActionButton action={forbidLegacyTls} at={{ devId }} size="small" aria-label={`Forbid legacy TLS: ${name}`} />
    </li>
  );
}

/** By its DevId: an old handset cannot show itself before it is let in. */
function AllowOne() {
  const [typed, setTyped] = useState('');
  const known = useWindow((state) => state.handsets.get(typed.trim()));
  const { busy, failure, submit } = useSubmit();
  const devId = typed.trim();

  async function allow() {
    if (known === undefined) {
      const admitted = await call('handsets.admit', { devId });
      if (!admitted.ok) return admitted;
    }
    return call('handsets.setLegacyTls', { devId, allowed: true });
  }

  function allowed(): void {
    setTyped('');
    tellDone(`${known?.name ?? devId} may call over legacy TLS.`);
    // It was admitted just now: what must be typed into it comes next.
    if (known === undefined) openDialog({ kind: 'account', devId });
  }

  const whyNot = devId === '' ? 'Type its DevId first.' : busy ? 'It is being done.' : undefined;
  return (
    <form
      className={styles.form}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        if (whyNot === undefined) submit(allow, allowed);
      }}
    >
      <TextField
        label="DevId of an old handset"
        hint="As the handset names itself. One that nobody knows here yet is admitted with it."
        placeholder="IMEI:490154203237518"
        protocol
        maxLength={255}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button size="small" submits whyNot={whyNot}>
        Allow legacy TLS
      </Button>
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </form>
  );
}
