/** Which command of ours an answer means: by its id, or, where a handset names none, by its name and node (facts 7). */
import { normalizeURI, splitQuery } from '../../shared/dm/uri.ts';
import type { Pending } from './outcome.ts';

/** The command with this CmdID, or the one inside it. */
export function findById(pending: Pending, cmdId: string): Pending | undefined {
  if (pending.cmdId === cmdId) return pending;
  for (const child of pending.children) {
    const found = findById(child, cmdId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first open command of this name that is about one of these nodes, or about anything when none are named. */
export function findUnnamed(
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

/** A command and those inside it. */
export function flat(pending: Pending): readonly Pending[] {
  return [pending, ...pending.children.flatMap(flat)];
}

function nodeOf(uri: string): string {
  return normalizeURI(splitQuery(uri).uri);
}
