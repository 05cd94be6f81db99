/** Handsets as they are remembered between two starts of the workbench. */
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../shared/result.ts';
import type { Handset, VirtualOptions, WakeRule } from '../../shared/contract/handsets.ts';
import type { ScomoVersion } from '../../shared/scomo/inventory-types.ts';
import { type Row, json, record, transaction, written } from './sql.ts';

export interface HandsetRecord {
  readonly devId: string;
  /** Name a person gave it. */
  readonly alias?: string;
  readonly man?: string;
  readonly mod?: string;
  readonly dmV?: string;
  readonly lang?: string;
  readonly admitted: boolean;
  readonly link: Handset['link'];
  /** Where it called from. */
  readonly address?: string;
  /** The version of TLS it called with last, e.g. `TLSv1.3`; empty when it called without. */
  readonly tls?: string;
  /** Where it last called from over HTTP; absent when it never did. */
  readonly httpAddress?: string;
  /** The link that a person wants to be used first. */
  readonly preferredLink?: Handset['link'];
  /** Its policy allows TLS 1.0 and 1.1; absent: it does not. */
  readonly legacyTls?: true;
  /** The version of TLS, as node:tls names it, with which it was refused last; absent once it came in or was allowed. */
  readonly refusedTls?: NonNullable<Handset['refusedTls']>;
  /** UDP port on which it takes notifications. */
  readonly notifyPort?: number;
  /** How it is woken, when a person has said so; absent: as the handset told. */
  readonly wake?: WakeRule;
  /** Milliseconds since the epoch. */
  readonly firstSeen?: number;
  readonly lastSeen?: number;
  readonly authenticated: Handset['authenticated'];
  readonly readMethod?: NonNullable<Handset['readMethod']>;
  /** Root of its SCOMO object, and the version of that object. */
  readonly scomoRoot?: string;
  readonly scomoVersion?: ScomoVersion;
  /** How long a session is held open for it, seconds; absent: as the settings say. */
  readonly holdSeconds?: number;
  /** Present for handsets this workbench simulates. */
  readonly virtual?: { readonly options: VirtualOptions };
  readonly problem?: string;
}

export interface Handsets {
  /** All handsets in the order in which they were first put. */
  all(): readonly HandsetRecord[];
  get(devId: string): HandsetRecord | undefined;
  /** Keeps the record whole: what is absent in it is forgotten. Tree, account and runs stay. */
  put(record: HandsetRecord): void;
  /** As `put`; but where it cannot be written (a full disk) the storage's `onProblem` is told, and nothing throws. */
  note(record: HandsetRecord): void;
  /** Removes a handset with its account, tree, runs and offers. Its trace stays. */
  remove(devId: string): void;
}

const columns = {
  devId: 'dev_id',
  alias: 'alias',
  man: 'man',
  mod: 'mod',
  dmV: 'dm_v',
  lang: 'lang',
  admitted: 'admitted',
  link: 'link',
  address: 'address',
  tls: 'tls',
  httpAddress: 'http_address',
  preferredLink: 'preferred_link',
  legacyTls: 'legacy_tls',
  refusedTls: 'refused_tls',
  notifyPort: 'notify_port',
  wake: 'wake',
  firstSeen: 'first_seen',
  lastSeen: 'last_seen',
  authenticated: 'authenticated',
  readMethod: 'read_method',
  scomoRoot: 'scomo_root',
  scomoVersion: 'scomo_version',
  holdSeconds: 'hold_seconds',
  virtual: 'virtual',
  problem: 'problem',
} as const satisfies Record<keyof HandsetRecord, string>;

/** Opens the table of handsets. `onProblem` hears of what was noted and could not be written. */
export function openHandsets(db: DatabaseSync, onProblem: (failure: Failure) => void): Handsets {
  const names = Object.values(columns);
  const selected = Object.entries(columns).map(([property, column]) => `${column} AS ${property}`);
  const all = db.prepare(`SELECT ${selected.join(', ')} FROM handsets ORDER BY id`);
  const get = db.prepare(`SELECT ${selected.join(', ')} FROM handsets WHERE dev_id = ?`);
  const put = db.prepare(
    `INSERT INTO handsets (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
     ON CONFLICT (dev_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  const remove = db.prepare('DELETE FROM handsets WHERE dev_id = ?');
  const removeOffers = db.prepare('DELETE FROM offers WHERE dev_id = ?');
  return {
    all: () => all.all().map(handsetOf),
    get(devId) {
      const row = get.get(devId);
      return row === undefined ? undefined : handsetOf(row);
    },
    put: (handset) => void put.run(...rowOf(handset)),
    note(handset) {
      const kept = written(() => put.run(...rowOf(handset)));
      if (!kept.ok) onProblem(kept.error);
    },
    remove(devId) {
      transaction(db, () => {
        remove.run(devId);
        removeOffers.run(devId);
      });
    },
  };
}

function handsetOf(row: Row): HandsetRecord {
  const options = json(row['virtual']) as VirtualOptions | undefined;
  const wake = json(row['wake']) as WakeRule | undefined;
  const refusedTls = json(row['refusedTls']) as Handset['refusedTls'];
  return record<HandsetRecord>(row, {
    admitted: row['admitted'] === 1,
    ...(row['legacyTls'] === 1 ? { legacyTls: true } : {}),
    ...(options === undefined ? {} : { virtual: { options } }),
    ...(wake === undefined ? {} : { wake }),
    ...(refusedTls === undefined ? {} : { refusedTls }),
  });
}

function rowOf(handset: HandsetRecord): (string | number | null)[] {
  const values = {
    ...handset,
    admitted: handset.admitted ? 1 : 0,
    legacyTls: handset.legacyTls === true ? 1 : undefined,
    virtual: handset.virtual === undefined ? undefined : JSON.stringify(handset.virtual.options),
    wake: handset.wake === undefined ? undefined : JSON.stringify(handset.wake),
    refusedTls: handset.refusedTls === undefined ? undefined : JSON.stringify(handset.refusedTls),
  };
  return Object.keys(columns).map((property) => values[property as keyof HandsetRecord] ?? null);
}
