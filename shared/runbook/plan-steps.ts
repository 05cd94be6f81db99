/** The steps that runbooks are made of, each with its words; built-in.ts puts them in order. */
import type { OperationName } from '../scomo/inventory-types.ts';
import type { Expectation, PlannedStep, RunPackage } from './run.ts';

/** A step before it has its number and its time limit. */
export type Draft = Omit<PlannedStep, 'id' | 'timeLimitMs'>;

type Named = { readonly id: string; readonly name?: string; readonly version?: string };

/** `Notes 2.1`; a version that the name already ends with is not repeated. */
export function packageName(pkg: Pick<RunPackage, 'name' | 'version'>): string {
  return withVersion(pkg.name, pkg.version);
}

/** `Notes 2.1`, or the ID where there is no name. */
export function componentName({ id, name, version }: Named): string {
  return withVersion(name ?? id, version);
}

/** The component is there, active or inactive. */
export function component(id: string, active: boolean): Expectation {
  return { what: 'component', id, present: true, active };
}

/** Every component of the package is there, in its version, active or inactive. */
export function carried(pkg: RunPackage, active: boolean): readonly Expectation[] {
  if (pkg.components.length === 0) return carriedBy(pkg.pkgId, active);
  return pkg.components.map(({ id, version }) => ({
    what: 'component',
    id,
    present: true,
    ...(version === undefined ? {} : { version }),
    active,
  }));
}

/** For packages whose components the library does not list. */
export function carriedBy(pkgId: string, active: boolean): readonly Expectation[] {
  return [{ what: 'components-of', pkgId, active }];
}

/** Compare the file of the library with its digest. */
export function check(pkg: RunPackage): Draft {
  return {
    title: `Check the file of ${packageName(pkg)}`,
    hint: 'Nothing is sent unless the file is the one that was added to the library.',
    action: { kind: 'check-package', digest: pkg.digest },
  };
}

/** Read the SCOMO object. */
export function read(): Draft {
  return {
    title: 'Read the inventory',
    hint: 'The next steps start from what is really on the handset.',
    action: { kind: 'read-inventory' },
  };
}

/** Read the SCOMO object and remember what the component came from. */
export function find(componentId: string, name: string, newPkgId: string): Draft {
  return {
    title: `Find ${name} on the handset`,
    hint: 'Remembers its version and the package it came from.',
    action: { kind: 'read-inventory', learn: { componentId, newPkgId } },
  };
}

/** Create the Download node. */
export function describe(pkg: RunPackage, nodeName: string): Draft {
  return {
    title: 'Describe the download on the handset',
    hint: `A node under Download will say where ${packageName(pkg)} is fetched from.`,
    action: { kind: 'describe-download', nodeName, package: pkg },
  };
}

/** Write the package into Data. `why`: nobody has chosen this way, the handset has. */
export function deliver(pkg: RunPackage, nodeName: string, why: string | undefined): Draft {
  const hint = 'Its octets go into Data under Delivered, in chunks; nothing is installed yet.';
  return {
    title: `Deliver ${packageName(pkg)} in the session`,
    hint: why === undefined ? hint : `${why} ${hint}`,
    action: { kind: 'deliver-data', nodeName, package: pkg },
  };
}

// oxfmt-ignore
const FETCH_WORDS: Readonly<Record<'Download' | 'DownloadInstall' | 'DownloadInstallInactive', readonly [title: string, hint: string]>> = {
  Download: ['Download', 'The handset fetches the package and keeps it.'],
  DownloadInstall: ['Download and install', 'The handset fetches and installs the package; its components end active.'],
  DownloadInstallInactive: ['Download and install, leave inactive', 'What runs on the handset is not disturbed yet.'],
};

/** Execute one of the operations of the Download node. */
export function fetch(
  operation: keyof typeof FETCH_WORDS,
  pkg: RunPackage,
  nodeName: string,
  expect: readonly Expectation[],
): Draft {
  const [title, hint] = FETCH_WORDS[operation];
  return { title, hint, action: { kind: 'execute', operation, target: download(pkg, nodeName), expect } };
}

