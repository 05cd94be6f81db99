/**
 * The package library: delivery packages as files, named by the SHA-256 of their content, with what is known of
 * them in the storage. The same bytes twice are one package. Nothing is handed on before the file has been found
 * to be the one that was added: by its stamp, and where that differs by its digest (stored-file.ts).
 *
 *   <folder>/packages/<sha256>     the files
 *   <folder>/packages/incoming/…   files that were taken in and not yet added
 */
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LibraryPackage, PackageFacts } from '../../shared/contract/packages.ts';
import { createTurns } from '../../shared/in-turn.ts';
import { type Result, ok } from '../../shared/result.ts';
import { describeAgain, describeFile } from './description.ts';
import {
  diskFull,
  handleUnknown,
  libraryUnwritable,
  packageChanged,
  packageInUse,
  packageMissing,
  packageUnknown,
  packageUnreadable,
} from './failures.ts';
import { type Intake, type PackageSource, type TakenFile, openIntake } from './intake.ts';
import type { PackageRecord, PackageRecords } from './records.ts';
import { digestOf, isCode, openFile, stampOf } from './stored-file.ts';

export interface PackageLibrary {
  /**
   * Copies a file into the library's own folder and answers the handle under which `add` finds it, for an hour.
   * Fails with `disk-full`, `file-unreadable`, `file-empty` or `upload-broken`.
   */
  takeIn(source: PackageSource): Promise<Result<{ readonly handle: string }>>;
  /**
   * Makes a package of a file that was taken in. What `facts` leaves open comes from the manifest, then from the
   * file's name. Bytes that are in the library already keep what is known of them, but for `facts`.
   * Fails with `handle-unknown`, `manifest-invalid`, `package-type-invalid` or `disk-full`; but for the first, the
   * handle can then be tried again.
   */
  add(handle: string, facts?: PackageFacts, more?: { readonly sample?: boolean }): Promise<Result<LibraryPackage>>;
  /** In the order in which they were added. */
  list(): readonly LibraryPackage[];
  get(digest: string): LibraryPackage | undefined;
  /** Changes what is known of a package; what `facts` leaves open stays. Fails with `package-unknown`. */
  edit(digest: string, facts: PackageFacts): Result<LibraryPackage>;
  /**
   * Removes a package with its file. `neededBy` answers who still needs it, in words (`run Install Notes on …`), or
   * undefined; then this fails with `package-in-use`. Fails with `package-unknown` too.
   */
  remove(digest: string, neededBy: (digest: string) => string | undefined): Promise<Result<void>>;
  /** Reads the stored file and compares its digest. Fails with `package-unknown`, `-missing`, `-unreadable` or `-changed`. */
  verify(digest: string): Promise<Result<void>>;
  /** Opens the stored file for delivery once it is known to be the right one. The caller closes it. Fails as `verify`. */
  openVerified(digest: string): Promise<Result<OpenPackage>>;
  /** Removes what was taken in and never added. Idempotent. */
  close(): Promise<void>;
}

/** A package file that is open and was found to be the one with its digest. */
export interface OpenPackage {
  readonly file: FileHandle;
  readonly package: LibraryPackage;
  /** Is it still the same file? To be asked before the last octets are handed on. */
  isUnchanged(): Promise<boolean>;
  /** What the file was found to be. */
  readonly stamp: string;
}

export interface LibraryOptions {
  /** The data folder. */
  readonly folder: string;
  readonly storage: { readonly packages: PackageRecords };
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How long a file that was taken in waits to be added, milliseconds. */
  readonly handleLifeMs?: number;
}

const HOUR = 3_600_000;

