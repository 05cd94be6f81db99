/**
 * Runs accepted operations beside the sessions (state machines of facts 1.5).
 *
 * An operation has up to two phases. `download`: the package is fetched; downloads run side by side. `work`: the
 * inventory changes; this goes through one queue, because a handset has one installer. The phase is kept in the state,
 * so that a handset that was switched off in the middle goes on there.
 *
 * The end of an operation is one step without a pause: nodes, list of operations and report change together, and are
 * then saved together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isResultSuccess } from '../../../shared/scomo/result-codes.ts';
import type { Tell } from '../events.ts';
import { fetchWithFaults } from '../faults/faulty-download.ts';
import type { Faults } from '../faults/faults.ts';
import { faultyReport, refusalBefore, refusalOfWork } from '../faults/operation-faults.ts';
import type { RunningOperation } from '../state-file.ts';
import type { StateKeeper } from '../state-keeper.ts';
import type { OperatingTraits, ReportingTraits } from '../personalities/personality.ts';
import type { ManagementTree } from '../tree/management-tree.ts';
import * as inventory from './inventory.ts';
import { type Layout, type Place, placeOf } from './layout.ts';
import { textOf } from './object-nodes.ts';
import { FETCH_FAILED, FETCHING, operationAt, type OperationRow } from './operation-table.ts';
import { type PackageManifest, readPackageFile } from './package-file.ts';
import type { PackageStore } from './package-store.ts';
import { isReported, reportTargets, takeCorrelator } from './report-content.ts';
import type { Reports } from './reports.ts';
import { type Attempt, type Refusal, refuse, type ResultCode } from './result.ts';
import { createSerialQueue } from './serial-queue.ts';

export interface ScomoSettings {
  readonly layout: Layout;
  readonly traits: OperatingTraits;
  readonly reporting: ReportingTraits;
  /** The environment this handset offers; packages for another one are rejected. */
  readonly envType: string;
  /** Simulated duration of an install, activation or removal, milliseconds. */
  readonly installMs: number;
}

export interface ScomoParts {
  readonly tree: ManagementTree;
  readonly keeper: StateKeeper;
  readonly packages: PackageStore;
  readonly reports: Reports;
  readonly tell: Tell;
  readonly faults: Faults;
  /** Switches the handset off and on again; what runs is interrupted. */
  readonly reboot: () => void;
  /** A report has been queued and saved. */
  readonly onReport: () => void;
}

