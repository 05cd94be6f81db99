/** The runs that are not over, whichever handset they are on: how many need a look, and a menu of them. */
import type { Run } from '../../shared/runbook/run.ts';
import { runStateWord } from '../../shared/runbook/words.ts';
import { progressWords } from '../features/runs/run-progress.ts';
import { runWords } from '../i18n/words.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { StateShape } from '../ui/StateShape.tsx';
import styles from './OpenRuns.module.css';
import { isOver, select, useWindow } from './store.ts';

/** A button with the list behind it; nothing while every run is over. */
export function OpenRuns() {
  const runs = useWindow((state) => state.runs);
  const open = [...runs.values()].filter((run) => !isOver(run)).toSorted(whatNeedsALook);
  if (open.length === 0) return null;
  const failed = open.filter(({ state }) => state === 'failed').length;
  const waiting = open.filter(({ state }) => state === 'waiting').length;
  return (
    <Menu
      align="end"
      trigger={
        <Button kind="quiet">
          Runs{' '}
          {failed === 0 ? null : (
            <Chip tone="failed" shape="bang">
              {failed} failed{' '}
            </Chip>
          )}
          {waiting === 0 ? null : (
            <Chip tone="waiting" shape="clock">
              {waiting} waiting
            </Chip>
          )}
          {failed + waiting === 0 ? <Chip tone="neutral">{open.length} open</Chip> : null}
        </Button>
      }
    >
      {open.map((run) => (
        <OpenRun key={run.id} run={run} />
      ))}
    </Menu>
  );
}

function OpenRun({ run }: { readonly run: Run }) {
  const handset = useWindow((state) => state.handsets.get(run.devId)?.name ?? run.devId);
  const { shape, tone } = runWords[run.state];
  return (
    <MenuItem onSelect={() => select({ devId: run.devId, runId: run.id })}>
      {run.title}
      <span className={styles.where}>
        <StateShape shape={shape} tone={tone} size={8} /> {runStateWord(run)} · {handset} ·{' '}
        {progressWords(run).toLowerCase()}
      </span>
    </MenuItem>
  );
}

/** Failed ones first, then the newest. */
function whatNeedsALook(a: Run, b: Run): number {
  return Number(b.state === 'failed') - Number(a.state === 'failed') || b.createdAt - a.createdAt;
}
