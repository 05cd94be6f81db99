/** The top of the window: name, search, runs that wait, doctor, settings and help. */
import { Kbd } from '../ui/Kbd.tsx';
import { perform } from './action.ts';
import { openDoctor } from '../features/doctor/actions/open-doctor.ts';
import { ActionButton } from './ActionButton.tsx';
import { findAnything } from './actions/find-anything.ts';
import { showHelp } from './actions/show-help.ts';
import { showSettings } from './actions/show-settings.ts';
import iconUrl from './icon.svg';
import { OpenRuns } from './OpenRuns.tsx';
import styles from './TopBar.module.css';

/** One line. */
export function TopBar() {
  return (
    <header className={styles.top}>
      <span className={styles.name}>
        <img src={iconUrl} width={16} height={16} alt="" />
        SCOMO Workbench
      </span>
      <button
        type="button"
        className={styles.search}
        aria-keyshortcuts="Control+K"
        onClick={() => void perform(findAnything)}
      >
        <span>Find a handset, component, action…</span>
        <Kbd keys="Ctrl+K" />
      </button>
      <span className={styles.right}>
        <OpenRuns />
        <ActionButton action={openDoctor} kind="quiet">
          Doctor
        </ActionButton>
        <ActionButton action={showSettings} kind="quiet">
          Settings
        </ActionButton>
        <ActionButton action={showHelp} kind="quiet" />
      </span>
    </header>
  );
}
