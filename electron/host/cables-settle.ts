/** Waiting until every cable has been asked who is there: what is wrong with it is known only then. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cable } from '../../shared/contract/cables.ts';
import { ok } from '../../shared/result.ts';
import { whenTold } from './when-told.ts';
import type { WorkbenchClient } from './workbench-client.ts';

/** A workbench that was opened just now has not looked at its USB yet, milliseconds. */
const FIRST_LOOK_MS = 1_200;
const LONGEST_MS = 20_000;

/** Resolves when no cable is being asked any more, or after a while anyway. */
export async function cablesSettled(client: WorkbenchClient): Promise<void> {
  if (client.kind === 'own') await pause(FIRST_LOOK_MS);
  const look = async () => {
    const cables = await client.call('cables.list', {});
    return cables.ok ? ok(cables.value.some(isAsked) ? undefined : true) : cables;
  };
  await whenTold(client, ['cable', 'cable-removed'], look, LONGEST_MS);
}

function isAsked({ state, notAsked }: Cable): boolean {
  return state === 'identifying' || (state === 'plugged' && notAsked === undefined);
}
