/** What a step changed on the handset: before → after. */
import { useState } from 'react';
import type { NodeChange } from '../../../shared/dm/node.ts';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { changeWords } from '../inventory/change-words.ts';
import { changeLines, type ChangeLine } from './node-changes.ts';
import styles from './NodeChanges.module.css';
import { Uri } from './Uri.tsx';

/** Lines shown before somebody asks for all. */
const FIRST = 8;

/** Nothing when nothing changed. */
export function NodeChanges({ changes }: { readonly changes: readonly NodeChange[] }) {
  const [all, setAll] = useState(false);
  if (changes.length === 0) return null;
  const removed = changes.filter(({ after }) => after === undefined).length;
  const heading = changeWords({ changed: changes.length - removed, removed }, (count) => formatCount(count, 'node'));
  const lines = changeLines(changes);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <figure className={styles.figure} aria-label={heading}>
      <figcaption className={styles.caption}>{heading}</figcaption>
      <ul className={styles.lines}>
        {shown.map((line) => (
          <Line key={`${line.kind} ${line.uri}`} line={line} />
        ))}
      </ul>
      {shown.length === lines.length ? null : (
        <Button size="small" kind="quiet" onClick={() => setAll(true)}>
          {lines.length - shown.length} more
        </Button>
      )}
    </figure>
  );
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const;
const WORDS = { added: 'appeared', removed: 'is gone', changed: '' } as const;

function Line({ line: { kind, uri, nodes, before, after } }: { readonly line: ChangeLine }) {
  return (
    <li className={`${styles.line} ${styles[kind]}`}>
      <span className={styles.sign} aria-hidden="true">
        {SIGNS[kind]}
      </span>
      <span className={styles.what}>
        <Uri uri={uri} />{' '}
        {kind === 'changed' ? (
          <span className={styles.values}>
            <s>{shown(before)}</s> <span aria-hidden="true">→</span> <b>{shown(after)}</b>
          </span>
        ) : (
          <span className={styles.word}>
            {WORDS[kind]}
            {nodes === 1 ? '' : ` with ${formatCount(nodes - 1, 'node')} in it`}
          </span>
        )}
      </span>
    </li>
  );
}

function shown(value: string | undefined): string {
  return value === undefined ? 'no value' : value === '' ? 'empty' : value;
}
