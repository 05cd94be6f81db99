/**
 * The Electron shell from start to end: one instance, the workbench, its window, and a clean way out. Before `ready`
 * only what Electron wants before it; a workbench that does not open says why and ends the process with code 1.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, session } from 'electron';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import type { Failure, Result } from '../../shared/result.ts';
import { type CommandLineDoor, openCommandLineDoor } from '../host/command-line-door.ts';
import type { Workbench, WorkbenchOptions } from '../workbench/port.ts';
import { readArguments, type ShellArguments } from './arguments.ts';
import { startHandset } from './handset-process.ts';
import { connectIpc } from './ipc.ts';
import { installMenu } from './menu.ts';
import { declareProtocol, serveProtocol } from './protocol.ts';
import { restrictAllContents, restrictSession } from './security.ts';
import { bringToFront, openWindow } from './window.ts';

/** Name of the folder below the person's application data; the command line uses the same. */
const DATA_FOLDER = 'scomo-workbench';

const CANNOT_START = 'SCOMO Workbench cannot start';

/** How long closing the workbench may take before the process ends without it, milliseconds. */
const CLOSE_LIMIT = 10_000;

export interface ShellOptions {
  readonly openWorkbench: (options: WorkbenchOptions) => Promise<Result<Workbench>>;
  /** Arguments of the person, without paths of program and application. */
  readonly args: readonly string[];
  /** The folder that holds the built `main`, `preload`, `renderer` and `host`. */
  readonly dist: string;
}

/** Runs the shell; resolves once the window is open, or the process is about to end. */
export async function runShell({ openWorkbench, args, dist }: ShellOptions): Promise<void> {
  const shellArguments = readArguments(args);
  if (typeof shellArguments === 'string') {
    endWithError('SCOMO Workbench was started with a wrong argument', shellArguments);
    return;
  }
  // The data folder is also Electron's own, so that one instance per data folder is what its lock gives.
  const dataFolder = resolve(shellArguments.dataFolder ?? join(app.getPath('appData'), DATA_FOLDER));
  const unusable = makeFolder(dataFolder);
  if (unusable !== undefined) {
    endWithError(CANNOT_START, unusable);
    return;
  }
  app.setPath('userData', dataFolder);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }

  declareProtocol();
  restrictAllContents();
  app.enableSandbox();
  endWithParent();
  await app.whenReady();

  const workbench = await openWorkbench(workbenchOptions(shellArguments, dataFolder, dist)).catch(internalFailure);
  if (!workbench.ok) {
    endWithError(CANNOT_START, explain(workbench.error));
    return;
  }
  const door = await openCommandLineDoor({
    workbench: workbench.value,
    dataFolder,
    pageFolder: join(dist, 'renderer'),
    port: 0,
  });
  // Without it the window works all the same; only a command line cannot join in.
  closeBeforeQuit(workbench.value, door.ok ? door.value : undefined);

  restrictSession(session.defaultSession);
  serveProtocol(session.defaultSession, join(dist, 'renderer'));
  showWindow(workbench.value, join(dist, 'preload', 'preload.cjs'));
}

/** Electron takes only a folder that is there. Answers why it cannot be made. */
function makeFolder(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return `The data folder ${folder} cannot be made.\n\nGive yourself write permission, or start with --data and another folder.\n\n${detail}`;
  }
}

function workbenchOptions(args: ShellArguments, dataFolder: string, dist: string): WorkbenchOptions {
  const program = join(dist, 'host', 'handset.js');
  return {
    dataFolder,
    dmPort: args.dmPort,
    ...(args.dmAddress === undefined ? {} : { dmAddress: args.dmAddress }),
    host: 'electron',
    handsetProgram: { command: process.execPath, args: [program] },
    startHandset: (handsetArgs) => startHandset(program, handsetArgs),
    samples: args.samples,
  };
}

function showWindow(workbench: Workbench, preload: string): void {
  const window: BrowserWindow = openWindow(preload);
  const disconnect = connectIpc(workbench, window.webContents);
  installMenu(window.webContents);
  window.once('closed', disconnect);
  app.on('second-instance', () => bringToFront(window));
  // One window is the whole workbench, on macOS too.
  app.on('window-all-closed', () => app.quit());
}

/** Holds the process until the workbench has ended its sessions and closed its database. */
function closeBeforeQuit(workbench: Workbench, door: CommandLineDoor | undefined): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    const limit = setTimeout(() => app.exit(1), CLOSE_LIMIT);
    void closeAll(workbench, door).finally(() => {
      clearTimeout(limit);
      isClosed = true;
      app.quit();
    });
  });
}

async function closeAll(workbench: Workbench, door: CommandLineDoor | undefined): Promise<void> {
  await door?.close();
  await workbench.close();
}

/** The launcher's death, a supervisor's signal and Ctrl+C all end the workbench cleanly. */
function endWithParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  process.on('disconnect', () => app.quit());
}

function explain({ message, next, detail }: Failure): string {
  return [message, next, ...(detail === undefined ? [] : [detail])].join('\n\n');
}

function endWithError(title: string, text: string): void {
  dialog.showErrorBox(title, text);
  app.exit(1);
}
