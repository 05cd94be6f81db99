/**
 * The commands of a session: queued, under way, settled.
 *
 * Commands that were sent together settle together, when the handset's package that answers them is complete. A
 * Status finds its command by MsgRef and CmdRef (inside Sequence and Atomic too); one without MsgRef means the last
 * message, one without CmdRef the first command of its name and node that has no answer yet (facts 7). Commands that
 * were refused only because we were not proven yet go back to the head of the queue.
 *
 * A large object stays at the head of the queue until its last chunk is in a message: `object` of the head says how
 * far it is. It is sent again from the start once, when the handset met another size (424); anything else ends it.
 */
import { ok, type Failure, type Result } from '../../shared/result.ts';
import { normalizeURI } from '../../shared/dm/uri.ts';
import type { Item, Status } from '../../shared/syncml/message.ts';
import type { Chunk, OutgoingObject } from './large-object.ts';
import { OBJECT_INTERRUPTED, OBJECT_UNANSWERED } from './object-failures.ts';
import { findById, findUnnamed, flat } from './pending-search.ts';
import { itemStatuses, joined, outcomeOf, type Draft, type ItemStatus, type Outcome, type Pending } from './outcome.ts';

export interface Queued {
  readonly draft: Draft;
  readonly batch: Batch;
  readonly index: number;
  /** Present once its value has to travel in chunks. */
  object?: OutgoingObject;
  /** What the handset said to a chunk that it did not take. */
  refusal?: readonly ItemStatus[];
  /** The handset says that it was cut short; it may mean one before it on the same node. */
  isInterrupted?: boolean;
  /** It met another size before: it is not sent a third time. */
  isResent?: boolean;
}

interface Batch {
  readonly outcomes: (Outcome | undefined)[];
  /** How many of its commands, and parts of commands, have not settled. */
  open: number;
  readonly settle: (result: Result<readonly Outcome[]>) => void;
}

/** What of a message says how to go on with an object. */
export interface Answered {
  /** The handset wants us to prove ourselves (again). */
  readonly resend: boolean;
  /** It asked for the next message (alert 1222). */
  readonly asksForNext: boolean;
  readonly isFinal: boolean;
}

/** A command that is in a message of ours, and what has come for it. */
interface UnderWay {
  readonly pending: Pending;
  readonly queued: Queued;
}

/** A class, because each session has one, and closures of its own for each would weigh more than what it holds. */
export class CommandQueue {
  #queue: Queued[] = [];
  #underWay: UnderWay[] = [];

  size(): number {
    return this.#queue.length;
  }

  /** Is a person being asked (alerts 1100 to 1104), in a Sequence or Atomic too? Then the handset takes its time. */
  isAsking(): boolean {
    return this.#underWay.some(({ pending }) => isAsking(pending));
  }

  /** Settles when the handset's package that answers the commands is complete. */
  add(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    if (drafts.length === 0) return Promise.resolve(ok([]));
    return new Promise((settle) => {
      const batch: Batch = { outcomes: drafts.map(() => undefined), open: drafts.length, settle };
      for (const [index, draft] of drafts.entries()) this.#queue.push({ draft, batch, index });
    });
  }

  head(): Queued | undefined {
    return this.#queue[0];
  }

  /** All that waits, in order. */
  waiting(): readonly Queued[] {
    return this.#queue;
  }

  /** The head is in the message that is being made. */
  take(pending: Pending): void {
    const queued = this.#queue.shift();
    if (queued !== undefined) this.#underWay.push({ pending, queued });
  }

  /** A chunk of the head is in the message; the last one takes the head with it. */
  takeChunk(pending: Pending, object: OutgoingObject, chunk: Chunk): void {
    const [head] = this.#queue;
    if (head === undefined) return;
    head.object = object;
    object.sent(pending.msgId, pending.cmdId, chunk);
    if (!chunk.isLast) return;
    this.#queue.shift();
    this.#underWay.push({ pending, queued: head });
  }

  /** Only the first `count` items of the head fit into a message: the others become a command of their own. */
  splitHead(count: number): void {
    const [head] = this.#queue;
    if (head === undefined || !('items' in head.draft)) return;
    const { draft, batch, index } = head;
    const part = (items: readonly Item[]): Queued => ({ draft: { ...draft, items }, batch, index });
    this.#queue.splice(0, 1, part(draft.items.slice(0, count)), part(draft.items.slice(count)));
    batch.open += 1;
  }

