/** Why a handset was refused for its version of TLS, in words. */
import type { Handset } from '../../../shared/contract/handsets.ts';

/** One sentence for the header; undefined when it was not. */
export function tlsRefusal({ refusedTls }: Pick<Handset, 'refusedTls'>): string | undefined {
  if (refusedTls === undefined) return undefined;
  const version = refusedTls === 'TLSv1' ? '1.0' : refusedTls.replace(/^TLSv/, '');
  return `It called over TLS ${version}, which is not safe, and was refused: its policy does not allow that.`;
}
