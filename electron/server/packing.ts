/**
 * What goes into the next message: statuses, then alerts of ours, then as many queued commands as the handset's
 * MaxMsgSize lets through (facts 2.1).
 *
 * A message that fits as it is, is encoded once. Otherwise it is filled piece by piece: a command travels whole and
 * waits for the next package when it finds no room; one with several items that fits nowhere goes out in parts; one
 * whose value fits nowhere goes out as a large object, one chunk per message. The server sets Final in every message
 * but two kinds: one whose chunk is not the last, and one that leaves statuses for the next.
 */
import type { Result } from '../../shared/result.ts';
import type { Encoding } from '../../shared/syncml/codec.ts';
import type { Command, Item, Message } from '../../shared/syncml/message.ts';
import type { CommandQueue, Queued } from './command-queue.ts';
import { beyondLimit, leastSize, onWire, outgoingObject, type OutgoingObject } from './large-object.ts';
import { buildMessage, numbered, type Envelope, type StatusDraft } from './outbox.ts';
import type { Draft } from './outcome.ts';
import { tooLarge } from './session-failures.ts';

/** What a handset takes, octets; Infinity where it has said nothing. */
export interface PeerLimits {
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
}

/** An Alert of ours that is no work of a person: 1222, 1223, 1225. */
export interface AlertDraft {
  readonly data: string;
  readonly items: readonly Item[];
}

export interface Parcel {
  readonly envelope: Envelope;
  readonly statuses: readonly StatusDraft[];
  readonly alerts: readonly AlertDraft[];
  /** Whose commands may go along; undefined when none may. */
  readonly commands: CommandQueue | undefined;
  readonly limits: PeerLimits;
  /** `maybe`: unless something of the package is left over. `yes`: what does not fit is left out for good. */
  readonly final: 'yes' | 'maybe' | 'no';
}

export interface Packed {
  readonly message: Message;
  readonly bytes: Result<Uint8Array>;
  /** Statuses for the next message. */
  readonly left: readonly StatusDraft[];
  readonly hasCommands: boolean;
}

/** A chunk makes no larger message than this, whatever the handset would take: it is held in memory. Octets. */
const LARGEST_CHUNK_MESSAGE = 256 * 1024;
/** A chunk smaller than this goes into the next message instead of behind other commands, octets. */
const LEAST_CHUNK = 64;

/** Makes the next message. What it takes of the commands is then under way. */
export function packMessage(parcel: Parcel): Packed {
  return packAtOnce(parcel) ?? packPieceByPiece(parcel);
}

/** Does the command fit into a message of its own, beside the Statuses that an answer may need? `limit` in octets. */
export function fits(draft: Draft, envelope: Envelope, limit: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return true;
  const { command } = numbered(wireDraft(draft, envelope.encoding), envelope.msgId, () => LONGEST_ID);
  return sizeOf(envelope, [command]) + STATUS_ROOM <= limit;
}

/** What the Status of the header and of a few alerts take, octets. */
const STATUS_ROOM = 1024;

/** Everything in one message; undefined, and nothing taken, when it does not fit or an object is on its way. */
function packAtOnce({ envelope, statuses, alerts, commands, limits, final }: Parcel): Packed | undefined {
  const waiting = [...(commands?.waiting() ?? [])];
  if (waiting.some(({ draft, object }) => object !== undefined || isStored(draft))) return undefined;
  if (waiting.reduce((sum, { draft }) => sum + leastSize(draft), 0) > limits.maxMsgSize) return undefined;
  let cmdId = statuses.length;
  const next = (): string => String((cmdId += 1));
  const ours = alerts.map((alert): Command => ({ cmd: 'Alert', cmdId: next(), ...alert }));
  const taken = waiting.map(({ draft }) => {
    const { command, pending } = numbered(wireDraft(draft, envelope.encoding), envelope.msgId, next);
    return { command, pending: { ...pending, draft } };
  });
  const all = [...ours, ...taken.map(({ command }) => command)];
  const built = buildMessage(envelope, statuses, all, final !== 'no');
  if (built.bytes.ok && built.bytes.value.length > limits.maxMsgSize) return undefined;
  for (const { pending } of taken) commands?.take(pending);
  return { ...built, left: [], hasCommands: taken.length > 0 };
}

