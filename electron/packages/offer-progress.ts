/**
 * How far one offer has got: tells the octets that were sent at least once, a few times a second, and once that it
 * is all of them.
 */
import { createCoverage } from './coverage.ts';
import { createThrottle } from './throttle.ts';

export interface OfferProgress {
  /** A request begins: of the whole file (then it starts over) or of a part. `size`: of the file, octets. */
  begin(size: number, start: number, isWhole: boolean): void;
  /** Octets `start` to `end` (excluded) have gone to the network. */
  sent(start: number, end: number): void;
  close(): void;
}

/** At most five reports a second. */
const INTERVAL_MS = 200;

/**
 * Makes the progress of an offer. `isContinued`: it was made before this workbench started, so a first request for
 * a later part means that what lies before it has been sent by then.
 */
export function createOfferProgress(
  isContinued: boolean,
  report: (progress: { readonly sent: number; readonly size: number; readonly done: boolean }) => void,
): OfferProgress {
  const coverage = createCoverage();
  let size = 0;
  let isDone = false;
  const throttle = createThrottle(INTERVAL_MS, () => {
    const sent = coverage.total();
    report({ sent, size, done: sent === size });
  });
  return {
    begin(fileSize, start, isWhole) {
      size = fileSize;
      if (isWhole) {
        coverage.clear();
        isDone = false;
      } else if (isContinued && coverage.isEmpty()) coverage.add(0, start);
    },
    sent(start, end) {
      // A handset may look at parts again after it has everything; that is no news.
      if (isDone) return;
      coverage.add(start, end);
      isDone = coverage.total() === size;
      throttle.touch();
      if (isDone) throttle.flush();
    },
    close() {
      throttle.flush();
      throttle.close();
    },
  };
}
