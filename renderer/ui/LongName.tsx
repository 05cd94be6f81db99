/** A name on one line whose end tells it from its neighbours, as that of a path: what is cut is the middle. */
import styles from './LongName.module.css';

/** Most characters at the end that stay, the fewest that tell enough, and the length up to which nothing is split. */
const END = 15;
const LEAST = 4;
const SHORT = 18;

/** Cut only where there is no room; a tooltip with the whole name belongs to whoever shows it. */
export function LongName({ name }: { readonly name: string }) {
  if (name.length <= SHORT) return <span className={styles.begin}>{name}</span>;
  const at = startOfEnd(name);
  return (
    <>
      {/* Read out, two parts would be two words. */}
      <span className="visually-hidden">{name}</span>
      <span className={styles.begin} aria-hidden="true">
        {name.slice(0, at)}
      </span>
      <span className={styles.end} aria-hidden="true">
        {name.slice(at)}
      </span>
    </>
  );
}

/** A path is cut before one of its folders. */
function startOfEnd(name: string): number {
  const latest = name.length - END;
  const folder = name.indexOf('/', latest);
  return folder === -1 || name.length - folder < LEAST ? latest : folder;
}
