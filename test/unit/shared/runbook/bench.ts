/**
 * A run on the bench: a handset as a plain object that does what facts 1.5 say, and an executor of a few lines. Both
 * go through the real tree, inventory, plans, expectations and reducer, so that a plan is tested by what it does.
 */
import { applyReading, emptyTree } from '../../../../shared/dm/tree.ts';
import { planRun } from '../../../../shared/runbook/built-in.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { tryReduce } from '../../../../shared/runbook/reducer.ts';
import { checkExpectations, expectationsOf, learnFacts, planCommands } from '../../../../shared/runbook/resolve.ts';
import type { Run, RunCommand, RunEvent, RunPackage, RunParams, RunbookId } from '../../../../shared/runbook/run.ts';
import { currentStep, nextToStart } from '../../../../shared/runbook/selectors.ts';
import type { Inventory } from '../../../../shared/scomo/inventory-types.ts';
import { readInventory } from '../../../../shared/scomo/inventory.ts';
import { AT, type Branch, component, delivered, download, nodesOf, scomo } from '../scomo/trees.ts';

export const DIGEST = 'a'.repeat(64);
const ROOT = { uri: './SCM', version: '1.0' } as const;

export const NOTES_21: RunPackage = {
  digest: DIGEST,
  size: 1000,
  fileName: 'notes-2.1.zip',
  pkgId: 'acme-notes-2.1',
  name: 'Notes',
  version: '2.1',
  pkgType: 'application/zip',
  envType: 'Linux',
  components: [{ id: 'com.acme.notes', name: 'Notes', version: '2.1' }],
};

type Values = Record<string, string | number>;
type Node = Record<string, Branch | string | number | null>;

export interface BenchHandset {
  readonly downloads: Map<string, Values>;
  readonly delivered: Map<string, Values>;
  readonly deployed: Map<string, Values>;
  /** What the handset finds in the package; what the library knows may be less. */
  readonly contents: RunPackage;
  inventory(): Inventory;
  send(command: RunCommand): void;
}

export function createBenchHandset(
  contents: RunPackage = NOTES_21,
  options: { readonly fails?: string; readonly keepsDownload?: boolean; readonly hides?: readonly string[] } = {},
): BenchHandset {
  const downloads = new Map<string, Values>();
  const deliveredList = new Map<string, Values>();
  const deployed = new Map<string, Values>();

  function deploy(state: number): void {
    for (const { id, name, version } of contents.components) {
      const old = [...deployed].find(([, values]) => values['ID'] === id)?.[0];
      deployed.set(old ?? `C${deployed.size + 1}`, {
        ID: id,
        PkgIDRef: contents.pkgId,
        Status: 10,
        State: state,
        ...(name === undefined ? {} : { Name: name }),
        ...(version === undefined ? {} : { Version: version }),
      });
    }
  }

  function execute(list: string, nodeName: string, operation: string): void {
    if (options.fails === operation) return;
    switch (operation) {
      case 'Activate':
      case 'Deactivate':
        set(deployed, nodeName, 'State', operation === 'Activate' ? 20 : 10);
        return;
      case 'Remove':
        (list === 'Deployed' ? deployed : deliveredList).delete(nodeName);
        return;
      case 'Install':
      case 'InstallInactive':
        set(deliveredList, nodeName, 'State', 20);
        deploy(operation === 'Install' ? 20 : 10);
        return;
      default:
        deliveredList.set(nodeName, { PkgID: contents.pkgId, Status: 10, State: operation === 'Download' ? 10 : 20 });
        if (operation !== 'Download') deploy(operation === 'DownloadInstall' ? 20 : 10);
        if (options.keepsDownload !== true) downloads.delete(nodeName);
    }
  }

  return {
    downloads,
    delivered: deliveredList,
    deployed,
    contents,
    inventory(): Inventory {
      const lists = {
        Download: shown(downloads, download),
        Delivered: shown(deliveredList, delivered),
        Deployed: shown(deployed, component),
      };
      const nodes = [...nodesOf(ROOT.uri, scomo(lists))];
      return readInventory(applyReading(emptyTree(), { root: ROOT.uri, complete: true, nodes, at: AT }).tree, ROOT);
    },
    send({ cmd, uri, value, format }: RunCommand): void {
      const [list, nodeName, leaf, operation] = uri.replace(/^\.\/SCM\/(Inventory\/)?/, '').split('/');
      if (list === undefined || nodeName === undefined) return;
      if (cmd === 'Exec' && operation !== undefined) execute(list, nodeName, operation);
      else if (cmd === 'Delete') downloads.delete(nodeName);
      else if (cmd === 'Add' && format === 'node') downloads.set(nodeName, { Status: 10 });
      else if ((cmd === 'Add' || cmd === 'Replace') && leaf !== undefined) set(downloads, nodeName, leaf, value ?? '');
    },
  };

  function shown(list: ReadonlyMap<string, Values>, make: (values: Branch) => Branch): Branch {
    const entries = [...list].map(([name, values]): [string, Branch] => {
      const branch: Node = { ...make(values) };
      for (const hidden of options.hides ?? []) delete branch[hidden];
      return [name, branch];
    });
    return Object.fromEntries(entries);
  }
}

