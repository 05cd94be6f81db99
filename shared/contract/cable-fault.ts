/**
 * What can be made to go wrong on the cable of a virtual handset, by name, and when: `NAME` or `NAME@N`.
 *
 * N says which octet, which transfer of USB or which answer, counted from 1 since the handset was switched on; 1 when it
 * is left out. Faults of the whole line have no N.
 */
import { fail, ok, type Result } from '../result.ts';

/** What N counts. */
type CablePoint = 'octet' | 'transfer' | 'answer' | 'line';

interface CableFaultRow {
  readonly name: string;
  readonly at: CablePoint;
  /** What happens, one sentence. */
  readonly what: string;
}

// oxfmt-ignore
export const CABLE_FAULTS = [
  { name: 'yank',             at: 'octet',  what: 'The cable is pulled after this octet, counted both ways together.' },
  { name: 'yank-transfer',    at: 'transfer', what: 'The cable is pulled when its host asks for this USB transfer; with --usb alone.' },
  { name: 'stall',            at: 'answer', what: 'This OBEX answer never comes, nor do those behind it until the other end has left.' },
  { name: 'babble',           at: 'answer', what: 'In place of this OBEX answer come octets that mean nothing, 20,000 of them.' },
  { name: 'late-answer',      at: 'answer', what: 'This OBEX answer comes two seconds late.' },
  { name: 'noise-before',     at: 'answer', what: 'Octets that mean nothing stand before this OBEX answer.' },
  { name: 'noise-inside',     at: 'answer', what: 'Octets that mean nothing stand in the middle of this OBEX answer.' },
  { name: 'noise-after',      at: 'answer', what: 'Octets that mean nothing stand behind this OBEX answer.' },
  { name: 'cut-answer',       at: 'answer', what: 'The second half of this OBEX answer is missing.' },
  { name: 'length-too-large', at: 'answer', what: 'This OBEX answer says that it is longer than it is.' },
  { name: 'length-too-small', at: 'answer', what: 'This OBEX answer says that it is shorter than it is.' },
  { name: 'length-zero',      at: 'answer', what: 'This OBEX answer says that it has no octets at all.' },
  { name: 'single-octets',    at: 'line',   what: 'Every octet comes by itself.' },
  { name: 'echo-stays',       at: 'line',   what: 'The modem repeats every command, also when it was told not to.' },
  { name: 'no-echo',          at: 'line',   what: 'The modem repeats no command.' },
  { name: 'modem-talks',      at: 'line',   what: 'The modem reports calls and networks by itself, before every answer, also in OBEX.' },
] as const satisfies readonly CableFaultRow[];

export type CableFaultName = (typeof CABLE_FAULTS)[number]['name'];

/** A fault of the cable that shall strike. */
export interface CableFaultSpec {
  readonly name: CableFaultName;
  /** Which octet or answer, from 1; absent for those of the whole line. */
  readonly nth?: number;
}

/** Is a fault of this name one of the cable? */
export function isCableFault<T extends { readonly name: string }>(spec: T): spec is T & CableFaultSpec {
  return CABLE_FAULTS.some(({ name }) => name === spec.name);
}

/**
 * Reads `NAME@N`; undefined when the name is none of the table, so that it may be one of another.
 * Errors: `unknown-point`.
 */
export function parseCableFault(text: string): Result<CableFaultSpec> | undefined {
  const [, given, point] = /^([^@#]+)(?:@(.*))?$/.exec(text.trim()) ?? [];
  const row: CableFaultRow | undefined = CABLE_FAULTS.find(({ name }) => name === given);
  if (row === undefined) return undefined;
  const name = row.name as CableFaultName;
  if (row.at === 'line' && point === undefined) return ok({ name });
  if (row.at !== 'line' && /^[1-9]\d{0,8}$/.test(point ?? '1')) return ok({ name, nth: Number(point ?? 1) });
  return fail(
    'unknown-point',
    `${name} cannot strike at ${point ?? 'nothing'}.`,
    row.at === 'line' ? `Write ${name} alone: it is on the whole line.` : `Write ${name}@N, N counting each ${row.at}.`,
  );
}

/** The fault as it is written. */
export function formatCableFault({ name, nth }: CableFaultSpec): string {
  return nth === undefined ? name : `${name}@${nth}`;
}