function packPieceByPiece({ envelope, statuses, alerts, commands, limits, final }: Parcel): Packed {
  const space = createSpace(envelope, limits.maxMsgSize);
  const alertsFrom = (first: number): readonly Command[] =>
    alerts.map((alert, index) => ({ cmd: 'Alert', cmdId: String(first + index), ...alert }));
  space.put(alertsFrom(statuses.length + 1));
  const said: StatusDraft[] = [];
  let answerSize = space.size();
  for (const status of statuses) {
    const command: Command = { ...status, cmd: 'Status', cmdId: String(said.length + 1) };
    // One at least, or the session would never move on.
    if (!space.fits([command]) && said.length > 0) break;
    space.put([command]);
    said.push(status);
    if (said.length <= ANSWER_STATUSES) answerSize = space.size();
  }
  const left = final === 'yes' ? [] : statuses.slice(said.length);
  const first = said.length + alerts.length + 1;
  const chosen: Chosen = { commands: [], isOpen: false };
  if (left.length === 0 && commands !== undefined)
    choose(chosen, { queue: commands, envelope, space, limits, first, relief: space.size() - answerSize });
  const isFinal = final === 'yes' || (final === 'maybe' && left.length === 0 && !chosen.isOpen);
  const built = buildMessage(envelope, said, [...alertsFrom(said.length + 1), ...chosen.commands], isFinal);
  return { ...built, left, hasCommands: chosen.commands.length > 0 };
}

/** Statuses that every answer of a handset brings: for its header, and for the alert with which it asks for more. */
const ANSWER_STATUSES = 2;

interface Chosen {
  readonly commands: Command[];
  /** The package goes on in the next message. */
  isOpen: boolean;
}

interface Choice {
  readonly queue: CommandQueue;
  readonly envelope: Envelope;
  readonly space: Space;
  readonly limits: PeerLimits;
  /** CmdID of the first command. */
  readonly first: number;
  /** How many octets more the next message will have, because it brings fewer statuses. */
  readonly relief: number;
}

/** full: the message is. next: the head has gone, in or out; look at the one behind it. */
type Step = 'full' | 'next';

/** Moves commands from the head of the queue into the message until it is full. */
function choose(chosen: Chosen, choice: Choice): void {
  const { queue, limits } = choice;
  for (let head = queue.head(); head !== undefined; head = queue.head()) {
    const isLarge = head.object !== undefined || isStored(head.draft) || leastSize(head.draft) > limits.maxMsgSize;
    const isTaken = !isLarge && takeWhole(head, chosen, choice);
    if (isTaken) continue;
    // What fits into a message of its own waits for one.
    if (!isLarge && chosen.commands.length > 0) return;
    const object = head.object ?? outgoingObject(head.draft);
    const step = object === undefined ? takePart(head, chosen, choice) : takeChunk(head, object, chosen, choice);
    if (step === 'full') return;
  }
}

function takeWhole({ draft }: Queued, { commands }: Chosen, { queue, envelope, space, first }: Choice): boolean {
  let cmdId = first + countIds(commands) - 1;
  const next = (): string => String((cmdId += 1));
  const { command, pending } = numbered(wireDraft(draft, envelope.encoding), envelope.msgId, next);
  if (!space.fits([command])) return false;
  space.put([command]);
  commands.push(command);
  queue.take({ ...pending, draft });
  return true;
}

/** A command without a value to be cut: in two when it has several items, else it can only wait or be refused. */
function takePart({ draft }: Queued, chosen: Chosen, { queue, envelope, space, relief }: Choice): Step {
  const count = fittingItems(draft, envelope, space);
  if (count > 0) {
    queue.splitHead(count);
    return 'next';
  }
  const { command } = numbered(wireDraft(draft, envelope.encoding), envelope.msgId, () => LONGEST_ID);
  const size = space.sizeWith([command]) - relief;
  if (size <= space.limit) {
    chosen.isOpen = true;
    return 'full';
  }
  queue.refuseHead(tooLarge(size, space.limit));
  return 'next';
}

