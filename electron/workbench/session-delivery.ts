/** How far packages are that are written into a session: told a few times a second, and once that it is all of them. */
import type { PackageLibrary } from '../packages/library.ts';
import { packageObject, type PackageObject } from '../packages/package-object.ts';
import { createThrottle, type Throttle } from '../packages/throttle.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Run } from '../../shared/runbook/run.ts';
import type { EventHub } from './event-hub.ts';

export interface SessionDelivery {
  /** Opens a package's file, found to be the right one; whoever asked closes it. */
  openPackage(digest: string): Promise<Result<PackageObject>>;
  /** The handset has taken this many octets of the run's package. */
  delivered(run: Run, octets: number): void;
}

/** At most five reports a second for each run. */
const INTERVAL_MS = 200;

interface Progress {
  octets: number;
  readonly throttle: Throttle;
}

/** Makes it; what it has to tell goes out as the event of a package on its way. */
export function createSessionDelivery(library: PackageLibrary, events: EventHub): SessionDelivery {
  const all = new Map<string, Progress>();

  function progressOf({ id: runId, devId, package: pkg }: Run): Progress {
    const known = all.get(runId);
    if (known !== undefined) return known;
    const { digest = '', size = 0 } = pkg ?? {};
    const progress: Progress = {
      octets: 0,
      throttle: createThrottle(INTERVAL_MS, () => {
        const sent = progress.octets;
        events.emit({ type: 'delivery', devId, runId, digest, sent, size, done: sent === size });
      }),
    };
    all.set(runId, progress);
    return progress;
  }

  return {
    async openPackage(digest): Promise<Result<PackageObject>> {
      const opened = await library.openVerified(digest);
      if (!opened.ok) return opened;
      const { file, package: known, stamp } = opened.value;
      return ok(packageObject(file, known, stamp));
    },
    delivered(run, octets): void {
      const progress = progressOf(run);
      progress.octets = octets;
      progress.throttle.touch();
      if (octets !== run.package?.size) return;
      progress.throttle.flush();
      progress.throttle.close();
      all.delete(run.id);
    },
  };
}