/** Plans a run; throws when the plan fails. */
export function planned(runbook: RunbookId, params: RunParams, pkg?: RunPackage, inventory?: Inventory): Run {
  const plan = planRun({
    runbook,
    params,
    nodeName: 'run-1',
    ...(pkg === undefined ? {} : { package: pkg }),
    ...(inventory === undefined ? {} : { inventory }),
  });
  if (!plan.ok) throw new Error(plan.error.message);
  return append(undefined, {
    type: 'created',
    id: 'run-1',
    devId: 'IMEI:1',
    runbook,
    title: plan.value.title,
    params,
    steps: plan.value.steps,
    ...(pkg === undefined ? {} : { package: pkg }),
  });
}

type WithoutNumber<E> = E extends unknown ? Omit<E, 'seq' | 'at'> : never;
export type NewEvent = WithoutNumber<RunEvent>;

/** Appends a legal event; throws on an illegal one. */
export function append(run: Run | undefined, event: NewEvent): Run {
  const seq = run?.seq ?? 0;
  const reduced = tryReduce(run, { ...event, seq, at: AT + seq });
  if (!reduced.ok) throw new Error(`${reduced.error.message} ${reduced.error.detail ?? ''}`);
  return reduced.value;
}

/** Runs the current step as the workbench would, with a handset that answers at once. */
export function runStep(before: Run, handset: BenchHandset, mode: 'step' | 'all' = 'step'): Run {
  const step = currentStep(before);
  if (step === undefined) throw new Error('The run is through');
  let run = append(before, { type: 'started', step: step.id, mode });
  const fail = (error: Parameters<typeof failedEvent>[1]): Run => append(run, failedEvent(step.id, error));
  const now = handset.inventory();
  const condition = checkPrecondition(currentStep(run) ?? step, run.facts, now);
  if (!condition.ok) return fail(condition.error);
  if (condition.value.kind === 'already-met')
    return append(run, { type: 'done', step: step.id, proof: condition.value.text, changes: [] });

  const commands = planCommands(step, {
    facts: run.facts,
    inventory: now,
    packageURL: 'http://127.0.0.1/p/1',
    correlator: 'c',
  });
  if (!commands.ok) return fail(commands.error);
  run = append(run, { type: 'sending', step: step.id, commands: commands.value });
  for (const command of commands.value) handset.send(command);
  run = append(run, {
    type: 'answered',
    step: step.id,
    commands: commands.value.map((command) => ({ ...command, status: { code: 200, word: 'OK' } })),
  });
  const after = handset.inventory();
  const facts = learnFacts(step.action, after, run.facts);
  if (!facts.ok) return fail(facts.error);
  const effect = checkExpectations(expectationsOf(step.action), run.facts, after);
  if (!effect.met) return fail({ code: 'not-proven', message: effect.text, next: 'Retry.', retryable: true });
  return append(run, { type: 'done', step: step.id, proof: effect.text, changes: [], facts: facts.value });
}

/** Runs until nothing starts by itself any more. */
export function runAll(run: Run, handset: BenchHandset): Run {
  let now = runStep(run, handset, 'all');
  while (nextToStart(now) !== undefined) now = runStep(now, handset, 'all');
  return now;
}

function failedEvent(step: string, error: Extract<RunEvent, { type: 'failed' }>['error']) {
  return { type: 'failed', step, error, changes: [] } as const;
}

function set(list: ReadonlyMap<string, Values>, nodeName: string, leaf: string, value: string | number): void {
  const values = list.get(nodeName);
  if (values !== undefined) values[leaf] = value;
}
