/** The commands that a step will send, worked out from the inventory as it is now. */
import { joinURI, lastSegment } from '../dm/uri.ts';
import { type Result, fail, ok } from '../result.ts';
import type { Inventory, InventoryEntry, OperationName } from '../scomo/inventory-types.ts';
import type { RunCommand, RunPackage, Step, StepAction } from './run.ts';
import { type Facts, resolveKnown, resolveTarget, resolveTargets } from './target.ts';

export interface CommandContext {
  readonly facts: Facts;
  /** The last reading; absent before the first. */
  readonly inventory?: Inventory;
  /** Root of the SCOMO object, where it is known without a reading. */
  readonly root?: string;
  /** Where the handset fetches the package; needed to describe a download only. */
  readonly packageURL?: string;
  /** Echoed by the handset in its report; unique for this attempt. */
  readonly correlator: string;
}

/** What describes a package on a handset, as the inventory calls it. */
type Described = 'pkgId' | 'name' | 'pkgURL' | 'pkgType' | 'envType';

type Action<K extends StepAction['kind']> = Extract<StepAction, { kind: K }>;

/**
 * Plans the commands of a step; none when there is nothing to send. `Add` and `Replace` are told apart by what the
 * inventory shows; whoever sends them meets 418 with a Replace and 404 with an Add (facts 6.6).
 * Errors: `not-read` before the first reading, `not-there` and `fact-missing` when the target is not found,
 * `no-package-url`, `no-such-operation`.
 */
export function planCommands(step: Pick<Step, 'action'>, context: CommandContext): Result<readonly RunCommand[]> {
  const { action } = step;
  switch (action.kind) {
    case 'check-package':
      return ok([]);
    case 'tell-user':
      return ok([{ cmd: 'Alert', uri: '', value: action.text, asks: false }]);
    case 'read-inventory':
    case 'verify':
      return ok([readCommand(context)]);
    case 'describe-download':
      return withInventory(context, (inventory) => describe(action, inventory, context.packageURL));
    case 'deliver-data':
      return withInventory(context, (inventory) => asked(action, deliver(action, inventory)));
    case 'execute':
      return withInventory(context, (inventory) => asked(action, execute(action, inventory, context)));
    case 'delete-node':
      return withInventory(context, (inventory) => deleteNode(action, inventory, context.facts));
  }
}

function withInventory(
  { inventory }: CommandContext,
  plan: (inventory: Inventory) => Result<readonly RunCommand[]>,
): Result<readonly RunCommand[]> {
  return inventory === undefined
    ? fail('not-read', 'The inventory has not been read yet.', 'Read the inventory first.')
    : plan(inventory);
}

function readCommand({ inventory, root }: CommandContext): RunCommand {
  const uri = root ?? inventory?.root;
  // Where the object is not known yet, the tree's structure shows it by its MO identifier.
  return { cmd: 'Get', uri: uri === undefined ? './?list=Struct' : `${uri}?list=StructData` };
}

/** Node name and value of every leaf that describes a package; those without a value are left out. */
function leaves(pkg: RunPackage, packageURL?: string): readonly (readonly [Described, string, string])[] {
  const rows: readonly (readonly [Described, string, string | undefined])[] = [
    ['pkgId', 'PkgID', pkg.pkgId],
    ['name', 'Name', pkg.name],
    ['pkgURL', 'PkgURL', packageURL],
    ['pkgType', 'PkgType', pkg.pkgType],
    ['envType', 'EnvType', pkg.envType],
  ];
  return rows.flatMap(([property, leaf, value]) =>
    value === undefined || value === '' ? [] : [[property, leaf, value] as const],
  );
}

function describe(
  { nodeName, package: pkg }: Action<'describe-download'>,
  inventory: Inventory,
  packageURL: string | undefined,
): Result<readonly RunCommand[]> {
  if (packageURL === undefined || packageURL === '')
    return fail('no-package-url', 'The package has no address to be fetched from.', 'Start the run again.');
  const commands: RunCommand[] = [];
  const list = inventory.lists.Download ?? joinURI(inventory.root, 'Download');
  if (inventory.lists.Download === undefined) commands.push(addNode(list));
  const existing = inventory.downloads.find((entry) => entry.nodeName === lastSegment(joinURI(list, nodeName)));
  commands.push(...entryCommands(joinURI(list, nodeName), existing, leaves(pkg, packageURL)));
  return ok(together(commands));
}

