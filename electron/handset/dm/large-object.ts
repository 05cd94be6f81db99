/**
 * Values that arrive in chunks (facts 2.7). Chunks of one value follow each other in consecutive messages; nothing is
 * committed before the last one, and then only when the sizes agree. Whatever else comes in between ends the value.
 */
import type { Data, Item } from '../../../shared/syncml/message.ts';
import { itemURI } from '../tree/item-uri.ts';

/** What became of an item: complete (execute it), a chunk (213), or refused (411, 413, 424). */
export type Assembled =
  | { readonly kind: 'complete'; readonly item: Item }
  | { readonly kind: 'answered'; readonly status: 213 | 411 | 413 | 424 };

export interface ObjectAssembler {
  /** Takes the item of an Add or Replace. */
  take(item: Item): Assembled;
  /** Something else came: gives the value up, and answers the URI of what was interrupted (alert 1225). */
  interrupt(nextURI: string | undefined): string | undefined;
}

interface OpenObject {
  readonly uri: string;
  readonly first: Item;
  readonly size: number;
  readonly chunks: Data[];
  received: number;
  refused: 411 | 413 | undefined;
}

/** `maxObjSize`: the largest value taken, octets as transferred. */
export function createObjectAssembler(maxObjSize: number): ObjectAssembler {
  let current: OpenObject | undefined;

  function take(item: Item): Assembled {
    const uri = itemURI(item);
    const data = item.data ?? '';
    if (current === undefined && item.moreData !== true) {
      const isTooLarge = lengthOf(data) > maxObjSize;
      return isTooLarge ? { kind: 'answered', status: 413 } : { kind: 'complete', item };
    }
    current ??= begin(uri, item);
    current.received += lengthOf(data);
    if (current.received > maxObjSize) current.refused ??= 413;
    if (current.refused === undefined) current.chunks.push(data);
    if (item.moreData === true) return { kind: 'answered', status: current.refused ?? 213 };
    const whole = current;
    current = undefined;
    if (whole.refused !== undefined) return { kind: 'answered', status: whole.refused };
    if (whole.received !== whole.size) return { kind: 'answered', status: 424 };
    return {
      kind: 'complete',
      item: { ...item, meta: { ...whole.first.meta, ...item.meta }, data: join(whole.chunks) },
    };
  }

  function begin(uri: string, first: Item): OpenObject {
    const size = first.meta?.size;
    const refused = size === undefined ? 411 : size > maxObjSize ? 413 : undefined;
    return { uri, first, size: size ?? 0, chunks: [], received: 0, refused };
  }

  function interrupt(nextURI: string | undefined): string | undefined {
    if (current === undefined || current.uri === nextURI) return undefined;
    const { uri } = current;
    current = undefined;
    return uri;
  }

  return { take, interrupt };
}

function lengthOf(data: Data): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.byteLength;
}

/** Base64 chunks may only be decoded together: text stays text. */
function join(chunks: readonly Data[]): Data {
  const texts = chunks.filter((chunk) => typeof chunk === 'string');
  if (texts.length === chunks.length) return texts.join('');
  return Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));
}