  /** The head cannot be sent at all: its whole batch fails. */
  refuseHead(failure: Result<never>): void {
    const batch = this.#queue[0]?.batch;
    this.#queue = this.#queue.filter((queued) => queued.batch !== batch);
    batch?.settle(failure);
  }

  /** Answers false when no command of ours fits. */
  takeStatus(status: Status): boolean {
    if (this.#takeChunkStatus(status)) return true;
    const pending =
      status.cmdRef === ''
        ? findUnnamed(this.#all(), status.cmdName, status.targetRefs, ({ statuses }) => statuses.length === 0)
        : this.#find(status.cmdRef, status.msgRef);
    pending?.statuses.push(...itemStatuses(status));
    return pending !== undefined;
  }

  /** Files items of a Results command; answers false when no command of ours fits. */
  takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): boolean {
    const uris = items.flatMap(({ source, target }) => source?.locURI ?? target?.locURI ?? []);
    const pending =
      cmdRef === ''
        ? findUnnamed(this.#all(), 'Get', uris, ({ results }) => results.length === 0)
        : this.#find(cmdRef, msgRef);
    pending?.results.push(...items);
    return pending !== undefined;
  }

  /** The Results that were coming for this command never will. */
  failResults(cmdRef: string, msgRef: string | undefined, failure: Failure): void {
    const pending = this.#find(cmdRef, msgRef);
    if (pending !== undefined) pending.failure ??= failure;
  }

  /** The handset has given an object up (alert 1225); without any URI the one that is on its way. */
  interrupted(uris: readonly string[]): void {
    const isMeant = ({ draft, object }: Queued): boolean =>
      object !== undefined && (uris.length === 0 || uris.some((uri) => addresses(draft, uri)));
    const found = [this.#begun(), ...this.#underWay.map(({ queued }) => queued)].find(
      (queued) => queued !== undefined && isMeant(queued),
    );
    if (found !== undefined) found.isInterrupted = true;
  }

  /** A message has been taken in whole: what becomes of the object at the head. `wait`: no chunk may be sent yet. */
  answered({ resend, asksForNext, isFinal }: Answered): 'send' | 'wait' {
    if (resend) this.#requeue((entry) => wasRefusedForAuth(entry.pending));
    this.#endInterrupted();
    const head = this.#begun();
    if (head === undefined) return 'send';
    const { refusal } = head;
    if (refusal !== undefined) {
      const isForAuth = resend && refusal.every(({ code }) => code === 401 || code === 407);
      if (isForAuth || mayResend(head, refusal)) startAgain(head);
      else this.#drop(head, refusal);
      return 'send';
    }
    if (head.object.unanswered() === 0) return 'send';
    // A handset that asks for the next message has taken this one, whether it says 213 or not.
    if (asksForNext) head.object.forgive();
    else if (isFinal) this.#dropBatch(head.batch, OBJECT_UNANSWERED);
    else return 'wait';
    return 'send';
  }

  /** The handset's package is complete. `again`: commands refused with 401 or 407 are queued again. */
  settle(again: boolean): void {
    this.#requeue(
      ({ pending, queued }) => (again && wasRefusedForAuth(pending)) || mayResend(queued, pending.statuses),
    );
    const settled = this.#underWay;
    this.#underWay = [];
    for (const entry of settled) this.#settleOne(entry);
  }

  /** Nothing more will come: what has no answer fails with this. */
  fail(error: Failure): void {
    // What was answered stays answered; its batch fails only when something of it was not.
    for (const entry of this.#underWay) if (entry.pending.statuses.length > 0) this.#settleOne(entry);
    const open = [...this.#underWay.map(({ queued }) => queued), ...this.#queue];
    this.#underWay = [];
    this.#queue = [];
    for (const { batch } of open) batch.settle({ ok: false, error });
  }

  #find(cmdRef: string, msgRef: string | undefined): Pending | undefined {
    for (const { pending } of this.#underWay.toReversed()) {
      if (msgRef !== undefined && msgRef !== '' && pending.msgId !== msgRef) continue;
      const found = findById(pending, cmdRef);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #all(): readonly Pending[] {
    return this.#underWay.flatMap(({ pending }) => flat(pending));
  }

  /** The object of which a part has been sent. */
  #begun(): (Queued & { readonly object: OutgoingObject }) | undefined {
    const [head] = this.#queue;
    return head?.object?.hasBegun() === true ? (head as Queued & { readonly object: OutgoingObject }) : undefined;
  }

  #takeChunkStatus(status: Status): boolean {
    const head = this.#begun();
    if (head === undefined) return false;
    const statuses = itemStatuses(status);
    const isTaken = statuses.every(({ code }) => code >= 200 && code < 300 && code !== 214 && code !== 215);
    if (!head.object.answered(status.cmdRef, status.msgRef, isTaken)) return false;
    if (!isTaken) head.refusal ??= statuses;
    return true;
  }

  /** An object that the handset has taken a chunk of in the same message was not the one that it means. */
  #endInterrupted(): void {
    const [head] = this.#queue;
    if (head?.isInterrupted !== true && !this.#underWay.some(({ queued }) => queued.isInterrupted === true)) return;
    const sent = this.#underWay.map(({ queued, pending }) => ({ queued, isAnswered: pending.statuses.length > 0 }));
    const isAnswered = head?.object?.unanswered() === 0;
    for (const entry of head === undefined ? sent : [{ queued: head, isAnswered }, ...sent]) {
      if (entry.queued.isInterrupted !== true) continue;
      delete entry.queued.isInterrupted;
      if (!entry.isAnswered) this.#dropBatch(entry.queued.batch, OBJECT_INTERRUPTED);
    }
  }

  #drop(head: Queued, refusal: readonly ItemStatus[]): void {
    this.#queue.shift();
    const pending = { draft: head.draft, msgId: '', cmdId: '', statuses: [...refusal], results: [], children: [] };
    this.#underWay.push({ pending, queued: head });
  }

