/** What became of one sending: each command with its status and what that means, and the nodes that were answered. */
import { tellingStatuses, type CommandAnswer, type ResultNode } from '../../../shared/console/answer.ts';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { splitQuery } from '../../../shared/dm/uri.ts';
import { formatXml } from '../../../shared/syncml/xml.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { select, useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/numbers.ts';
import { formatExact, formatSpan, Time } from '../../ui/Time.tsx';
import { readAgain } from '../handsets/actions/read-again.ts';
import { toneOf } from '../trace/trace-words.ts';
import tones from '../../ui/tone.module.css';
import styles from './Answer.module.css';
import { mirrorWords, stateOf, titleOf } from './entry-words.ts';
import { takeBack } from './sending.ts';

/** Follows the entry while it waits and is answered. */
export function Answer({ entry }: { readonly entry: ConsoleEntry }) {
  const { word, shape, tone } = stateOf(entry);
  return (
    <article className={styles.answer} aria-label="Answer">
      <header className={styles.header}>
        <span aria-live="polite">
          <Chip tone={tone} shape={shape}>
            {word}
          </Chip>
        </span>
        <code className={styles.title} title={entry.text}>
          {titleOf(entry.text)}
        </code>
        <span className={styles.when} title={formatExact(entry.at)}>
          <Time at={entry.at} suffix=" ago" />
          {entry.endedAt === undefined ? '' : ` · took ${formatSpan(entry.endedAt - entry.at)}`}
        </span>
      </header>
      {entry.state === 'waiting' ? <Waiting entry={entry} /> : null}
      {entry.failure === undefined || entry.state === 'cancelled' ? null : <ErrorNotice failure={entry.failure} />}
      {entry.state === 'cancelled' ? <p className={styles.note}>Nothing was sent.</p> : null}
      <ol className={styles.commands}>
        {entry.answers.map((answer, index) => (
          <Command key={index} answer={answer} devId={entry.devId} />
        ))}
      </ol>
      {entry.leftOut === 0 ? null : (
        <p className={styles.note}>{entry.leftOut} more nodes were answered; the trace has all of them.</p>
      )}
      {entry.reports.map((report) => (
        <p key={report.at} className={styles.report}>
          <strong>Report for {report.correlator}</strong>, <Time at={report.at} suffix=" ago" />: {report.text}
        </p>
      ))}
      {entry.mirror === undefined ? null : (
        <p className={styles.note}>
          {mirrorWords(entry.mirror).join(' ')}{' '}
          {entry.mirror.mayHaveChangedMore ? (
            <ActionButton action={readAgain} at={{ devId: entry.devId }} size="small" />
          ) : null}
        </p>
      )}
    </article>
  );
}

function Waiting({ entry }: { readonly entry: ConsoleEntry }) {
  const handset = useWindow((state) => state.handsets.get(entry.devId));
  const what =
    handset?.activity !== undefined
      ? `For its turn: the session is ${handset.activity.what}.`
      : handset?.virtual?.running === false
        ? 'For the handset, which is switched off.'
        : handset?.canWake === true
          ? 'For the handset to call; it was woken.'
          : 'For the handset to call: it cannot be woken, start its update check.';
  return (
    <p className={styles.waiting}>
      {what}{' '}
      <Button size="small" hint="Nothing is sent then" onClick={() => takeBack(entry)}>
        Take back
      </Button>
    </p>
  );
}

function Command({ answer, devId }: { readonly answer: CommandAnswer; readonly devId: string }) {
  const { cmd, about, code, word, results, children } = answer;
  const statuses = tellingStatuses(answer);
  return (
    <li className={styles.command}>
      <div className={styles.line}>
        <span className={styles.verb}>{cmd}</span>
        <span className={styles.about}>{about}</span>
        {code === undefined ? (
          <span className={styles.none}>no status</span>
        ) : (
          <span className={`${styles.code} ${tones[toneOf(code)]}`}>
            {code} <span className={styles.word}>{word}</span>
          </span>
        )}
      </div>
      {statuses.length === 0 ? null : (
        <ul className={styles.statuses}>
          {statuses.map((status, index) => (
            <li key={index} className={styles.line}>
              <span className={styles.about}>
                {[status.about, ...status.data.map((text) => `“${text}”`)].join(' ')}
              </span>
              <span className={`${styles.code} ${tones[toneOf(status.code)]}`}>
                {status.code} <span className={styles.word}>{status.word}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {results.length === 0 ? null : <Results results={results} devId={devId} />}
      {children.length === 0 ? null : (
        <ol className={styles.children}>
          {children.map((child, index) => (
            <Command key={index} answer={child} devId={devId} />
          ))}
        </ol>
      )}
    </li>
  );
}

function Results({ results, devId }: { readonly results: readonly ResultNode[]; readonly devId: string }) {
  return (
    <table className={styles.results}>
      <thead className="visually-hidden">
        <tr>
          <th>Node</th>
          <th>Value</th>
          <th>Format</th>
          <th>Size</th>
        </tr>
      </thead>
      <tbody>
        {results.map((node, index) => (
          <tr key={index}>
            <td>
              <button
                type="button"
                className={styles.node}
                title="Show this node in the tree"
                onClick={() => select({ devId, tab: 'tree', uri: splitQuery(node.uri).uri })}
              >
                {node.uri}
              </button>
            </td>
            <td className={styles.value}>
              {valueWords(node)}
              {node.format === 'node' && node.type !== undefined ? (
                <span className={styles.type}>{node.type}</span>
              ) : null}
            </td>
            <td className={styles.format} title={node.type}>
              {node.format ?? 'chr'}
            </td>
            <td className={styles.size}>{node.value === undefined ? '' : formatBytes(node.octets)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function valueWords({ value, isBase64, format }: ResultNode): string {
  if (value === undefined) return '';
  if (value === '') return format === 'node' ? '(no children)' : '(empty)';
  if (isBase64 === true) return `base64 ${value}`;
  return format === 'xml' ? formatXml(new TextEncoder().encode(value)) : value;
}
