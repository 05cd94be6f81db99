/** What can be wrong with a package of the library, in a technician's words. */
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { type Result, fail } from '../../shared/result.ts';

/** The stored file is gone. */
export function packageMissing({ name, digest }: LibraryPackage): Result<never> {
  return fail(
    'package-missing',
    `The file of package ${name} is no longer in the library's folder.`,
    'Add the file of the package again; it keeps its place in the library.',
    { detail: `packages/${digest}` },
  );
}

/** The stored file is there and cannot be read. */
export function packageUnreadable({ name, digest }: LibraryPackage, error: unknown): Result<never> {
  return fail(
    'package-unreadable',
    `The file of package ${name} in the library's folder cannot be read.`,
    'Give yourself read permission on it and check the disk, or add the file of the package again.',
    { detail: `packages/${digest}: ${error instanceof Error ? error.message : String(error)}`, retryable: true },
  );
}

/** The stored file is not the one that was added. `detail` says how that was seen. */
export function packageChanged({ name, digest }: LibraryPackage, detail: string): Result<never> {
  return fail(
    'package-changed',
    `The file of package ${name} is not the one that was added to the library; it is not delivered.`,
    'Add the original file again, or remove the package from the library.',
    { detail: `packages/${digest}: ${detail}` },
  );
}

/** No package has this digest. */
export function packageUnknown(digest: string): Result<never> {
  return fail('package-unknown', 'This package is not in the library.', 'Add its file to the library first.', {
    detail: digest,
  });
}

/** Somebody still needs the package. `who` in words, e.g. `run Install Notes 2.1 on IMEI:35…`. */
export function packageInUse({ name }: LibraryPackage, who: string): Result<never> {
  return fail('package-in-use', `Package ${name} is still needed by ${who}.`, 'Finish or abort that first.');
}

/** No file waits under this handle. */
export function handleUnknown(): Result<never> {
  return fail('handle-unknown', 'The file is no longer there to be added.', 'Choose the file again.');
}

/** The disk has no room for a package. */
export function diskFull(detail: string): Result<never> {
  return fail(
    'disk-full',
    'The disk that holds the package library is full.',
    'Free some space on it, or remove packages that are no longer needed, and add the file again.',
    { detail, retryable: true },
  );
}

/** The library's folder cannot be made or written. */
export function libraryUnwritable(folder: string, error: unknown): Result<never> {
  return fail(
    'library-unwritable',
    `The folder of the package library, ${folder}, cannot be written.`,
    'Give yourself write permission on it, free space on its disk, or start the workbench with another data folder.',
    { detail: error instanceof Error ? error.message : String(error) },
  );
}
