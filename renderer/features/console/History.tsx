/** What was sent to this handset, newest first: to look at, to change, to send again. */
import { lacksSecret } from '../../../shared/console/kept-text.ts';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { perform } from '../../app/action.ts';
import { tellFailure } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { formatClock, formatExact } from '../../ui/Time.tsx';
import { walkList } from '../../ui/walk-list.ts';
import { clearHistory } from './actions/clear-history.ts';
import { compose, showEntry } from './console-store.ts';
import { codesOf, stateOf, titleOf } from './entry-words.ts';
import styles from './History.module.css';
import { send } from './sending.ts';

export function History({ devId, entries }: { readonly devId: string; readonly entries: readonly ConsoleEntry[] }) {
  if (entries.length === 0)
    return (
      <EmptyState compact title="Nothing was sent from here yet">
        What is sent stays here with its answer, to be changed and sent again. In the editor ↑ brings it back.
      </EmptyState>
    );
  return (
    <div className={styles.history}>
      <ul className={styles.list} data-walk-list>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ul>
      <Button kind="quiet" size="small" className={styles.clear} onClick={() => void perform(clearHistory, { devId })}>
        {clearHistory.label}
      </Button>
    </div>
  );
}

function Row({ entry }: { readonly entry: ConsoleEntry }) {
  const { word, shape, tone } = stateOf(entry);
  const codes = codesOf(entry)
    .map(({ code, word: meaning }) => `${code} ${meaning}`)
    .join(', ');
  return (
    <li className={styles.row}>
      <button
        type="button"
        data-walk
        className={styles.text}
        title={`${entry.text}\n\n${word}${codes === '' ? '' : `: ${codes}`}`}
        onKeyDown={walkList}
        onClick={() => compose(entry.devId, entry.text)}
      >
        <time className={styles.time} title={formatExact(entry.at)}>
          {formatClock(entry.at).slice(0, 8)}
        </time>
        <StateShape shape={shape} tone={tone} />
        <span className="visually-hidden">{word}</span>
        <span className={styles.line}>{titleOf(entry.text)}</span>
        <span className={styles.codes}>{codes === '' ? word : codes}</span>
      </button>
      <Button
        kind="quiet"
        size="small"
        onClick={() => showEntry(entry.devId, entry.id)}
        aria-label={`Answer to ${titleOf(entry.text)}`}
      >
        Answer
      </Button>
      <Button
        kind="quiet"
        size="small"
        hint="Sends exactly these commands once more"
        whyNot={
          lacksSecret(entry.text)
            ? 'The secret in these commands was not kept. Click them, and put it in before you send.'
            : undefined
        }
        aria-label={`Send again ${titleOf(entry.text)}`}
        onClick={() => {
          void send(entry.devId, entry.text).then((sent) => {
            if (!sent.ok) tellFailure(sent.error);
          });
        }}
      >
        Send again
      </Button>
    </li>
  );
}
