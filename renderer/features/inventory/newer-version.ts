/** Which package of the library would update a component. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { DeploymentComponent } from '../../../shared/scomo/inventory-types.ts';

/** A newer version of a component, and the package that brings it. */
export interface NewerVersion {
  readonly version: string;
  readonly package: LibraryPackage;
}

/** The newest version of this component in the library, when it is newer than the installed one. */
export function newerVersionOf(
  component: DeploymentComponent,
  library: ReadonlyMap<string, LibraryPackage>,
): NewerVersion | undefined {
  let newest: NewerVersion | undefined;
  for (const each of library.values()) {
    const version = carriedVersion(each, component);
    if (version === undefined || compareVersions(version, newest?.version ?? component.version ?? '') <= 0) continue;
    newest = { version, package: each };
  }
  return newest;
}

/** Packages of the library that carry this component, newest first. */
export function packagesFor(
  component: DeploymentComponent,
  library: ReadonlyMap<string, LibraryPackage>,
): readonly LibraryPackage[] {
  return [...library.values()]
    .filter((each) => carriedVersion(each, component) !== undefined)
    .toSorted((a, b) => compareVersions(carriedVersion(b, component) ?? '', carriedVersion(a, component) ?? ''));
}

/**
 * Orders versions as people write them: number by number (`4.10` after `4.9`), then the text after it, where a
 * version without a suffix comes after one with it (`2.0-rc1` before `2.0`).
 */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(first.numbers.length, second.numbers.length); index += 1) {
    const difference = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  if (first.rest === second.rest) return 0;
  if (first.rest === '' || second.rest === '') return first.rest === '' ? 1 : -1;
  return first.rest < second.rest ? -1 : 1;
}

function carriedVersion(library: LibraryPackage, component: DeploymentComponent): string | undefined {
  const id = component.id ?? component.nodeName;
  const carried = library.components.find((each) => each.id === id);
  return carried === undefined ? undefined : (carried.version ?? library.version);
}

function parts(version: string): { readonly numbers: readonly number[]; readonly rest: string } {
  const found = /^\D*((?:\d+\.)*\d+)(.*)$/.exec(version.trim());
  if (found === null) return { numbers: [], rest: version.trim() };
  return { numbers: (found[1] ?? '').split('.').map(Number), rest: (found[2] ?? '').trim() };
}
