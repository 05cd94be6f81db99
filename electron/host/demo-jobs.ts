/** What the demo does on the handset: which runbooks, in which order, and which operations that must have covered. */
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Run, RunParams, RunbookId } from '../../shared/runbook/run.ts';
import type { DemoLink } from './demo-handset.ts';

/** Every operation of SCOMO 1.0, by its subtree. */
export const everyOperation = [
  'Download/Download',
  'Download/DownloadInstall',
  'Download/DownloadInstallInactive',
  'Delivered/Install',
  'Delivered/InstallInactive',
  'Delivered/Remove',
  'Deployed/Activate',
  'Deployed/Deactivate',
  'Deployed/Remove',
] as const;

/** What the demo has to execute: over a cable packages are written into Delivered, and nothing is downloaded. */
export function operationsOver(link: DemoLink): readonly string[] {
  return everyOperation.filter((operation) => link === 'http' || !operation.startsWith('Download/'));
}

/** The sample packages that the demo needs. */
export interface Samples {
  readonly old: LibraryPackage;
  readonly newer: LibraryPackage;
  readonly suite: LibraryPackage;
}

export interface DemoJob {
  readonly runbook: RunbookId;
  readonly params: RunParams;
}

/** Finds the samples in the library: Notes 2.0, Notes 2.1 and the Radio Suite. */
export function samplesOf(library: Result<LibraryPackage[]>): Result<Samples> {
  if (!library.ok) return library;
  const old = library.value.find(({ name, version }) => name.startsWith('Notes') && version === '2.0');
  const newer = library.value.find(({ name, version }) => name.startsWith('Notes') && version === '2.1');
  const suite = library.value.find(({ name }) => name.startsWith('Radio Suite'));
  return old === undefined || newer === undefined || suite === undefined
    ? fail('package-unknown', 'The sample packages are not in the library.', 'Install the workbench again.')
    : ok({ old, newer, suite });
}

/** The main job from end to end; each line starts from what the lines before it have left on the handset. */
// oxfmt-ignore
export function demoJobs({ old, newer, suite }: Samples): readonly DemoJob[] {
  const componentId = idOf(old);
  return [
    { runbook: 'read-inventory', params: {} },
    { runbook: 'deliver-package', params: { digest: old.digest } },
    { runbook: 'install-delivered', params: { pkgId: old.pkgId, inactive: true } },
    { runbook: 'activate', params: { componentId } },
    { runbook: 'deactivate', params: { componentId } },
    { runbook: 'remove-component', params: { componentId } },
    { runbook: 'install-delivered', params: { pkgId: old.pkgId, inactive: false } },
    { runbook: 'remove-component', params: { componentId } },
    { runbook: 'remove-delivered', params: { pkgId: old.pkgId } },
    { runbook: 'push-inactive-activate', params: { digest: old.digest } },
    { runbook: 'update-component', params: { componentId, digest: newer.digest, deactivateFirst: true, removeReplaced: true } },
    { runbook: 'push-install', params: { digest: suite.digest } },
    { runbook: 'remove-component', params: { componentId: idOf(suite) } },
    { runbook: 'remove-delivered', params: { pkgId: suite.pkgId } },
  ];
}

/** `Subtree/Operation` of every step whose Exec a handset has answered and whose effect was read back. */
export function executedOperations({ steps }: Run): readonly string[] {
  return steps.flatMap(({ action, state, commands }) => {
    const wasSent = commands.some(({ cmd, status }) => cmd === 'Exec' && status !== undefined);
    return action.kind === 'execute' && state === 'done' && wasSent
      ? [`${action.target.subtree}/${action.operation}`]
      : [];
  });
}

function idOf({ components, pkgId }: LibraryPackage): string {
  return components[0]?.id ?? pkgId;
}
