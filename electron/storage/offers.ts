/**
 * Offers: which run may fetch which package under which token. They outlive a restart, because the URL that a
 * handset was given must go on working when the run goes on.
 */
import type { DatabaseSync } from 'node:sqlite';
import { record } from './sql.ts';

export interface OfferRecord {
  /** Unguessable part of the URL. */
  readonly token: string;
  /** SHA-256 of the token in hex: offers are looked up by it, so that timing says nothing about tokens. */
  readonly tokenDigest: string;
  readonly runId: string;
  readonly devId: string;
  /** SHA-256 of the package. */
  readonly digest: string;
}

export interface Offers {
  find(tokenDigest: string): OfferRecord | undefined;
  /** The offer of this package to this handset in this run, when there is one. */
  of(runId: string, devId: string, digest: string): OfferRecord | undefined;
  /** Offers of one package, in no particular order. */
  ofPackage(digest: string): readonly OfferRecord[];
  ofRun(runId: string): readonly OfferRecord[];
  put(offer: OfferRecord): void;
  removeOfRun(runId: string): void;
}

/** Opens the table of offers. */
export function openOffers(db: DatabaseSync): Offers {
  const select = `SELECT token, token_digest AS tokenDigest, run_id AS runId, dev_id AS devId, digest FROM offers`;
  const find = db.prepare(`${select} WHERE token_digest = ?`);
  const of = db.prepare(`${select} WHERE run_id = ? AND dev_id = ? AND digest = ?`);
  const ofPackage = db.prepare(`${select} WHERE digest = ?`);
  const ofRun = db.prepare(`${select} WHERE run_id = ?`);
  const put = db.prepare('INSERT INTO offers (token, token_digest, run_id, dev_id, digest) VALUES (?, ?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM offers WHERE run_id = ?');
  return {
    find(tokenDigest) {
      const row = find.get(tokenDigest);
      return row === undefined ? undefined : record<OfferRecord>(row);
    },
    of(runId, devId, digest) {
      const row = of.get(runId, devId, digest);
      return row === undefined ? undefined : record<OfferRecord>(row);
    },
    ofPackage: (digest) => ofPackage.all(digest).map((row) => record<OfferRecord>(row)),
    ofRun: (runId) => ofRun.all(runId).map((row) => record<OfferRecord>(row)),
    put: ({ token, tokenDigest, runId, devId, digest }) => void put.run(token, tokenDigest, runId, devId, digest),
    removeOfRun: (runId) => void remove.run(runId),
  };
}
