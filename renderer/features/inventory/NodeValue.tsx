/** The value of a node as the tree shows it: what it was, if it changed lately, and what it is. */
import type { NodeTable } from './node-table.ts';
import styles from './NodeValue.module.css';
import type { NodeMark } from './tree-changes.ts';

/** The value of a leaf. */
export function NodeValue({
  table,
  slot,
  mark,
}: {
  readonly table: NodeTable;
  readonly slot: number;
  readonly mark: NodeMark | undefined;
}) {
  const value = table.value(slot);
  const words = wordsOf(value, table.format(slot));
  if (mark?.kind !== 'value' || mark.before === null) return <Plain words={words} />;
  const before = wordsOf(mark.before, 'chr');
  return (
    <span className={styles.line} title={`was ${before.text}, is ${words.text}`}>
      <span className="visually-hidden">was </span>
      <s className={styles.before}>{before.text}</s>
      <span aria-hidden="true" className={styles.arrow}>
        →
      </span>
      <span className="visually-hidden">, is </span>
      <Plain words={words} />
    </span>
  );
}

interface Words {
  readonly text: string;
  /** Our words instead of a value. */
  readonly ours: boolean;
}

function Plain({ words }: { readonly words: Words }) {
  return (
    <span className={words.ours ? styles.ours : styles.value} title={words.ours ? undefined : words.text}>
      {words.text}
    </span>
  );
}

function wordsOf(value: string | null, format: string): Words {
  if (value === '') return { text: 'empty', ours: true };
  if (value !== null) return { text: value, ours: false };
  if (format === 'null') return { text: '', ours: true };
  return { text: format === 'bin' || format === 'b64' ? 'octets, not read' : 'not read', ours: true };
}
