/**
 * The commands of a session: queued, under way, settled.
 *
 * Commands that were sent together settle together, when the handset's package that answers them is complete. A
 * Status finds its command by MsgRef and CmdRef (inside Sequence and Atomic too); one without MsgRef means the last
 * message, one without CmdRef the first command of its name and node that has no answer yet (facts 7). Commands that were refused only because we were not proven yet go back to the head of the queue.
 */
import { normalizeURI, splitQuery } from '../../shared/dm/uri.ts';
import { ok, type Failure, type Result } from '../../shared/result.ts';
import type { Item, Status } from '../../shared/syncml/message.ts';
import { itemStatuses, outcomeOf, type Draft, type Outcome, type Pending } from './outcome.ts';

export interface Queued {
  readonly draft: Draft;
  readonly batch: Batch;
  readonly index: number;
}

export interface Batch {
  readonly outcomes: (Outcome | undefined)[];
  readonly settle: (result: Result<readonly Outcome[]>) => void;
}

export interface CommandQueue {
  readonly size: () => number;
  /** Is a person being asked (alerts 1100 to 1104)? Then the handset takes its time. */
  readonly isAsking: () => boolean;
  add(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>>;
  head(): Queued | undefined;
  /** The head is in the message that is being made. */
  take(pending: Pending): void;
  /** The head cannot be sent at all: its whole batch fails. */
  refuseHead(failure: Result<never>): void;
  takeStatus(status: Status): void;
  /** Files items of a Results command; answers false when no command of ours fits. */
  takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): boolean;
  /** The handset's package is complete. `again`: commands refused with 401 or 407 are queued again. */
  settle(again: boolean): void;
  fail(failure: Failure): void;
}

/** Makes an empty queue. */
export function createCommandQueue(): CommandQueue {
  let queue: Queued[] = [];
  let underWay: { readonly pending: Pending; readonly queued: Queued }[] = [];

  function find(cmdRef: string, msgRef: string | undefined): Pending | undefined {
    for (const { pending } of underWay.toReversed()) {
      if (msgRef !== undefined && msgRef !== '' && pending.msgId !== msgRef) continue;
      const found = findById(pending, cmdRef);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  function all(): readonly Pending[] {
    return underWay.flatMap(({ pending }) => flat(pending));
  }

  return {
    size: () => queue.length,
    isAsking: () => underWay.some(({ pending }) => pending.draft.cmd === 'Alert'),
    add(drafts): Promise<Result<readonly Outcome[]>> {
      if (drafts.length === 0) return Promise.resolve(ok([]));
      return new Promise((settle) => {
        const batch: Batch = { outcomes: drafts.map(() => undefined), settle };
        for (const [index, draft] of drafts.entries()) queue.push({ draft, batch, index });
      });
    },
    head: () => queue[0],
    take(pending): void {
      const queued = queue.shift();
      if (queued !== undefined) underWay.push({ pending, queued });
    },
    refuseHead(failure): void {
      const batch = queue[0]?.batch;
      queue = queue.filter((queued) => queued.batch !== batch);
      batch?.settle(failure);
    },
    takeStatus(status): void {
      const pending =
        status.cmdRef === ''
          ? findUnnamed(all(), status.cmdName, status.targetRefs, ({ statuses }) => statuses.length === 0)
          : find(status.cmdRef, status.msgRef);
      pending?.statuses.push(...itemStatuses(status));
    },
    takeResults(cmdRef, msgRef, items): boolean {
      const uris = items.flatMap(({ source, target }) => source?.locURI ?? target?.locURI ?? []);
      const pending =
        cmdRef === '' ? findUnnamed(all(), 'Get', uris, ({ results }) => results.length === 0) : find(cmdRef, msgRef);
      pending?.results.push(...items);
      return pending !== undefined;
    },
    settle(again): void {
      const answered = underWay;
      underWay = [];
      const refused = answered.filter(({ pending }) => again && wasRefusedForAuth(pending));
      queue = [...refused.map(({ queued }) => queued), ...queue];
      for (const entry of answered) if (!refused.includes(entry)) settleOne(entry.queued, outcomeOf(entry.pending));
    },
    fail(error): void {
      const open = [...underWay.map(({ queued }) => queued), ...queue];
      underWay = [];
      queue = [];
      for (const { batch } of open) batch.settle({ ok: false, error });
    },
  };
}

function settleOne({ batch, index }: Queued, outcome: Outcome): void {
  batch.outcomes[index] = outcome;
  const outcomes = batch.outcomes.filter((one) => one !== undefined);
  if (outcomes.length === batch.outcomes.length) batch.settle(ok(outcomes));
}

function findById(pending: Pending, cmdId: string): Pending | undefined {
  if (pending.cmdId === cmdId) return pending;
  for (const child of pending.children) {
    const found = findById(child, cmdId);
    if (found !== undefined) return found;
  }
  return undefined;
}

function flat(pending: Pending): readonly Pending[] {
  return [pending, ...pending.children.flatMap(flat)];
}

/** The first open command of this name that is about one of these nodes, or about anything when none are named. */
function findUnnamed(
  pending: readonly Pending[],
  cmdName: string,
  uris: readonly string[],
  isOpen: (one: Pending) => boolean,
): Pending | undefined {
  const nodes = new Set(uris.map(nodeOf));
  return pending.find(
    (one) =>
      one.draft.cmd === cmdName &&
      isOpen(one) &&
      (nodes.size === 0 ||
        ('items' in one.draft && one.draft.items.some(({ target }) => nodes.has(nodeOf(target?.locURI ?? ''))))),
  );
}

function nodeOf(uri: string): string {
  return normalizeURI(splitQuery(uri).uri);
}

function wasRefusedForAuth(pending: Pending): boolean {
  const codes = pending.statuses.map((status) => status.code);
  if (codes.length > 0) return codes.every((code) => code === 401 || code === 407);
  return pending.children.length > 0 && pending.children.every(wasRefusedForAuth);
}
