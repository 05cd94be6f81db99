/**
 * What can be done with the run now. The first button is the primary one, so the hand finds it: it runs the step, or the
 * failed one again. F10 does either.
 */
import type { Run } from '../../../shared/runbook/run.ts';
import { durationWords } from '../../../shared/runbook/words.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { isOver } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { abortRun } from './actions/abort-run.ts';
import { pause } from './actions/pause.ts';
import { retry } from './actions/retry.ts';
import { runAll } from './actions/run-all.ts';
import { runStep } from './actions/run-step.ts';
import { skipStep } from './actions/skip-step.ts';
import styles from './RunFooter.module.css';
import { runDuration } from './run-progress.ts';

/** The foot of the run panel. */
export function RunFooter({ run, onAnother }: { readonly run: Run; readonly onAnother: () => void }) {
  if (isOver(run))
    return (
      <footer className={styles.footer}>
        <span className={styles.summary}>{summaryOf(run)}</span>
        <Button kind="primary" onClick={onAnother}>
          Start another…
        </Button>
      </footer>
    );
  const at = { devId: run.devId, runId: run.id };
  const hasFailed = run.state === 'failed';
  return (
    <footer className={styles.footer}>
      <ActionButton action={hasFailed ? retry : runStep} at={at} kind="primary" showShortcut={!hasFailed} />
      <ActionButton action={runAll} at={at} className={styles.plain} />
      {/* In a failed run nothing goes on that could be paused. */}
      {hasFailed ? null : <ActionButton action={pause} at={at} className={styles.plain} />}
      <span className={styles.rest}>
        <ActionButton action={skipStep} at={at} kind="quiet" className={styles.slim} />
        <ActionButton action={abortRun} at={at} kind="danger" className={styles.slim} />
      </span>
    </footer>
  );
}

function summaryOf(run: Run): string {
  const took = durationWords(runDuration(run, run.endedAt ?? run.createdAt));
  const proven = run.steps.filter(({ state }) => state === 'done').length;
  const skipped = run.steps.filter(({ state }) => state === 'skipped').length;
  const steps = `${proven} ${proven === 1 ? 'step' : 'steps'} proven${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  return run.state === 'done' ? `${steps}, in ${took}` : `Aborted after ${took}: ${steps}`;
}
