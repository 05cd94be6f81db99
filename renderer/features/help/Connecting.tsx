import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { openDoctor } from '../doctor/actions/open-doctor.ts';
import styles from './HelpDialog.module.css';

/** How a real handset gets here, and what to look at when it does not come. */
export function Connecting() {
  const listener = useWindow((state) => state.status?.listener);
  return (
    <>
      <section className={styles.part}>
        <h3>The address to call</h3>
        <p>
          {listener === undefined ? (
            'Not known: the workbench is not connected.'
          ) : (
            <>
              <code>{listener.url}</code> <CopyButton text={listener.url} what="server address" /> reachable from{' '}
              {listener.scope}.
            </>
          )}
        </p>
        <p>
          By default the DM server listens on this machine only. “Connect a real handset…” (Alt H) lets handsets on one
          network interface in for a limited time, over HTTP or HTTPS; the status bar shows it while it lasts. For HTTPS
          install the CA certificate on the handset and compare the fingerprint.
        </p>
      </section>
      <section className={styles.part}>
        <h3>On a cable: plug it in</h3>
        <p>
          USB and serial ports are found by themselves, and the handset on one is asked who it is. A port that the
          system does not list can be added by its name. Pull the cable in the middle of a run and plug it in again: the
          run goes on. When a handset is plugged in and not ready, the connection doctor says why, and what to do.
        </p>
      </section>
      <section className={styles.part}>
        <h3>Over the network: the handset introduces itself</h3>
        <p>
          Type the address and the enrolment credential (“Connect a real handset…”, Alt H) into the DM settings of the
          handset and start a session there. It then waits on the left until you admit it.
        </p>
      </section>
      <section className={styles.part}>
        <h3>Or: admit it before it calls</h3>
        <p>
          On the command line, <code>scomo admit DEVID</code> makes an account and prints what to type into the handset.
          Here it shows as “Has not called yet”.
        </p>
      </section>
      <section className={styles.part}>
        <h3>Or: give it a bootstrap file, or the setup page</h3>
        <p>
          Scan the QR code with the handset: the page shows what to type; “Show a code” lets it see the passwords once.
          The menu of an admitted handset has “Bootstrap file…” (Client Provisioning or DM profile) and
          “Notifications…”.
        </p>
      </section>
      <section className={styles.part}>
        <h3>It does not come?</h3>
        <p>
          Watch the trace while the handset starts its session. Nothing at all: it cannot reach the address; check
          network and port. A refused message: choose it, and read why. Status 401 again and again: user name or
          password differ. The handset refuses the server: server ID or server password differ. “Callers from … are
          locked out”: correct the password on the handset, then choose Unlock, or wait. “Something at … tried TLS 1.1
          or older”: an old handset; set it to TLS 1.2, or allow legacy TLS for it under “Connect a real handset…”, Old
          handsets. Its page says when it was last refused, and with which TLS. Status 417: it is in session over a
          cable, or locked out. A handset on a serial cable that speaks AT alone: add its command under “Ways to switch
          to OBEX…”.
        </p>
        <p>
          <ActionButton action={openDoctor} size="small" />
        </p>
      </section>
    </>
  );
}