  #dropBatch(batch: Batch, failure: Failure): void {
    this.#queue = this.#queue.filter((queued) => queued.batch !== batch);
    this.#underWay = this.#underWay.filter(({ queued }) => queued.batch !== batch);
    batch.settle({ ok: false, error: failure });
  }

  /** Puts what fits back to the head of the queue, in its order. */
  #requeue(fits: (entry: UnderWay) => boolean): void {
    const back = this.#underWay.filter(fits);
    if (back.length === 0) return;
    this.#underWay = this.#underWay.filter((entry) => !back.includes(entry));
    for (const { queued } of back) startAgain(queued);
    this.#queue = [...back.map(({ queued }) => queued), ...this.#queue];
  }

  #settleOne({ queued: { batch, index }, pending }: UnderWay): void {
    if (pending.failure !== undefined) return this.#dropBatch(batch, pending.failure);
    const outcome = outcomeOf(pending);
    const before = batch.outcomes[index];
    batch.outcomes[index] = before === undefined ? outcome : joined(before, outcome);
    batch.open -= 1;
    if (batch.open === 0) batch.settle(ok(batch.outcomes.filter((one) => one !== undefined)));
  }
}

/** An object that met another size may go out whole once more (facts 2.7). Answers true, and remembers it, once. */
function mayResend(queued: Queued, statuses: readonly ItemStatus[]): boolean {
  if (queued.object === undefined || queued.isResent === true) return false;
  if (!statuses.some(({ code }) => code === 424)) return false;
  queued.isResent = true;
  return true;
}

function isAsking({ draft, children }: Pending): boolean {
  return draft.cmd === 'Alert' || children.some(isAsking);
}

function startAgain(queued: Queued): void {
  delete queued.refusal;
  queued.object?.restart();
}

function addresses(draft: Draft, uri: string): boolean {
  if (!('items' in draft)) return false;
  return draft.items.some(({ target }) => target !== undefined && normalizeURI(target.locURI) === normalizeURI(uri));
}

function wasRefusedForAuth(pending: Pending): boolean {
  const codes = pending.statuses.map((status) => status.code);
  if (codes.length > 0) return codes.every((code) => code === 401 || code === 407);
  return pending.children.length > 0 && pending.children.every(wasRefusedForAuth);
}
