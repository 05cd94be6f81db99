import styles from './HelpDialog.module.css';

/** The console: its language, and what it may do beside a run. */
export function Commands() {
  return (
    <>
      <section className={styles.part}>
        <h3>One command per line</h3>
        <p>
          <code>get</code>, <code>add</code>, <code>replace</code>, <code>delete</code>, <code>copy … to …</code>,{' '}
          <code>exec</code> and <code>alert</code>; <code>sequence {'{ }'}</code> and <code>atomic {'{ }'}</code> hold
          others. Texts go in quotation marks, octets are <code>0x00FF</code>, <code>#</code> begins a comment. SyncML
          markup may be pasted as it is.
        </p>
        <p>
          Ctrl Space completes from what was read of the handset, Ctrl Enter sends, ↑ brings back what was sent before.
          Passwords are kept neither in the history nor in snippets: asterisks stand for them. Put the real value in
          before you send; the preview warns you.
        </p>
      </section>
      <section className={styles.part}>
        <h3>Before it goes out</h3>
        <p>
          Message and Bytes show what will be sent, as XML and as WBXML with every octet explained. Answer shows each
          status with its meaning, the results, and reports that come later.
        </p>
      </section>
      <section className={styles.part}>
        <h3>Beside a run</h3>
        <p>
          While a step is under way only reading is sent, so that the step’s proof stays its own. If a session ends
          before the answer, nobody knows what was carried out: read the tree before you send again.
        </p>
      </section>
      <section className={styles.part}>
        <h3>When something should go wrong</h3>
        <p>
          “Let something go wrong…” on a virtual handset chooses faults: where each strikes, and at which time. Its
          header shows them, and the trace says when one strikes.
        </p>
      </section>
    </>
  );
}
