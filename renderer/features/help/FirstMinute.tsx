import styles from './HelpDialog.module.css';

/** The main job in six steps. */
export function FirstMinute() {
  return (
    <ol className={styles.steps}>
      <li>
        <h3>Add a virtual handset</h3>
        <p>One click on the left. It is a program of its own that speaks the real protocol to this workbench.</p>
      </li>
      <li>
        <h3>Admit it</h3>
        <p>A handset that calls for the first time waits until a person lets it in. Nothing of it is read before.</p>
      </li>
      <li>
        <h3>Look at it</h3>
        <p>
          Components shows what is installed and in which state. Tree shows every node as it was read, with what its
          value means. Press F5 to read again.
        </p>
      </li>
      <li>
        <h3>Push a package</h3>
        <p>
          Drop a file on the window, or use a sample package. Push… asks which runbook to follow and plans the run.
          Still nothing is sent.
        </p>
      </li>
      <li>
        <h3>Run it step by step</h3>
        <p>
          Each step shows the commands it will send. F10 runs one step; a step is done only when a read-back proves it.
          Pause, Retry, Skip and Abort are always there, and a run survives a restart of the workbench.
        </p>
      </li>
      <li>
        <h3>Look underneath</h3>
        <p>The trace at the bottom shows every message. Choose one to see it decoded.</p>
      </li>
    </ol>
  );
}
