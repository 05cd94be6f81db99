/** All runs of the selected handset, newest first. */
import { useMemo, useState } from 'react';
import type { Run } from '../../../shared/runbook/run.ts';
import { durationWords, runStateWord } from '../../../shared/runbook/words.ts';
import { isOver, select, useWindow } from '../../app/store.ts';
import { runWords } from '../../i18n/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Time, useNow } from '../../ui/Time.tsx';
import { progressWords, runDuration } from './run-progress.ts';
import styles from './RunList.module.css';
import { runOf } from './run-focus.ts';

/** Runs shown before somebody asks for more. */
const PAGE = 100;

/** The runs of a handset; choosing one shows it on the right. */
export function RunList({ devId }: { readonly devId: string }) {
  const all = useWindow((state) => state.runs);
  const shownRun = useWindow((state) => runOf(state, { devId, runId: state.selection.runId })?.id);
  const [pages, setPages] = useState(1);
  const runs = useMemo(
    () => [...all.values()].filter((run) => run.devId === devId).toSorted((a, b) => b.createdAt - a.createdAt),
    [all, devId],
  );
  if (runs.length === 0)
    return (
      <EmptyState title="No run yet on this handset">
        Choose a runbook on the right: it is planned step by step, and stays here afterwards with every proof.
      </EmptyState>
    );
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>Run</th>
            <th>State</th>
            <th className={styles.wide}>Steps</th>
            <th>Started</th>
            <th className={styles.wide}>Took</th>
          </tr>
        </thead>
        <tbody>
          {runs.slice(0, pages * PAGE).map((run) => (
            <Row key={run.id} run={run} isShown={run.id === shownRun} />
          ))}
        </tbody>
      </table>
      {runs.length > pages * PAGE ? (
        <div className={styles.more}>
          <Button onClick={() => setPages(pages + 1)}>Show earlier runs</Button>
        </div>
      ) : null}
    </div>
  );
}

function Row({ run, isShown }: { readonly run: Run; readonly isShown: boolean }) {
  const { tone, shape } = runWords[run.state];
  const done = run.steps.filter(({ state }) => state === 'done').length;
  return (
    <tr className={`${styles.row} ${isShown ? styles.shown : ''}`} onClick={() => select({ runId: run.id })}>
      <td>
        <button type="button" className={styles.open} aria-pressed={isShown} title="Show this run on the right">
          {run.title}
        </button>
        {run.package === undefined ? null : <span className={styles.package}>{run.package.fileName}</span>}
      </td>
      <td>
        <Chip tone={tone} shape={shape}>
          {runStateWord(run)}
        </Chip>
        {isOver(run) ? null : <span className={styles.progress}>{progressWords(run)}</span>}
      </td>
      <td className={`${styles.wide} ${styles.number}`}>
        {done} of {run.steps.length} proven
      </td>
      <td className={styles.number}>
        <Time at={run.createdAt} suffix=" ago" />
      </td>
      <td className={`${styles.wide} ${styles.number}`}>
        <Took run={run} />
      </td>
    </tr>
  );
}

function Took({ run }: { readonly run: Run }) {
  return run.endedAt === undefined ? <TakesSoFar run={run} /> : durationWords(runDuration(run, run.endedAt));
}

function TakesSoFar({ run }: { readonly run: Run }) {
  const now = useNow();
  return `${durationWords(Math.max(0, runDuration(run, now)))} so far`;
}
