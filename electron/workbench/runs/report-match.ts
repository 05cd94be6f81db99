/**
 * Which command of a step a handset's report belongs to (facts 1.7 and 7).
 *
 * Three rules, the surest first: the Correlator that the handset echoes; the Source, which is the executed node; the
 * target, which is what the operation made or changed. A report that carries somebody else's Correlator belongs to
 * nobody here, whatever else it says.
 */
import { normalizeURI, parentOf } from '../../../shared/dm/uri.ts';
import type { MatchRule, RunCommand, Step } from '../../../shared/runbook/run.ts';
import { parseAlertData } from '../../../shared/scomo/alert.ts';
import { scomoAlertKindOf } from '../../../shared/scomo/mo.ts';
import { standardName } from '../../../shared/scomo/nodes.ts';
import { OPERATIONS } from '../../../shared/scomo/operations.ts';
import type { HandsetAlert } from '../../server/session-events.ts';

export interface ReportMatch {
  /** Index of the command in the step. */
  readonly index: number;
  readonly rule: MatchRule;
}

/** What a command is about, in the words in which a report may name it: IDs, PkgIDs, names of nodes. */
export type NamesOf = (command: RunCommand) => readonly string[];

interface Rule {
  readonly rule: MatchRule;
  /** Does a report with these words belong to this command? */
  readonly fits: (command: RunCommand, alert: HandsetAlert, namesOf: NamesOf) => boolean;
}

/** Surest first. */
const RULES: readonly Rule[] = [
  { rule: 'Source URI', fits: ({ uri }, { source = '' }) => !isBlank(source) && isSameNode(uri, source) },
  { rule: 'target', fits: isAbout },
];

/** Finds the command; undefined when the report belongs to none of this step. */
export function matchReport(
  step: Pick<Step, 'commands'>,
  alert: HandsetAlert,
  namesOf: NamesOf,
): ReportMatch | undefined {
  const { correlator } = alert;
  if (!isBlank(correlator)) {
    // The correlator is ours alone: whoever echoes it did the operation, also when it had refused it.
    const index = step.commands.findLastIndex((command) => command.cmd === 'Exec' && command.correlator === correlator);
    return index < 0 ? undefined : { index, rule: 'Correlator' };
  }
  for (const { rule, fits } of RULES) {
    const index = lastOpen(step.commands, (command) => fits(command, alert, namesOf));
    if (index >= 0) return { index, rule };
  }
  return undefined;
}

/** The last Exec that fits; one that was not refused at once, because only such a one has a report to come. */
function lastOpen(commands: readonly RunCommand[], fits: (command: RunCommand) => boolean): number {
  return commands.findLastIndex(
    (command) => command.cmd === 'Exec' && (command.status === undefined || command.status.code < 300) && fits(command),
  );
}

/**
 * Without a Correlator and with a Source of its own (packages move from Download to Delivered), what is reported on
 * counts: the target is the entry that was worked on, or the identifier names it. The operation must not be another.
 */
function isAbout(command: RunCommand, alert: HandsetAlert, namesOf: NamesOf): boolean {
  const isReport = alert.type === undefined || scomoAlertKindOf(alert.type) !== undefined;
  if (!isReport) return false;
  const reported = operationOf(alert.source);
  if (reported !== undefined && reported !== operationOf(command.uri)) return false;
  const entry = parentOf(parentOf(normalizeURI(command.uri)) ?? '.');
  const { target = '' } = alert;
  if (!isBlank(target) && entry !== undefined && isSameNode(entry, target)) return true;
  const named = [parseAlertData(alert.data)?.identifier, lastOf(target)];
  return named.some((name) => name !== undefined && !isBlank(name) && namesOf(command).includes(name));
}

/** With and without `./`, in any case: what the DDF says of the case of names is not known here. */
function isSameNode(a: string, b: string): boolean {
  return normalizeURI(a).toLowerCase() === normalizeURI(b).toLowerCase();
}

function operationOf(uri: string | undefined): string | undefined {
  const name = lastOf(uri);
  const standard = name === undefined ? undefined : standardName(name);
  return Object.values(OPERATIONS)
    .flat()
    .find((operation) => operation === standard);
}

function lastOf(uri: string | undefined): string | undefined {
  return uri === undefined || isBlank(uri) ? undefined : normalizeURI(uri).split('/').at(-1);
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}
