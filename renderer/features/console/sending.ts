/** Sending what is composed, and taking it back. */
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import type { Result } from '../../../shared/result.ts';
import { tellFailure } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import { showEntry } from './console-store.ts';

/** Sends a text; its answer is shown as it comes. */
export async function send(devId: string, text: string): Promise<Result<ConsoleEntry>> {
  const sent = await call('console.send', { devId, text });
  if (sent.ok) showEntry(devId, undefined);
  return sent;
}

/** Takes commands back that have not gone out yet. */
export function takeBack({ id }: ConsoleEntry): void {
  void call('console.cancel', { id }).then((taken) => {
    if (!taken.ok) tellFailure(taken.error);
  });
}
