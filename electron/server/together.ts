/**
 * Commands that belong together, in a Sequence or an Atomic, and what became of each (facts 2.3).
 *
 * Handsets differ: some do not have the container at all (406), some send no Status for an Atomic and do not roll back
 * (facts 7). So every command gets a fate, and where the handset has not said enough the fate is `unknown`: only a Get
 * can tell then.
 */
import { ok, type Result } from '../../shared/result.ts';
import { isSuccess } from '../../shared/syncml/status-codes.ts';
import type { Conversation } from './conversation.ts';
import type { Draft, Outcome } from './outcome.ts';

/**
 * done. failed: refused with a status of its own. undone: done and rolled back (216). not-undone: done, and the
 * rollback failed (516). not-executed: something before it failed (215). unknown: nobody has said.
 */
export type Fate = 'done' | 'failed' | 'undone' | 'not-undone' | 'not-executed' | 'unknown';

export interface Together {
  /** `whole`: as one. `one-by-one`: the handset does not have the container, the commands went out singly. */
  readonly way: 'whole' | 'one-by-one';
  /** The Status of the container; undefined when none came. */
  readonly code: number | undefined;
  /** One per command, in order. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly code: number | undefined;
  readonly fate: Fate;
}

/** Status of a container that the handset does not have: optional feature, not allowed, not implemented. */
const NOT_SUPPORTED: readonly number[] = [405, 406, 501];

/**
 * Sends the commands in one container. `mayGoSingly`: when the handset does not have it, or the whole does not fit
 * into one message, they go out one by one, in order; `beforeSingly` is told first, with the Status of the container if
 * one came.
 */
export async function sendTogether(
  dm: Conversation,
  container: 'Sequence' | 'Atomic',
  drafts: readonly Draft[],
  singly: { readonly mayGoSingly: boolean; readonly beforeSingly?: (container: number | undefined) => void },
): Promise<Result<Together>> {
  let code: number | undefined;
  if (!singly.mayGoSingly || dm.fits({ cmd: container, commands: drafts })) {
    const sent = await (container === 'Sequence' ? dm.sequence(drafts) : dm.atomic(drafts));
    if (!sent.ok) return sent;
    code = sent.value.code;
    if (!(singly.mayGoSingly && isUnsupported(sent.value)))
      return ok({ way: 'whole', code, parts: partsOf(container, sent.value) });
  }
  singly.beforeSingly?.(code);
  const parts: Part[] = [];
  for (const one of drafts) {
    const alone = await dm.send([one]);
    if (!alone.ok) return alone;
    parts.push(partAlone(alone.value[0]));
  }
  return ok({ way: 'one-by-one', code, parts });
}

/** What became of the commands of a container that was taken as such. */
function partsOf(container: 'Sequence' | 'Atomic', outcome: Outcome): readonly Part[] {
  const isUndone = container === 'Atomic' && outcome.code !== undefined && !isSuccess(outcome.code);
  return outcome.children.map(({ code }) => {
    const fate = fateOf(code);
    // An Atomic that failed while its command says 200: one of the two is not true.
    return { code, fate: fate === 'done' && isUndone ? 'unknown' : fate };
  });
}

function fateOf(code: number | undefined): Fate {
  switch (code) {
    case undefined:
      return 'unknown';
    case 215:
      return 'not-executed';
    case 216:
      return 'undone';
    case 516:
      return 'not-undone';
    default:
      return isSuccess(code) ? 'done' : 'failed';
  }
}

/** The handset refuses the container itself: nothing in it was done, whatever it says of the commands in it. */
function isUnsupported({ code, children }: Outcome): boolean {
  const isRefused = code !== undefined && NOT_SUPPORTED.includes(code);
  const isSilent = code === undefined && children.every((child) => child.code === undefined);
  const nothingDone = children.every((child) => child.code === undefined || !isSuccess(child.code));
  return (isRefused || isSilent) && nothingDone;
}

function partAlone(outcome: Outcome | undefined): Part {
  return { code: outcome?.code, fate: fateOf(outcome?.code) };
}
