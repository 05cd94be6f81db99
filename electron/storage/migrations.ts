/**
 * The tables, as numbered steps. `PRAGMA user_version` holds the number of the last step a database has taken.
 * A step that has been released is never changed: what is to be different comes as the next step.
 */
import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './sql.ts';

export interface Migration {
  /** 1, 2, 3, … without gaps. */
  readonly version: number;
  readonly sql: string;
}

/** Marks a file as ours: `SCMO` in the SQLite header. */
export const APPLICATION_ID = 0x53434d4f;

export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE settings (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE handsets (
        id INTEGER PRIMARY KEY,
        dev_id TEXT NOT NULL UNIQUE,
        alias TEXT, man TEXT, mod TEXT, dm_v TEXT, lang TEXT,
        admitted INTEGER NOT NULL,
        link TEXT NOT NULL,
        address TEXT,
        notify_port INTEGER,
        first_seen INTEGER, last_seen INTEGER,
        authenticated TEXT NOT NULL,
        read_method TEXT,
        scomo_root TEXT, scomo_version TEXT,
        hold_seconds INTEGER,
        virtual TEXT,
        problem TEXT,
        tree_version INTEGER NOT NULL DEFAULT 0
      ) STRICT;

      CREATE TABLE accounts (
        handset INTEGER PRIMARY KEY REFERENCES handsets (id) ON DELETE CASCADE,
        user TEXT NOT NULL, password TEXT NOT NULL,
        server_id TEXT NOT NULL, server_password TEXT NOT NULL,
        auth TEXT NOT NULL,
        client_nonce TEXT, server_nonce TEXT
      ) STRICT;

      CREATE TABLE nodes (
        handset INTEGER NOT NULL REFERENCES handsets (id) ON DELETE CASCADE,
        uri TEXT NOT NULL,
        format TEXT NOT NULL,
        type TEXT,
        value TEXT,
        read_at INTEGER NOT NULL,
        PRIMARY KEY (handset, uri)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        handset INTEGER NOT NULL REFERENCES handsets (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX runs_by_handset ON runs (handset);

      CREATE TABLE run_events (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        seq INTEGER NOT NULL,
        event TEXT NOT NULL,
        PRIMARY KEY (run_id, seq)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE trace (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        dev_id TEXT, session_id TEXT, msg_id TEXT,
        link TEXT NOT NULL,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        content_type TEXT,
        bytes INTEGER NOT NULL,
        held INTEGER NOT NULL,
        summary TEXT NOT NULL,
        statuses TEXT NOT NULL,
        notes TEXT NOT NULL
      ) STRICT;
      CREATE INDEX trace_by_handset ON trace (dev_id, id);

      CREATE TABLE trace_bodies (
        id INTEGER PRIMARY KEY REFERENCES trace (id) ON DELETE CASCADE,
        body BLOB NOT NULL
      ) STRICT;

      CREATE TABLE packages (
        digest TEXT PRIMARY KEY,
        file_name TEXT NOT NULL,
        size INTEGER NOT NULL,
        pkg_id TEXT NOT NULL,
        name TEXT NOT NULL,
        version TEXT,
        pkg_type TEXT NOT NULL,
        env_type TEXT,
        components TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        described TEXT NOT NULL,
        sample INTEGER NOT NULL,
        stamp TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE offers (
        token_digest TEXT PRIMARY KEY,
        token TEXT NOT NULL,
        run_id TEXT NOT NULL,
        dev_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        UNIQUE (run_id, dev_id, digest)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX offers_by_digest ON offers (digest);
      CREATE INDEX offers_by_handset ON offers (dev_id);
    `,
  },
  {
    version: 2,
    sql: 'ALTER TABLE handsets ADD COLUMN wake TEXT;',
  },
  {
    version: 3,
    sql: `
      CREATE TABLE console_history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        handset INTEGER NOT NULL REFERENCES handsets (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        outcome TEXT NOT NULL
      ) STRICT;
      CREATE INDEX console_history_by_handset ON console_history (handset, id);

      CREATE TABLE snippets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        text TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 4,
    // Both directions proved themselves in the same way until now.
    sql: `
      ALTER TABLE accounts ADD COLUMN server_auth TEXT NOT NULL DEFAULT 'md5';
      UPDATE accounts SET server_auth = auth;
      UPDATE settings SET value = json_set(value, '$.serverAuth', json_extract(value, '$.auth'))
        WHERE key = 'enrolment-account';
    `,
  },
  {
    version: 5,
    sql: `
      CREATE TABLE alerts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        handset INTEGER NOT NULL REFERENCES handsets (id) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        session_id TEXT NOT NULL,
        fate TEXT NOT NULL,
        run_id TEXT,
        seen INTEGER NOT NULL,
        alert TEXT NOT NULL
      ) STRICT;
      CREATE INDEX alerts_by_handset ON alerts (handset, id);
    `,
  },
  {
    version: 6,
    sql: 'ALTER TABLE handsets ADD COLUMN tls TEXT;',
  },
  {
    version: 7,
    // A handset may have several links: where it calls from over HTTP is kept beside where it spoke last.
    sql: `
      ALTER TABLE handsets ADD COLUMN http_address TEXT;
      ALTER TABLE handsets ADD COLUMN preferred_link TEXT;
      UPDATE handsets SET http_address = address WHERE link = 'http';
    `,
  },
  {
    version: 8,
    // Legacy TLS was one switch for every handset: those that used it keep it, and the switch is gone.
    sql: `
      ALTER TABLE handsets ADD COLUMN legacy_tls INTEGER;
      ALTER TABLE handsets ADD COLUMN refused_tls TEXT;
      UPDATE handsets SET legacy_tls = 1
        WHERE admitted = 1 AND tls IN ('TLSv1', 'TLSv1.1')
          AND EXISTS (SELECT 1 FROM settings WHERE key = 'https' AND json_extract(value, '$.legacy'));
      UPDATE settings SET value = json_remove(value, '$.legacy') WHERE key = 'https';
    `,
  },
  {
    version: 9,
    // What a handset was refused with says when as well. Where that was not kept: when it was heard of last.
    sql: `
      UPDATE handsets SET refused_tls = json_object('version', refused_tls, 'at', coalesce(last_seen, 0))
        WHERE refused_tls IS NOT NULL;
    `,
  },
];

/** Number of the newest step: the schema version this program reads and writes. */
export const SCHEMA_VERSION = migrations.length;

/** Takes the steps a database lacks, each in one transaction, so that a crash leaves it between two steps. */
export function migrate(db: DatabaseSync, from: number, steps: readonly Migration[] = migrations): void {
  for (const step of steps.filter(({ version }) => version > from)) {
    transaction(db, () => {
      db.exec(step.sql);
      db.exec(`PRAGMA user_version = ${step.version}`);
    });
  }
}
