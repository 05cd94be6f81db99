/**
 * One-time codes for the page that a technician opens on the handset itself: whoever shows the code that the window
 * shows sees an account, once. Only the newest code works, for ten minutes, and a few wrong guesses end it.
 */
import { constantTimeEqual } from '../../shared/syncml/auth.ts';
import { word } from './credentials.ts';

export interface SetupCode {
  /** As it is shown: two groups of four. */
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export interface SetupCodes {
  /** Makes a code for the account of a handset, or for the enrolment account. The one before ends. */
  issue(devId: string | undefined): SetupCode;
  /** Takes a code back for what it was made for. Undefined when it is wrong, used or too old. */
  redeem(code: string): { readonly devId: string | undefined } | undefined;
}

const GOOD_FOR_MS = 10 * 60_000;
const MOST_GUESSES = 5;
const LENGTH = 8;

/** Makes the codes; none works yet. `now` in milliseconds since the epoch. */
export function createSetupCodes(now: () => number): SetupCodes {
  let live: { readonly letters: string; readonly until: number; readonly devId: string | undefined } | undefined;
  let guesses = 0;
  return {
    issue(devId) {
      live = { letters: word(LENGTH), until: now() + GOOD_FOR_MS, devId };
      guesses = 0;
      return { code: `${live.letters.slice(0, 4)}-${live.letters.slice(4)}`, until: live.until };
    },
    redeem(code) {
      const letters = code.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
      const wanted = live;
      if (wanted === undefined || wanted.until < now()) return undefined;
      const isRight = constantTimeEqual(letters, wanted.letters);
      if (isRight || ++guesses >= MOST_GUESSES) live = undefined;
      return isRight ? { devId: wanted.devId } : undefined;
    },
  };
}
