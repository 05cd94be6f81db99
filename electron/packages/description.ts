/** What is known of a package: said by a person, by its manifest, or by its file name, in this order. */
import type { LibraryPackage, PackageFacts } from '../../shared/contract/packages.ts';
import { type Result, fail, ok } from '../../shared/result.ts';
import { guessFromName } from './file-name.ts';
import type { TakenFile } from './intake.ts';
import { readManifest } from './manifest.ts';
import { isMimeType, packageTypeOf } from './package-type.ts';

export type Description = Pick<
  LibraryPackage,
  'pkgId' | 'name' | 'version' | 'pkgType' | 'envType' | 'components' | 'described'
>;

/**
 * Describes a file that was taken in. Fails with `package-type-invalid`, and with `manifest-invalid` unless the
 * person has said PkgID and name: then a package with a broken manifest can be pushed all the same.
 */
export async function describeFile(file: TakenFile, facts: PackageFacts): Promise<Result<Description>> {
  const pkgType = packageTypeOf(file.fileName, file.start);
  const guessed: Description = { ...guessFromName(file.fileName), pkgType, components: [], described: 'name' };
  const read = await readManifest(file.path);
  if (!read.ok && (facts.pkgId === undefined || facts.name === undefined)) return read;
  if (!read.ok || read.value === undefined) return describeAgain(guessed, facts);
  const { pkgId, name, version, envType, components } = read.value;
  return describeAgain(
    {
      pkgId,
      name,
      version,
      pkgType,
      ...(envType === undefined ? {} : { envType }),
      components: components.map(({ description: _description, file: _file, ...component }) => component),
      described: 'manifest',
    },
    facts,
  );
}

/** The description with what a person says of it; what `facts` leaves open stays. */
export function describeAgain(known: Description, facts: PackageFacts): Result<Description> {
  const isSaid = Object.keys(facts).length > 0;
  const { pkgId, name, version, pkgType, envType, components } = { ...known, ...facts };
  if (!isMimeType(pkgType)) {
    return fail(
      'package-type-invalid',
      `The package type ${JSON.stringify(pkgType)} is no MIME type.`,
      'Write it like application/zip, in plain letters.',
    );
  }
  return ok({
    pkgId,
    name,
    ...(version === undefined ? {} : { version }),
    pkgType,
    ...(envType === undefined ? {} : { envType }),
    components,
    described: isSaid ? 'person' : known.described,
  });
}
