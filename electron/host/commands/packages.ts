import type { Command } from 'commander';
import type { LibraryPackage, PackageFacts } from '../../../shared/contract/packages.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { addFile, packageNamed } from '../package-argument.ts';
import { formatSize, formatTable } from '../table.ts';
import type { World } from '../world.ts';

interface AddOptions extends CommonOptions {
  readonly pkgId?: string;
  readonly name?: string;
  readonly pkgVersion?: string;
  readonly type?: string;
  readonly envType?: string;
  readonly component?: readonly string[];
}

/** `scomo packages`: the package library. */
export function addPackages(program: Command, { world, action }: Cli): void {
  const packages = program.command('packages').description('list, add and remove packages of the library');

  addCommonOptions(packages.command('list', { isDefault: true }))
    .description('list the packages of the library')
    .action(action((options: CommonOptions) => listPackages(world, options)));

  addCommonOptions(packages.command('add'))
    .description('take a file into the library; what is not said comes from its manifest or its name')
    .argument('<file>')
    .option('--pkg-id <id>', 'PkgID')
    .option('--name <name>', 'name for people')
    .option('--pkg-version <version>', 'version')
    .option('--type <mime>', 'PkgType (MIME type)')
    .option('--env-type <type>', 'EnvType')
    .option('--component <id=version...>', 'a deployment component it carries; the version may be left out')
    .action(action((file: string, options: AddOptions) => addPackage(world, file, options)));

  addCommonOptions(packages.command('remove'))
    .description('remove a package from the library')
    .argument('<digest>', 'digest, its first digits, or PkgID')
    .action(action((name: string, options: CommonOptions) => removePackage(world, name, options)));
}

function listPackages(world: World, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const library = await client.call('packages.list', {});
    if (!library.ok) return report.failure(library.error);
    const text =
      library.value.length === 0
        ? 'The library is empty. Add a file with `scomo packages add <file>`.'
        : table(library.value);
    report.result(library.value, text);
    return 0;
  });
}

function addPackage(world: World, file: string, options: AddOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const added = await addFile(client, file, factsOf(options));
    if (!added.ok) return report.failure(added.error);
    report.result(added.value, table([added.value]));
    return 0;
  });
}

function removePackage(world: World, name: string, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const library = await packageNamed(client, name);
    if (!library.ok) return report.failure(library.error);
    const removed = await client.call('packages.remove', { digest: library.value.digest });
    if (!removed.ok) return report.failure(removed.error);
    report.result({ removed: library.value.digest }, `Removed ${library.value.name} (${library.value.fileName}).`);
    return 0;
  });
}

function factsOf({ pkgId, name, pkgVersion, type, envType, component }: AddOptions): PackageFacts {
  return {
    ...(pkgId === undefined ? {} : { pkgId }),
    ...(name === undefined ? {} : { name }),
    ...(pkgVersion === undefined ? {} : { version: pkgVersion }),
    ...(type === undefined ? {} : { pkgType: type }),
    ...(envType === undefined ? {} : { envType }),
    ...(component === undefined ? {} : { components: component.map(componentOf) }),
  };
}

function componentOf(text: string): { id: string; version?: string } {
  const at = text.lastIndexOf('=');
  return at < 1 ? { id: text } : { id: text.slice(0, at), version: text.slice(at + 1) };
}

function table(library: readonly LibraryPackage[]): string {
  return formatTable<LibraryPackage>(
    [
      { title: 'Name', value: ({ name }) => name },
      { title: 'Version', value: ({ version }) => version },
      { title: 'PkgID', value: ({ pkgId }) => pkgId },
      { title: 'Components', value: ({ components }) => components.map(({ id }) => id).join(', ') },
      { title: 'Size', value: ({ size }) => formatSize(size), align: 'right' },
      { title: 'File', value: ({ fileName, sample }) => (sample ? `${fileName} (sample)` : fileName) },
      { title: 'Digest', value: ({ digest }) => digest.slice(0, 12) },
    ],
    library,
  );
}
