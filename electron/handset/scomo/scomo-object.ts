/**
 * The SCOMO object of this handset: which changes a server may make in it, and when its operations are accepted.
 *
 * An Exec is accepted (202) or refused at once: 403 busy, 500 when PkgID, PkgURL or Data is missing (facts 1.6).
 * Accepted operations are in the state before they begin. A package that comes through the tree (direct delivery into
 * `Data`) goes to a file at once; the node itself stays empty, it can only be written.
 */
import { isResultSuccess } from '../../../shared/scomo/result-codes.ts';
import type { RunningOperation } from '../state-file.ts';
import type { ManagedObject, StatusCode } from '../tree/managed-object.ts';
import { sizeOf } from '../tree/node.ts';
import { ACTIVE, setState } from './inventory.ts';
import { type Operation, type Place, placeOf } from './layout.ts';
import { addableAccess, addChildren, addObject, leafSpec, textOf } from './object-nodes.ts';
import { operationAt } from './operation-table.ts';
import { createOperationRunner, type ScomoParts, type ScomoSettings } from './operation-runner.ts';
import type { ResultCode } from './result.ts';

export interface ScomoObject extends ManagedObject {
  /**
   * Executes an operation node. Answers 202, the final result code when results are synchronous, or why not: 403 busy,
   * 405 no operation, 500 a precondition is not met, 503 the handset is being switched off.
   */
  exec(uri: string, correlator: string | undefined): Promise<StatusCode>;
  /** Goes on with what was under way when the handset was switched off. */
  resume(): void;
  /** Interrupts what runs; it stays in the state. */
  stop(): Promise<void>;
}

/** Makes the object's nodes in the tree, and the object. */
export function createScomoObject(parts: ScomoParts, settings: ScomoSettings): ScomoObject {
  const { tree, keeper, packages, tell } = parts;
  const { layout, traits } = settings;
  const { root } = layout;
  const { state } = keeper;
  const runner = createOperationRunner(parts, settings);
  addObject(tree, layout);

  function isBusy(entry: string): boolean {
    return state.operations.some(({ uri }) => placeOf(layout, uri)?.entry === entry);
  }

  function isReady({ list, name, entry }: Place, operation: Operation): boolean {
    function isSet(leaf: string): boolean {
      return (textOf(tree, layout, entry, leaf) ?? '') !== '';
    }
    if (list === 'Deployed') return isSet(traits.deployedNeeds);
    if (operation === 'Remove') return true;
    return isSet('PkgID') && (list === 'Download' ? isSet('PkgURL') : Object.hasOwn(state.packages, name));
  }

  /** Some handsets remove only what does not run. */
  function refusesRemove({ list, entry }: Place, operation: Operation): StatusCode | undefined {
    const isActive = list === 'Deployed' && textOf(tree, layout, entry, 'State') === ACTIVE;
    return operation === 'Remove' && isActive ? traits.removeActive : undefined;
  }

  async function exec(uri: string, correlator: string | undefined): Promise<StatusCode> {
    const place = placeOf(layout, uri);
    const operation = place === undefined ? undefined : operationAt(place)?.operation;
    if (place === undefined || operation === undefined) return 405;
    if (isBusy(place.entry)) return traits.busy;
    if (!isReady(place, operation)) return 500;
    const refusal = refusesRemove(place, operation);
    if (refusal !== undefined) return refusal;
    const running: RunningOperation = {
      id: state.nextId++,
      uri,
      phase: place.list === 'Download' ? 'download' : 'work',
      ...(correlator === undefined ? {} : { correlator }),
    };
    state.operations.push(running);
    state.executed[uri] = (state.executed[uri] ?? 0) + 1;
    tell({ event: 'operation-started', uri, ...(correlator === undefined ? {} : { correlator }) });
    await keeper.save();
    const isReported = traits.results[place.list][operation] !== 'sync';
    const result = runner.run(running, isReported);
    return isReported ? 202 : finalCode(await result);
  }

  /** A final result as the status of the Exec; an interrupted operation has none. */
  function finalCode(result: ResultCode | undefined): StatusCode {
    if (result === undefined) return 503;
    if (traits.finalCodes === 'scomo') return result;
    return isResultSuccess(result) ? 200 : 500;
  }

  function resume(): void {
    for (const running of state.operations) void runner.run(running, true);
  }

  function admit(uri: string, isInterior: boolean): ReturnType<ManagedObject['admit']> {
    const place = placeOf(layout, uri);
    return place === undefined ? 405 : addableAccess(layout, place, isInterior);
  }

  function refuses(uri: string): StatusCode | undefined {
    const place = placeOf(layout, uri);
    return place !== undefined && isBusy(place.entry) ? 403 : undefined;
  }

  function changed(change: 'Add' | 'Replace' | 'Delete', uri: string): StatusCode | undefined {
    const place = placeOf(layout, uri);
    if (place === undefined) return undefined;
    const isEntry = place.below.length === 0;
    if (isEntry && change === 'Add') addChildren(tree, layout, place.list, place.name);
    if (isEntry && change === 'Delete' && place.list === 'Delivered') assignFile(place, undefined);
    const [leaf] = place.below;
    if (leaf !== undefined && change !== 'Delete' && isTooLong(uri, leaf)) return 413;
    if (leaf !== undefined && change === 'Add') takeFormat(uri, leaf);
    const isData = place.list === 'Delivered' && place.below.join('/') === 'Data';
    return isData && change !== 'Delete' ? takeData(uri, place) : undefined;
  }

  /** Direct delivery: the octets become the package's file. */
  function takeData(uri: string, place: Place): StatusCode | undefined {
    if (parts.faults.strikes('storage-full', ['Data']) !== undefined) return 420;
    const value = tree.find(uri)?.value ?? '';
    try {
      assignFile(place, packages.write(typeof value === 'string' ? Buffer.from(value) : value));
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 420 : 510;
    }
    tree.setValue(uri, '');
    setState(tree, layout, place.entry, '10');
    return undefined;
  }

  function isTooLong(uri: string, leaf: string): boolean {
    const node = tree.find(uri);
    return node !== undefined && sizeOf(node.value) > (layout.limits[leaf] ?? Infinity);
  }

  /** A leaf has the format that the handset gives it, however the server's Add called it. */
  function takeFormat(uri: string, leaf: string): void {
    const node = tree.find(uri);
    const { format } = leafSpec(layout, leaf);
    if (node === undefined || node.children !== undefined || format === undefined || node.format === format) return;
    const value = format === 'bin' && typeof node.value === 'string' ? Buffer.from(node.value) : node.value;
    tree.put(uri, { format, value, access: node.access });
  }

  function assignFile({ name }: Place, file: string | undefined): void {
    const before = state.packages[name];
    assign(file);
    tree.undoing(() => assign(before));

    function assign(value: string | undefined): void {
      if (value === undefined) delete state.packages[name];
      else state.packages[name] = value;
    }
  }

  return { root, exec, resume, stop: runner.stop, admit, refuses, changed };
}
