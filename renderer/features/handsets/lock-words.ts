/** Locks in words: who may not try again, until when, and why. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { formatMoment } from '../../ui/Time.tsx';

/** One sentence for the header; undefined when nobody is locked out. */
export function lockSentence({ locks = [] }: Handset): string | undefined {
  const last = locks.at(-1);
  if (last === undefined) return undefined;
  const who = locks.length === 1 ? 'Locked out until' : `${locks.length} addresses are locked out, the last until`;
  return `${who} ${formatMoment(last.until)}: ${last.failures} wrong credentials from ${last.address}.`;
}
