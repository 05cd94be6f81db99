/**
 * Every fault at every step: a handset on which one kind of fault strikes at every point it can, and a person who leads
 * all runbooks on it. Every run must end done, or stop where somebody can act on it and end done after retrying; no
 * operation may come to its end twice.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAULTS, type FaultName, pointsOf } from '../../shared/contract/fault.ts';
import type { PersonalityName } from '../../shared/contract/virtual-handset.ts';
import type { Run, RunbookId, RunParams, Step } from '../../shared/runbook/run.ts';
import { admitted, type Bench, HANDSET_BUILT, must, openBench, samplePackage } from '../unit/workbench/bench.ts';
import { publish } from './markdown-table.ts';
import { countsOf, lead, type Outcome } from './person.ts';
import { pooled } from './pool.ts';

/** Handsets at work at a time. */
const WIDTH = 8;
/** Only by the book, and with results at once and a Download node that has to be deleted. */
const KINDS: readonly PersonalityName[] = ['spec-1.0', 'mediatek'];
/** A spread over the life: the readings of all kinds of steps. */
const READINGS = ['Get', 'Get#4', 'Get#7', 'Get#10', 'Get#13', 'Get#19', 'Get#26'];
/** Faults that a step only gets over after a while share their points among several handsets. */
const SLOW: ReadonlySet<string> = new Set(['no-alert', 'alert-other-correlator']);
const SLOW_SHARE = 3;

const COLUMNS = [
  'read',
  'describe',
  'Download',
  'DownloadInstall',
  'DownloadInstallInactive',
  'Install',
  'InstallInactive',
  'Activate',
  'Deactivate',
  'Remove',
  'verify',
  'clean up',
] as const;
type Column = (typeof COLUMNS)[number];

interface Life {
  readonly kind: PersonalityName;
  readonly fault: FaultName;
  readonly faults: readonly string[];
}

let bench: Bench;

beforeAll(async () => {
  bench = await openBench(HANDSET_BUILT);
}, 60_000);

afterAll(() => bench.close(), 60_000);

it('ends every run in a state that a person can act on, and no operation is done twice', async () => {
  const lives = KINDS.flatMap((kind) => FAULTS.flatMap(({ name }) => livesWith(kind, name)));
  const slowFirst = lives.toSorted((a, b) => Number(SLOW.has(b.fault)) - Number(SLOW.has(a.fault)));
  const lived = await pooled(slowFirst, WIDTH, live);

  for (const kind of KINDS) {
    publish(`faults-${kind}`, `Faults on ${kind}: how the run ended, by the step in which the fault struck`, [
      ['fault', ...COLUMNS],
      ...FAULTS.map(({ name }) => [
        name,
        ...COLUMNS.map((column) =>
          cellText(
            lived.filter((one) => one.life.kind === kind && one.life.fault === name).flatMap((one) => one.hits),
            column,
          ),
        ),
      ]),
    ]);
  }
  expect(lived.flatMap(({ complaints }) => complaints)).toEqual([]);
}, 900_000);

/** One handset with the fault at all its points, or a few that share them. */
function livesWith(kind: PersonalityName, fault: FaultName): readonly Life[] {
  const points = pointsOf(fault).flatMap((point): readonly string[] => {
    if (point === 'Get') return READINGS;
    // Chunks and Data belong to deliveries through the tree, which have tests of their own; the rest is never sent.
    return ['chunk', 'Data', 'message', 'Add', 'Replace', 'Copy', 'Atomic', 'Exec'].includes(point) ? [] : [point];
  });
  const faults = points.map((point) => `${fault}@${point}`);
  if (faults.length === 0) return [];
  if (!SLOW.has(fault)) return [{ kind, fault, faults }];
  return Array.from({ length: SLOW_SHARE }, (_, share) => ({
    kind,
    fault,
    faults: faults.filter((_, index) => index % SLOW_SHARE === share),
  }));
}

interface Hit {
  readonly column: Column;
  readonly word: string;
}

interface Lived {
  readonly life: Life;
  readonly hits: readonly Hit[];
  readonly complaints: readonly string[];
}

async function live(life: Life): Promise<Lived> {
  const hits: Hit[] = [];
  const complaints: string[] = [];
  const at = `${life.kind} ${life.fault}`;
  try {
    const devId = await admitted(bench, { personality: life.kind, installMs: 10 });
    must(await bench.workbench.call('handsets.setFaults', { devId, faults: [...life.faults], seed: 1 }));
    for (const [runbook, params] of await runbooks()) {
      const outcome = await lead(bench, devId, runbook, params);
      hits.push(...hitsOf(outcome));
      complaints.push(...outcome.complaints.map((text) => `${at}, ${runbook}: ${text}`));
    }
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    const { completed } = await countsOf(bench, devId);
    for (const [uri, count] of Object.entries(completed))
      if (count > 1) complaints.push(`${at}: ${uri} was done ${count} times`);
  } catch (error) {
    complaints.push(`${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { life, hits, complaints };
}

/** A life in which every operation has its turn. */
async function runbooks(): Promise<readonly (readonly [RunbookId, RunParams])[]> {
  const [old, newer, suite] = await Promise.all(
    ['acme-notes-2.0', 'acme-notes-2.1', 'acme-radio-suite-5.0'].map((id) => samplePackage(bench, id)),
  );
  const componentId = 'com.acme.notes';
  return [
    ['deliver-package', { digest: old?.digest ?? '' }],
    ['install-delivered', { pkgId: 'acme-notes-2.0', inactive: true }],
    ['activate', { componentId, askUser: true }],
    ['deactivate', { componentId }],
    ['remove-component', { componentId }],
    ['install-delivered', { pkgId: 'acme-notes-2.0' }],
    ['push-inactive-activate', { digest: newer?.digest ?? '' }],
    ['push-install', { digest: suite?.digest ?? '' }],
    ['remove-delivered', { pkgId: 'acme-notes-2.1' }],
  ];
}

/** Which step each fault struck in, and how the run ended. */
function hitsOf({ run, failures, struck }: Outcome): readonly Hit[] {
  const word = failures.length === 0 ? 'done' : `${failures.join(', ')} → ${run.state}`;
  return struck.flatMap(({ at }) => {
    const step = stepAt(run, at);
    const column = step === undefined ? undefined : columnOf(step);
    return column === undefined ? [] : [{ column, word }];
  });
}

/** The step that was under way; of a fault that struck between two, the later. */
function stepAt(run: Run, at: number): Step | undefined {
  return run.steps.find(({ endedAt }) => endedAt === undefined || endedAt >= at) ?? run.steps.at(-1);
}

function columnOf({ action }: Step): Column | undefined {
  switch (action.kind) {
    case 'read-inventory':
      return 'read';
    case 'describe-download':
      return 'describe';
    case 'verify':
      return 'verify';
    case 'delete-node':
      return 'clean up';
    case 'execute':
      return action.operation;
    // Nothing is sent, or only said to the user, or it is no part of this life.
    case 'check-package':
    case 'deliver-data':
    case 'tell-user':
      return undefined;
    default:
      return action satisfies never;
  }
}

/** All that happened in this column, each once; a dash where the fault cannot strike. */
function cellText(hits: readonly Hit[], column: Column): string {
  const words = new Set(hits.filter((hit) => hit.column === column).map(({ word }) => word));
  return words.size === 0 ? '–' : [...words].join('; ');
}
