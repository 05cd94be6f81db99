/**
 * The table of faults: which kinds of steps there are, where a fault is aimed at in each, and where none can strike.
 * The reasons are written down by hand; the test holds them against what has really happened, both ways.
 */
import { FAULTS, type FaultName, type FaultPoint, pointsOf } from '../../shared/contract/fault.ts';
import type { PersonalityName } from '../../shared/contract/virtual-handset.ts';
import type { OperationName } from '../../shared/scomo/inventory-types.ts';
import type { Step } from '../../shared/runbook/run.ts';

/** By the book; with results at once and a Download node that has to be deleted; and by the book without Download. */
export const KINDS = ['spec-1.0', 'mediatek', 'direct-only'] as const satisfies readonly PersonalityName[];
export type Kind = (typeof KINDS)[number];

interface ColumnRow {
  readonly name: string;
  /** What this kind of step does that a fault can be aimed at. */
  readonly points: readonly (FaultPoint | `${FaultPoint}#${number}`)[];
  /** Other kinds of steps do it as well: the fault has to be set just before the step. */
  readonly isShared?: true;
}

// oxfmt-ignore
export const COLUMNS = [
  { name: 'read', points: ['Get'], isShared: true },
  { name: 'check', points: [] },
  { name: 'describe', points: ['Sequence'], isShared: true },
  // The second Add is the first chunk of the package.
  { name: 'deliver', points: ['Add', 'Add#2', 'chunk', 'Data'], isShared: true },
  { name: 'Download', points: ['Download'] },
  { name: 'DownloadInstall', points: ['DownloadInstall'] },
  { name: 'DownloadInstallInactive', points: ['DownloadInstallInactive'] },
  { name: 'Install', points: ['Install'] },
  { name: 'InstallInactive', points: ['InstallInactive'] },
  { name: 'Activate', points: ['Activate'] },
  { name: 'Deactivate', points: ['Deactivate'] },
  { name: 'Remove component', points: ['Remove'], isShared: true },
  { name: 'Remove package', points: ['Remove'], isShared: true },
  { name: 'verify', points: ['Get'], isShared: true },
  { name: 'clean up', points: ['Get'], isShared: true },
  { name: 'ask', points: ['Alert'], isShared: true },
  { name: 'tell', points: ['Alert'], isShared: true },
] as const satisfies readonly ColumnRow[];
export type Column = (typeof COLUMNS)[number]['name'];

/**
 * The kinds of steps that a kind of handset is tried in; all unless said. One without Download differs where a package is
 * brought: every run brings it into the session, and installs what it has just brought.
 */
const TRIED: Readonly<Partial<Record<Kind, readonly Column[]>>> = {
  'direct-only': ['deliver'],
};

/** The columns of the table of this kind. */
export function columnsTried(kind: Kind): readonly Column[] {
  return TRIED[kind] ?? ALL;
}

const ALL: readonly Column[] = COLUMNS.map(({ name }) => name);
const EVERY: readonly FaultName[] = FAULTS.map(({ name }) => name);
const FETCHES = ['Download', 'DownloadInstall', 'DownloadInstallInactive'] as const satisfies readonly Column[];
const INSTALLS = ['Install', 'InstallInactive'] as const satisfies readonly Column[];
const CHANGES = ['Activate', 'Deactivate', 'Remove component', 'Remove package'] as const satisfies readonly Column[];
const EXECUTES: readonly Column[] = [...FETCHES, ...INSTALLS, ...CHANGES];

interface Reason {
  readonly faults: readonly FaultName[];
  readonly columns: readonly Column[];
  readonly kinds: readonly Kind[];
  readonly why: string;
}

/** Where a fault cannot strike, and why. The first row that fits counts. */
// oxfmt-ignore
export const REASONS: readonly Reason[] = [
  { kinds: KINDS, faults: EVERY, columns: ['check'], why: 'The step reads a file of the library: no handset takes part.' },
  { kinds: KINDS, faults: ['truncated-chunk', 'size-mismatch'], columns: but(ALL, ['deliver']), why: 'No value of the step is larger than a message.' },
  { kinds: KINDS, faults: ['no-alert', 'alert-twice', 'alert-other-correlator', 'operation-fails', 'not-implemented'], columns: but(ALL, EXECUTES), why: 'The step executes no operation.' },
  { kinds: KINDS, faults: ['download-404', 'download-500', 'download-slow', 'download-short', 'download-corrupt'], columns: but(ALL, FETCHES), why: 'The step lets the handset fetch nothing.' },
  { kinds: KINDS, faults: ['storage-full'], columns: but(ALL, [...FETCHES, ...INSTALLS, 'deliver']), why: 'The step stores nothing on the handset.' },
  { kinds: KINDS, faults: ['user-says-no', 'user-says-nothing'], columns: but(ALL, [...EXECUTES, 'ask', 'tell']), why: 'The step asks nobody.' },
  { kinds: ['mediatek'], faults: ['no-alert', 'alert-twice', 'alert-other-correlator'], columns: [...INSTALLS, ...CHANGES], why: 'This handset answers with the result and reports nothing.' },
];

