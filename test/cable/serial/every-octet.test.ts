/**
 * The cable is pulled after every single octet of a whole session of a real workbench, from the first AT to DISCONNECT.
 * The lines are real ptys: the kernel hangs the port up when the handset's end is closed.
 */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type MachineOfPtys, machineOfPtys } from '../../unit/workbench/machine-of-ptys.ts';
import { openPtyBoard, type PtyBoard } from '../pty-board.ts';
import { pullableHandset } from '../pullable-handset.ts';
import { expectWellTold, publishPulled, pullEverywhere } from '../pulled-sessions.ts';
import { serialCable } from '../serial-cable.ts';
import { openWatchedBench, type WatchedBench } from '../watched-bench.ts';

/** Handsets at a time: most of a session is waiting. */
const WIDTH = 32;

let machine: MachineOfPtys;
let board: PtyBoard;
let watched: WatchedBench;

beforeEach(async () => {
  machine = machineOfPtys();
  board = openPtyBoard();
  watched = await openWatchedBench(machine.system);
});

afterEach(async () => {
  await watched.bench.close();
  await board.close();
});

it(
  'a cable that is pulled after any octet is told as such, the run goes on waiting, and the next plug works',
  { timeout: 600_000 },
  async () => {
    const ids = Array.from({ length: WIDTH }, (_none, index) => `IMEI:3512345678901${String(10 + index)}`);
    const handsets = await Promise.all(ids.map((id) => pullableHandset(watched, serialCable(machine, board, id), id)));
    const before = openFiles();
    const pulled = await pullEverywhere(watched, handsets, { ends: 2 * WIDTH, wholeEvery: 16 });
    publishPulled('serial-yanks', 'A serial cable that is pulled after every octet of a session', pulled);
    expectWellTold(pulled);
    expect(pulled.all).toBeGreaterThan(2_500);
    expect(openFiles()).toBeLessThanOrEqual(before);
    for (const handset of handsets) handset.close();
  },
);

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
