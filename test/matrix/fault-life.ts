/** The life of one handset on which one fault strikes in one step after the other, and what came of each run. */
import type { FaultName } from '../../shared/contract/fault.ts';
import type { Run, RunbookId, RunParams, Step } from '../../shared/runbook/run.ts';
import { admitted, type Bench, must, samplePackage } from '../unit/workbench/bench.ts';
import {
  aimsAt,
  aimsFromTheStart,
  type Column,
  columnsAt,
  columnsOf,
  isSetForStep,
  type Kind,
  reasonIndex,
  strayAims,
} from './fault-table.ts';
import { miscounted } from './operation-counts.ts';
import { lead, type Outcome } from './person.ts';

export interface Life {
  readonly kind: Kind;
  readonly fault: FaultName;
  /** The kinds of steps in which the fault shall strike in this life. */
  readonly columns: readonly Column[];
}

export interface Hit {
  readonly column: Column;
  /** How the step and then the run ended, e.g. `operation-failed → done`. */
  readonly word: string;
}

export interface Lived {
  readonly life: Life;
  readonly hits: readonly Hit[];
  /** Its runs as they ended. */
  readonly runs: readonly Run[];
  /** What must not be; empty when all is well. */
  readonly complaints: readonly string[];
}

/** Lives it. */
export async function live(bench: Bench, life: Life): Promise<Lived> {
  const { kind, fault, columns } = life;
  const at = `${kind} ${fault} (${columns.join(', ')})`;
  const hits: Hit[] = [];
  const complaints: string[] = [];
  const runs: Run[] = [];
  const open = new Set(columns.filter((column) => isSetForStep(fault, column)));
  const waiting = new Set(aimsFromTheStart(fault, columns));
  const strays = strayAims(fault);
  /** The faults to set just before this step; undefined when the handset has all that it needs. */
  function aim(step: Step): readonly string[] | undefined {
    const column = columnsOf(step).findLast((one) => open.has(one));
    if (column === undefined) return undefined;
    open.delete(column);
    const aims = aimsAt(fault, column);
    for (const one of aims) waiting.add(one);
    return [...waiting];
  }
  try {
    const devId = await admitted(bench, { personality: kind, installMs: 10 });
    must(await bench.workbench.call('handsets.setFaults', { devId, faults: [...waiting, ...strays], seed: 1 }));
    for (const [runbook, params] of await runbooks(bench, kind)) {
      const outcome = await lead(bench, devId, { runbook, params, aim });
      for (const { fault: struck } of outcome.struck) waiting.delete(struck);
      runs.push(outcome.run);
      hits.push(...hitsOf(outcome));
      complaints.push(...outcome.complaints.map((text) => `${at}, ${runbook}: ${text}`));
    }
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    complaints.push(...(await miscounted(bench, devId, runs)).map((text) => `${at}: ${text}`));
    complaints.push(...unstruck(life, waiting).map((one) => `${at}: ${one} was set and has never struck`));
  } catch (error) {
    complaints.push(`${at}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { life, hits, runs, complaints };
}

/** What has not struck although no reason is known. */
function unstruck({ kind, fault, columns }: Life, waiting: ReadonlySet<string>): readonly string[] {
  const wanted = columns.filter((column) => reasonIndex(kind, fault, column) === undefined);
  return [...new Set(wanted.flatMap((column) => aimsAt(fault, column)))].filter((aim) => waiting.has(aim));
}

/** A life in which every kind of step that the handset is tried in has its turn. */
async function runbooks(bench: Bench, kind: Kind): Promise<readonly (readonly [RunbookId, RunParams])[]> {
  const [old, newer, suite] = await Promise.all(
    ['acme-notes-2.0', 'acme-notes-2.1', 'acme-radio-suite-5.0'].map((id) => samplePackage(bench, id)),
  );
  if (kind === 'direct-only') return [['push-install', { digest: suite?.digest ?? '' }]];
  const componentId = 'com.acme.notes';
  return [
    ['read-inventory', {}],
    ['deliver-package', { digest: old?.digest ?? '' }],
    ['install-delivered', { pkgId: 'acme-notes-2.0', inactive: true }],
    ['activate', { componentId }],
    ['deactivate', { componentId }],
    ['remove-component', { componentId }],
    ['install-delivered', { pkgId: 'acme-notes-2.0' }],
    ['push-inactive-activate', { digest: newer?.digest ?? '' }],
    ['push-install', { digest: suite?.digest ?? '' }],
    ['remove-delivered', { pkgId: 'acme-notes-2.1' }],
    ['deliver-package', { digest: newer?.digest ?? '', delivery: 'in-session' }],
    ['deactivate', { componentId, askUser: true, tellUser: true }],
  ];
}

/** Which step each fault struck in, and how that went. */
function hitsOf({ run, failures, struck }: Outcome): readonly Hit[] {
  return struck.flatMap(({ at, fault }) => {
    const step = stepAt(run, at);
    if (step === undefined) return [];
    const codes = failures.filter(({ stepId }) => stepId === step.id).map(({ code }) => code);
    const word = codes.length === 0 ? run.state : `${codes.join(', ')} → ${run.state}`;
    return columnsAt(step, fault).map((column) => ({ column, word }));
  });
}

/** The step that was under way; of a fault that struck between two, the later. */
function stepAt(run: Run, at: number): Step | undefined {
  return run.steps.find(({ endedAt }) => endedAt === undefined || endedAt >= at) ?? run.steps.at(-1);
}
