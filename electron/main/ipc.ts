/**
 * The one IPC router: three channels, one check of the sender. `scomo:call` asks a method of the contract,
 * `scomo:hand-over` gives a file of the person's to the workbench, `scomo:event` pushes what the workbench says.
 */
import { isAbsolute } from 'node:path';
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { tooLarge } from '../../shared/contract/check.ts';
import { internalFailure } from '../../shared/contract/internal-failure.ts';
import { MAX_INPUT_BYTES } from '../../shared/contract/method.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';
import { PAGE_ORIGIN } from './protocol.ts';

/** Longest path any of our platforms can open, with room to spare, in UTF-16 units. */
const MAX_PATH = 33_000;

/**
 * Connects the workbench to the page in `contents`. Whoever else sends gets `not-allowed`, and nothing reaches the
 * workbench.
 *
 * @returns the function that disconnects them again
 */
export function connectIpc(workbench: Workbench, contents: WebContents): () => void {
  handle('scomo:call', contents, (message) => answerCall(workbench, message));
  handle('scomo:hand-over', contents, (path) => answerHandOver(workbench, path));
  const unsubscribe = workbench.subscribe((event) => {
    if (!contents.isDestroyed()) contents.send('scomo:event', event);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler('scomo:call');
    ipcMain.removeHandler('scomo:hand-over');
  };
}

function handle(channel: string, contents: WebContents, answer: (message: unknown) => Promise<Result<unknown>>): void {
  ipcMain.handle(channel, async (event, message: unknown) => {
    if (!isTrusted(event, contents)) return notAllowed();
    try {
      return await answer(message);
    } catch (error) {
      return internalFailure(error);
    }
  });
}

/** Only the main frame of our own window, showing our own page. */
function isTrusted(event: IpcMainInvokeEvent, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === contents && frame !== null && frame === contents.mainFrame && frame.origin === PAGE_ORIGIN;
}

async function answerCall(workbench: Workbench, message: unknown): Promise<Result<unknown>> {
  if (!isCall(message)) return malformed();
  return workbench.callUnchecked(message.name, message.input);
}

function isCall(message: unknown): message is { readonly name: string; readonly input: unknown } {
  return (
    typeof message === 'object' &&
    message !== null &&
    Object.keys(message).length === 2 &&
    'input' in message &&
    'name' in message &&
    typeof message.name === 'string'
  );
}

async function answerHandOver(workbench: Workbench, path: unknown): Promise<Result<unknown>> {
  if (typeof path !== 'string' || !isAbsolute(path)) return malformed();
  if (path.length > MAX_PATH) return tooLarge();
  return workbench.handOver({ path });
}

function malformed(): Result<never> {
  return fail(
    'invalid-input',
    'The page sent a request that the workbench cannot read.',
    'Restart the workbench to load its own page.',
    { detail: `a call is { name, input } of at most ${MAX_INPUT_BYTES} octets` },
  );
}

function notAllowed(): Result<never> {
  return fail(
    'not-allowed',
    'The request did not come from the window of the workbench.',
    'Use the window of the workbench.',
  );
}
