/** Who a caller is by its DevId, what it must prove itself with, and which nonces count: what sessions ask for. */
import type { WeakestAuth } from '../../shared/contract/app.ts';
import { RESYNC_NONCES } from '../../shared/dm/notification.ts';
import type { Peer } from '../server/account.ts';
import { createLockOut } from '../server/lock-out.ts';
import { createResync, type Resync } from '../server/resync.ts';
import type { TablePorts } from '../server/table-ports.ts';
import type { Credentials } from '../storage/accounts.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { Storage } from '../storage/storage.ts';
import { tooWeak } from './auth-policy.ts';
import { createNonces } from './nonces.ts';

export interface PeerPorts {
  readonly storage: Storage;
  record(devId: string): HandsetRecord | undefined;
  enrolment(): Credentials;
  weakestAuth(): WeakestAuth;
  /** The locks of a handset are not what they were. */
  changed(devId: string): void;
  readonly now: () => number;
}

/** The ports of the session table that are about proof. */
export interface Peers extends Omit<TablePorts, 'event' | 'traced'> {
  readonly resync: Resync;
}

/** Makes them over a storage. */
export function createPeers({ storage, record, enrolment, weakestAuth, changed, now }: PeerPorts): Peers {
  const lockOut = createLockOut(now, changed);
  const resync = createResync(now);

  function peer(devId: string): Peer {
    const account = storage.accounts.get(devId);
    const known = record(devId);
    if (account === undefined || known === undefined) return { admitted: false, account: enrolment(), own: false };
    const refused = tooWeak(account, weakestAuth());
    return { admitted: known.admitted, account, own: true, ...(refused === undefined ? {} : { refused }) };
  }

  return {
    peer,
    newNonce: createNonces(),
    keepClientNonce: (devId, nonce) => storage.accounts.setClientNonce(devId, nonce),
    keepServerNonce: (devId, nonce) => storage.accounts.setServerNonce(devId, nonce),
    resyncNonce(devId, sessionId) {
      const kind = resync.of(devId, sessionId);
      return kind === undefined ? undefined : RESYNC_NONCES[kind];
    },
    lockOut,
    resync,
  };
}
