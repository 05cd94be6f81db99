/**
 * Values that a handset sends in chunks (facts 2.7): Results, and alerts that are larger than a message.
 *
 * Chunks follow each other in consecutive messages; the value counts when the last one has come and the sizes agree.
 * Whatever else comes in between, or the end of the package, cuts it short: then the handset is told with alert 1225.
 * What is held in memory is bounded by our MaxObjSize. A chunk of Results needs no Status, the 1222 is its answer; but
 * seen in the field: handsets that wait for a 213. One that sends its first chunk again is such a one.
 */
import { assertNever, type Failure } from '../../shared/result.ts';
import type { Command, Data, Item } from '../../shared/syncml/message.ts';
import { utf8Text } from '../../shared/syncml/utf8.ts';
import { resultsMismatch, resultsTooLarge } from './object-failures.ts';

/** What a command brings after the chunks before it. */
export interface Taken {
  /** The command as if it had come in one piece; absent while something of it is still to come. */
  readonly whole?: Command;
  /** Status of the chunk, where one is due; 413 and 424 end the value. */
  readonly status?: '213' | '413' | '424';
  readonly failure?: Failure;
  /** A value of an earlier command that this one has cut short. */
  readonly interrupted?: Interrupted;
}

export interface Interrupted {
  readonly command: Command;
  /** Source and Target of the value. */
  readonly item: Item;
}

interface Open {
  readonly command: Command;
  readonly item: Item;
  /** Whole items before it; those of Results have been handed on. */
  readonly before: readonly Item[];
  readonly chunks: Data[];
  received: number;
}

/** The values of a session that are on their way. */
export class IncomingObjects {
  readonly #maxObjSize: number;
  #open: Open | undefined;
  #waitsFor213 = false;

  /** `maxObjSize`: the largest value taken, octets as transferred. */
  constructor(maxObjSize: number) {
    this.#maxObjSize = maxObjSize;
  }

  take(command: Command): Taken {
    if (isBesideTheChunks(command)) return { whole: command };
    const items = 'items' in command ? command.items : [];
    const [first] = items;
    const open = this.#open;
    if (open === undefined || first === undefined || !continues(open, command, first))
      return this.#begin(command, items);
    if (isRepeated(open, first)) {
      this.#waitsFor213 = true;
      this.#open = undefined;
      return this.#begin(command, items);
    }
    return this.#goOn(open, command, first, items.slice(1));
  }

  /** The handset's package ends here: what is incomplete stays so. */
  end(): Interrupted | undefined {
    const cut = this.#open === undefined ? undefined : { command: this.#open.command, item: this.#open.item };
    this.#open = undefined;
    return cut;
  }

  /** The last item may be the beginning of a value; the others are whole. */
  #begin(command: Command, items: readonly Item[]): Taken {
    const cut = this.end();
    const interrupted = cut === undefined ? {} : { interrupted: cut };
    const last = items.at(-1);
    if (last?.moreData !== true) return { whole: command, ...interrupted };
    const size = last.meta?.size ?? 0;
    if (size > this.#maxObjSize)
      return { ...this.#refuse(command, '413', resultsTooLarge(this.#maxObjSize)), ...interrupted };
    const before = items.slice(0, -1);
    const isHandedOn = command.cmd === 'Results';
    const data = last.data ?? '';
    this.#open = { command, item: last, before: isHandedOn ? [] : before, chunks: [data], received: lengthOf(data) };
    return {
      ...(isHandedOn && before.length > 0 ? { whole: { ...command, items: before } } : {}),
      ...this.#receipt(command),
      ...interrupted,
    };
  }

  #goOn(current: Open, command: Command, item: Item, rest: readonly Item[]): Taken {
    const data = item.data ?? '';
    current.received += lengthOf(data);
    current.chunks.push(data);
    if (current.received > this.#maxObjSize) return this.#refuse(command, '413', resultsTooLarge(this.#maxObjSize));
    if (item.moreData === true) return this.#receipt(command);
    this.#open = undefined;
    const announced = current.item.meta?.size;
    // Some handsets announce nothing: then there is nothing to compare.
    if (announced !== undefined && announced !== current.received)
      return this.#refuse(command, '424', resultsMismatch(announced, current.received));
    const { moreData: _more, ...whole } = { ...current.item, data: join(current.chunks, current.item.meta?.format) };
    const items = [...current.before, whole, ...rest];
    return rest.at(-1)?.moreData === true ? this.#begin(command, items) : { whole: { ...command, items } as Command };
  }

  #refuse(command: Command, status: '413' | '424', failure: Failure): Taken {
    this.#open = undefined;
    return { status, ...(command.cmd === 'Results' ? { failure } : {}) };
  }

  #receipt(command: Command): Pick<Taken, 'status'> {
    return command.cmd !== 'Results' || this.#waitsFor213 ? { status: '213' } : {};
  }
}

/** Statuses and the alerts that belong to the transfer itself may come between chunks. */
function isBesideTheChunks(command: Command): boolean {
  if (command.cmd === 'Alert') return ['1222', '1223', '1225'].includes(command.data?.trim() ?? '');
  return command.cmd === 'Status';
}

function continues(open: Open, command: Command, item: Item): boolean {
  if (command.cmd !== open.command.cmd || uriOf(item) !== uriOf(open.item)) return false;
  switch (command.cmd) {
    case 'Results':
      return open.command.cmd === 'Results' && command.cmdRef === open.command.cmdRef;
    case 'Alert':
      return open.command.cmd === 'Alert' && command.data === open.command.data;
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Copy':
    case 'Get':
    case 'Exec':
    case 'Atomic':
    case 'Sequence':
    case 'Status':
    case 'Other':
      return true;
    default:
      return assertNever(command);
  }
}

/** The first chunk once more, Size and all: its sender has not taken the 1222 for an answer. */
function isRepeated({ item: first, chunks }: Open, item: Item): boolean {
  if (chunks.length > 1 || item.meta?.size === undefined || item.meta.size !== first.meta?.size) return false;
  const [before = ''] = chunks;
  const data = item.data ?? '';
  if (typeof before === 'string' || typeof data === 'string') return before === data;
  return before.length === data.length && before.every((octet, at) => octet === data[at]);
}

function uriOf({ source, target }: Item): string {
  return source?.locURI ?? target?.locURI ?? '';
}

function lengthOf(data: Data): number {
  return typeof data === 'string' ? Buffer.byteLength(data) : data.length;
}

/** Base64 chunks may only be decoded together: text stays text. A character that was cut comes as octets in WBXML. */
function join(chunks: readonly Data[], format: string | undefined): Data {
  if (chunks.every((chunk) => typeof chunk === 'string')) return chunks.join('');
  const octets = Buffer.concat(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)));
  const isBinary = format?.toLowerCase() === 'bin';
  return (isBinary ? undefined : utf8Text(octets)) ?? new Uint8Array(octets);
}
