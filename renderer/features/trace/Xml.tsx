/** Indented XML in colours. Very long messages start with their first lines and grow on request. */
import { useMemo, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import styles from './Xml.module.css';
import { xmlTokens } from './xml-tokens.ts';

/** Lines drawn at once; 100,000 coloured lines would freeze the window for seconds. */
const LINES = 1500;

/** Shows `text`; anything that is not XML stays as it is. */
export function Xml({ text }: { readonly text: string }) {
  const lines = useMemo(() => text.split('\n'), [text]);
  const [shown, setShown] = useState(LINES);
  return (
    <>
      <pre className={styles.xml}>
        {lines.slice(0, shown).map((line, index) => (
          <span key={index} className={styles.line} data-body={line.trim() === '<SyncBody>' ? '' : undefined}>
            {text.startsWith('<')
              ? xmlTokens(line).map((token, at) => (
                  <span key={at} className={styles[token.kind]}>
                    {token.text}
                  </span>
                ))
              : line}
            {'\n'}
          </span>
        ))}
      </pre>
      {lines.length > shown ? (
        <Button size="small" onClick={() => setShown(shown + 4 * LINES)}>
          Show more ({formatNumber(lines.length - shown)} lines left)
        </Button>
      ) : null}
    </>
  );
}
