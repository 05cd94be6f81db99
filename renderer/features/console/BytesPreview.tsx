/** The message as WBXML: octets on the left, what they mean on the right; choosing one marks the other. */
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { OctetRow, Preview } from '../../../shared/contract/console.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { ABOUT_PREVIEW } from './MessagePreview.tsx';
import { hexLines, hexText } from '../../../shared/console/hex.ts';
import styles from './Previews.module.css';

/** Octets drawn; longer messages are shown to here and copied whole. */
const SHOWN = 4096;

export function BytesPreview({ preview }: { readonly preview: Preview }) {
  const { wbxml } = preview;
  if ('code' in wbxml) return <ErrorNotice failure={wbxml} />;
  return <Bytes base64={wbxml.base64} parts={wbxml.parts} />;
}

function Bytes({ base64, parts }: { readonly base64: string; readonly parts: readonly OctetRow[] }) {
  const octets = useMemo(() => Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0), [base64]);
  // The header is always the same; what the person composed begins at the body.
  const body = parts.findIndex(([, , , , says]) => says === '<SyncBody>');
  const [chosen, setChosen] = useState(body);
  const at = Math.max(0, Math.min(chosen, parts.length - 1));
  const [from = 0, to = 0] = parts[at] ?? [];
  const shown = parts.filter(([begin]) => begin < SHOWN);

  useEffect(() => {
    for (const id of [`octet-part-${at}`, `octet-${from}`])
      document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [at, from]);

  function choose(index: number): void {
    setChosen(Math.max(0, Math.min(shown.length - 1, index)));
  }

  function press(event: KeyboardEvent): void {
    const goal = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 12,
      PageUp: at - 12,
      Home: 0,
      End: shown.length - 1,
    }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    choose(goal);
  }

  return (
    <div className={styles.preview}>
      <div className={styles.about}>
        <p>{ABOUT_PREVIEW}</p>
        <CopyButton text={hexText(octets)} what="octets" label="Copy hex" />
      </div>
      <div className={styles.bytes}>
        <pre className={styles.hex} aria-label="Octets">
          {hexLines(octets.subarray(0, SHOWN)).map((line) => (
            <span key={line.offset} className={styles.hexLine}>
              <span className={styles.offset}>{line.offset.toString(16).padStart(4, '0')} </span>
              {line.octets.map((octet, index) => {
                const offset = line.offset + index;
                return (
                  // The list beside it does the same by keyboard.
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
                  <span
                    key={offset}
                    id={`octet-${offset}`}
                    className={styles.octet}
                    data-marked={(offset >= from && offset < to) || undefined}
                    onClick={() => choose(parts.findIndex(([begin, end]) => begin <= offset && offset < end))}
                  >
                    {octet}
                  </span>
                );
              })}
              <span className={styles.ascii}>
                {'   '.repeat(16 - line.octets.length)}
                {line.ascii}
              </span>
              {'\n'}
            </span>
          ))}
        </pre>
        <div
          className={styles.parts}
          // A select element cannot be indented.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="listbox"
          aria-label="Meaning of the octets"
          aria-activedescendant={`octet-part-${at}`}
          tabIndex={0}
          onKeyDown={press}
        >
          {shown.map(([begin, , depth, kind, says], index) => (
            // Keys are handled by the list box around it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={begin}
              id={`octet-part-${index}`}
              // An option element cannot be indented.
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              className={`${styles.part} ${styles[kind] ?? ''}`}
              style={{ paddingLeft: 8 + depth * 9 }}
              title={says}
              onClick={() => choose(index)}
            >
              {says}
            </div>
          ))}
        </div>
      </div>
      {octets.length > SHOWN ? (
        <p className={styles.rest}>
          The first {formatNumber(SHOWN)} of {formatNumber(octets.length)} octets are shown; all of them are copied.
        </p>
      ) : null}
    </div>
  );
}
