/** What a step waits for, since when and until when at most; with the download while one is under way. */
import type { Run, WaitingFor } from '../../../shared/runbook/run.ts';
import { waitingWords } from '../../../shared/runbook/words.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useNow } from '../../ui/Time.tsx';
import { startVirtual } from '../handsets/actions/start-virtual.ts';
import { wake } from '../handsets/actions/wake.ts';
import styles from './Waiting.module.css';

/** A line that ticks. */
export function Waiting({ run, waiting }: { readonly run: Run; readonly waiting: WaitingFor }) {
  const now = useNow();
  const handset = useWindow((state) => state.handsets.get(run.devId));
  const isOff = handset?.virtual?.running === false;
  const at = { devId: run.devId };
  return (
    <div className={styles.waiting}>
      <p>{waitingWords(waiting, now)}</p>
      <Download runId={run.id} />
      {isOff ? (
        <>
          <p>The virtual handset is switched off.</p>
          <ActionButton action={startVirtual} at={at} size="small">
            Switch on
          </ActionButton>
        </>
      ) : waiting.kind === 'handset' && handset?.canWake === true ? (
        <ActionButton action={wake} at={at} size="small" />
      ) : null}
    </div>
  );
}

function Download({ runId }: { readonly runId: string }) {
  const delivery = useWindow((state) => state.deliveries.get(runId));
  if (delivery === undefined) return null;
  const { sent, size, done } = delivery;
  return (
    <div className={styles.download}>
      <ProgressBar label="Download of the package" share={size === 0 ? 1 : sent / size} />
      <span className={styles.numbers}>
        {done ? `Downloaded ${formatBytes(size)}` : `Downloading: ${formatBytes(sent)} of ${formatBytes(size)}`}
      </span>
    </div>
  );
}
