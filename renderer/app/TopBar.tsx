/** The top of the window: name, search, runs that wait, settings and help. */
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { perform } from './action.ts';
import { ActionButton } from './ActionButton.tsx';
import { findAnything } from './actions/find-anything.ts';
import { showHelp } from './actions/show-help.ts';
import { showSettings } from './actions/show-settings.ts';
import iconUrl from './icon.svg';
import { isOver, select, useWindow } from './store.ts';
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
        <ActionButton action={showSettings} kind="quiet">
          Settings
        </ActionButton>
        <ActionButton action={showHelp} kind="quiet" />
      </span>
    </header>
  );
}

/** The runs that are not over, whichever handset they are on. */
function OpenRuns() {
  const runs = useWindow((state) => state.runs);
  const handsets = useWindow((state) => state.handsets);
  const open = [...runs.values()].filter((run) => !isOver(run)).toSorted((a, b) => b.createdAt - a.createdAt);
  const waiting = open.filter((run) => run.state === 'waiting').length;
  if (open.length === 0) return null;
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet">
          Runs
          {waiting > 0 ? <Chip tone="busy">{waiting} waiting</Chip> : <Chip tone="neutral">{open.length} open</Chip>}
        </Button>
      }
    >
      {open.map((run) => (
        <MenuItem key={run.id} onSelect={() => select({ devId: run.devId, runId: run.id })}>
          {run.title}
          <span className={styles.where}>
            {handsets.get(run.devId)?.name ?? run.devId} · step {Math.min(run.current + 1, run.steps.length)} of{' '}
            {run.steps.length}
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}
