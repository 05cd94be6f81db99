/** Who a caller is by its DevId, what it must prove itself with, and which nonces count: what sessions ask for. */
import type { WeakestAuth } from '../../shared/contract/app.ts';
import { RESYNC_NONCES } from '../../shared/dm/notification.ts';
import type { Account, Peer } from '../server/account.ts';
import { type AskedSessions, createAskedSessions } from '../server/asked-sessions.ts';
import { createLockOut } from '../server/lock-out.ts';
import { createResync, type Resync } from '../server/resync.ts';
import type { Place, TablePorts } from '../server/table-ports.ts';
import type { Credentials } from '../storage/accounts.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { Storage } from '../storage/storage.ts';
import { tooWeak } from './auth-policy.ts';
import type { Leases } from './leases.ts';
import { createNonces } from './nonces.ts';
import { tooOld } from './tls-policy.ts';

export interface PeerPorts {
  readonly storage: Storage;
  record(devId: string): HandsetRecord | undefined;
  enrolment(): Credentials;
  weakestAuth(): WeakestAuth;
  /** Who is in session over which link. */
  readonly leases: Pick<Leases, 'elsewhere'>;
  /** The locks of a handset are not what they were. */
  changed(devId: string): void;
  readonly now: () => number;
}

/** The ports of the session table that are about proof. */
export interface Peers extends Omit<TablePorts, 'event' | 'traced'> {
  readonly resync: Resync;
  readonly askedSessions: AskedSessions;
  /** Its own account, or the enrolment account while it has none. */
  account(devId: string): Account;
}

/** Makes them over a storage. */
export function createPeers({ storage, record, enrolment, weakestAuth, leases, changed, now }: PeerPorts): Peers {
  const lockOut = createLockOut(now, changed);
  const resync = createResync(now);
  const askedSessions = createAskedSessions(now);

  function peer(devId: string, place: Pick<Place, 'address' | 'tls'>): Peer {
    const known = record(devId);
    const own = known === undefined ? undefined : storage.accounts.get(devId);
    const refused =
      leases.elsewhere(devId, place.address) ??
      tooOld(place.tls, known) ??
      (own === undefined ? undefined : tooWeak(own, weakestAuth()));
    return {
      admitted: own !== undefined && known?.admitted === true,
      account: own ?? enrolment(),
      own: own !== undefined,
      ...(refused === undefined ? {} : { refused }),
    };
  }

  return {
    peer,
    account: (devId) => storage.accounts.get(devId) ?? enrolment(),
    newNonce: createNonces(),
    keepClientNonce: (devId, nonce) => storage.accounts.setClientNonce(devId, nonce),
    keepServerNonce: (devId, nonce) => storage.accounts.setServerNonce(devId, nonce),
    resyncNonce(devId, sessionId) {
      const kind = resync.of(devId, sessionId);
      return kind === undefined ? undefined : RESYNC_NONCES[kind];
    },
    askedWith: askedSessions.of,
    askedSessions,
    lockOut,
    resync,
  };
}
