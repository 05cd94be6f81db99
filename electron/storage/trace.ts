/**
 * The trace: every message of every session, as bytes and as one line. It is bounded: when it holds more than its
 * limits, the oldest entries go. Counts are kept in memory, so that neither appending nor asking for the total
 * counts rows. Bodies lie in a table of their own, so that paging through the list never reads them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../../shared/result.ts';
import type { TraceEntry } from '../../shared/contract/trace.ts';
import { type Row, json, record, transaction, writeFailure } from './sql.ts';

export type NewTraceEntry = Omit<TraceEntry, 'id' | 'bytes'> & {
  readonly contentType?: string;
  /** The octets as they went over the link; undefined for entries that are no message. */
  readonly body: Uint8Array | undefined;
  /** Octets the entry speaks of when it has no body, e.g. of a delivered package. */
  readonly bytes?: number;
  /** What decoding tolerated or why the bytes were refused. */
  readonly notes: readonly string[];
};

export interface StoredTrace {
  readonly entry: TraceEntry;
  readonly contentType?: string;
  readonly body?: Uint8Array;
  readonly notes: readonly string[];
}

export interface Trace {
  /**
   * Keeps an entry and answers its id. A trace that cannot be written must not end the session it records: then the
   * answer is 0, which no entry has, and the storage's `onProblem` is told.
   */
  append(entry: NewTraceEntry): number;
  /** Newest first, at most `limit`; `before`: only smaller ids. `total` counts all of the handset, or all. */
  list(query: { readonly devId?: string; readonly before?: number; readonly limit: number }): {
    readonly entries: TraceEntry[];
    readonly total: number;
  };
  get(id: number): StoredTrace | undefined;
  /** Removes all entries and, within seconds, gives their disk space back. Ids are never used again. */
  clear(): void;
}

/** Bounds of the trace: number of entries, and octets of their bodies and texts together. */
export interface TraceLimits {
  readonly entries: number;
  readonly bytes: number;
}

const TRACE_LIMITS: TraceLimits = { entries: 50_000, bytes: 512 * 1024 * 1024 };

/** What is removed at once when a limit is passed: so much that it happens seldom, so little that nobody notices. */
const PRUNE_AT_ONCE = 500;

/** Database pages given back to the disk in one step after the trace was cleared. */
const PAGES_AT_ONCE = 500;

const COLUMNS = `id, at, dev_id AS devId, session_id AS sessionId, msg_id AS msgId, link, direction, kind, bytes, summary,
  statuses`;

/** Opens the trace. `onProblem` hears of entries that could not be written. */
export function openTrace(
  db: DatabaseSync,
  onProblem: (failure: Failure) => void,
  limits: TraceLimits = TRACE_LIMITS,
): Trace {
  const insert = db.prepare(
    `INSERT INTO trace (at, dev_id, session_id, msg_id, link, direction, kind, content_type, bytes, held, summary,
       statuses, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertBody = db.prepare('INSERT INTO trace_bodies (id, body) VALUES (?, ?)');
  const oldest = db.prepare('SELECT id, held FROM trace ORDER BY id LIMIT ?');
  const removeUpTo = db.prepare('DELETE FROM trace WHERE id <= ?');
  const all = db.prepare(`SELECT ${COLUMNS} FROM trace WHERE id < ? ORDER BY id DESC LIMIT ?`);
  const ofHandset = db.prepare(`SELECT ${COLUMNS} FROM trace WHERE dev_id = ? AND id < ? ORDER BY id DESC LIMIT ?`);
  const count = db.prepare('SELECT count(*) AS entries FROM trace WHERE dev_id = ?');
  const one = db.prepare(
    `SELECT ${COLUMNS}, notes, content_type AS contentType,
       (SELECT body FROM trace_bodies WHERE trace_bodies.id = trace.id) AS body FROM trace WHERE id = ?`,
  );
  const sums = db.prepare('SELECT count(*) AS entries, coalesce(sum(held), 0) AS bytes FROM trace');
  const free = db.prepare('PRAGMA freelist_count');
  let held = record<TraceLimits>(sums.get() ?? {});

  function write(entry: NewTraceEntry): number {
    const statuses = JSON.stringify(entry.statuses);
    const notes = JSON.stringify(entry.notes);
    const length = entry.body?.byteLength ?? 0;
    const size = length + entry.summary.length + statuses.length + notes.length;
    return transaction(db, () => {
      const { lastInsertRowid } = insert.run(
        entry.at,
        entry.devId ?? null,
        entry.sessionId ?? null,
        entry.msgId ?? null,
        entry.link,
        entry.direction,
        entry.kind,
        entry.contentType ?? null,
        entry.body === undefined ? (entry.bytes ?? 0) : length,
        size,
        entry.summary,
        statuses,
        notes,
      );
      if (entry.body !== undefined) insertBody.run(lastInsertRowid, entry.body);
      held = pruned({ entries: held.entries + 1, bytes: held.bytes + size });
      return Number(lastInsertRowid);
    });
  }

  function pruned(now: TraceLimits): TraceLimits {
    let { entries, bytes } = now;
    while (entries > limits.entries || bytes > limits.bytes) {
      // One more than the excess at least, and never the newest entry alone.
      const rows = oldest.all(Math.max(1, Math.min(PRUNE_AT_ONCE, Math.floor(entries / 10))));
      const last = rows.at(-1);
      if (last === undefined) break;
      removeUpTo.run(last['id'] ?? 0);
      entries -= rows.length;
      bytes -= rows.reduce((sum, row) => sum + Number(row['held']), 0);
    }
    return { entries, bytes };
  }

  /** In small steps, because half a gigabyte takes more than a second; what a close leaves over is used again. */
  function giveBackDisk(): void {
    if (!db.isOpen) return;
    db.exec(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
    if (Number(free.get()?.['freelist_count']) > 0) setTimeout(giveBackDisk, 20).unref();
  }

  return {
    append(entry) {
      const before = held;
      try {
        return write(entry);
      } catch (error) {
        held = before;
        const failure = writeFailure(error);
        if (failure === undefined) throw error;
        onProblem(failure);
        return 0;
      }
    },
    list({ devId, before = Number.MAX_SAFE_INTEGER, limit }) {
      if (devId === undefined) return { entries: all.all(before, limit).map(entryOf), total: held.entries };
      const total = Number(count.get(devId)?.['entries']);
      return { entries: ofHandset.all(devId, before, limit).map(entryOf), total };
    },
    get(id) {
      const row = one.get(id);
      if (row === undefined) return undefined;
      const { notes, contentType, body, ...columns } = row;
      return record<StoredTrace>(
        { contentType: contentType ?? null, body: body ?? null },
        { entry: entryOf(columns), notes: json(notes) as string[] },
      );
    },
    clear() {
      // Bodies first and without a condition: SQLite then drops whole tables of pages instead of row after row.
      transaction(db, () => db.exec('DELETE FROM trace_bodies; DELETE FROM trace'));
      held = { entries: 0, bytes: 0 };
      giveBackDisk();
    },
  };
}

function entryOf(row: Row): TraceEntry {
  return record<TraceEntry>(row, { statuses: json(row['statuses']) as TraceEntry['statuses'] });
}
