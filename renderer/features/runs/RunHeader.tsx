/** Above the steps: what is done, to which handset, with which package, and how far it is. */
import type { Run } from '../../../shared/runbook/run.ts';
import { runStateWord } from '../../../shared/runbook/words.ts';
import { isOver, useWindow } from '../../app/store.ts';
import { runWords } from '../../i18n/words.ts';
import { Chip } from '../../ui/Chip.tsx';
import { formatExact } from '../../ui/Time.tsx';
import { progressWords } from './run-progress.ts';
import styles from './RunHeader.module.css';

/** The head of the run panel. */
export function RunHeader({ run }: { readonly run: Run }) {
  const handset = useWindow((state) => state.handsets.get(run.devId)?.name ?? run.devId);
  const { tone, shape } = runWords[run.state];
  const fileName = run.package?.fileName;
  const word = runStateWord(run);
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h2 tabIndex={-1} data-run-title>
          {run.title}
        </h2>
        <Chip tone={tone} shape={shape}>
          {progressWords(run)}
        </Chip>
      </div>
      <p className={styles.facts} title={formatExact(run.createdAt)}>
        {isOver(run) ? null : (
          <>
            <output className={styles.state}>{word}</output>
            {' · '}
          </>
        )}
        {handset}
        {' · '}
        {fileName === undefined ? null : (
          <>
            <span className={styles.whole}>{fileName}</span>
            {' · '}
          </>
        )}
        <span className={styles.whole}>started {TIME_OF_DAY.format(run.createdAt)}</span>
      </p>
      {run.abortReason === undefined ? null : <p className={styles.facts}>Aborted: {run.abortReason}</p>}
    </header>
  );
}

const TIME_OF_DAY = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });
