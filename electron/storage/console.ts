/**
 * The raw console's history, per handset and bounded, and the snippets of commands that a person keeps. An entry is
 * written before its commands go out; what became of it is written over it.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Result } from '../../shared/result.ts';
import { type Row, json, transaction, written } from './sql.ts';

/** What is known of an entry besides its text; opaque here, except for its state. */
export interface ConsoleOutcome {
  readonly state: string;
}

export interface ConsoleRecord {
  readonly id: number;
  readonly devId: string;
  readonly at: number;
  readonly text: string;
  readonly outcome: ConsoleOutcome;
}

export interface SnippetRecord {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

export interface ConsoleStore {
  /** Keeps a new entry and answers its number; the oldest ones of the handset go. Fails when it cannot be written. */
  append(entry: Omit<ConsoleRecord, 'id'>): Result<number>;
  /** Keeps what became of an entry; fails when it cannot be written. */
  settle(id: number, outcome: ConsoleOutcome): Result<void>;
  get(id: number): ConsoleRecord | undefined;
  /** Newest first; `before`: only smaller numbers. */
  list(devId: string, limit: number, before?: number): readonly ConsoleRecord[];
  /** All that are in one of these states, of all handsets. */
  inState(states: readonly string[]): readonly ConsoleRecord[];
  clear(devId: string): void;
  /** By name. */
  snippets(): readonly SnippetRecord[];
  addSnippet(name: string, text: string): number;
  /** Answers whether it was there. */
  changeSnippet(snippet: SnippetRecord): boolean;
  removeSnippet(id: number): boolean;
}

/** Entries kept per handset. */
const KEPT = 200;

/** Opens the tables. */
export function openConsole(db: DatabaseSync, kept = KEPT): ConsoleStore {
  const columns = 'console_history.id AS id, dev_id AS devId, at, text, outcome';
  const from = 'FROM console_history JOIN handsets ON handsets.id = handset';
  const add = db.prepare(
    'INSERT INTO console_history (handset, at, text, state, outcome) SELECT id, ?, ?, ?, ? FROM handsets WHERE dev_id = ?',
  );
  const trim = db.prepare(
    `DELETE FROM console_history WHERE handset = (SELECT id FROM handsets WHERE dev_id = ?1) AND id <=
       (SELECT id FROM console_history WHERE handset = (SELECT id FROM handsets WHERE dev_id = ?1)
        ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
  );
  const settle = db.prepare('UPDATE console_history SET state = ?, outcome = ? WHERE id = ?');
  const get = db.prepare(`SELECT ${columns} ${from} WHERE console_history.id = ?`);
  const list = db.prepare(
    `SELECT ${columns} ${from} WHERE dev_id = ? AND console_history.id < ? ORDER BY console_history.id DESC LIMIT ?`,
  );
  const open = db.prepare(`SELECT ${columns} ${from} WHERE state = ? ORDER BY console_history.id`);
  const clear = db.prepare('DELETE FROM console_history WHERE handset = (SELECT id FROM handsets WHERE dev_id = ?)');
  const snippets = db.prepare('SELECT id, name, text FROM snippets ORDER BY name COLLATE NOCASE, id');
  const addSnippet = db.prepare('INSERT INTO snippets (name, text) VALUES (?, ?)');
  const changeSnippet = db.prepare('UPDATE snippets SET name = ?, text = ? WHERE id = ?');
  const removeSnippet = db.prepare('DELETE FROM snippets WHERE id = ?');

  return {
    append: ({ devId, at, text, outcome }) =>
      written(() =>
        transaction(db, () => {
          const { lastInsertRowid } = add.run(at, text, outcome.state, JSON.stringify(outcome), devId);
          trim.run(devId, kept);
          return Number(lastInsertRowid);
        }),
      ),
    settle: (id, outcome) => written(() => void settle.run(outcome.state, JSON.stringify(outcome), id)),
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : recordOf(row);
    },
    list: (devId, limit, before = Number.MAX_SAFE_INTEGER) => list.all(devId, before, limit).map(recordOf),
    inState: (states) => states.flatMap((state) => open.all(state)).map(recordOf),
    clear: (devId) => void clear.run(devId),
    snippets: () => snippets.all().map(snippetOf),
    addSnippet: (name, text) => Number(addSnippet.run(name, text).lastInsertRowid),
    changeSnippet: ({ id, name, text }) => changeSnippet.run(name, text, id).changes > 0,
    removeSnippet: (id) => removeSnippet.run(id).changes > 0,
  };
}

function recordOf(row: Row): ConsoleRecord {
  return {
    id: Number(row['id']),
    devId: String(row['devId']),
    at: Number(row['at']),
    text: String(row['text']),
    outcome: json(row['outcome']) as ConsoleOutcome,
  };
}

function snippetOf(row: Row): SnippetRecord {
  return { id: Number(row['id']), name: String(row['name']), text: String(row['text']) };
}
