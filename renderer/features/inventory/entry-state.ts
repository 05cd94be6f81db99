/** The state of a package or component at one glance: one word and one shape. */
import type { InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { INSTALLED } from '../../../shared/scomo/states.ts';
import type { Delivery } from '../../app/store.ts';
import type { StateWord } from '../../i18n/words.ts';

/** `rest`: what the chip has no room for, e.g. that a package whose install failed was deleted. */
export interface EntryWord extends StateWord {
  readonly rest?: string;
}

/**
 * What the chip of an entry says. What goes on comes first, then what went wrong, then what it is. `delivery` is the
 * package on its way to this entry.
 */
export function stateWordOf(entry: InventoryEntry, delivery?: Delivery): EntryWord {
  const { status } = entry;
  if (entry.subtree === 'Download' && delivery !== undefined && !delivery.done && status?.tone !== 'failed')
    return { tone: 'busy', shape: 'clock', word: `Downloading ${percentOf(delivery)} %` };
  if (status?.tone === 'busy') return { tone: 'busy', shape: 'clock', word: status.word };
  if (status?.tone === 'failed') {
    const [word = status.word, rest] = status.word.split(', ');
    return { tone: 'failed', shape: 'triangle', word, ...(rest === undefined ? {} : { rest }) };
  }
  if (entry.subtree === 'Download') return downloadWord(entry.status?.code, entry.status?.word);
  const { state } = entry;
  if (state === undefined) return { tone: 'neutral', shape: 'dash', word: 'State not read' };
  const isOn = entry.subtree === 'Deployed' ? entry.active === true : state.code === INSTALLED;
  return { tone: isOn ? 'ok' : 'neutral', shape: isOn ? 'dot' : 'ring', word: state.word };
}

/** How much of a package has been sent, in whole percent. */
export function percentOf({ sent, size }: Pick<Delivery, 'sent' | 'size'>): number {
  return size === 0 ? 100 : Math.floor((Math.min(sent, size) / size) * 100);
}

/** Facts 1.4. */
const DOWNLOAD_COMPLETE = 40;

function downloadWord(code: number | undefined, word: string | undefined): StateWord {
  if (code === undefined) return { tone: 'neutral', shape: 'dash', word: 'Status not read' };
  if (code === DOWNLOAD_COMPLETE) return { tone: 'ok', shape: 'check', word: 'Downloaded' };
  return { tone: 'neutral', shape: 'ring', word: word === 'Idle' ? 'Described' : (word ?? 'Described') };
}