/** Opens the library; makes its folder when it is missing. Fails with `library-unwritable`. */
export async function openLibrary(options: LibraryOptions): Promise<Result<PackageLibrary>> {
  const { folder, storage, now = Date.now, handleLifeMs = HOUR } = options;
  const records = storage.packages;
  const files = join(folder, 'packages');
  let intake: Intake;
  try {
    await mkdir(files, { recursive: true, mode: 0o700 });
    intake = await openIntake(join(files, 'incoming'), handleLifeMs, now);
  } catch (error) {
    return libraryUnwritable(files, error);
  }
  // Two additions of the same bytes must not meet half-way.
  const inTurn = createTurns();
  const verifying = new Map<string, Promise<Result<void>>>();

  function pathOf(digest: string): string {
    return join(files, digest);
  }

  async function addTaken(file: TakenFile, facts: PackageFacts, sample: boolean): Promise<Result<LibraryPackage>> {
    const known = records.get(file.digest);
    const described = known === undefined ? await describeFile(file, facts) : describeAgain(known, facts);
    if (!described.ok) return described;
    try {
      const stamp = await moveIn(file, known);
      const { digest, size, fileName } = file;
      const first = known ?? { digest, size, fileName, addedAt: now(), sample };
      const stored: PackageRecord = { ...first, ...described.value, stamp };
      records.put(stored);
      return ok(withoutStamp(stored));
    } catch (error) {
      if (isCode(error, 'ENOSPC', 'EDQUOT')) return diskFull(String(error));
      if (error instanceof Error && 'syscall' in error) return libraryUnwritable(files, error);
      throw error;
    }
  }

  /** The stored file is replaced unless it is right: adding the bytes again is the way to repair a library. */
  async function moveIn(file: TakenFile, known: PackageRecord | undefined): Promise<string> {
    const path = pathOf(file.digest);
    const stored = known === undefined ? undefined : await openFile(path);
    const isRight = stored !== undefined && (await stampOf(stored)).stamp === known?.stamp;
    await stored?.close();
    if (known !== undefined && isRight) {
      await rm(file.path, { force: true });
      return known.stamp;
    }
    await rename(file.path, path);
    await syncFolder(files);
    const moved = await open(path, 'r');
    try {
      return (await stampOf(moved)).stamp;
    } finally {
      await moved.close();
    }
  }

  async function openStored(record: PackageRecord): Promise<Result<FileHandle>> {
    try {
      const file = await openFile(pathOf(record.digest));
      return file === undefined ? packageMissing(record) : ok(file);
    } catch (error) {
      return packageUnreadable(record, error);
    }
  }

  async function verifyNow(digest: string): Promise<Result<void>> {
    const record = records.get(digest);
    if (record === undefined) return packageUnknown(digest);
    const opened = await openStored(record);
    if (!opened.ok) return opened;
    const file = opened.value;
    try {
      const before = await stampOf(file);
      if (before.size !== record.size) return packageChanged(record, `${before.size} octets instead of ${record.size}`);
      const found = await digestOf(file);
      if (found !== digest) return packageChanged(record, `SHA-256 is ${found}`);
      const after = await stampOf(file);
      if (after.stamp !== before.stamp) return packageChanged(record, 'it was written to while it was read');
      const current = records.get(digest);
      if (current !== undefined && current.stamp !== after.stamp) records.put({ ...current, stamp: after.stamp });
      return ok(undefined);
    } catch (error) {
      return packageUnreadable(record, error);
    } finally {
      await file.close();
    }
  }

  /** Several who ask at once share one reading. */
  function verify(digest: string): Promise<Result<void>> {
    const running = verifying.get(digest);
    if (running !== undefined) return running;
    const started = verifyNow(digest).finally(() => verifying.delete(digest));
    verifying.set(digest, started);
    return started;
  }

  async function openVerified(digest: string): Promise<Result<OpenPackage>> {
    for (let attempt = 0; ; attempt += 1) {
      const record = records.get(digest);
      if (record === undefined) return packageUnknown(digest);
      const opened = await openStored(record);
      if (!opened.ok) return opened;
      const file = opened.value;
      const { stamp } = await stampOf(file);
      if (stamp === record.stamp) {
        const isUnchanged = async (): Promise<boolean> => (await stampOf(file)).stamp === stamp;
        return ok({ file, package: withoutStamp(record), isUnchanged, stamp });
      }
      await file.close();
      if (attempt > 0) return packageChanged(record, 'it is being written to');
      const verified = await verify(digest);
      if (!verified.ok) return verified;
    }
  }

  return ok({
    takeIn: (source) => intake.takeIn(source),
    add: (handle, facts = {}, { sample = false } = {}) =>
      inTurn(async () => {
        const file = intake.take(handle);
        if (file === undefined) return handleUnknown();
        let isAdded = false;
        try {
          const added = await addTaken(file, facts, sample);
          isAdded = added.ok;
          return added;
        } finally {
          if (!isAdded) intake.giveBack(handle, file);
        }
      }),
    list: () => records.all().map(withoutStamp),
    get(digest) {
      const record = records.get(digest);
      return record === undefined ? undefined : withoutStamp(record);
    },
    edit(digest, facts) {
      const record = records.get(digest);
      if (record === undefined) return packageUnknown(digest);
      const described = describeAgain(record, facts);
      if (!described.ok) return described;
      const edited = { ...record, ...described.value };
      records.put(edited);
      return ok(withoutStamp(edited));
    },
    remove: (digest, neededBy) =>
      inTurn(async () => {
        const record = records.get(digest);
        if (record === undefined) return packageUnknown(digest);
        const who = neededBy(digest);
        if (who !== undefined) return packageInUse(record, who);
        records.remove(digest);
        await rm(pathOf(digest), { force: true });
        return ok(undefined);
      }),
    verify,
    openVerified,
    close: () => intake.close(),
  });
}

function withoutStamp({ stamp: _stamp, ...known }: PackageRecord): LibraryPackage {
  return known;
}

/** Makes a rename last; Windows cannot open folders and needs no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
