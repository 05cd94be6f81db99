/**
 * Taking steps back: the steps that undo a run, last first, and what cannot be undone.
 *
 * Only a step that sent something is taken back (`touched`), whether it ended well or not. Nothing that was on the
 * handset before the run is ever removed: what was there stands in the facts of the first reading (facts.ts); where
 * no reading has said, only what a step's own changes show as new is removed.
 */
import { lastSegment, parentOf } from '../dm/uri.ts';
import { standardName } from '../scomo/nodes.ts';
import { DELIVERED_BEFORE, DEPLOYED_BEFORE, listFact } from './facts.ts';
import * as draft from './plan-steps.ts';
import type { Expectation, PlannedStep, Run, Step, StepAction } from './run.ts';
import { resolveKnown } from './target.ts';

type Execute = Extract<StepAction, { kind: 'execute' }>;

/**
 * The steps that take a run back, in the order in which they run; empty when there is nothing to take back, and when
 * the run is being taken back already.
 */
export function planUndo(run: Run): readonly PlannedStep[] {
  if (run.abortReason !== undefined) return [];
  return touchedSteps(run)
    .toReversed()
    .flatMap((step) => undoOf(run, step).map((row) => ({ row, step })))
    .map(({ row, step }, index) => ({
      ...row,
      id: `u${index + 1}`,
      timeLimitMs: step.timeLimitMs,
      undoes: step.id,
    }));
}

/** What will stay as the run has made it, one sentence each, for the question before an abort. */
export function cannotUndo(run: Run): readonly string[] {
  return touchedSteps(run).flatMap((step) => {
    const { action } = step;
    if (action.kind !== 'execute') return [];
    if (action.operation === 'Remove')
      return step.state === 'done' ? [`${step.title}: what was removed must be pushed again.`] : [];
    return replacedBy(run, step, action).map(
      (name) => `${step.title}: ${name} was there before; its earlier version does not come back.`,
    );
  });
}

function touchedSteps(run: Run): readonly Step[] {
  return run.steps.filter((step) => step.touched === true && step.undoes === undefined && step.state !== 'pending');
}

function undoOf(run: Run, step: Step): readonly draft.Draft[] {
  const { action } = step;
  if (action.kind === 'describe-download') return [draft.cleanUp(action.package, action.nodeName)];
  if (action.kind === 'deliver-data') return [takeBack(action)];
  if (action.kind !== 'execute') return [];
  switch (action.operation) {
    case 'Activate':
      return opposite(run, action, 'Deactivate');
    case 'Deactivate':
      return opposite(run, action, 'Activate');
    case 'Remove':
      return [];
    case 'Install':
    case 'InstallInactive':
      return removeComponents(run, step, action);
    case 'Download':
      return removePackage(run, step);
    case 'DownloadInstall':
    case 'DownloadInstallInactive':
      return [...removeComponents(run, step, action), ...removePackage(run, step)];
  }
}

/** Its node was made by this run: whatever of the package has come goes with it. */
function takeBack({ package: { pkgId }, nodeName }: Extract<StepAction, { kind: 'deliver-data' }>): draft.Draft {
  return draft.withdraw(pkgId, nodeName);
}

function opposite(run: Run, action: Execute, operation: 'Activate' | 'Deactivate'): readonly draft.Draft[] {
  if (!('componentId' in action.target)) return [];
  const id = resolveKnown(action.target.componentId, run.facts);
  if (id === undefined) return [];
  const name = run.package?.components.find((component) => component.id === id)?.name ?? id;
  const back = operation === 'Activate' ? draft.activate(id, name) : draft.deactivate(id, name);
  return [ifThere(back)];
}

/** Components that this step brought: expected ones and new ones in its changes, without those from before. */
function removeComponents(run: Run, step: Step, action: Execute): readonly draft.Draft[] {
  const before = listFact(run.facts, DEPLOYED_BEFORE);
  const appeared = valuesThatAppeared(step, 'Deployed', 'ID');
  const expected = before === undefined ? [] : expectedIds(run, action);
  return [...new Set([...appeared, ...expected])]
    .filter((id) => before?.includes(id) !== true)
    .map((id) => {
      const name = run.package?.components.find((component) => component.id === id)?.name ?? id;
      return ifThere(draft.removeComponent(id, name));
    });
}

function removePackage(run: Run, step: Step): readonly draft.Draft[] {
  const pkgId = run.package?.pkgId;
  if (pkgId === undefined) return [];
  const before = listFact(run.facts, DELIVERED_BEFORE);
  const isNew =
    before === undefined ? valuesThatAppeared(step, 'Delivered', 'PkgID').includes(pkgId) : !before.includes(pkgId);
  if (!isNew) return [];
  return [ifThere(draft.removePackage(pkgId, pkgId))];
}

/** Names of the components that were there before and that this step replaced. */
function replacedBy(run: Run, step: Step, action: Execute): readonly string[] {
  if (!['Install', 'InstallInactive', 'DownloadInstall', 'DownloadInstallInactive'].includes(action.operation))
    return [];
  const before = listFact(run.facts, DEPLOYED_BEFORE) ?? [];
  return expectedIds(run, action).filter((id) => before.includes(id));
}

function expectedIds(run: Run, { expect }: Execute): readonly string[] {
  return expect
    .filter(
      (expectation): expectation is Extract<Expectation, { what: 'component' }> => expectation.what === 'component',
    )
    .filter(({ present }) => present)
    .flatMap(({ id }) => resolveKnown(id, run.facts) ?? []);
}

/** Values of a leaf that came new into a list while the step ran, e.g. the IDs of new components. */
function valuesThatAppeared(step: Step, list: 'Delivered' | 'Deployed', leaf: string): readonly string[] {
  return step.changes.flatMap(({ uri, before, after }) => {
    if (before !== undefined || after?.value === undefined || standardName(lastSegment(uri)) !== leaf) return [];
    const entry = parentOf(uri);
    const listURI = entry === undefined ? undefined : parentOf(entry);
    return listURI !== undefined && standardName(lastSegment(listURI)) === list ? [after.value] : [];
  });
}

function ifThere(row: draft.Draft): draft.Draft {
  return row.action.kind === 'execute' ? { ...row, action: { ...row.action, skipIfAbsent: true } } : row;
}
