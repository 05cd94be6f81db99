/** Why a handset was refused for its version of TLS, in words. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { formatMoment } from '../../ui/Time.tsx';

/** What it offered, when, and what to do, for the header; undefined when it was not. */
export function tlsRefusal({ refusedTls }: Pick<Handset, 'refusedTls'>): string | undefined {
  if (refusedTls === undefined) return undefined;
  const version = refusedTls.version === 'TLSv1' ? '1.0' : refusedTls.version.replace(/^TLSv/, '');
  return `It called over TLS ${version} (${formatMoment(refusedTls.at)}), which is not safe, and was refused: its policy does not allow that. Let it use TLS 1.2 or newer; if it knows nothing newer, its policy can be changed.`;
}