function takeChunk({ draft }: Queued, object: OutgoingObject, chosen: Chosen, choice: Choice): Step {
  const { queue, envelope, space, limits, relief } = choice;
  const { encoding, msgId } = envelope;
  // It may have come down since the command was queued.
  const tooLargeNow = object.hasBegun() ? undefined : beyondLimit(draft, encoding, limits.maxObjSize);
  if (tooLargeNow !== undefined) {
    queue.refuseHead(tooLargeNow);
    return 'next';
  }
  const cmdId = String(choice.first + countIds(chosen.commands));
  const made = (item: Item): ReturnType<typeof numbered> =>
    numbered({ ...draft, items: [item] } as Draft, msgId, () => cmdId);
  const frame = made(object.frame(encoding));
  const needed = space.sizeWith([frame.command]);
  const room = Math.min(space.limit, LARGEST_CHUNK_MESSAGE) - needed;
  if (chosen.commands.length > 0 && room < LEAST_CHUNK) return 'full';
  const cut = object.cut(encoding, room);
  if (!cut.ok || cut.value === undefined) {
    if (cut.ok && room + relief >= LEAST_CHUNK) {
      chosen.isOpen = true;
      return 'full';
    }
    queue.refuseHead(cut.ok ? tooLarge(needed + LEAST_CHUNK, space.limit) : cut);
    return 'next';
  }
  const { command } = made(cut.value.item);
  chosen.commands.push(command);
  queue.takeChunk({ ...frame.pending, draft }, object, cut.value);
  if (cut.value.isLast) {
    space.put([command]);
    return 'next';
  }
  chosen.isOpen = true;
  return 'full';
}

/** How many of the command's items fit as a command of their own; one that does not fit alone stands alone. */
function fittingItems(draft: Draft, { encoding, msgId }: Envelope, space: Space): number {
  if (!('items' in draft) || draft.cmd === 'Exec' || draft.cmd === 'Alert' || draft.items.length < 2) return 0;
  let count = 0;
  while (count + 1 < draft.items.length) {
    const part = wireDraft({ ...draft, items: draft.items.slice(0, count + 1) }, encoding);
    if (!space.fits([numbered(part, msgId, () => LONGEST_ID).command])) break;
    count += 1;
  }
  return Math.max(1, count);
}

const LONGEST_ID = '9999';

/** CmdIDs in use: those inside a Sequence or Atomic count too. */
function countIds(commands: readonly Command[]): number {
  return commands.reduce((sum, command) => sum + 1 + ('commands' in command ? countIds(command.commands) : 0), 0);
}

/** What is left of a message. Sizes add up: an element takes the same room wherever it stands. */
interface Space {
  readonly limit: number;
  /** Octets so far. */
  size(): number;
  fits(commands: readonly Command[]): boolean;
  put(commands: readonly Command[]): void;
  /** Octets of the message with these commands as well. */
  sizeWith(commands: readonly Command[]): number;
}

function createSpace(envelope: Envelope, limit: number): Space {
  const empty = sizeOf(envelope, []);
  let size = empty;
  const sizeWith = (commands: readonly Command[]): number => size + sizeOf(envelope, commands) - empty;
  return {
    limit,
    size: () => size,
    fits: (commands) => sizeWith(commands) <= limit,
    put: (commands) => void (size = sizeWith(commands)),
    sizeWith,
  };
}

function sizeOf(envelope: Envelope, commands: readonly Command[]): number {
  const { bytes } = buildMessage(envelope, [], commands, true);
  return bytes.ok ? bytes.value.length : 0;
}

function wireDraft(draft: Draft, encoding: Encoding): Draft {
  if ('commands' in draft) return { ...draft, commands: draft.commands.map((child) => wireDraft(child, encoding)) };
  return { ...draft, items: draft.items.map((item) => onWire(item, encoding)) };
}

function isStored(draft: Draft): boolean {
  return 'object' in draft && draft.object !== undefined;
}
