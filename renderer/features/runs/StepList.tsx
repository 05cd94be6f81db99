/** The steps of a run. Only the current one is open; any other can be opened. */
import { useEffect, useRef, useState } from 'react';
import type { Run, Step } from '../../../shared/runbook/run.ts';
import { durationWords, stepStateWord } from '../../../shared/runbook/words.ts';
import { isOver } from '../../app/store.ts';
import { stepWords } from '../../i18n/words.ts';
import { StateShape } from '../../ui/StateShape.tsx';
import { useNow } from '../../ui/Time.tsx';
import { stepDuration } from './run-progress.ts';
import { StepBody } from './StepBody.tsx';
import styles from './StepList.module.css';

/** The to-do list. */
export function StepList({ run }: { readonly run: Run }) {
  // What a person opened or closed; everything else follows the run.
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  return (
    <ol className={styles.steps}>
      {run.steps.map((step, index) => {
        const isCurrent = index === run.current && !isOver(run);
        const open = chosen.get(step.id) ?? isCurrent;
        return (
          <StepItem
            key={step.id}
            run={run}
            step={step}
            number={index + 1}
            isCurrent={isCurrent}
            open={open}
            onToggle={() => setChosen(new Map(chosen).set(step.id, !open))}
          />
        );
      })}
    </ol>
  );
}

interface StepItemProps {
  readonly run: Run;
  readonly step: Step;
  readonly number: number;
  readonly isCurrent: boolean;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function StepItem({ run, step, number, isCurrent, open, onToggle }: StepItemProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const { current } = item;
    if (!isCurrent || current === null) return undefined;
    // When it becomes the current step, and whenever its card grows with what comes in.
    const observer = new ResizeObserver(() => current.scrollIntoView({ block: 'nearest' }));
    observer.observe(current);
    return () => observer.disconnect();
  }, [isCurrent]);
  return (
    <li
      ref={item}
      className={`${styles.step} ${isCurrent ? styles.current : ''} ${open ? styles.open : ''}`}
      aria-current={isCurrent ? 'step' : undefined}
    >
      <StepHead step={step} number={number} open={open} onToggle={onToggle} />
      {open ? <StepBody run={run} step={step} isCurrent={isCurrent} /> : <Remark step={step} />}
    </li>
  );
}

function StepHead({ step, number, open, onToggle }: Pick<StepItemProps, 'step' | 'number' | 'open' | 'onToggle'>) {
  const { shape, tone } = stepWords[step.state];
  return (
    <button
      type="button"
      className={`${styles.head} ${step.state === 'pending' ? styles.pending : ''}`}
      aria-expanded={open}
      onClick={onToggle}
    >
      <span className={styles.mark}>
        {step.state === 'pending' ? number : <StateShape shape={shape} tone={tone} size={11} />}
        {step.state === 'pending' ? null : <span className="visually-hidden">{stepStateWord(step)}</span>}
      </span>
      <span className={styles.title}>{step.title}</span>
      <span className={styles.time}>
        <Duration step={step} />
      </span>
    </button>
  );
}

function Duration({ step }: { readonly step: Step }) {
  return step.startedAt === undefined ? null : step.endedAt === undefined ? (
    <Ticking step={step} />
  ) : (
    <Taken step={step} />
  );
}

function Taken({ step }: { readonly step: Step }) {
  const took = stepDuration(step, step.endedAt ?? 0) ?? 0;
  return took < 50 ? '< 0.1 s' : durationWords(took);
}

function Ticking({ step }: { readonly step: Step }) {
  const now = useNow();
  return durationWords(Math.max(0, stepDuration(step, now) ?? 0));
}

/** Under a closed step: what proved it, why it was skipped, or what went wrong. */
function Remark({ step }: { readonly step: Step }) {
  const skipped = step.skipReason === undefined ? undefined : `Skipped: ${step.skipReason}`;
  const words = step.state === 'failed' ? step.error?.message : (step.proof ?? skipped);
  return words === undefined ? null : (
    <p className={`${styles.remark} ${step.state === 'failed' ? styles.failed : ''}`}>{words}</p>
  );
}
