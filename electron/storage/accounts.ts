/**
 * Accounts: the credentials of a handset towards us and of us towards it, with the nonces of md5 and MAC,
 * which outlive sessions (DM Security 1.2 §5.2; facts 2.11). Kept readable, because basic needs the passwords
 * themselves and a person must type them into a handset; the database file is readable by its owner only.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AuthType } from '../../shared/syncml/auth.ts';
import { json, record } from './sql.ts';

/** Credentials in both directions. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly serverId: string;
  readonly serverPassword: string;
  /** How the handset proves itself to us, and we to it. */
  readonly auth: AuthType;
  readonly serverAuth: AuthType;
}

export interface AccountRecord extends Credentials {
  readonly devId: string;
  /** Base64: the nonce the handset must use next. */
  readonly clientNonce?: string;
  /** Base64: the nonce we must use next towards the handset. */
  readonly serverNonce?: string;
}

export interface Accounts {
  get(devId: string): AccountRecord | undefined;
  /** Keeps the record whole. Throws for a handset that was never put. */
  put(account: AccountRecord): void;
  /** `nonce` in base64; undefined forgets it. Nothing happens when the handset has no account. */
  setClientNonce(devId: string, nonce: string | undefined): void;
  setServerNonce(devId: string, nonce: string | undefined): void;
  remove(devId: string): void;
  /** The credential with which unknown handsets introduce themselves; undefined until it was put. */
  enrolment(): Credentials | undefined;
  putEnrolment(credentials: Credentials): void;
}

/** Opens the table of accounts. */
export function openAccounts(db: DatabaseSync): Accounts {
  const ofHandset = 'handset = (SELECT id FROM handsets WHERE dev_id = ?)';
  const get = db.prepare(
    `SELECT dev_id AS devId, user, password, server_id AS serverId, server_password AS serverPassword, auth,
            server_auth AS serverAuth, client_nonce AS clientNonce, server_nonce AS serverNonce
     FROM accounts JOIN handsets ON handsets.id = accounts.handset WHERE dev_id = ?`,
  );
  const put = db.prepare(
    `INSERT INTO accounts (handset, user, password, server_id, server_password, auth, server_auth, client_nonce,
       server_nonce)
     SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM handsets WHERE dev_id = ?
     ON CONFLICT (handset) DO UPDATE SET user = excluded.user, password = excluded.password,
       server_id = excluded.server_id, server_password = excluded.server_password, auth = excluded.auth,
       server_auth = excluded.server_auth, client_nonce = excluded.client_nonce,
       server_nonce = excluded.server_nonce`,
  );
  const setClientNonce = db.prepare(`UPDATE accounts SET client_nonce = ? WHERE ${ofHandset}`);
  const setServerNonce = db.prepare(`UPDATE accounts SET server_nonce = ? WHERE ${ofHandset}`);
  const remove = db.prepare(`DELETE FROM accounts WHERE ${ofHandset}`);
  const getEnrolment = db.prepare("SELECT value FROM settings WHERE key = 'enrolment-account'");
  const putEnrolment = db.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('enrolment-account', ?)");
  return {
    get(devId) {
      const row = get.get(devId);
      return row === undefined ? undefined : record<AccountRecord>(row);
    },
    put(account) {
      const { devId, user, password, serverId, serverPassword, auth, serverAuth, clientNonce, serverNonce } = account;
      const nonces = [clientNonce ?? null, serverNonce ?? null];
      const { changes } = put.run(user, password, serverId, serverPassword, auth, serverAuth, ...nonces, devId);
      if (changes === 0) throw new Error(`An account needs its handset first: ${devId}`);
    },
    setClientNonce: (devId, nonce) => void setClientNonce.run(nonce ?? null, devId),
    setServerNonce: (devId, nonce) => void setServerNonce.run(nonce ?? null, devId),
    remove: (devId) => void remove.run(devId),
    enrolment: () => json(getEnrolment.get()?.['value']) as Credentials | undefined,
    putEnrolment: (credentials) => void putEnrolment.run(JSON.stringify(credentials)),
  };
}