/** The node and its leaves first; then the octets, which travel by themselves: a chunk has no place in a Sequence. */
function deliver(
  { nodeName, package: pkg }: Action<'deliver-data'>,
  inventory: Inventory,
): Result<readonly RunCommand[]> {
  const commands: RunCommand[] = [];
  const list = inventory.lists.Delivered ?? joinURI(inventory.root, 'Inventory', 'Delivered');
  if (inventory.lists.Delivered === undefined) commands.push(addNode(list));
  const existing = inventory.delivered.find((entry) => entry.nodeName === lastSegment(joinURI(list, nodeName)));
  const uri = existing?.uri ?? joinURI(list, nodeName);
  commands.push(...entryCommands(uri, existing, leaves(pkg)));
  const data: RunCommand = { cmd: 'Add', uri: joinURI(uri, 'Data'), format: 'bin', octets: pkg.size };
  return ok([...together(commands), data]);
}

/** What a node of Download or Delivered still lacks, or has otherwise. */
function entryCommands(
  uri: string,
  existing: (InventoryEntry & Readonly<Partial<Record<Described, string>>>) | undefined,
  wanted: readonly (readonly [Described, string, string])[],
): readonly RunCommand[] {
  const commands: RunCommand[] = existing === undefined ? [addNode(uri)] : [];
  for (const [property, leaf, value] of wanted) {
    const now = existing?.[property];
    if (now === value) continue;
    const at = joinURI(existing?.uri ?? uri, leaf);
    commands.push({ cmd: now === undefined ? 'Add' : 'Replace', uri: at, value, format: 'chr' });
  }
  return commands;
}

/**
 * Order matters, so they go in a Sequence. A description that is only changed goes in an Atomic: never the identifier
 * of one package with the address of another.
 */
function together(commands: readonly RunCommand[]): readonly RunCommand[] {
  if (commands.length < 2) return commands;
  const within = commands.every(({ cmd }) => cmd === 'Replace') ? 'Atomic' : 'Sequence';
  return [{ cmd: within, uri: '' }, ...commands.map((command): RunCommand => ({ ...command, within }))];
}

function execute(
  action: Action<'execute'>,
  inventory: Inventory,
  { facts, correlator }: CommandContext,
): Result<readonly RunCommand[]> {
  const { target, operation } = action;
  const found = resolveTargets(target, facts, inventory);
  if (found.ok) return execs(found.value, operation, correlator);
  if (action.skipIfAbsent === true) return ok([]);
  // Before the download is described its node is not there, but it is known where it will be.
  const list = inventory.lists.Download;
  if (target.subtree !== 'Download' || target.nodeName === undefined || list === undefined) return found;
  if (resolveKnown(target.pkgId, facts) === undefined) return found;
  return ok([{ cmd: 'Exec', uri: joinURI(list, target.nodeName, 'Operations', operation), correlator }]);
}

/** The question goes out alone; only after a yes the operations follow. */
function asked(
  action: { readonly ask?: string },
  planned: Result<readonly RunCommand[]>,
): Result<readonly RunCommand[]> {
  if (!planned.ok || planned.value.length === 0 || action.ask === undefined) return planned;
  return ok([{ cmd: 'Alert', uri: '', value: action.ask }, ...planned.value]);
}

function execs(
  entries: readonly InventoryEntry[],
  operationName: OperationName,
  correlator: string,
): Result<readonly RunCommand[]> {
  const commands: RunCommand[] = [];
  for (const [index, entry] of entries.entries()) {
    const operation = entry.operations.find(({ name }) => name === operationName);
    if (operation === undefined)
      return fail('no-such-operation', `${operationName} is no operation of this list.`, 'Choose another runbook.');
    // Each Exec has its own correlator: an alert names one (facts 1.7).
    const own = index === 0 ? correlator : `${correlator}.${index + 1}`;
    commands.push({ cmd: 'Exec', uri: operation.uri, correlator: own });
  }
  return ok(commands);
}

function deleteNode(
  { target, skipIfAbsent }: Action<'delete-node'>,
  inventory: Inventory,
  facts: Facts,
): Result<readonly RunCommand[]> {
  const found = resolveTarget(target, facts, inventory);
  if (!found.ok) return skipIfAbsent ? ok([]) : found;
  return ok([{ cmd: 'Delete', uri: found.value.uri }]);
}

function addNode(uri: string): RunCommand {
  return { cmd: 'Add', uri, format: 'node' };
}
