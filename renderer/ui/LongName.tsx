/** A name on one line whose end tells it from its neighbours, as that of a path: what is cut is the middle. */
import styles from './LongName.module.css';

/** Characters at the end that stay, and the length up to which nothing is split. */
const END = 15;
const SHORT = 18;

/** Cut only where there is no room; a tooltip with the whole name belongs to whoever shows it. */
export function LongName({ name }: { readonly name: string }) {
  if (name.length <= SHORT) return <span className={styles.begin}>{name}</span>;
  return (
    <>
      {/* Read out, two parts would be two words. */}
      <span className="visually-hidden">{name}</span>
      <span className={styles.begin} aria-hidden="true">
        {name.slice(0, -END)}
      </span>
      <span className={styles.end} aria-hidden="true">
        {name.slice(-END)}
      </span>
    </>
  );
}
