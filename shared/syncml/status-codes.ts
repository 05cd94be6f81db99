/** Status codes of SyncML as DM 1.2 uses them, in the words of a technician (facts 2.4 and 1.8). */

export interface StatusCode {
  readonly code: number;
  readonly word: string;
}

/** RepPro 1.2 §10; DM 1.2 §4.1.6. */
export const STATUS_CODES: readonly StatusCode[] = [
  { code: 101, word: 'in progress' },
  { code: 200, word: 'OK' },
  { code: 201, word: 'item added' },
  { code: 202, word: 'accepted, result follows' },
  { code: 203, word: 'non-authoritative response' },
  { code: 204, word: 'no content' },
  { code: 205, word: 'reset content' },
  { code: 206, word: 'partial content' },
  { code: 207, word: 'conflict resolved by merge' },
  { code: 208, word: 'conflict resolved, client wins' },
  { code: 209, word: 'conflict resolved with duplicate' },
  { code: 210, word: 'deleted without archive' },
  { code: 211, word: 'item not deleted' },
  { code: 212, word: 'authenticated for the session' },
  { code: 213, word: 'chunk accepted' },
  { code: 214, word: 'cancelled by the user' },
  { code: 215, word: 'not executed' },
  { code: 216, word: 'rolled back' },
  { code: 300, word: 'multiple choices' },
  { code: 301, word: 'moved permanently' },
  { code: 302, word: 'found elsewhere' },
  { code: 303, word: 'see other URI' },
  { code: 304, word: 'not modified, or the user said no' },
  { code: 305, word: 'use proxy' },
  { code: 400, word: 'bad request' },
  { code: 401, word: 'invalid credentials' },
  { code: 402, word: 'payment needed' },
  { code: 403, word: 'forbidden' },
  { code: 404, word: 'not found' },
  { code: 405, word: 'command not allowed' },
  { code: 406, word: 'feature not supported' },
  { code: 407, word: 'authentication required' },
  { code: 408, word: 'timed out' },
  { code: 409, word: 'conflict' },
  { code: 410, word: 'gone' },
  { code: 411, word: 'size required' },
  { code: 412, word: 'incomplete command' },
  { code: 413, word: 'too large' },
  { code: 414, word: 'URI too long' },
  { code: 415, word: 'unsupported type or format' },
  { code: 416, word: 'requested size too big' },
  { code: 417, word: 'retry later' },
  { code: 418, word: 'already exists' },
  { code: 419, word: 'conflict resolved, server wins' },
  { code: 420, word: 'device full' },
  { code: 421, word: 'unknown search grammar' },
  { code: 422, word: 'bad script' },
  { code: 423, word: 'soft-delete conflict' },
  { code: 424, word: 'size mismatch' },
  { code: 425, word: 'permission denied (ACL)' },
  { code: 426, word: 'partial item not accepted' },
  { code: 427, word: 'item not empty' },
  { code: 428, word: 'move failed' },
  { code: 500, word: 'command failed' },
  { code: 501, word: 'command not implemented' },
  { code: 502, word: 'bad gateway' },
  { code: 503, word: 'service unavailable' },
  { code: 504, word: 'gateway timeout' },
  { code: 505, word: 'DTD version not supported' },
  { code: 506, word: 'processing error' },
  { code: 507, word: 'atomic failed' },
  { code: 508, word: 'refresh required' },
  { code: 509, word: 'reserved' },
  { code: 510, word: 'data store failure' },
  { code: 511, word: 'server failure' },
  { code: 512, word: 'synchronization failed' },
  { code: 513, word: 'protocol version not supported' },
  { code: 514, word: 'operation cancelled' },
  { code: 516, word: 'roll back failed' },
  { code: 517, word: 'atomic response too large' },
];

/** For codes without a row of their own; the first row that holds wins. SCOMO results occur in a Status (facts 1.6). */
const RANGES: readonly { readonly from: number; readonly to: number; readonly word: string }[] = [
  { from: 1200, to: 1299, word: 'SCOMO: successful' },
  { from: 1400, to: 1499, word: 'SCOMO: handset failure' },
  { from: 1500, to: 1599, word: 'SCOMO: download server failure' },
  { from: 100, to: 199, word: 'informational' },
  { from: 200, to: 299, word: 'successful' },
  { from: 300, to: 399, word: 'redirected' },
  { from: 400, to: 499, word: 'refused by the recipient' },
  { from: 500, to: 599, word: 'failed at the recipient' },
];

const WORDS: ReadonlyMap<number, string> = new Map(STATUS_CODES.map(({ code, word }) => [code, word]));

/** The technician's word for a status code; codes without one are named by their range. */
export function statusWord(code: number): string {
  return WORDS.get(code) ?? RANGES.find(({ from, to }) => code >= from && code <= to)?.word ?? 'unknown code';
}

/**
 * True for a code that says the command was or will be carried out: 2xx and SCOMO's 12xx, without the 2xx that say the
 * opposite (211 not deleted, 214 cancelled, 215 not executed, 216 rolled back). 202 and 213 are successes so far.
 */
export function isSuccess(code: number): boolean {
  return ((code >= 200 && code <= 299) || (code >= 1200 && code <= 1299)) && !UNDONE.has(code);
}

const UNDONE: ReadonlySet<number> = new Set([211, 214, 215, 216]);
