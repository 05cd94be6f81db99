/** The right column: the run of the selected handset as a to-do list, or what could be done with the handset. */
import { useState } from 'react';
import type { Run } from '../../../shared/runbook/run.ts';
import { isOver, latestRunOf, select, useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { ChooseRunbook } from './ChooseRunbook.tsx';
import { RunDialogs } from './RunDialogs.tsx';
import { RunFooter } from './RunFooter.tsx';
import { RunHeader } from './RunHeader.tsx';
import { runOf } from './run-focus.ts';
import styles from './RunPanel.module.css';
import { StepList } from './StepList.tsx';

/** The run of the selected handset as a to-do list; the current step is open. */
export function RunPanel({ devId }: { readonly devId: string }) {
  const run = useWindow((state) => runOf(state, { devId, runId: state.selection.runId }));
  // "Start another…" belongs to the run that it was pressed on: another run ends it.
  const [choosing, setChoosing] = useState<string>();
  const isChoosing = run === undefined || choosing === run.id;
  return (
    <section className={styles.panel} aria-label="Run">
      {isChoosing ? (
        <ChooseRunbook devId={devId} onBack={run === undefined ? undefined : () => setChoosing(undefined)} />
      ) : (
        <RunView key={run.id} run={run} onAnother={() => setChoosing(run.id)} />
      )}
      <RunDialogs />
    </section>
  );
}

function RunView({ run, onAnother }: { readonly run: Run; readonly onAnother: () => void }) {
  return (
    <>
      <RunHeader run={run} />
      <Unfinished shown={run} />
      <StepList run={run} />
      <RunFooter run={run} onAnother={onAnother} />
    </>
  );
}

/** An old run is shown while another one could go on. */
function Unfinished({ shown }: { readonly shown: Run }) {
  const latest = useWindow((state) => latestRunOf(state.runs, shown.devId));
  if (latest === undefined || latest.id === shown.id || isOver(latest)) return null;
  return (
    <div className={styles.unfinished}>
      <span>“{latest.title}” is not finished.</span>
      <Button size="small" onClick={() => select({ runId: latest.id })}>
        Show it
      </Button>
    </div>
  );
}