/** Why the fault cannot strike there, as an index of `REASONS`; undefined where it must strike. */
export function reasonIndex(kind: Kind, fault: FaultName, column: Column): number | undefined {
  const index = REASONS.findIndex(
    (row) => row.kinds.includes(kind) && row.faults.includes(fault) && row.columns.includes(column),
  );
  return index === -1 ? undefined : index;
}

/** Where a fault is set to strike in a step of this kind. A fault of sessions strikes in the step's own session. */
export function aimsAt(fault: FaultName, column: Column): readonly string[] {
  const known = pointsOf(fault);
  const { points } = rowOf(column);
  const fitting = points.filter((point) => known.some((one) => one === point.split('#', 1)[0]));
  const hasSession = points.length > 0 && known.includes('session');
  const aimed = fitting.length === 0 && hasSession ? (['session'] as const) : fitting;
  return aimed.map((point) => `${fault}@${point}`);
}

/** Must the fault be set just before the step? Before others it would strike in one of them, or has struck already. */
export function isSetForStep(fault: FaultName, column: Column): boolean {
  return rowOf(column).isShared === true || aimsAt(fault, column).some((aim) => aim.endsWith('@session'));
}

/**
 * What is set before the life begins. A fault that messages do not have is set at all its points, so that it strikes in
 * the first step that gives it a chance: also in one that is said to give none.
 */
export function aimsFromTheStart(fault: FaultName, columns: readonly Column[]): readonly string[] {
  const isOfMessages = pointsOf(fault).some((point) => point === 'Get' || point === 'session');
  const early = columns.filter((column) => !isOfMessages || !isSetForStep(fault, column));
  return [...new Set(early.flatMap((column) => aimsAt(fault, column)))];
}

/** Where a fault may strike besides, in whatever step that is. */
export function strayAims(fault: FaultName): readonly string[] {
  const known = pointsOf(fault);
  return (['report', 'Exec', 'Delete'] as const)
    .filter((point) => known.includes(point))
    .map((point) => `${fault}@${point}`);
}

/** The columns that a step belongs to: that of its action, and that of its question. */
export function columnsOf({ action }: Pick<Step, 'action'>): readonly Column[] {
  switch (action.kind) {
    case 'read-inventory':
      return ['read'];
    case 'check-package':
      return ['check'];
    case 'describe-download':
      return ['describe'];
    case 'deliver-data':
      return ['deliver', ...asks(action)];
    case 'verify':
      return ['verify'];
    case 'delete-node':
      return ['clean up'];
    case 'tell-user':
      return ['tell'];
    case 'execute':
      return [operationColumn(action.operation, action.target.subtree), ...asks(action)];
    default:
      return action satisfies never;
  }
}

/** The columns of a fault that struck in this step at this point; the question of a step goes out in its session. */
export function columnsAt(step: Pick<Step, 'action'>, fault: string): readonly Column[] {
  const columns = columnsOf(step);
  if (fault.endsWith('@session')) return columns;
  const isQuestion = fault.includes('@Alert');
  return columns.filter((column) => (column === 'ask' || column === 'tell') === isQuestion);
}

function asks({ ask }: { readonly ask?: string }): readonly Column[] {
  return ask === undefined ? [] : ['ask'];
}

function operationColumn(operation: OperationName, subtree: 'Download' | 'Delivered' | 'Deployed'): Column {
  if (operation !== 'Remove') return operation;
  return subtree === 'Deployed' ? 'Remove component' : 'Remove package';
}

function rowOf(column: Column): ColumnRow {
  const rows: readonly ColumnRow[] = COLUMNS;
  const row = rows.find(({ name }) => name === column);
  if (row === undefined) throw new Error(`There is no column ${column}.`);
  return row;
}

function but(columns: readonly Column[], others: readonly Column[]): readonly Column[] {
  return columns.filter((column) => !others.includes(column));
}
