/** A report of a handset goes into the command that it belongs to: every report is kept, the worst result counts. */
import type { CommandReport, MatchRule, Run, RunCommand, Step } from '../../../shared/runbook/run.ts';
import { resolveKnown } from '../../../shared/runbook/resolve.ts';
import { type AlertData, parseAlertData } from '../../../shared/scomo/alert.ts';
import type { Inventory, InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { isResultSuccess, resultWord } from '../../../shared/scomo/result-codes.ts';
import type { HandsetAlert } from '../../server/session-events.ts';
import { matchReport } from './report-match.ts';

/** Reports that are kept of one command; a package has fewer components. */
const MOST_REPORTS = 64;

/** `taken`: the commands with the report. `known`: it belongs here and has been told before; nothing changes. */
export type Taken =
  | { readonly kind: 'taken'; readonly rule: MatchRule; readonly commands: readonly RunCommand[] }
  | { readonly kind: 'known' };

/** Takes a report into a step of a run; undefined when it is none for this step. */
export function takeReport(
  run: Run,
  step: Step,
  alert: HandsetAlert,
  inventory: Inventory | undefined,
): Taken | undefined {
  if (alert.code !== 1226) return undefined;
  const data = parseAlertData(alert.data);
  if (data === undefined) return undefined;
  const match = matchReport(step, alert, (command) => namesOf(run, step, command, inventory));
  const command = match === undefined ? undefined : step.commands[match.index];
  if (match === undefined || command === undefined) return undefined;
  const report = reportOf(data, alert, match.rule);
  const before = command.reports ?? [];
  if (before.length >= MOST_REPORTS || before.some((one) => isSame(one, report))) return { kind: 'known' };
  const { code, word } = report;
  const isWorse = command.result === undefined || (isResultSuccess(command.result.code) && !isResultSuccess(code));
  const after: RunCommand = {
    ...command,
    reports: [...before, report],
    ...(isWorse ? { result: { code, word } } : {}),
  };
  return {
    kind: 'taken',
    rule: match.rule,
    commands: step.commands.map((one, at) => (at === match.index ? after : one)),
  };
}

/** Does the report say once more what a step has proven already? Then there is nothing to tell anybody. */
export function wasReported({ steps }: Run, { code, correlator }: HandsetAlert): boolean {
  if (code !== 1226 || correlator === undefined || correlator === '') return false;
  return steps.some(({ state, commands }) => state === 'done' && commands.some((one) => one.correlator === correlator));
}

function reportOf({ resultCode, identifier }: AlertData, { target }: HandsetAlert, matched: MatchRule): CommandReport {
  return {
    code: resultCode,
    word: resultWord(resultCode),
    matched,
    ...(identifier === undefined ? {} : { identifier }),
    ...(target === undefined || target === '' ? {} : { target }),
  };
}

/** The same report once more, e.g. because our Status for it got lost (facts 1.6). */
function isSame(a: CommandReport, b: CommandReport): boolean {
  return a.code === b.code && a.identifier === b.identifier && a.target === b.target;
}

/** What the entry of a command is called: its node, its identifiers, and what the operation will bring. */
function namesOf(run: Run, step: Step, command: RunCommand, inventory: Inventory | undefined): readonly string[] {
  const entries: readonly InventoryEntry[] =
    inventory === undefined ? [] : [...inventory.downloads, ...inventory.delivered, ...inventory.deployed];
  const entry = entries.find(({ uri }) => command.uri.toLowerCase().startsWith(`${uri.toLowerCase()}/`));
  const ofEntry = entry === undefined ? [] : [entry.nodeName, ...identifiersOf(entry)];
  const isAlone = step.commands.filter(({ cmd }) => cmd === 'Exec').length === 1;
  return [...ofEntry, ...(isAlone ? expectedNames(run, step) : [])].filter((name) => name !== '');
}

function identifiersOf(entry: InventoryEntry): readonly string[] {
  const ids = entry.subtree === 'Deployed' ? [entry.id, entry.pkgIdRef] : [entry.pkgId];
  return ids.filter((id) => id !== undefined);
}

function expectedNames({ facts, package: pkg }: Run, { action }: Step): readonly string[] {
  if (action.kind !== 'execute') return [];
  const known = action.expect.map((one) => ('id' in one ? one.id : one.pkgId));
  const isPackage = action.target.subtree !== 'Deployed';
  return [
    ...known.flatMap((one) => resolveKnown(one, facts) ?? []),
    ...(isPackage && pkg !== undefined ? [pkg.pkgId, ...pkg.components.map(({ id }) => id)] : []),
  ];
}
