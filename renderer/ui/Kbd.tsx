/** A key or a chord, e.g. `Ctrl+K`. */
import styles from './Kbd.module.css';

/** Shows a keyboard shortcut as key caps. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className={styles.kbd}>{keys.replaceAll('+', ' ')}</kbd>;
}
