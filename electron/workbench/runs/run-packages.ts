/** The packages of runs, as the executor asks for them: what the library knows, and the offer for download. */
import type { Run, RunPackage } from '../../../shared/runbook/run.ts';
import type { Delivery } from '../../packages/delivery.ts';
import type { PackageLibrary } from '../../packages/library.ts';
import type { ExecutorPorts } from './executor.ts';

type RunPackages = Pick<
  ExecutorPorts,
  'verifyPackage' | 'packageOf' | 'packageURL' | 'offerPackage' | 'withdrawPackage'
>;

/** `urlFor` answers where the handset of a run reaches us. */
export function createRunPackages(
  library: PackageLibrary,
  delivery: Delivery,
  urlFor: (devId: string) => string,
): RunPackages {
  return {
    verifyPackage: (digest) => library.verify(digest),
    packageOf(digest): RunPackage | undefined {
      const found = library.get(digest);
      if (found === undefined) return undefined;
      const { addedAt: _at, described: _by, sample: _sample, ...rest } = found;
      return rest;
    },
    packageURL(run: Run): string | undefined {
      const path = run.package === undefined ? undefined : delivery.pathOf(run.id, run.params.delivery);
      return path === undefined ? undefined : new URL(path, urlFor(run.devId)).href;
    },
    offerPackage(run): void {
      if (run.package !== undefined) delivery.offer({ runId: run.id, devId: run.devId, digest: run.package.digest });
    },
    withdrawPackage: (runId) => delivery.withdraw(runId),
  };
}
