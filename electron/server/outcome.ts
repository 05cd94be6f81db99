/** What became of commands that were sent: their statuses and results, matched by MsgRef, CmdRef and TargetRef. */
import type { Failure, Result } from '../../shared/result.ts';
import type { Item, Status } from '../../shared/syncml/message.ts';
import { normalizeURI } from '../../shared/dm/uri.ts';

/** Octets that lie elsewhere, e.g. in a file: they are read a chunk at a time, as they go out (facts 2.7). */
export interface StoredObject {
  /** Octets. */
  readonly size: number;
  /** Octets `from` to `to` (excluded). Fails when they cannot be had, or are others than before. */
  read(from: number, to: number): Result<Uint8Array>;
  /** The handset has taken this many octets; 0 when the object begins again. */
  taken(octets: number): void;
}

/** A command without its CmdID: the session numbers commands when it puts them into a message. */
export type Draft =
  | {
      readonly cmd: 'Add' | 'Replace';
      readonly items: readonly Item[];
      /** The value of the only item, which then has no Data of its own. */
      readonly object?: StoredObject;
    }
  | { readonly cmd: 'Delete' | 'Get' | 'Copy'; readonly items: readonly Item[] }
  | { readonly cmd: 'Exec'; readonly items: readonly Item[]; readonly correlator?: string }
  | { readonly cmd: 'Alert'; readonly data: string; readonly items: readonly Item[] }
  | { readonly cmd: 'Sequence' | 'Atomic'; readonly commands: readonly Draft[] };

export interface ItemStatus {
  readonly code: number;
  /** TargetRef as sent, absent when the handset names none. */
  readonly targetRef?: string;
  readonly items: readonly Item[];
}

export interface Outcome {
  readonly draft: Draft;
  /**
   * The status that counts for the whole command: the first failing one, else the first, else undefined when the
   * handset sent none (libdmclient sends none for Atomic, facts 7).
   */
  readonly code: number | undefined;
  readonly statuses: readonly ItemStatus[];
  /** Items of all Results that belong to this command. */
  readonly results: readonly Item[];
  /** Outcomes of the commands inside a Sequence or Atomic. */
  readonly children: readonly Outcome[];
}

/** Mutable while a package is under way; becomes an Outcome when the handset's package is complete. */
export interface Pending {
  readonly draft: Draft;
  readonly msgId: string;
  readonly cmdId: string;
  readonly statuses: ItemStatus[];
  readonly results: Item[];
  readonly children: readonly Pending[];
  /** Why its results cannot be had although the handset sent some. */
  failure?: Failure;
}

/** Freezes what is known of a command. */
export function outcomeOf(pending: Pending): Outcome {
  return {
    draft: pending.draft,
    code: overallCode(pending.statuses),
    statuses: pending.statuses,
    results: pending.results,
    children: pending.children.map(outcomeOf),
  };
}

/** What became of a command that went out in two, one part of its items after the other. */
export function joined(first: Outcome, second: Outcome): Outcome {
  const statuses = [...named(first), ...named(second)];
  const items = [...itemsOf(first.draft), ...itemsOf(second.draft)];
  return {
    draft: { ...first.draft, items } as Draft,
    code: overallCode(statuses),
    statuses,
    results: [...first.results, ...second.results],
    children: [],
  };
}

/** A Status without TargetRef means the items of its own part only. */
function named({ draft, statuses }: Outcome): readonly ItemStatus[] {
  return statuses.flatMap((status) =>
    status.targetRef === undefined
      ? itemsOf(draft).map(({ target }) => ({
          ...status,
          ...(target === undefined ? {} : { targetRef: target.locURI }),
        }))
      : [status],
  );
}

function itemsOf(draft: Draft): readonly Item[] {
  return 'items' in draft ? draft.items : [];
}

/** Takes a Status element apart: one entry per TargetRef, or one without. */
export function itemStatuses(status: Status): readonly ItemStatus[] {
  const code = Number.parseInt(status.data, 10);
  const known = Number.isNaN(code) ? 500 : code;
  if (status.targetRefs.length === 0) return [{ code: known, items: status.items }];
  return status.targetRefs.map((targetRef) => ({ code: known, targetRef, items: status.items }));
}

/** The status of one URI within a multi-item command; falls back to the command's own status. */
export function codeFor(outcome: Outcome, uri: string): number | undefined {
  const wanted = normalizeURI(uri);
  const own = outcome.statuses.find((s) => s.targetRef !== undefined && normalizeURI(s.targetRef) === wanted);
  if (own !== undefined) return own.code;
  const general = outcome.statuses.find((s) => s.targetRef === undefined);
  return general?.code ?? (outcome.statuses.length === 1 ? outcome.statuses[0]?.code : undefined);
}

function overallCode(statuses: readonly ItemStatus[]): number | undefined {
  return (statuses.find((s) => s.code >= 300) ?? statuses[0])?.code;
}
