/** A key or a chord, e.g. `Ctrl+K`. */
import styles from './Kbd.module.css';

/** Shows a keyboard shortcut as key caps. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles.kbd}>
      {keys
        .split('+')
        .map((key) => CAPS[key] ?? key)
        .join(' ')}
    </kbd>
  );
}

/** What stands on the key where its name would be long. */
const CAPS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowUp: '↑', ArrowRight: '→', ArrowDown: '↓' };
