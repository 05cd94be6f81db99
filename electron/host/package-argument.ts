/** `<file|digest>`: which package of the library a person means, taking the file in when they name one. */
import { stat } from 'node:fs/promises';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { LibraryPackage, PackageFacts } from '../../shared/contract/packages.ts';
import type { WorkbenchClient } from './workbench-client.ts';

/** Digits of a digest that are enough when only one package has them. */
const SHORTEST_DIGEST = 8;

/**
 * Finds or adds the package: a path of a file, a digest (or its first eight digits or more), or a PkgID.
 * Fails with `file-missing` when it is none of these, `package-ambiguous` when it is more than one.
 */
export async function packageNamed(client: WorkbenchClient, argument: string): Promise<Result<LibraryPackage>> {
  if (await isFile(argument)) return addFile(client, argument);
  const library = await client.call('packages.list', {});
  if (!library.ok) return library;
  const found = library.value.filter((one) => isMeant(one, argument));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return ok(only);
  return only === undefined ? missing(argument) : ambiguous(argument, found);
}

/** Takes a file into the library, with what the person says of it. */
export async function addFile(
  client: WorkbenchClient,
  path: string,
  facts?: PackageFacts,
): Promise<Result<LibraryPackage>> {
  if (!(await isFile(path))) return missing(path);
  const handle = await client.handOver(path);
  if (!handle.ok) return handle;
  return client.call('packages.add', { handle: handle.value, ...(facts === undefined ? {} : { facts }) });
}

function isMeant({ digest, pkgId }: LibraryPackage, argument: string): boolean {
  return pkgId === argument || (argument.length >= SHORTEST_DIGEST && digest.startsWith(argument.toLowerCase()));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() === true;
}

function missing(argument: string): Result<never> {
  return fail(
    'file-missing',
    `${argument} is neither a file nor a package of the library.`,
    'Check the path, or choose from `scomo packages`.',
  );
}

function ambiguous(argument: string, found: readonly LibraryPackage[]): Result<never> {
  return fail('package-ambiguous', `${argument} means ${found.length} packages.`, 'Name one by its digest.', {
    detail: found
      .map(({ digest, name, version }) => `${digest.slice(0, 12)} ${name} ${version ?? ''}`.trim())
      .join(', '),
  });
}
