/** Conditions of the actions on the tree. */
import type { Focus } from '../../../app/selection.ts';
import type { WindowState } from '../../../app/store.ts';
import { fail, type Result } from '../../../../shared/result.ts';
import { tndsOf } from '../export-tnds.ts';
import { NONE } from '../slots.ts';
import { heldTreeOf } from '../tree-stores.ts';

/** Why there is no tree to work on. */
export function whyNoTree(_state: WindowState, at: Focus): string | undefined {
  const store = at.devId === undefined ? undefined : heldTreeOf(at.devId);
  return store === undefined || store.table.size <= 1 ? 'Read the tree of a handset first.' : undefined;
}

/** Why there is no node to work on. */
export function whyNoNode(state: WindowState, at: Focus): string | undefined {
  const missing = whyNoTree(state, at);
  if (missing !== undefined) return missing;
  const slot =
    at.uri === undefined || at.devId === undefined ? NONE : (heldTreeOf(at.devId)?.table.find(at.uri) ?? NONE);
  return slot === NONE ? 'Select a node first.' : undefined;
}

/** Why nothing can be added below the node in focus. */
export function whyNotBelow(state: WindowState, at: Focus): string | undefined {
  const missing = whyNoNode(state, at);
  if (missing !== undefined || at.uri === undefined || at.devId === undefined) return missing;
  const table = heldTreeOf(at.devId)?.table;
  return table?.isInterior(table.find(at.uri)) === true ? undefined : 'A leaf has no nodes below it.';
}

/** The node in focus with everything below it as a TNDS document. */
export function tndsAt(at: Focus): Result<string> {
  const table = at.devId === undefined ? undefined : heldTreeOf(at.devId)?.table;
  const slot = table === undefined || at.uri === undefined ? NONE : table.find(at.uri);
  if (table === undefined || slot === NONE)
    return fail('node-gone', 'This node is no longer there.', 'Select another one.');
  return tndsOf(table, slot);
}
