/** What the use cases work with; put together once, in workbench.ts. */
import type { AppStatus, Settings } from '../../shared/contract/app.ts';
import type { PackageLibrary } from '../packages/library.ts';
import type { LockOut } from '../server/lock-out.ts';
import type { Credentials } from '../storage/accounts.ts';
import type { Storage } from '../storage/storage.ts';
import type { AlertKeeper } from './alert-keeper.ts';
import type { Cables } from './cables/cables.ts';
import type { ConsoleDesk } from './console/console-desk.ts';
import type { EventHub } from './event-hub.ts';
import type { HandsetRegistry } from './handset-registry.ts';
import type { NetworkDoor } from './network-door.ts';
import type { RunExecutor } from './runs/executor.ts';
import type { RunStore } from './runs/run-store.ts';
import type { SecureDoor } from './secure-door.ts';
import type { SetupCodes } from './setup-codes.ts';
import type { SessionDesk } from './session-desk.ts';
import type { TreeMirrors } from './tree-mirrors.ts';
import type { TreeReadings } from './tree-readings.ts';
import type { VirtualHandsets } from './virtual-handsets.ts';
import type { Waker } from './waker.ts';

export interface Services {
  readonly storage: Storage;
  readonly events: EventHub;
  readonly registry: HandsetRegistry;
  readonly alerts: AlertKeeper;
  readonly mirrors: TreeMirrors;
  readonly readings: TreeReadings;
  readonly desk: SessionDesk;
  readonly virtual: VirtualHandsets;
  readonly library: PackageLibrary;
  readonly store: RunStore;
  readonly executor: () => RunExecutor;
  readonly console: () => ConsoleDesk;
  readonly cables: () => Cables;
  readonly settings: () => Settings;
  readonly status: () => AppStatus;
  readonly network: NetworkDoor;
  readonly waker: Waker;
  readonly lockOut: LockOut;
  readonly secure: SecureDoor;
  readonly setupCodes: SetupCodes;
  /** What a handset must call; one on the network while the door for it is open. */
  readonly serverURL: () => string;
  readonly enrolment: () => Credentials;
  readonly now: () => number;
}
