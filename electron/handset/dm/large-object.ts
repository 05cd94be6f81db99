/**
 * Values that arrive in chunks (facts 2.7). Chunks of one value follow each other in consecutive messages; nothing is
 * committed before the last one, and then only when the sizes agree. Whatever else comes in between ends the value.
 */
import type { Data, Item } from '../../../shared/syncml/message.ts';
import { itemURI } from '../tree/item-uri.ts';
import type { StatusCode } from '../tree/managed-object.ts';

/** What became of an item: complete (execute it), a chunk (213), or refused. */
export type Assembled =
  | { readonly kind: 'complete'; readonly item: Item }
  | { readonly kind: 'answered'; readonly status: StatusCode };

/** How a value is addressed; the chunks of one agree in it. */
export interface Chunked {
  readonly cmd: 'Add' | 'Replace';
  readonly item: Item;
}

export interface ObjectAssembler {
  /** Takes the item of an Add or Replace. `refusal`: asked with the first chunk, so that nobody sends the rest in vain. */
  take(chunk: Chunked, refusal: () => StatusCode | undefined): Assembled;
  /**
   * Something else comes, or nothing more: gives up what is incomplete, and answers its URI (alert 1225). `next` goes on
   * with it when it is the same command on the same node and announces no Size of its own.
   */
  interrupt(next: Chunked | undefined): string | undefined;
}

interface OpenObject {
  readonly cmd: Chunked['cmd'];
  readonly uri: string;
  readonly first: Item;
  readonly size: number;
  readonly chunks: Data[];
  received: number;
  refused: StatusCode | undefined;
}

/** `maxObjSize`: the largest value taken, octets as transferred. */
export function createObjectAssembler(maxObjSize: number): ObjectAssembler {
  let current: OpenObject | undefined;

  function take({ cmd, item }: Chunked, refusal: () => StatusCode | undefined): Assembled {
    const data = item.data ?? '';
    if (current === undefined && item.moreData !== true) {
      const isTooLarge = lengthOf(data) > maxObjSize;
      return isTooLarge ? { kind: 'answered', status: 413 } : { kind: 'complete', item };
    }
    current ??= begin(cmd, item, refusal);
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

  function begin(cmd: Chunked['cmd'], first: Item, refusal: () => StatusCode | undefined): OpenObject {
    const size = first.meta?.size;
    const refused = size === undefined ? 411 : size > maxObjSize ? 413 : refusal();
    return { cmd, uri: itemURI(first), first, size: size ?? 0, chunks: [], received: 0, refused };
  }

  function interrupt(next: Chunked | undefined): string | undefined {
    if (current === undefined) return undefined;
    const { cmd, uri, refused } = current;
    const goesOn = next?.cmd === cmd && itemURI(next.item) === uri && next.item.meta?.size === undefined;
    if (goesOn) return undefined;
    current = undefined;
    // What was refused already has nothing to be interrupted: its sender knows.
    return refused === undefined ? uri : undefined;
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
