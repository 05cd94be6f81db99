/**
 * What the handset still has to say in the package it is sending. A package that does not fit into one message goes
 * out in several (facts 2.1): statuses and whole commands are never cut, Results and DevInfo between items, and a single
 * value that is larger than a message travels as a large object in chunks (facts 2.7).
 */
import type { Data, Item, Replace, Results } from '../../../shared/syncml/message.ts';
import type { Draft } from './drafts.ts';
import { commandSize, dataSize, itemSize } from './wire-size.ts';

export interface Outbox {
  /** Queues at the end. */
  add(drafts: readonly Draft[]): void;
  /** Queues before everything else. */
  addFirst(drafts: readonly Draft[]): void;
  clear(): void;
  readonly isEmpty: boolean;
  /** Takes what fits into `budget` octets, in order; at least one draft, so that a package always moves on. */
  take(budget: number): readonly Draft[];
}

/** The smallest piece of a value that is worth a message, octets. */
const MIN_CHUNK = 16;
/** Room for the Size of the first chunk and for MoreData, octets. */
const META_SIZE = 75;

/** Makes an empty outbox. */
export function createOutbox(): Outbox {
  let queue: Draft[] = [];

  function take(budget: number): readonly Draft[] {
    const taken: Draft[] = [];
    let left = budget;
    for (;;) {
      const [draft] = queue;
      if (draft === undefined) return taken;
      const size = commandSize(draft.command, left);
      if (size <= left) {
        taken.push(draft);
        queue.shift();
        left -= size;
        continue;
      }
      const { command } = draft;
      const split =
        command.cmd === 'Results'
          ? splitResults(draft, command, left, budget)
          : command.cmd === 'Replace'
            ? splitItems(command, left)
            : undefined;
      if (split !== undefined) {
        taken.push(split.now);
        queue[0] = split.later;
      } else if (taken.length === 0) {
        taken.push(draft);
        queue.shift();
      }
      return taken;
    }
  }

  return {
    add(drafts) {
      queue.push(...drafts);
    },
    addFirst(drafts) {
      queue.unshift(...drafts);
    },
    clear() {
      queue = [];
    },
    get isEmpty() {
      return queue.length === 0;
    },
    take,
  };
}

interface Split {
  readonly now: Draft;
  readonly later: Draft;
}

/**
 * Cuts Results so that the first part fits into `room`; undefined when nothing fits. A value is cut into chunks only
 * when even a message of its own (`budget`) is too small for it.
 */
function splitResults(draft: Draft, results: Results, room: number, budget: number): Split | undefined {
  const items = splitItems(results, room);
  if (items !== undefined) return items;
  const [first, ...rest] = results.items;
  if (first?.data === undefined || commandSize({ ...results, items: [first] }) <= budget) return undefined;
  const chunkRoom = room - commandSize({ ...results, items: [{ ...first, data: '' }] }) - META_SIZE;
  if (chunkRoom < MIN_CHUNK) return undefined;
  const text = transferred(first.data);
  const length = fittingLength(text, chunkRoom);
  if (length >= text.length) return undefined;
  const size = draft.isContinuation === true ? {} : { size: Buffer.byteLength(text) };
  const now: Item = { ...first, meta: { ...first.meta, ...size }, data: text.slice(0, length), moreData: true };
  const later: Item = { ...first, data: text.slice(length) };
  return {
    now: { command: { ...results, items: [now] } },
    later: { command: { ...results, items: [later, ...rest] }, isContinuation: true },
  };
}

/** Cuts a command so that its first items fit into `room`; undefined when not even one does. */
function splitItems(command: Results | Replace, room: number): Split | undefined {
  let left = room - commandSize({ ...command, items: [] });
  let count = 0;
  for (const item of command.items) {
    left -= itemSize(item);
    if (left < 0) break;
    count++;
  }
  if (count === 0) return undefined;
  const part = (items: readonly Item[]): Draft => ({ command: { ...command, items } });
  return { now: part(command.items.slice(0, count)), later: part(command.items.slice(count)) };
}

/** A value as it travels in XML. */
function transferred(data: Data): string {
  return typeof data === 'string' ? data : Buffer.from(data).toString('base64');
}

/** Longest beginning of at most `room` octets, in steps of four characters so that base64 quartets stay whole. */
function fittingLength(text: string, room: number): number {
  let low = 1;
  let high = Math.max(1, Math.floor(text.length / 4));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (dataSize(text.slice(0, middle * 4)) <= room) low = middle;
    else high = middle - 1;
  }
  const length = low * 4;
  const isHalfPair = /[\uD800-\uDBFF]/.test(text.charAt(length - 1));
  return isHalfPair ? length - 1 : length;
}
