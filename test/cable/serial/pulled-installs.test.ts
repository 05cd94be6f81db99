/**
 * The cable is pulled at places all over a run that takes a package to a handset and installs it there. Whatever was
 * under way, the run is done in the end, by itself or when a person tries again, and nothing was done twice.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish } from '../../matrix/markdown-table.ts';
import { packageWith } from '../../bench/tethered.ts';
import { inventory, must, start } from '../../unit/workbench/bench.ts';
import { type MachineOfPtys, machineOfPtys } from '../../unit/workbench/machine-of-ptys.ts';
import { openPtyBoard, type PtyBoard } from '../pty-board.ts';
import { type PullableHandset, pullableHandset } from '../pullable-handset.ts';
import { serialCable } from '../serial-cable.ts';
import { openWatchedBench, type WatchedBench } from '../watched-bench.ts';

const WIDTH = 24;
/** Octets from one place to the next. */
const STEP = 199;
/** A person does not try again for ever. */
const MOST_PLUGS = 6;

interface Pulled {
  readonly octets: number;
  /** Where the run stood when the cable was pulled, and how. */
  readonly step: string;
  readonly state: string;
  /** Plugs until it was done. */
  readonly plugs: number;
  readonly end: string;
}

let machine: MachineOfPtys;
let board: PtyBoard;
let watched: WatchedBench;
let digest: string;

beforeEach(async () => {
  machine = machineOfPtys();
  board = openPtyBoard();
  watched = await openWatchedBench(machine.system);
  digest = await packageWith(watched.bench, 1);
});

afterEach(async () => {
  await watched.bench.close();
  await board.close();
});

/** One run whose cable is pulled after so many octets; undefined when it was over before. */
async function pulledInstall(handset: PullableHandset, octets: number): Promise<Pulled | undefined> {
  const { bench, run, when } = watched;
  const { workbench } = bench;
  handset.reset();
  const { id } = await start(bench, handset.devId, 'push-install', { digest });
  must(await workbench.call('runs.runAll', { runId: id }));
  const state = (): string => run(id)?.state ?? 'none';
  const rests = (): boolean => ['done', 'failed'].includes(state()) && handset.cable?.state === 'ready';
  const asItIs = (): string => `; the run is ${state()}, the cable ${JSON.stringify(handset.cable)}`;

  await handset.plug(octets);
  await when(
    () => (handset.hasTorn ? handset.cable?.state === 'gone' && state() !== 'running' : rests()),
    () => `the cable to tear after ${octets} octets${asItIs()}`,
  );
  const { hasTorn } = handset;
  const now = run(id);
  const { title = 'done', error } = now?.steps[now.current] ?? {};
  const told = `${state()}${error === undefined ? '' : ` with ${error.code}`}`;
  await handset.pull();

  let plugs = 1;
  while (state() !== 'done' && plugs++ < MOST_PLUGS) {
    if (state() === 'failed') must(await workbench.call('runs.retry', { runId: id }));
    await handset.plug();
    await when(rests, () => `the run to go on after ${octets} octets${asItIs()}`);
    await handset.pull();
  }
  const [component] = (await inventory(bench, handset.devId)).deployed;
  const isOnce = Object.values(handset.completed()).every((count) => count === 1);
  const end = component?.state?.word === 'Active' && isOnce ? state() : `${state()}, wrong`;
  return hasTorn ? { octets, step: title, state: told, plugs, end } : undefined;
}

it(
  'a run whose cable is pulled anywhere is done in the end, and nothing is done twice',
  { timeout: 300_000 },
  async () => {
    const ids = Array.from({ length: WIDTH }, (_none, index) => `IMEI:3512345678902${String(10 + index)}`);
    const rows: Pulled[] = [];
    let octets = 0;
    let isOver = false;
    await Promise.all(
      ids.map(async (id) => {
        const handset = await pullableHandset(watched, serialCable(machine, board, id), id);
        while (!isOver) {
          const row = await pulledInstall(handset, (octets += STEP));
          if (row === undefined) isOver = true;
          else rows.push(row);
        }
        handset.close();
      }),
    );
    const kinds = Map.groupBy(rows, ({ step, state, plugs, end }) => JSON.stringify([step, state, String(plugs), end]));
    publish('serial-pulled-installs', 'A serial cable that is pulled all over an install', [
      ['the step', 'the run', 'plugs', 'in the end', 'how often'],
      ...Array.from(kinds, ([kind, some]) => [...(JSON.parse(kind) as readonly string[]), String(some.length)]),
    ]);
    expect(rows.filter(({ end }) => end !== 'done')).toEqual([]);
    expect(rows.length).toBeGreaterThan(50);
  },
);
