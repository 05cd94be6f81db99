/**
 * Legacy TLS is a policy of each handset, off unless a person asks for it: the secure listener speaks TLS 1.0 and 1.1
 * only while an admitted handset needs them (facts 2.11), and no other handset may use the gap this opens.
 */
import { fail, type Failure } from '../../shared/result.ts';
import { TLS_TOO_OLD } from '../links/tls/tls-options.ts';
import type { HandsetRecord } from '../storage/handsets.ts';

type Asking = Pick<HandsetRecord, 'devId' | 'admitted' | 'legacyTls'>;

/** The versions that are no longer safe, as node:tls names them. */
const LEGACY: ReadonlySet<string> = new Set(['TLSv1', 'TLSv1.1']);

/** The DevIds whose policy asks for legacy TLS. One that is not admitted asks for nothing. */
export function askForLegacy(handsets: readonly Asking[]): readonly string[] {
  return handsets.filter(asks).map(({ devId }) => devId);
}

/**
 * Why a handset may not talk over this version of TLS: `tls-too-old`; undefined when it may.
 * @param tls as node:tls names it; undefined on a plain connection.
 * @param handset undefined while nobody knows it.
 */
export function tooOld(tls: string | undefined, handset: Asking | undefined): Failure | undefined {
  if (tls === undefined || !LEGACY.has(tls) || asks(handset)) return undefined;
  return fail(
    TLS_TOO_OLD,
    `The handset called over ${tls.replace(/^TLSv1$/, 'TLSv1.0').replace('v', ' ')}, which its policy does not allow.`,
    'Let it use TLS 1.2 or newer, or allow legacy TLS for this handset if it knows nothing newer.',
  ).error;
}

function asks(handset: Asking | undefined): boolean {
  return handset?.admitted === true && handset.legacyTls === true;
}
