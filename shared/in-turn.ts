/**
 * Work that must not overlap: what is asked for while something runs is begun when that has ended, well or not. The
 * answer is that of the work itself.
 */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
