/**
 * A process that is virtual handsets, one after another, each plugged in and pulled as its parent says. Handsets are on
 * long before somebody plugs them in: what a program does only at its start is behind it.
 */
import type { RunningHandset } from '../../../electron/handset/handset.ts';
import type { HandsetOptions } from '../../../electron/handset/options.ts';
import { runHandset } from '../../../electron/handset/power.ts';

/** What the parent says; each is answered by `true` when it is done. */
export type HandsetWish = { readonly plug: HandsetOptions } | 'pull';

let running: RunningHandset | undefined;
process.on('message', (wish: HandsetWish) => {
  void fulfil(wish).then(() => process.send?.(true));
});

async function fulfil(wish: HandsetWish): Promise<void> {
  if (wish === 'pull') await running?.stop();
  else running = await runHandset(wish.plug);
}
