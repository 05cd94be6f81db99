/** Who draws which row: a row hears that it must be drawn again, and nobody else does. */
import { widened } from './slots.ts';

export class RowListeners {
  readonly #listeners = new Map<number, Set<() => void>>();
  #editions = new Uint32Array(64);

  /** Makes room for slots up to `length`. */
  reserve(length: number): void {
    if (this.#editions.length < length) this.#editions = widened(this.#editions, new Uint32Array(length));
  }

  /** Grows when the row of this slot must be drawn again. */
  edition(slot: number): number {
    return this.#editions[slot] ?? 0;
  }

  /** Hears of one slot, at once. Returns how to stop. */
  subscribe(slot: number, listener: () => void): () => void {
    const listeners = this.#listeners.get(slot) ?? new Set();
    this.#listeners.set(slot, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(slot) === listeners) this.#listeners.delete(slot);
    };
  }

  touch(slot: number): void {
    this.#editions[slot] = (this.#editions[slot] ?? 0) + 1;
    const listeners = this.#listeners.get(slot);
    if (listeners !== undefined) for (const listener of listeners) listener();
  }

  /** Touches the rows on the screen that pass. */
  touchMounted(passes: (slot: number) => boolean = () => true): void {
    for (const slot of this.#listeners.keys()) if (passes(slot)) this.touch(slot);
  }
}
