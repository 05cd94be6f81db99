/** A library with one package that is offered to a handset, for the tests of the delivery. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import { type Counter, type Shelf, added, counter, pattern, shelf } from './workshop.ts';

export const bytes = pattern(1_000_003);

export interface Stand extends Shelf, Counter {
  readonly stored: LibraryPackage;
  readonly url: string;
}

/** Opens a stand; the package is `bytes` unless other content is given. */
export async function stand(content = bytes, stallMs = 120_000): Promise<Stand> {
  const shelved = await shelf();
  const stored = await added(shelved.library, 'notes 2.1.zip', content);
  const counted = await counter(shelved, { stallMs });
  const path = counted.delivery.offer({ runId: 'r1', devId: 'IMEI:35', digest: stored.digest });
  return { ...shelved, ...counted, stored, url: counted.origin + path };
}
