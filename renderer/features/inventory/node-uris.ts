/**
 * The URIs of the nodes by slot, and the way back: a hash table in typed arrays.
 *
 * To fill a Map with 100,000 URIs takes longer than all else that a snapshot needs. Here the hash of a URI is that of
 * the URI above, carried on over what follows; so a node that comes after its parent or a sibling, as most do, costs
 * no more than its name. Slots of one bucket hang in a list.
 */
import { NONE, widened } from './slots.ts';

// FNV-1a: each character is mixed in, then all multiplied. V8 keeps 30 bits in place; a longer hash would be an object.
const BASIS = 0x011c9dc5;
const PRIME = 0x01000193;
const BITS = 0x3fffffff;

export class NodeUris {
  readonly #uris: (string | undefined)[] = [];
  /** By slot. */
  #hash = new Int32Array(64);
  /** By slot: the next one of its bucket. */
  #onward = new Int32Array(64);
  /** By bucket, which is the hash's last bits: its first slot. */
  #first = new Int32Array(64).fill(NONE);

  /** The URI of a slot, '' when it is free. */
  of(slot: number): string {
    return this.#uris[slot] ?? '';
  }

  /** Makes room for slots below `length`. */
  reserve(length: number): void {
    if (length <= this.#onward.length) return;
    const used = this.#uris.length;
    this.#uris.length = length;
    this.#hash = widened(this.#hash, new Int32Array(length));
    this.#onward = widened(this.#onward, new Int32Array(length));
    this.#first = new Int32Array(2 ** Math.ceil(Math.log2(length))).fill(NONE);
    for (let slot = 0; slot < used; slot += 1) if (this.#uris[slot] !== undefined) this.#chain(slot);
  }

  /** The hash of a URI; `above`, whose URI it begins with, saves looking at that part again. */
  hash(uri: string, above: number = NONE): number {
    return above === NONE ? carryOn(BASIS, uri, 0) : carryOn(this.#hash[above] ?? BASIS, uri, this.of(above).length);
  }

  /** The slot of a URI, NONE when there is none. */
  find(uri: string, hash: number = this.hash(uri)): number {
    let slot = this.#first[this.#bucket(hash)] ?? NONE;
    while (slot !== NONE && (this.#hash[slot] !== hash || this.#uris[slot] !== uri)) slot = this.#onward[slot] ?? NONE;
    return slot;
  }

  /** Names a slot below the reserved length; no other one has this URI. */
  add(slot: number, uri: string, hash: number): void {
    this.#uris[slot] = uri;
    this.#hash[slot] = hash;
    this.#chain(slot);
  }

  remove(slot: number): void {
    const bucket = this.#bucket(this.#hash[slot] ?? 0);
    const next = this.#onward[slot] ?? NONE;
    let before = this.#first[bucket] ?? NONE;
    if (before === slot) this.#first[bucket] = next;
    else {
      while (this.#onward[before] !== slot) before = this.#onward[before] ?? NONE;
      this.#onward[before] = next;
    }
    this.#uris[slot] = undefined;
  }

  #chain(slot: number): void {
    const bucket = this.#bucket(this.#hash[slot] ?? 0);
    this.#onward[slot] = this.#first[bucket] ?? NONE;
    this.#first[bucket] = slot;
  }

  #bucket(hash: number): number {
    return hash & (this.#first.length - 1);
  }
}

/** The hash of what came before, carried on over `text` from `from`. */
function carryOn(hash: number, text: string, from: number): number {
  let carried = hash;
  for (let at = from; at < text.length; at += 1) carried = Math.imul(carried ^ text.charCodeAt(at), PRIME) & BITS;
  return carried;
}
