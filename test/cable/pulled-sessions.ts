/**
 * A cable that is pulled at one place of a session after the other, while a run waits for that session. The next plug
 * is pulled further on, so it has to get further than the one before, and now and then one is not pulled, so that the
 * run comes to its end.
 */
import { expect } from 'vitest';
import type { Failure } from '../../shared/result.ts';
import { publish } from '../matrix/markdown-table.ts';
import { handsetOf, must, start } from '../unit/workbench/bench.ts';
import type { PullableHandset } from './pullable-handset.ts';
import type { WatchedBench } from './watched-bench.ts';

export interface HowOften {
  /**
   * How often a message that is being made is asked for differs from session to session: the end is there when so many
   * in a row were over before their place.
   */
  readonly ends: number;
  /** So many plugs of a handset, then one that is not pulled. */
  readonly wholeEvery: number;
}

interface Torn {
  /** Octet or transfer of the session. */
  readonly nth: number;
  /** What the cable says of it. */
  readonly cable: string;
  /** How the run stands then. */
  readonly run: string;
  /** How the handset stands then: who still had its lease would be in session. */
  readonly handset: string;
}

interface Places {
  /** The next one that nobody has taken; undefined when all sessions are over before. */
  next(): number | undefined;
  tried(nth: number, hasTorn: boolean): void;
  /** No session was shorter. */
  readonly shortest: number;
}

export interface PulledSessions {
  readonly rows: readonly Torn[];
  /** In the shortest of all sessions the cable was pulled at each of these, from 1. */
  readonly all: number;
}

/** Pulls the cables of these handsets at every place, each handset at the next one that none has taken. */
export async function pullEverywhere(
  watched: WatchedBench,
  handsets: readonly PullableHandset[],
  { ends, wholeEvery }: HowOften,
): Promise<PulledSessions> {
  const places = placesOf(ends);
  const rows = await Promise.all(handsets.map((handset) => pullAgainAndAgain(watched, handset, places, wholeEvery)));
  return { rows: rows.flat(), all: places.shortest - 1 };
}

function placesOf(most: number): Places {
  let last = 0;
  let ends = 0;
  let shortest = Number.POSITIVE_INFINITY;
  return {
    next: () => (ends < most ? ++last : undefined),
    tried(nth, hasTorn): void {
      ends = hasTorn ? 0 : ends + 1;
      if (!hasTorn) shortest = Math.min(shortest, nth);
    },
    get shortest() {
      return shortest;
    },
  };
}

async function pullAgainAndAgain(
  { bench, run, when }: WatchedBench,
  handset: PullableHandset,
  places: Places,
  wholeEvery: number,
): Promise<readonly Torn[]> {
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

  async function pullAt(nth: number): Promise<void> {
    await runWaits();
    await handset.plug(nth);
    await when(
      () => (handset.hasTorn ? handset.cable?.state === 'gone' : isOver()),
      () => `the cable to tear at ${nth}${asItIs()}`,
    );
    // Read at once: a little later the cable is looked for again, and says that it is not there.
    const failure = handset.cable?.failure;
    await when(
      () => runState() !== 'running',
      () => `the run to notice${asItIs()}`,
    );
    places.tried(nth, handset.hasTorn);
    if (handset.hasTorn) rows.push({ nth, ...(await told(failure)) });
    await handset.pull();
  }

  async function told(failure: Failure | undefined): Promise<Omit<Torn, 'nth'>> {
    const { code, next, retryable } = failure ?? { code: 'no failure', next: '', retryable: false };
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
    const nth = places.next();
    if (nth === undefined) break;
    await pullAt(nth);
    if (plugs % wholeEvery === 0) await plugWhole();
  }
  await plugWhole();
  return rows;
}

/** A typed failure each time, the handset free for the next session, and the run as it must stand. */
export function expectWellTold({ rows }: PulledSessions): void {
  // Behind a session no channel may be open: then it is the bus that tells.
  expect(rows.filter(({ cable, run }) => cable !== 'channel-lost' && (cable !== 'usb-gone' || run !== 'done'))).toEqual(
    [],
  );
  expect(rows.filter(({ handset }) => handset !== 'ready')).toEqual([]);
  expect(rows.filter(({ run }) => run !== 'waiting' && run !== 'done')).toEqual([]);
  // They went on behind the end of the run, which is near the end of a session.
  expect(rows.map(({ run }) => run)).toContain('done');
}

/** How often each outcome came, and up to where, as a table. */
export function publishPulled(name: string, title: string, { rows }: PulledSessions): void {
  const kinds = Map.groupBy(rows, ({ cable, run, handset }) => JSON.stringify([cable, run, handset]));
  publish(name, title, [
    ['the cable', 'the run', 'the handset', 'how often', 'from', 'to'],
    ...Array.from(kinds, ([kind, some]) => [
      ...(JSON.parse(kind) as readonly string[]),
      ...[some.length, Math.min(...some.map(({ nth }) => nth)), Math.max(...some.map(({ nth }) => nth))].map(String),
    ]),
  ]);
}
