/** Settings: a few named values, kept as JSON. */
import type { DatabaseSync } from 'node:sqlite';
import { json } from './sql.ts';

export interface Settings {
  /** The value as it was put, unchecked: the reader knows its schema. Undefined when it was never put. */
  get(key: string): unknown;
  /** Keeps a value that JSON can carry. */
  put(key: string, value: unknown): void;
  remove(key: string): void;
}

/** Opens the table of settings. */
export function openSettings(db: DatabaseSync): Settings {
  const get = db.prepare('SELECT value FROM settings WHERE key = ?');
  const put = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM settings WHERE key = ?');
  return {
    get: (key) => json(get.get(key)?.['value']),
    put: (key, value) => void put.run(key, JSON.stringify(value)),
    remove: (key) => void remove.run(key),
  };
}
