/** How a real handset gets here: the address to call, and the credential to introduce itself with. */
import { closeDialog, openDialog, useWindow } from '../../app/store.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Account } from './Account.tsx';
import styles from './ConnectDialog.module.css';
import { NetworkAccess } from './NetworkAccess.tsx';
import { SecureAccess } from './SecureAccess.tsx';
import { SetupPage } from './SetupPage.tsx';

/** Explains the three steps. */
export function ConnectDialog() {
  const listener = useWindow((state) => state.status?.listener);
  const answer = useAnswer('handsets.enrolment', {}, JSON.stringify([listener?.network?.url, listener?.secure]));
  const local = listener !== undefined && /^(127\.|::1$|localhost$)/.test(listener.address);
  return (
    <Dialog
      title="Connect a real handset"
      width={640}
      onClose={closeDialog}
      footer={
        <>
          <Button kind="quiet" onClick={() => openDialog({ kind: 'help' })}>
            More in the help
          </Button>
          <Button kind="primary" onClick={closeDialog} shortcut="Escape">
            Done
          </Button>
        </>
      }
    >
      <ol className={styles.steps}>
        <li>
          <h3>Make sure that it can reach this machine</h3>
          {local ? (
            <NetworkAccess />
          ) : (
            <p>
              The DM server listens on {listener?.address ?? '…'} port {listener?.port ?? '…'}.
            </p>
          )}
          <SecureAccess />
        </li>
        <li>
          <h3>Type this into its DM settings</h3>
          {answer === undefined ? null : answer.ok ? (
            <>
              <Account account={answer.value} />
              <SetupPage serverURL={answer.value.serverURL} />
            </>
          ) : (
            <ErrorNotice failure={answer.error} />
          )}
        </li>
        <li>
          <h3>Let it start a session, then admit it</h3>
          <p>
            It appears on the left as “Waiting to be admitted”. Nothing of it is read before you admit it. Once
            admitted, it has a menu ⋯ with a bootstrap file that sets it up by itself, and with how it is woken.
          </p>
        </li>
      </ol>
    </Dialog>
  );
}
