/** Finds the workbench that a command talks to: the running one of the data folder, else one of its own. */
import { ok, type Result } from '../../shared/result.ts';
import { dataFolder } from './data-folder.ts';
import { connectWorkbench } from './remote-workbench.ts';
import { readRunning } from './running-file.ts';
import { ownWorkbench, type WorkbenchClient } from './workbench-client.ts';
import type { World } from './world.ts';

/** Port of the DM server unless the person says otherwise; what a handset was told to call. */
export const DM_PORT = 8990;

export interface ReachOptions {
  readonly data?: string;
  readonly dmPort?: number;
  readonly dmAddress?: string;
}

/**
 * Connects to the running workbench or opens one.
 *
 * @param needsHandset false for commands that only look at what is stored: they take any free port for the DM
 *   server, so that they never collide with another workbench
 */
export async function reachWorkbench(
  world: World,
  options: ReachOptions,
  needsHandset: boolean,
): Promise<Result<WorkbenchClient>> {
  const folder = dataFolder(world, options.data);
  const running = await readRunning(folder);
  if (running !== undefined) {
    const remote = await connectWorkbench(running);
    // A file that was left behind, its process number now somebody else's: nobody answers there.
    if (remote.ok || remote.error.code !== 'cannot-connect') return remote;
  }
  const opened = await world.openWorkbench({
    dataFolder: folder,
    dmPort: options.dmPort ?? (needsHandset ? DM_PORT : 0),
    ...(options.dmAddress === undefined ? {} : { dmAddress: options.dmAddress }),
    host: 'in-process',
    handsetProgram: world.handsetProgram,
    // A look at what is stored disturbs nobody.
    ...(needsHandset ? {} : { cables: 'none' as const }),
    samples: true,
  });
  return opened.ok ? ok(ownWorkbench(opened.value)) : opened;
}
