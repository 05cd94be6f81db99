/**
 * The nodes of the SCOMO object, one row per node, for 1.0 and 1.1 (facts 1.3, 1.9), and how handsets misspell them.
 * `<X>` stands for a node whose name somebody chose. Paths are relative to the object's root, which is ''.
 */
import type { NodeFormat } from '../dm/node.ts';
import type { ScomoVersion } from './inventory-types.ts';

export type Access = 'Add' | 'Delete' | 'Exec' | 'Get' | 'Replace';

export interface NodeDefinition {
  readonly path: string;
  readonly occurrence: 'One' | 'ZeroOrOne' | 'ZeroOrMore';
  readonly format: NodeFormat;
  /** Minimum access types of the standard and what servers need in practice. */
  readonly access: readonly Access[];
  readonly mandatory: boolean;
  readonly meaning: string;
}

type Row = readonly [
  path: string,
  occurrence: NodeDefinition['occurrence'],
  format: NodeFormat,
  access: string,
  support: 'M' | 'O',
  meaning: string,
];

// oxfmt-ignore
const ROWS_1_0: readonly Row[] = [
  ['', 'ZeroOrMore', 'node', 'Get', 'M', 'The software component object'],
  ['Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Download', 'ZeroOrOne', 'node', 'Add Get', 'O', 'Packages to be fetched'],
  ['Download/<X>', 'ZeroOrMore', 'node', 'Add Delete Get Replace', 'M', 'A package to be fetched'],
  ['Download/<X>/PkgID', 'One', 'chr', 'Add Get Replace', 'M', 'Identifier of the package'],
  ['Download/<X>/Name', 'ZeroOrOne', 'chr', 'Add Get Replace', 'O', 'Name for people'],
  ['Download/<X>/PkgURL', 'One', 'chr', 'Add Get Replace', 'M', 'Where the package or its download descriptor is fetched from'],
  ['Download/<X>/InstallParams', 'ZeroOrOne', 'chr', 'Add Get Replace', 'O', 'Parameters for the installer'],
  ['Download/<X>/Description', 'ZeroOrOne', 'chr', 'Add Get Replace', 'O', 'Description for people'],
  ['Download/<X>/Status', 'One', 'int', 'Get', 'M', 'What the last operation came to'],
  ['Download/<X>/EnvType', 'ZeroOrOne', 'chr', 'Add Get Replace', 'O', 'Environment that the package is made for'],
  ['Download/<X>/PkgType', 'ZeroOrOne', 'chr', 'Add Get Replace', 'O', 'Content type of the package'],
  ['Download/<X>/Operations', 'One', 'node', 'Add Get', 'M', 'What can be done with the package'],
  ['Download/<X>/Operations/Download', 'ZeroOrOne', 'null', 'Exec', 'O', 'Fetches the package'],
  ['Download/<X>/Operations/DownloadInstall', 'ZeroOrOne', 'null', 'Exec', 'O', 'Fetches and installs; the components end active'],
  ['Download/<X>/Operations/DownloadInstallInactive', 'ZeroOrOne', 'null', 'Exec', 'O', 'Fetches and installs; the components end inactive'],
  ['Download/<X>/Operations/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Download/<X>/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Inventory', 'One', 'node', 'Get', 'M', 'What is on the handset'],
  ['Inventory/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Inventory/Delivered', 'ZeroOrOne', 'node', 'Add Get', 'O', 'Delivery packages on the handset'],
  ['Inventory/Delivered/<X>', 'ZeroOrMore', 'node', 'Add Delete Get', 'M', 'A delivery package'],
  ['Inventory/Delivered/<X>/PkgID', 'One', 'chr', 'Add Get Replace', 'M', 'Identifier of the package'],
  ['Inventory/Delivered/<X>/Data', 'ZeroOrOne', 'bin', 'Add Replace', 'O', 'The package itself; can be written, not read'],
  ['Inventory/Delivered/<X>/Name', 'ZeroOrOne', 'chr', 'Get', 'O', 'Name for people'],
  ['Inventory/Delivered/<X>/InstallParams', 'ZeroOrOne', 'chr', 'Get', 'O', 'Parameters for the installer'],
  ['Inventory/Delivered/<X>/Description', 'ZeroOrOne', 'chr', 'Get', 'O', 'Description for people'],
  ['Inventory/Delivered/<X>/Status', 'One', 'int', 'Get', 'M', 'What the last operation came to'],
  ['Inventory/Delivered/<X>/State', 'ZeroOrOne', 'int', 'Get', 'O', 'Delivered or installed'],
  ['Inventory/Delivered/<X>/EnvType', 'ZeroOrOne', 'chr', 'Get', 'O', 'Environment that the package is made for'],
  ['Inventory/Delivered/<X>/PkgType', 'ZeroOrOne', 'chr', 'Get', 'O', 'Content type of the package'],
  ['Inventory/Delivered/<X>/Operations', 'One', 'node', 'Get', 'M', 'What can be done with the package'],
  ['Inventory/Delivered/<X>/Operations/Install', 'ZeroOrOne', 'null', 'Exec', 'O', 'Installs; the components end active'],
  ['Inventory/Delivered/<X>/Operations/InstallInactive', 'ZeroOrOne', 'null', 'Exec', 'O', 'Installs; the components end inactive'],
  ['Inventory/Delivered/<X>/Operations/Remove', 'ZeroOrOne', 'null', 'Exec', 'M', 'Removes the package; its installed components stay'],
  ['Inventory/Delivered/<X>/Operations/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Inventory/Delivered/<X>/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Inventory/Deployed', 'One', 'node', 'Get', 'M', 'Components that are installed'],
  ['Inventory/Deployed/<X>', 'ZeroOrMore', 'node', 'Get', 'M', 'A deployment component'],
  ['Inventory/Deployed/<X>/ID', 'One', 'chr', 'Get', 'M', 'Identifier of the component'],
  ['Inventory/Deployed/<X>/PkgIDRef', 'ZeroOrOne', 'chr', 'Get', 'O', 'Identifier of the package that it came from'],
  ['Inventory/Deployed/<X>/Name', 'ZeroOrOne', 'chr', 'Get', 'O', 'Name for people'],
  ['Inventory/Deployed/<X>/Description', 'ZeroOrOne', 'chr', 'Get', 'O', 'Description for people'],
  ['Inventory/Deployed/<X>/Version', 'ZeroOrOne', 'chr', 'Get', 'O', 'Version of the component'],
  ['Inventory/Deployed/<X>/Status', 'One', 'int', 'Get', 'M', 'What the last operation came to'],
  ['Inventory/Deployed/<X>/State', 'One', 'int', 'Get', 'M', 'Inactive or active'],
  ['Inventory/Deployed/<X>/EnvType', 'ZeroOrOne', 'chr', 'Get', 'O', 'Environment that the component runs in'],
  ['Inventory/Deployed/<X>/Operations', 'One', 'node', 'Get', 'M', 'What can be done with the component'],
  ['Inventory/Deployed/<X>/Operations/Activate', 'ZeroOrOne', 'null', 'Exec', 'O', 'Makes the component active'],
  ['Inventory/Deployed/<X>/Operations/Deactivate', 'ZeroOrOne', 'null', 'Exec', 'O', 'Makes the component inactive'],
  ['Inventory/Deployed/<X>/Operations/Remove', 'ZeroOrOne', 'null', 'Exec', 'M', 'Uninstalls the component'],
  ['Inventory/Deployed/<X>/Operations/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
  ['Inventory/Deployed/<X>/Ext', 'ZeroOrOne', 'node', 'Get', 'O', 'Extensions of the vendor'],
];

/** What 1.1 adds. The places of the lists and of CheckUpdateFreq are not confirmed (facts 1.9). */
// oxfmt-ignore
const ROWS_ADDED_IN_1_1: readonly Row[] = [
  ['Download/<X>/Reboot', 'ZeroOrOne', 'int', 'Add Get Replace', 'O', 'When the handset restarts around the installation'],
  ['Inventory/Delivered/<X>/Reboot', 'ZeroOrOne', 'int', 'Get', 'O', 'When the handset restarts around the installation'],
  ['Blacklisted', 'ZeroOrOne', 'node', 'Get', 'O', 'Components that must not be installed'],
  ['Whitelisted', 'ZeroOrOne', 'node', 'Get', 'O', 'Components that alone may be installed'],
  ['CheckUpdateFreq', 'ZeroOrOne', 'int', 'Get Replace', 'O', 'How often the handset asks for updates'],
];

export const NODES: Readonly<Record<ScomoVersion, readonly NodeDefinition[]>> = {
  '1.0': ROWS_1_0.map(definition),
  '1.1': [...ROWS_1_0, ...ROWS_ADDED_IN_1_1].map(definition),
};

/** Spellings seen on handsets, beside other cases of the standard's names (those need no row). Lower case. */
// oxfmt-ignore
export const ALIASES: readonly { readonly spelling: string; readonly name: string; readonly seen: string }[] = [
  { spelling: 'downlaodinstallinactive', name: 'DownloadInstallInactive', seen: 'the DDF of the 2010-04-01 candidate' },
  { spelling: 'downloadinstallinactivate', name: 'DownloadInstallInactive', seen: 'Symbian child lists' },
  { spelling: 'installinactivate', name: 'InstallInactive', seen: 'by analogy, Symbian' },
  { spelling: 'deactive', name: 'Deactivate', seen: 'MediaTek' },
  { spelling: 'installopts', name: 'InstallParams', seen: 'drafts, Symbian' },
];

const NAMES = new Map(
  NODES['1.1']
    .flatMap(({ path }) => path.split('/'))
    .filter((name) => name !== '' && name !== '<X>')
    .map((name) => [name.toLowerCase(), name]),
);

const NAMES_BY_ALIAS = new Map(ALIASES.map(({ spelling, name }) => [spelling, name]));

const DEFINITIONS = new Map(NODES['1.1'].map((row) => [row.path, row]));

/** The standard's spelling of a node name, whatever its case or known misspelling; undefined for other names. */
export function standardName(name: string): string | undefined {
  const lower = name.toLowerCase();
  return NAMES.get(lower) ?? NAMES_BY_ALIAS.get(lower);
}

/**
 * The definition of a node by its path below the object's root, e.g. `['download', 'pkg42', 'status']`; undefined for
 * nodes that the standard does not have. A name that somebody chose matches `<X>` also when it looks like another name.
 */
export function definitionOf(path: readonly string[]): NodeDefinition | undefined {
  let pattern = '';
  for (const name of path) {
    const standard = standardName(name);
    const next = [standard, '<X>']
      .filter((candidate) => candidate !== undefined)
      .map((candidate) => (pattern === '' ? candidate : `${pattern}/${candidate}`))
      .find((candidate) => DEFINITIONS.has(candidate));
    if (next === undefined) return undefined;
    pattern = next;
  }
  return DEFINITIONS.get(pattern);
}

function definition([path, occurrence, format, access, support, meaning]: Row): NodeDefinition {
  return {
    path,
    occurrence,
    format,
    access: access.split(' ') as readonly Access[],
    mandatory: support === 'M',
    meaning,
  };
}
