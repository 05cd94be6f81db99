/** The ways to bring a package to a handset, in plain words, and when a way is closed. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { Run, RunbookId } from '../../../shared/runbook/run.ts';
import type { DeploymentComponent, Inventory } from '../../../shared/scomo/inventory-types.ts';
import { isOver } from '../../app/store.ts';
import { runbookWords } from '../../i18n/words.ts';

export type PushRunbook = Extract<
  RunbookId,
  'push-install' | 'push-inactive-activate' | 'deliver-package' | 'update-component'
>;

export interface PushChoice {
  readonly value: PushRunbook;
  readonly label: string;
  readonly hint: string;
  readonly whyNot?: string | undefined;
}

/** What a push can do; `updatable` are the components of the handset that the package is a newer version of. */
export function pushChoices(
  item: LibraryPackage | undefined,
  updatable: readonly DeploymentComponent[],
): readonly PushChoice[] {
  const whyNoUpdate =
    item === undefined
      ? undefined
      : item.components.length === 0
        ? 'The package does not say which components it carries; add them in its details.'
        : updatable.length === 0
          ? 'None of its components is on the handset yet, as far as was read.'
          : undefined;
  return HINTS.map(([value, hint]) => ({
    value,
    label: runbookWords[value],
    hint,
    whyNot: value === 'update-component' ? whyNoUpdate : undefined,
  }));
}

/** The deployed components that the package carries too, found by their ID. */
export function updatableBy(
  item: LibraryPackage | undefined,
  inventory: Inventory | null,
): readonly DeploymentComponent[] {
  if (item === undefined || inventory === null) return [];
  const ids = new Set(item.components.map((component) => component.id));
  return inventory.deployed.filter((component) => component.id !== undefined && ids.has(component.id));
}

/** Why nothing can be pushed to this handset now. */
export function whyNoPush(handset: Handset | undefined, runs: Iterable<Run>): string | undefined {
  if (handset === undefined) return 'Choose a handset.';
  if (handset.state === 'new') return `${handset.name} waits to be admitted. Admit it first.`;
  const open = [...runs].find((run) => run.devId === handset.devId && !isOver(run));
  return open === undefined
    ? undefined
    : `${handset.name} has an unfinished run, “${open.title}”. Finish or abort it first.`;
}

const HINTS: readonly (readonly [PushRunbook, string])[] = [
  ['push-install', 'The handset downloads the package and installs it; its components end active.'],
  [
    'push-inactive-activate',
    'The handset installs it, but nothing runs yet. You check that it is there, then activate it.',
  ],
  ['deliver-package', 'The handset downloads the package and keeps it; nothing is installed.'],
  [
    'update-component',
    'Replaces a component that is on the handset: pushes the newer package, checks version and state, then clears away the old package.',
  ],
];
