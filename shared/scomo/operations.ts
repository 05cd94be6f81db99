/**
 * Which operation is allowed now, and why not otherwise (preconditions of facts 1.6 on the state machines of 1.5).
 *
 * Two tables: which operations a list has, and the rules that forbid one. A rule is one row; the first row that
 * applies gives the reason. The handset has the last word: a rule only forbids what cannot work.
 */
import { joinURI } from '../dm/uri.ts';
import type { CodeWord, Operation, OperationName, Subtree } from './inventory-types.ts';
import { ACTIVE, INACTIVE, INSTALLED } from './states.ts';

export const OPERATIONS: Readonly<Record<Subtree, readonly OperationName[]>> = {
  Download: ['Download', 'DownloadInstall', 'DownloadInstallInactive'],
  Delivered: ['Install', 'InstallInactive', 'Remove'],
  Deployed: ['Activate', 'Deactivate', 'Remove'],
};

/** What the rules look at: one entry of a list as it was read. */
export interface OperationFacts {
  readonly subtree: Subtree;
  readonly status?: CodeWord;
  readonly state?: CodeWord;
  readonly pkgId?: string;
  readonly pkgURL?: string;
  /** Delivered: is a component deployed that came from this package? `undefined` when the handset does not say. */
  readonly isDeployed?: boolean;
  /** URI of the entry. */
  readonly uri: string;
  /** URI of its `Operations` node as the handset spells it. */
  readonly operationsURI?: string;
  /** Operation nodes that the handset shows, by standard name, with their URI. */
  readonly present: ReadonlyMap<OperationName, string>;
}

interface Rule {
  readonly subtree: Subtree;
  readonly operations: readonly OperationName[] | 'all';
  readonly forbids: (facts: OperationFacts) => boolean;
  readonly why: string | ((facts: OperationFacts) => string);
}

const INSTALLS: readonly OperationName[] = ['Install', 'InstallInactive'];
const PACKAGE_DELETED: readonly number[] = [60, 70];

// oxfmt-ignore
const RULES: readonly Rule[] = [
  { subtree: 'Download', operations: 'all', forbids: isBusy, why: whyBusy },
  { subtree: 'Download', operations: 'all', forbids: ({ status }) => status?.code === 40, why: 'Already downloaded' },
  { subtree: 'Download', operations: 'all', forbids: ({ pkgId }) => isUnset(pkgId), why: 'PkgID is not set' },
  { subtree: 'Download', operations: 'all', forbids: ({ pkgURL }) => isUnset(pkgURL), why: 'PkgURL is not set' },
  { subtree: 'Delivered', operations: 'all', forbids: isBusy, why: whyBusy },
  { subtree: 'Delivered', operations: INSTALLS, forbids: isPackageDeleted, why: 'The package is gone: it was deleted when its install failed' },
  { subtree: 'Delivered', operations: INSTALLS, forbids: isInstalled, why: 'Already installed' },
  { subtree: 'Delivered', operations: INSTALLS, forbids: ({ pkgId }) => isUnset(pkgId), why: 'PkgID is not set' },
  { subtree: 'Deployed', operations: 'all', forbids: isBusy, why: whyBusy },
  { subtree: 'Deployed', operations: ['Activate'], forbids: ({ state }) => state?.code === ACTIVE, why: 'Already active' },
  { subtree: 'Deployed', operations: ['Deactivate'], forbids: ({ state }) => state?.code === INACTIVE, why: 'Already inactive' },
];

/**
 * The operations of an entry in the standard's order, each allowed or with the reason why not.
 *
 * An operation whose node is missing beside others is none the handset has. Where an entry shows no operation at all,
 * nothing is known: handsets leave out nodes without Get right (facts 2.8), and expect a server to add those under
 * Download (facts 6.6). Then an operation may be tried.
 */
export function operationsOf(facts: OperationFacts): readonly Operation[] {
  return OPERATIONS[facts.subtree].map((name) => {
    const shown = facts.present.get(name);
    const uri = shown ?? joinURI(facts.operationsURI ?? joinURI(facts.uri, 'Operations'), name);
    const why = whyNot(facts, name);
    const base = { name, uri, present: shown !== undefined };
    return why === undefined ? { ...base, allowed: true } : { ...base, allowed: false, why };
  });
}

/** The list that an operation name belongs to by itself; undefined for `Remove`, which two lists have. */
export function subtreeOfOperation(name: OperationName): Subtree | undefined {
  const subtrees = (['Download', 'Delivered', 'Deployed'] as const).filter((subtree) =>
    OPERATIONS[subtree].includes(name),
  );
  return subtrees.length === 1 ? subtrees[0] : undefined;
}

function whyNot(facts: OperationFacts, name: OperationName): string | undefined {
  if (facts.present.size > 0 && !facts.present.has(name)) return 'The handset has no such operation';
  const rule = RULES.find(
    ({ subtree, operations, forbids }) =>
      subtree === facts.subtree && (operations === 'all' || operations.includes(name)) && forbids(facts),
  );
  if (rule === undefined) return undefined;
  return typeof rule.why === 'string' ? rule.why : rule.why(facts);
}

function isBusy({ status }: OperationFacts): boolean {
  return status?.tone === 'busy';
}

function whyBusy({ status }: OperationFacts): string {
  return `Something is in progress: ${status?.word ?? ''}`;
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value.trim() === '';
}

function isPackageDeleted({ status }: OperationFacts): boolean {
  return status !== undefined && PACKAGE_DELETED.includes(status.code);
}

/** A package whose components were all removed may be installed again, although its State still says Installed. */
function isInstalled({ state, isDeployed }: OperationFacts): boolean {
  return state?.code === INSTALLED && isDeployed !== false;
}
