/** Waiting until every cable has been asked who is there: what is wrong with it is known only then. */
import type { Cable } from '../../shared/contract/cables.ts';
import type { WorkbenchClient } from './workbench-client.ts';

/** A workbench that was opened just now has not looked at its USB yet, milliseconds. */
const FIRST_LOOK_MS = 1_200;
const LONGEST_MS = 20_000;

/** Resolves when no cable is being asked any more, or after a while anyway. */
export async function cablesSettled(client: WorkbenchClient): Promise<void> {
  const asking = new Set<string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  let isReady = client.kind === 'running';
  const look = (): void => {
    if (isReady && asking.size === 0) resolve();
  };
  const note = (cable: Cable): void => {
    if (isAsked(cable)) asking.add(cable.port);
    else asking.delete(cable.port);
    look();
  };
  const stop = client.subscribe((event) => {
    if (event.type === 'cable') note(event.cable);
    if (event.type === 'cable-removed') {
      asking.delete(event.port);
      look();
    }
  });
  const first = setTimeout(() => {
    isReady = true;
    look();
  }, FIRST_LOOK_MS);
  const limit = setTimeout(resolve, LONGEST_MS);
  try {
    const cables = await client.call('cables.list', {});
    if (cables.ok) cables.value.forEach(note);
    look();
    await promise;
  } finally {
    clearTimeout(first);
    clearTimeout(limit);
    stop();
  }
}

function isAsked({ state, notAsked }: Cable): boolean {
  return state === 'identifying' || (state === 'plugged' && notAsked === undefined);
}