/** Install a delivered package; `nodeName` where several nodes may hold the same. */
export function install(
  pkgId: string,
  name: string,
  active: boolean,
  expect: readonly Expectation[],
  nodeName?: string,
): Draft {
  return {
    title: active ? `Install ${name}` : `Install ${name}, leave inactive`,
    hint: active ? 'Its components end active.' : 'Its components end inactive.',
    action: {
      kind: 'execute',
      operation: active ? 'Install' : 'InstallInactive',
      target: { subtree: 'Delivered', pkgId, ...(nodeName === undefined ? {} : { nodeName }) },
      expect,
    },
  };
}

/** Activate a component. */
export function activate(id: string, name: string): Draft {
  return onComponent('Activate', `Activate ${name}`, 'It will run from now on.', id, component(id, true));
}

/** Activate every component of a package: one step each where the library lists them, else one for all. */
export function activateCarried(pkg: RunPackage): readonly Draft[] {
  if (pkg.components.length > 0) return pkg.components.map((row) => activate(row.id, componentName(row)));
  return [
    {
      title: `Activate what came with ${packageName(pkg)}`,
      hint: 'Every component that names this package.',
      action: {
        kind: 'execute',
        operation: 'Activate',
        target: { subtree: 'Deployed', componentsOf: pkg.pkgId },
        expect: carriedBy(pkg.pkgId, true),
      },
    },
  ];
}

/** Deactivate a component. */
export function deactivate(id: string, name: string): Draft {
  return onComponent('Deactivate', `Deactivate ${name}`, 'It stays installed.', id, component(id, false));
}

/** Uninstall a component. */
export function removeComponent(id: string, name: string): Draft {
  const gone: Expectation = { what: 'component', id, present: false };
  return onComponent('Remove', `Remove ${name}`, 'It will be gone from the handset.', id, gone);
}

/** Delete a delivered package; `nodeName` where several nodes may hold the same. */
export function removePackage(pkgId: string, name: string, nodeName?: string): Draft {
  const which = { pkgId, ...(nodeName === undefined ? {} : { nodeName }) };
  return {
    title: `Remove package ${name}`,
    hint: 'Components that were installed from it stay.',
    action: {
      kind: 'execute',
      operation: 'Remove',
      target: { subtree: 'Delivered', ...which },
      expect: [{ what: 'package', ...which, present: false }],
    },
  };
}

/** Take back what was delivered in the session, whether all of it has come or not. */
export function withdraw(pkgId: string, nodeName: string): Draft {
  return {
    title: `Take ${pkgId} off the handset again`,
    hint: 'Deletes the node under Delivered with whatever of the package has come.',
    action: { kind: 'delete-node', target: { subtree: 'Delivered', pkgId, nodeName }, skipIfAbsent: true },
  };
}

/** Delete the package that an update has replaced, if the handset still has it. */
export function removeReplaced(): Draft {
  const pkgId = { fact: 'replacedPkgId' };
  return {
    title: 'Remove the package that was replaced',
    hint: 'It only takes room now. Nothing is done when the handset no longer has it.',
    action: {
      kind: 'execute',
      operation: 'Remove',
      target: { subtree: 'Delivered', pkgId },
      expect: [{ what: 'package', pkgId, present: false }],
      skipIfAbsent: true,
    },
  };
}

/** Only read back. */
export function verify(title: string, expect: readonly Expectation[]): Draft {
  return { title, hint: 'Reads it back from the handset.', action: { kind: 'verify', expect } };
}

/** Show the person who holds the handset what was done. */
export function tellUser(text: string): Draft {
  return {
    title: 'Tell the person on the handset',
    hint: 'A handset that cannot show texts leaves it out; that harms nothing.',
    action: { kind: 'tell-user', text },
  };
}

/** Delete the Download node that the handset may have left behind. */
export function cleanUp(pkg: RunPackage, nodeName: string): Draft {
  return {
    title: 'Clean up the download',
    hint: 'Deletes the node under Download if the handset has left it there.',
    action: { kind: 'delete-node', target: download(pkg, nodeName), skipIfAbsent: true },
  };
}

function download(pkg: RunPackage, nodeName: string) {
  return { subtree: 'Download', pkgId: pkg.pkgId, nodeName } as const;
}

function onComponent(
  operation: OperationName,
  title: string,
  hint: string,
  componentId: string,
  expect: Expectation,
): Draft {
  return {
    title,
    hint,
    action: { kind: 'execute', operation, target: { subtree: 'Deployed', componentId }, expect: [expect] },
  };
}

function withVersion(name: string, version: string | undefined): string {
  return version === undefined || version === '' || name.endsWith(version) ? name : `${name} ${version}`;
}
