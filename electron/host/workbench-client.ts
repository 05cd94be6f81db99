/** What a command needs of a workbench, wherever it runs. */
import { resolve } from 'node:path';
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import type { Failure, Result } from '../../shared/result.ts';
import type { Workbench } from '../workbench/port.ts';

export interface WorkbenchClient {
  /** `running`: somebody else's, it goes on without us. `own`: opened for this command. */
  readonly kind: 'running' | 'own';
  readonly call: Call;
  subscribe(listener: (event: SequencedEvent) => void): () => void;
  /** Takes in a file of this machine; answers the handle for `packages.add`. */
  handOver(path: string): Promise<Result<string>>;
  /** Settles when the workbench has gone away by itself. */
  readonly lost: Promise<Failure>;
  close(): Promise<void>;
}

/** A workbench of this process as a client; closing the client closes the workbench. */
export function ownWorkbench(workbench: Workbench): WorkbenchClient {
  return {
    kind: 'own',
    call: workbench.call,
    subscribe: (listener) => workbench.subscribe(listener),
    handOver: (path) => workbench.handOver({ path: resolve(path) }),
    lost: Promise.withResolvers<Failure>().promise,
    close: () => workbench.close(),
  };
}
