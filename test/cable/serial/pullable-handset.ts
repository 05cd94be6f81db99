/**
 * A virtual handset in this process on a serial port that the system lists, with a cable that is pulled after so many
 * octets: its own fault closes its end, and the line hangs up (pty-board.ts). It keeps its state from plug to plug.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningHandset } from '../../../electron/handset/handset.ts';
import { runHandset } from '../../../electron/handset/power.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import { must, until } from '../../unit/workbench/bench.ts';
import type { MachineOfPtys } from '../../unit/workbench/machine-of-ptys.ts';
import type { BoardLine, PtyBoard } from '../pty-board.ts';
import type { WatchedBench } from './watched-bench.ts';

export interface PullableHandset {
  readonly devId: string;
  /** Its cable as it is now. */
  readonly cable: Cable | undefined;
  /** Has its cable been pulled after the octets that the last plug was to carry? */
  readonly hasTorn: boolean;
  /** Plugs it in; the cable carries `octets` of both ways together, any number unless said. */
  plug(octets?: number): Promise<void>;
  /** Switches it off, if it was not pulled before; the workbench has noticed when it resolves. */
  pull(): Promise<void>;
  /** Forgets its state. */
  close(): void;
}

const NOKIA = { manufacturer: 'Nokia', vendorId: '0421', productId: '0508' };

/** Makes one that the workbench has admitted and whose inventory it knows; it is not plugged in. */
export async function pullableHandset(
  { bench, cable, when }: WatchedBench,
  machine: MachineOfPtys,
  board: PtyBoard,
  devId: string,
): Promise<PullableHandset> {
  const { workbench } = bench;
  const { serverURL: server, ...account } = must(await workbench.call('handsets.enrolment', {}));
  const state = mkdtempSync(join(tmpdir(), 'scomo-pullable-'));
  let line: BoardLine | undefined;
  let running: RunningHandset | undefined;
  let hasTorn = false;

  const handset: PullableHandset = {
    devId,
    get cable() {
      return cable(line?.near ?? '');
    },
    get hasTorn() {
      return hasTorn;
    },
    async plug(octets): Promise<void> {
      hasTorn = false;
      line = await board.line(devId);
      const faults = octets === undefined ? [] : [`yank@${octets}`];
      running = await runHandset(
        { ...account, server, state, devId, serial: line.far, faults },
        ({ event }) => void (hasTorn ||= event === 'fault'),
      );
      machine.list({ path: line.near, ...NOKIA });
    },
    async pull(): Promise<void> {
      await running?.stop();
      await line?.gone;
      await when(
        () => handset.cable?.state === 'gone',
        () => `the pulled cable to be gone; it is ${JSON.stringify(handset.cable)}`,
      );
    },
    close: () => rmSync(state, { recursive: true, force: true }),
  };

  await handset.plug();
  await when(
    () => handset.cable?.state === 'ready',
    () => 'the first session',
  );
  must(await workbench.call('handsets.admit', { devId }));
  await until(async () => must(await workbench.call('tree.inventory', { devId })).inventory !== null, 'the inventory');
  await handset.pull();
  return handset;
}
