/** An open step: what it is for, what it waits for, what went wrong, its commands, and what changed. */
import type { Run, Step } from '../../../shared/runbook/run.ts';
import { hasUnknownOutcome } from '../../../shared/runbook/selectors.ts';
import { isOver } from '../../app/store.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Remark } from '../../ui/Remark.tsx';
import { CommandBlock } from './CommandBlock.tsx';
import { Delivering } from './Delivering.tsx';
import { NodeChanges } from './NodeChanges.tsx';
import styles from './StepBody.module.css';
import { Waiting } from './Waiting.tsx';

export interface StepBodyProps {
  readonly run: Run;
  readonly step: Step;
  readonly isCurrent: boolean;
}

/** Everything of a step below its title. */
export function StepBody({ run, step, isCurrent }: StepBodyProps) {
  const isOpen = step.state === 'pending' || step.state === 'failed';
  return (
    <div className={styles.body}>
      {step.proof === undefined ? (
        <p className={styles.hint}>{step.hint}</p>
      ) : (
        <p className={styles.proof}>{step.proof}</p>
      )}
      {step.attempt > 1 ? <p className={styles.hint}>Attempt {step.attempt}</p> : null}
      {step.skipReason === undefined ? null : <p className={styles.hint}>Skipped: {step.skipReason}</p>}
      {step.waiting === undefined || isOver(run) ? null : <Waiting run={run} waiting={step.waiting} />}
      {step.action.kind === 'deliver-data' && step.state === 'running' ? <Delivering run={run} /> : null}
      {step.notify === undefined ? null : (
        <p className={styles.hint}>
          Download agent: {step.notify.code} {step.notify.name}. {step.notify.word}.
        </p>
      )}
      {step.error === undefined ? null : <ErrorNotice failure={step.error} />}
      {isCurrent && isOpen && hasUnknownOutcome(step) ? (
        <Remark>It was sent, but its result never came. The next try first reads back what happened.</Remark>
      ) : null}
      <CommandBlock step={step} isCurrent={isCurrent} />
      <NodeChanges changes={step.changes} />
    </div>
  );
}
