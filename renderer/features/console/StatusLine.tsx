/** What the text comes to: where it is wrong, what to mind, or how large it gets. */
import type { Preview } from '../../../shared/contract/console.ts';
import type { Failure, Result } from '../../../shared/result.ts';
import { formatBytes, formatCount } from '../../ui/numbers.ts';
import { StateShape } from '../../ui/StateShape.tsx';
import styles from './StatusLine.module.css';

export interface StatusLineProps {
  readonly id: string;
  /** Why it cannot be sent. */
  readonly failure: Failure | undefined;
  readonly preview: Result<Preview> | undefined;
  readonly notes: readonly string[];
}

export function StatusLine({ id, failure, preview, notes }: StatusLineProps) {
  return (
    <div id={id} className={styles.line} aria-live="polite">
      {failure === undefined ? null : (
        <p className={styles.failed}>
          <StateShape shape="triangle" tone="failed" />
          <span>
            {failure.message} {failure.next}
            {failure.detail === undefined ? null : <span className={styles.where}> {failure.detail}</span>}
          </span>
        </p>
      )}
      {failure === undefined && preview?.ok === true ? <Sound preview={preview.value} notes={notes} /> : null}
    </div>
  );
}

function Sound({ preview, notes }: { readonly preview: Preview; readonly notes: readonly string[] }) {
  return (
    <>
      {preview.warnings.map(({ kind, text }) => (
        <p key={text} className={kind === 'danger' ? styles.danger : styles.odd}>
          <StateShape shape={kind === 'danger' ? 'triangle' : 'bang'} tone="waiting" />
          <span>{text}</span>
        </p>
      ))}
      {[...new Set([...notes, ...preview.notes])].map((note) => (
        <p key={note} className={styles.odd}>
          <StateShape shape="bang" tone="waiting" />
          <span>{note}</span>
        </p>
      ))}
      <p className={styles.sizes}>{sizes(preview)}</p>
    </>
  );
}

function sizes({ commands, onlyReads, xml, wbxml, speaks }: Preview): string {
  const both = [
    'code' in xml ? undefined : `${formatBytes(xml.octets)} as XML`,
    'code' in wbxml ? undefined : `${formatBytes(wbxml.octets)} as WBXML`,
  ].filter((each) => each !== undefined);
  return [
    formatCount(commands, 'command'),
    ...(onlyReads ? ['only reads'] : []),
    ...both,
    ...(speaks === null ? [] : [`this handset speaks ${speaks === 'xml' ? 'XML' : 'WBXML'}`]),
  ].join(' · ');
}
