/**
 * The cable is pulled after every single octet of a whole session of a real workbench, from the first AT to DISCONNECT,
 * while a run waits for that session. The kernel hangs the port up; the next plug is the next octet's, so it has to
 * carry more than the one before, and now and then it is not pulled, so that the run comes to its end.
 */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish } from '../../matrix/markdown-table.ts';
import { handsetOf, must, start } from '../../unit/workbench/bench.ts';
import { type MachineOfPtys, machineOfPtys } from '../../unit/workbench/machine-of-ptys.ts';
import { openPtyBoard, type PtyBoard } from '../pty-board.ts';
import { type PullableHandset, pullableHandset } from './pullable-handset.ts';
import { openWatchedBench, type WatchedBench } from './watched-bench.ts';

/** Handsets at a time: most of a session is waiting. */
const WIDTH = 32;
/** So many plugs of a handset, then one that is not pulled. */
const WHOLE_EVERY = 16;
/** How often a message that is being made is asked for differs: the end is there when so many sessions were over before. */
const ENDS = 2 * WIDTH;

interface Torn {
  readonly octets: number;
  /** What the cable says of it. */
  readonly cable: string;
  /** How the run stands then. */
  readonly run: string;
  /** How the handset stands then: who still had its lease would be in session. */
  readonly handset: string;
}

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

interface Octets {
  /** The next one that nobody has taken; undefined when all sessions are over before. */
  next(): number | undefined;
  tried(nth: number, hasTorn: boolean): void;
  /** No session was shorter. */
  readonly shortest: number;
}

/** Counts up from the first octet until the sessions are over before the cable is pulled. */
function countOctets(): Octets {
  let octets = 0;
  let ends = 0;
  let shortest = Number.POSITIVE_INFINITY;
  return {
    next: () => (ends < ENDS ? ++octets : undefined),
    tried(nth, hasTorn): void {
      ends = hasTorn ? 0 : ends + 1;
      if (!hasTorn) shortest = Math.min(shortest, nth);
    },
    get shortest() {
      return shortest;
    },
  };
}

/** Pulls the cable of this handset again and again, after octets that no other handset takes. */
async function pullAgainAndAgain(handset: PullableHandset, octets: Octets): Promise<readonly Torn[]> {
  const { bench, run, when } = watched;
  const rows: Torn[] = [];
  let runId = '';

  const runState = (): string => run(runId)?.state ?? 'none';
  const isOver = (): boolean => runState() === 'done' && handset.cable?.state === 'ready';
  const asItIs = (): string => `; the run is ${runState()}, the cable ${JSON.stringify(handset.cable)}`;

  async function runWaits(): Promise<void> {
    if (runState() === 'waiting') return;
    if (runState() === 'failed') return void must(await bench.workbench.call('runs.retry', { runId }));
    runId = (await start(bench, handset.devId, 'read-inventory')).id;
    must(await bench.workbench.call('runs.runAll', { runId }));
  }

  async function pullAfter(nth: number): Promise<void> {
    await runWaits();
    await handset.plug(nth);
    await when(
      () => (handset.hasTorn ? handset.cable?.state === 'gone' : isOver()),
      () => `the cable to tear after ${nth} octets${asItIs()}`,
    );
    await when(
      () => runState() !== 'running',
      () => `the run to notice${asItIs()}`,
    );
    octets.tried(nth, handset.hasTorn);
    if (handset.hasTorn) rows.push({ octets: nth, ...(await told()) });
    await handset.pull();
  }

  async function told(): Promise<Omit<Torn, 'octets'>> {
    const { code, next, retryable } = handset.cable?.failure ?? { code: 'no failure', next: '', retryable: false };
    const now = run(runId);
    const why = now?.state === 'failed' ? ` with ${now.steps[now.current]?.error?.code ?? 'no reason'}` : '';
    return {
      cable: next !== '' && retryable ? code : `${code}, and nothing to do`,
      run: `${runState()}${why}`,
      handset: (await handsetOf(bench.workbench, handset.devId))?.state ?? 'unknown',
    };
  }

  async function plugWhole(): Promise<void> {
    await runWaits();
    await handset.plug();
    await when(isOver, () => `a whole session${asItIs()}`);
    await handset.pull();
  }

  for (let plugs = 1; ; plugs++) {
    const nth = octets.next();
    if (nth === undefined) break;
    await pullAfter(nth);
    if (plugs % WHOLE_EVERY === 0) await plugWhole();
  }
  await plugWhole();
  return rows;
}

it(
  'a cable that is pulled after any octet is told as such, the run goes on waiting, and the next plug works',
  { timeout: 600_000 },
  async () => {
    const ids = Array.from({ length: WIDTH }, (_none, index) => `IMEI:3512345678901${String(10 + index)}`);
    const handsets = await Promise.all(ids.map((id) => pullableHandset(watched, machine, board, id)));
    const before = openFiles();
    const octets = countOctets();
    const rows = (await Promise.all(handsets.map((handset) => pullAgainAndAgain(handset, octets)))).flat();
    publish('serial-yanks', 'A serial cable that is pulled after every octet of a session', [
      ['the cable', 'the run', 'the handset', 'after so many octets', 'the last of them'],
      ...summary(rows),
    ]);
    expect(rows.filter(({ cable }) => cable !== 'channel-lost')).toEqual([]);
    expect(rows.filter(({ handset }) => handset !== 'ready')).toEqual([]);
    expect(rows.filter(({ run }) => run !== 'waiting' && run !== 'done')).toEqual([]);
    // In the shortest session the run came to its end: nothing of a session was left out.
    expect(octets.shortest).toBeGreaterThan(
      Math.max(...rows.filter(({ run }) => run === 'waiting').map(({ octets: nth }) => nth)),
    );
    expect(rows.length).toBeGreaterThan(2_500);
    expect(openFiles()).toBeLessThanOrEqual(before);
    for (const handset of handsets) handset.close();
  },
);

/** How often each outcome came, and up to where. */
function summary(rows: readonly Torn[]): readonly (readonly string[])[] {
  const kinds = Map.groupBy(rows, ({ cable, run, handset }) => JSON.stringify([cable, run, handset]));
  return Array.from(kinds, ([kind, some]) => [
    ...(JSON.parse(kind) as readonly string[]),
    String(some.length),
    String(Math.max(...some.map(({ octets }) => octets))),
  ]);
}

function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}
