/** Alerts that handsets sent on their own, the newest of each handset. One entry per Item of an alert. */
import type { DatabaseSync } from 'node:sqlite';
import type { KeptAlert } from '../../shared/contract/alerts.ts';
import { record, type Row, transaction } from './sql.ts';

export interface Alerts {
  /** Keeps one; answers it with its number. The oldest of the handset make room. Undefined for unknown handsets. */
  put(alert: Omit<KeptAlert, 'id' | 'seen'>): KeptAlert | undefined;
  /** Newest first. */
  list(devId: string): readonly KeptAlert[];
  /** How many a person has not seen. */
  unseen(devId: string): number;
  markSeen(devId: string, upTo: number): void;
}

/** Kept of each handset. */
const MOST_PER_HANDSET = 200;

/** Opens the table. */
export function openAlerts(db: DatabaseSync, most = MOST_PER_HANDSET): Alerts {
  const handset = '(SELECT id FROM handsets WHERE dev_id = ?)';
  const insert = db.prepare(
    `INSERT INTO alerts (handset, at, session_id, fate, run_id, seen, alert) VALUES (?, ?, ?, ?, ?, 0, ?)`,
  );
  const find = db.prepare('SELECT id FROM handsets WHERE dev_id = ?');
  const prune = db.prepare(
    `DELETE FROM alerts WHERE handset = ? AND id NOT IN (SELECT id FROM alerts WHERE handset = ? ORDER BY id DESC LIMIT ?)`,
  );
  const list = db.prepare(
    `SELECT id, at, session_id AS sessionId, fate, run_id AS runId, seen, alert FROM alerts WHERE handset = ${handset} ORDER BY id DESC`,
  );
  const unseen = db.prepare(`SELECT count(*) AS n FROM alerts WHERE handset = ${handset} AND seen = 0`);
  const markSeen = db.prepare(`UPDATE alerts SET seen = 1 WHERE handset = ${handset} AND id <= ? AND seen = 0`);
  return {
    put(alert): KeptAlert | undefined {
      const { devId, at, sessionId, fate, runId, ...sent } = alert;
      const owner = find.get(devId)?.['id'];
      if (owner === undefined || owner === null) return undefined;
      return transaction(db, () => {
        const { lastInsertRowid } = insert.run(owner, at, sessionId, fate, runId ?? null, JSON.stringify(sent));
        prune.run(owner, owner, most);
        return { ...alert, id: Number(lastInsertRowid), seen: false };
      });
    },
    list: (devId) => list.all(devId).map((row) => read(devId, row)),
    unseen: (devId) => Number(unseen.get(devId)?.['n'] ?? 0),
    markSeen: (devId, upTo) => void markSeen.run(devId, upTo),
  };
}

function read(devId: string, row: Row): KeptAlert {
  const { seen, alert, ...rest } = record<Omit<KeptAlert, 'seen'> & { readonly seen: number; readonly alert: string }>(
    row,
  );
  const sent = JSON.parse(alert) as Pick<KeptAlert, 'code' | 'data'>;
  return { ...rest, ...sent, devId, seen: seen === 1 };
}