export interface OperationRunner {
  /**
   * Runs an operation of `state.operations` to its end and answers its result code, or undefined when it was
   * interrupted by `stop`. `report`: queue the result for a later session.
   */
  run(running: RunningOperation, report: boolean): Promise<ResultCode | undefined>;
  /** Interrupts what runs; it stays in the state. Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** What is being executed, looked up once. */
interface Job {
  readonly running: RunningOperation;
  readonly place: Place;
  readonly row: OperationRow;
  readonly report: boolean;
}

/** How a job ends: what changes in the inventory, and what the report names. */
interface Ending {
  readonly resultCode: ResultCode;
  readonly detail?: string;
  readonly change: () => readonly inventory.Target[];
}

const IDLE = 10;
/** The sleep is cut short by the restart. */
const REBOOTED_BY_THEN_MS = 60_000;

/** Makes a runner; `parts` are shared with the object that accepts the operations. */
export function createOperationRunner(parts: ScomoParts, settings: ScomoSettings): OperationRunner {
  const { tree, keeper, packages, reports, tell, faults, onReport } = parts;
  const { layout, traits, reporting } = settings;
  const { state } = keeper;
  const installer = createSerialQueue();
  const stopping = new AbortController();
  const { signal } = stopping;
  const jobs = new Set<Promise<unknown>>();

  async function run(running: RunningOperation, report: boolean): Promise<ResultCode | undefined> {
    const place = placeOf(layout, running.uri);
    const row = place === undefined ? undefined : operationAt(place);
    if (place === undefined || row === undefined) throw new Error(`No operation at ${running.uri}`);
    const ended = runJob({ running, place, row, report });
    jobs.add(ended);
    try {
      return await ended;
    } finally {
      jobs.delete(ended);
    }
  }

  async function runJob(job: Job): Promise<ResultCode | undefined> {
    try {
      const { operation } = job.row;
      const refused = refusalBefore(operation, faults);
      if (refused !== undefined) return await end(job, await afterWork(failure(job, refused, idleStatus(job))));
      if (job.running.phase === 'download') {
        const refusal = await fetch(job);
        if (refusal !== undefined) return await end(job, failure(job, refusal, FETCH_FAILED));
      }
      return await installer.run(async () => end(job, await work(job)));
    } catch (error) {
      if (signal.aborted) return undefined;
      return end(job, failure(job, refuse(1412, String(error))));
    }
  }

  /** Fetches the package of a Download node; answers why that did not work. */
  async function fetch({ running, row, place: { entry } }: Job): Promise<Refusal | undefined> {
    inventory.setStatus(tree, layout, entry, FETCHING);
    running.file ??= packages.newFile();
    await keeper.save();
    const download = {
      url: textOf(tree, layout, entry, 'PkgURL') ?? '',
      path: packages.pathOf(running.file),
      ...(running.etag === undefined ? {} : { etag: running.etag }),
      onValidator: async (etag: string | undefined) => {
        delete running.etag;
        if (etag !== undefined) running.etag = etag;
        await keeper.save();
      },
      signal,
    };
    const fetched = await fetchWithFaults(download, row.operation, faults);
    if (!fetched.ok) return fetched;
    running.phase = 'work';
    return undefined;
  }

  async function work(job: Job): Promise<Ending> {
    const { running, place, row } = job;
    signal.throwIfAborted();
    inventory.setStatus(tree, layout, place.entry, row.working);
    await keeper.save();
    if (faults.strikes('reboot', [row.operation]) !== undefined) {
      parts.reboot();
      await sleep(REBOOTED_BY_THEN_MS, undefined, { signal });
    }
    const refusal = refusalOfWork(row.operation, faults);
    const refused = refusal === undefined ? undefined : ({ ok: false, ...refusal } as const);
    switch (row.operation) {
      case 'Download':
        await sleep(settings.installMs, undefined, { signal });
        return keep(job, refused ?? (await readPackageFile(packages.pathOf(running.file ?? ''), signal)));
      case 'DownloadInstall':
      case 'DownloadInstallInactive':
        return installDownloaded(job, refused ?? (await readForInstall(place, running.file)));
      case 'Install':
      case 'InstallInactive':
        return installDelivered(job, refused ?? (await readForInstall(place, state.packages[place.name])));
      case 'Activate':
      case 'Deactivate':
      case 'Remove':
        await sleep(settings.installMs, undefined, { signal });
        if (refused !== undefined) return failure(job, refused);
        return row.operation === 'Remove' ? removal(job) : activation(job);
      default:
        return row.operation satisfies never;
    }
  }

  /** It takes its time to fail, too. */
  async function afterWork(ending: Ending): Promise<Ending> {
    await sleep(settings.installMs, undefined, { signal });
    return ending;
  }

  /** Reads a package as the installer does: whole, intact, and for this handset's environment. */
  async function readForInstall(place: Place, file: string | undefined): Promise<Attempt<PackageManifest>> {
    await sleep(settings.installMs, undefined, { signal });
    const read = await readPackageFile(packages.pathOf(file ?? ''), signal);
    if (!read.ok) return read;
    const envTypes = [read.value.envType, textOf(tree, layout, place.entry, 'EnvType')];
    const foreign = envTypes.find((envType) => envType !== undefined && envType !== '' && envType !== settings.envType);
    return foreign === undefined ? read : refuse(1413, `The package is for ${foreign}, not for ${settings.envType}`);
  }

  function keep(job: Job, read: Attempt<PackageManifest>): Ending {
    if (!read.ok) return failure(job, read);
    return {
      resultCode: 1200,
      change() {
        const delivered = moveToDelivered(job, read.value.name);
        leaveDownload(job);
        return [delivered];
      },
    };
  }

  function installDownloaded(job: Job, read: Attempt<PackageManifest>): Ending {
    if (!read.ok && read.resultCode === 1407) return failure(job, read, traits.packageDeleted.Download);
    if (!read.ok) {
      // The package itself is sound, it stays: as a delivery package, so that it can be removed.
      return {
        ...failure(job, read),
        change: () => {
          moveToDelivered(job, undefined);
          return fail(job, job.row.failed);
        },
      };
    }
    return {
      resultCode: 1200,
      change() {
        const { uri, identifier } = moveToDelivered(job, read.value.name);
        leaveDownload(job);
        const deployed = inventory.deploy(tree, layout, state, identifier, read.value, componentState(job));
        inventory.setState(tree, layout, uri, inventory.INSTALLED);
        inventory.forgetInstalled(tree, layout);
        return deployed;
      },
    };
  }

  function installDelivered(job: Job, read: Attempt<PackageManifest>): Ending {
    if (!read.ok && read.resultCode === 1407) {
      // A damaged package is worth nothing: it goes, and the Status says so.
      return {
        ...failure(job, read),
        change: () => {
          delete state.packages[job.place.name];
          return fail(job, traits.packageDeleted.Delivered);
        },
      };
    }
    if (!read.ok) return failure(job, read);
    return {
      resultCode: 1200,
      change() {
        const { entry } = job.place;
        const pkgId = textOf(tree, layout, entry, 'PkgID') ?? '';
        const deployed = inventory.deploy(tree, layout, state, pkgId, read.value, componentState(job));
        inventory.setState(tree, layout, entry, inventory.INSTALLED);
        inventory.forgetInstalled(tree, layout);
        return deployed;
      },
    };
  }

  function activation(job: Job): Ending {
    return {
      resultCode: 1200,
      change() {
        const to = job.row.operation === 'Activate' ? inventory.ACTIVE : inventory.INACTIVE;
        inventory.setState(tree, layout, job.place.entry, to);
        return [affected(job)];
      },
    };
  }

  function removal(job: Job): Ending {
    return {
      resultCode: 1200,
      change() {
        const removed = affected(job);
        tree.remove(job.place.entry);
        if (job.row.list === 'Delivered') delete state.packages[job.place.name];
        else inventory.forgetInstalled(tree, layout);
        return [removed];
      },
    };
  }

  function failure(job: Job, { resultCode, detail }: Refusal, status: number = job.row.failed): Ending {
    return { resultCode, detail, change: () => fail(job, status) };
  }

  function fail(job: Job, status: number): readonly inventory.Target[] {
    inventory.setStatus(tree, layout, job.place.entry, status);
    return [affected(job)];
  }

  function moveToDelivered({ running, place: { name } }: Job, packageName: string | undefined): inventory.Target {
    return inventory.deliver(tree, layout, state, { name, file: running.file ?? '', packageName });
  }

  /** The Download node of an operation that went well. */
  function leaveDownload({ place: { entry } }: Job): void {
    if (traits.downloadNode === 'removed') tree.remove(entry);
    else inventory.setStatus(tree, layout, entry, IDLE);
  }

  function affected({ place: { entry, list } }: Job): inventory.Target {
    return { uri: entry, identifier: textOf(tree, layout, entry, list === 'Deployed' ? 'ID' : 'PkgID') ?? '' };
  }

  async function end(job: Job, { resultCode, detail, change }: Ending): Promise<ResultCode> {
    const { uri } = job.running;
    const pkgId = textOf(tree, layout, job.place.entry, job.place.list === 'Deployed' ? 'PkgIDRef' : 'PkgID') ?? '';
    const targets = reportTargets(reporting, layout, job.place, pkgId, change());
    const { times, correlator = takeCorrelator(reporting, job.running, state.operations) } = job.report
      ? faultyReport(job.row.operation, faults)
      : { times: 0 };
    const echoed = correlator === undefined ? {} : { correlator };
    state.operations = state.operations.filter((running) => running !== job.running);
    if (isResultSuccess(resultCode)) state.completed[uri] = (state.completed[uri] ?? 0) + 1;
    const told = isReported(reporting, correlator) ? times : 0;
    for (let count = 0; count < told; count++)
      reports.add({ source: uri, resultCode, targets: [...targets], ...echoed });
    await keeper.save();
    await packages.sweep();
    tell({
      event: 'operation-finished',
      uri,
      resultCode,
      ...echoed,
      ...(detail === undefined ? {} : { detail }),
    });
    if (told > 0) onReport();
    return resultCode;
  }

  async function stop(): Promise<void> {
    stopping.abort();
    await Promise.all(jobs);
  }

  return { run, stop };
}

/** Status of an entry whose operation did not begin: a cancelled download counts as failed (facts 1.5). */
function idleStatus({ place: { list } }: Job): number {
  return list === 'Download' ? FETCH_FAILED : IDLE;
}

function componentState({ row: { operation } }: Job): typeof inventory.ACTIVE | typeof inventory.INACTIVE {
  return operation.endsWith('Inactive') ? inventory.INACTIVE : inventory.ACTIVE;
}
