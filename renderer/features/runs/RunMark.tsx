/** How the run of a handset stands, for its row in the list: nobody shall have to open each handset of a rack. */
import { runStateWord } from '../../../shared/runbook/words.ts';
import type { Run } from '../../../shared/runbook/run.ts';
import { isOver } from '../../app/store.ts';
import { runWords } from '../../i18n/words.ts';
import { StateShape } from '../../ui/StateShape.tsx';
import tones from '../../ui/tone.module.css';
import { markWords, progressWords } from './run-progress.ts';
import styles from './RunMark.module.css';

/** Shape and few words; the tooltip says which run it is. */
export function RunMark({ run }: { readonly run: Run }) {
  const { shape, tone } = runWords[run.state];
  const progress = isOver(run) ? '' : `, ${progressWords(run).toLowerCase()}`;
  return (
    <span className={`${styles.mark} ${tones[tone]}`} title={`${run.title}: ${runStateWord(run)}${progress}`}>
      <StateShape shape={shape} tone={tone} size={8} />
      <span>{markWords(run)}</span>
    </span>
  );
}
