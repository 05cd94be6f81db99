/** Locks in words: who may not try again, until when, and why. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { formatExact } from '../../ui/Time.tsx';

/** One sentence for the header; undefined when nobody is locked out. */
export function lockSentence({ locks = [] }: Handset): string | undefined {
  const last = locks.at(-1);
  if (last === undefined) return undefined;
  const who = locks.length === 1 ? `Callers from ${last.address} are` : `Callers from ${locks.length} addresses are`;
  return `${who} locked out until ${formatExact(last.until)}: ${last.failures} wrong credentials in its name.`;
}
