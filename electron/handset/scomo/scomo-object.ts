/**
 * The SCOMO object of this handset: which changes a server may make in it, and when its operations are accepted.
 *
 * An Exec is accepted (202) or refused at once: 403 busy, 500 when PkgID, PkgURL or Data is missing (facts 1.6).
 * Accepted operations are in the state before they begin. A package that comes through the tree (direct delivery into
 * `Data`) goes to a file at once; the node itself stays empty, it can only be written.
 */
import { moIdentifier } from '../../../shared/scomo/mo.ts';
import type { RunningOperation } from '../state-file.ts';
import type { ManagedObject, StatusCode } from '../tree/managed-object.ts';
import { setState } from './inventory.ts';
import { addableAccess, addObject, completeEntry, type Place, placeOf } from './object-nodes.ts';
import { operationAt } from './operation-table.ts';
import { createOperationRunner, type ScomoParts, type ScomoSettings } from './operation-runner.ts';

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
  const { root } = settings;
  const { state } = keeper;
  const runner = createOperationRunner(parts, settings);
  addObject(tree, root, moIdentifier('1.0'));

  function isBusy(entry: string): boolean {
    return state.operations.some(({ uri }) => placeOf(root, uri)?.entry === entry);
  }

  function isReady({ list, name, entry, below }: Place): boolean {
    function isSet(leaf: string): boolean {
      return (tree.text(`${entry}/${leaf}`) ?? '') !== '';
    }
    if (list === 'Deployed') return isSet('ID');
    if (below.at(-1) === 'Remove') return true;
    return isSet('PkgID') && (list === 'Download' ? isSet('PkgURL') : Object.hasOwn(state.packages, name));
  }

  async function exec(uri: string, correlator: string | undefined): Promise<StatusCode> {
    const place = placeOf(root, uri);
    if (place === undefined || operationAt(place) === undefined) return 405;
    if (isBusy(place.entry)) return 403;
    if (!isReady(place)) return 500;
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
    const isReported = settings.results === 'async';
    const result = runner.run(running, isReported);
    return isReported ? 202 : ((await result) ?? 503);
  }

  function resume(): void {
    for (const running of state.operations) void runner.run(running, true);
  }

  function admit(uri: string, isInterior: boolean): ReturnType<ManagedObject['admit']> {
    const place = placeOf(root, uri);
    return (place === undefined ? undefined : addableAccess(place, isInterior)) ?? 405;
  }

  function refuses(uri: string): StatusCode | undefined {
    const place = placeOf(root, uri);
    return place !== undefined && isBusy(place.entry) ? 403 : undefined;
  }

  function changed(change: 'Add' | 'Replace' | 'Delete', uri: string): StatusCode | undefined {
    const place = placeOf(root, uri);
    if (place === undefined) return undefined;
    const isEntry = place.below.length === 0;
    if (isEntry && change === 'Add') completeEntry(tree, root, place.list, place.name);
    if (isEntry && change === 'Delete' && place.list === 'Delivered') assignFile(place, undefined);
    const isData = place.list === 'Delivered' && place.below.join('/') === 'Data';
    return isData && change !== 'Delete' ? takeData(uri, place) : undefined;
  }

  /** Direct delivery: the octets become the package's file. */
  function takeData(uri: string, place: Place): StatusCode | undefined {
    const value = tree.find(uri)?.value ?? '';
    try {
      assignFile(place, packages.write(typeof value === 'string' ? Buffer.from(value) : value));
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOSPC' ? 420 : 510;
    }
    tree.setValue(uri, '');
    setState(tree, place.entry, '10');
    return undefined;
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
