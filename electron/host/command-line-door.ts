/**
 * How a command line finds and reaches a workbench that runs in another process of this machine: the browser host,
 * and `running.json` in the data folder that names it. The Electron shell opens this door too, so that `scomo` talks
 * to the window that is open (docs/decisions/002).
 */
import { ok, type Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';
import { type BrowserHost, startBrowserHost } from './browser-host.ts';
import { removeRunning, writeRunning } from './running-file.ts';

export interface CommandLineDoor {
  readonly host: BrowserHost;
  /** Takes the file away and ends all connections. The workbench stays open: it belongs to the caller. */
  close(): Promise<void>;
}

export interface DoorOptions {
  readonly workbench: Workbench;
  readonly dataFolder: string;
  /** The built page. */
  readonly pageFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Opens the door; fails with `port-in-use` or `cannot-listen`. */
export async function openCommandLineDoor(options: DoorOptions): Promise<Result<CommandLineDoor>> {
  const { workbench, dataFolder, pageFolder, port } = options;
  const started = await startBrowserHost({ workbench, port, pageFolder });
  if (!started.ok) return started;
  const host = started.value;
  await writeRunning(dataFolder, { url: host.origin, token: host.token, pid: process.pid });
  return ok({
    host,
    async close(): Promise<void> {
      await removeRunning(dataFolder, process.pid);
      await host.close();
    },
  });
}
