/**
 * Every fault in every kind of step: a handset on which one kind of fault strikes in one step after the other, and a
 * person who leads all runbooks on it. Every run must end done, or stop where somebody can act on it and end done after
 * retrying; every operation comes to its end once; a fault strikes wherever it can, and nowhere else.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAULTS, type FaultName } from '../../shared/contract/fault.ts';
import { type Bench, HANDSET_BUILT, openBench } from '../unit/workbench/bench.ts';
import { type Life, type Lived, live } from './fault-life.ts';
import { aimsAt, type Column, columnsTried, type Kind, KINDS, REASONS, reasonIndex } from './fault-table.ts';
import { closeAndCompare } from './journals.ts';
import { publish } from './markdown-table.ts';
import { pooled } from './pool.ts';

/** Handsets at work at a time: most of them wait most of the time. */
const WIDTH = 12;
/** Faults that a step only gets over after a while: their steps are shared among several handsets. */
const SLOW: ReadonlySet<FaultName> = new Set(['no-alert', 'alert-other-correlator']);
const STEPS_OF_SLOW = 3;

let bench: Bench;

beforeAll(async () => {
  bench = await openBench(HANDSET_BUILT);
}, 60_000);

afterAll(() => bench.close(), 60_000);

it('ends every run in a state that a person can act on, and no operation is done twice', async () => {
  const lives = KINDS.flatMap((kind) => FAULTS.flatMap(({ name }) => livesWith(kind, name)));
  const slowFirst = lives.toSorted((a, b) => Number(SLOW.has(b.fault)) - Number(SLOW.has(a.fault)));
  const lived = await pooled(slowFirst, WIDTH, (life) => live(bench, life));

  for (const kind of KINDS) publishTable(kind, lived);
  const wrongCells = KINDS.flatMap((kind) =>
    FAULTS.flatMap(({ name }) => columnsTried(kind).flatMap((column) => wrongCell(kind, name, column, lived))),
  );
  const lost = await closeAndCompare(
    bench,
    lived.flatMap(({ runs }) => runs),
  );
  expect([...lived.flatMap(({ complaints }) => complaints), ...wrongCells, ...lost]).toEqual([]);
}, 900_000);

/** One handset with the fault in all steps that it can be aimed at, or a few that share them. The reasons are not asked. */
function livesWith(kind: Kind, fault: FaultName): readonly Life[] {
  const columns = columnsTried(kind).filter((column) => aimsAt(fault, column).length > 0);
  if (columns.length === 0) return [];
  if (!SLOW.has(fault)) return [{ kind, fault, columns }];
  return Array.from({ length: Math.ceil(columns.length / STEPS_OF_SLOW) }, (_, share) => ({
    kind,
    fault,
    columns: columns.slice(share * STEPS_OF_SLOW, (share + 1) * STEPS_OF_SLOW),
  }));
}

function publishTable(kind: Kind, lived: readonly Lived[]): void {
  const columns = columnsTried(kind);
  publish(
    `faults-${kind}`,
    `Faults on ${kind}: how the run ended, by the step in which the fault struck`,
    [
      ['fault', ...columns],
      ...FAULTS.map(({ name }) => [name, ...columns.map((column) => cellText(kind, name, column, lived))]),
    ],
    REASONS.flatMap(({ kinds, why }, index) => (kinds.includes(kind) ? [`– ${index + 1}: ${why}`] : [])),
  );
}

/** All that happened in this cell, each once; a dash with the number of the reason where nothing did. */
function cellText(kind: Kind, fault: FaultName, column: Column, lived: readonly Lived[]): string {
  const words = new Set(hitsIn(kind, fault, column, lived));
  if (words.size > 0) return [...words].join('; ');
  const reason = reasonIndex(kind, fault, column);
  return reason === undefined ? 'never struck' : `– ${reason + 1}`;
}

/** A fault that struck where it cannot, or that did not where it must. */
function wrongCell(kind: Kind, fault: FaultName, column: Column, lived: readonly Lived[]): readonly string[] {
  const reason = reasonIndex(kind, fault, column);
  const [hit] = hitsIn(kind, fault, column, lived);
  if ((reason === undefined) === (hit !== undefined)) return [];
  const why = reason === undefined ? 'never struck' : `has struck (${hit ?? ''}), but “${REASONS[reason]?.why ?? ''}”`;
  return [`${kind} ${fault} in ${column}: ${why}`];
}

function hitsIn(kind: Kind, fault: FaultName, column: Column, lived: readonly Lived[]): readonly string[] {
  return lived
    .filter(({ life }) => life.kind === kind && life.fault === fault)
    .flatMap(({ hits }) => hits.filter((hit) => hit.column === column).map(({ word }) => word));
}
