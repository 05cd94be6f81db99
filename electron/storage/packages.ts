/** The package library's table: what is known of each stored file, and the stamp of the file that was verified. */
import type { DatabaseSync } from 'node:sqlite';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { type Row, json, record } from './sql.ts';

export interface PackageRecord extends LibraryPackage {
  /** What the library noted of the file when its digest was last right; opaque here. */
  readonly stamp: string;
}

export interface Packages {
  /** In the order in which they were added. */
  all(): readonly PackageRecord[];
  get(digest: string): PackageRecord | undefined;
  put(record: PackageRecord): void;
  remove(digest: string): void;
}

/** Opens the table of packages. */
export function openPackages(db: DatabaseSync): Packages {
  const columns = `digest, file_name AS fileName, size, pkg_id AS pkgId, name, version, pkg_type AS pkgType,
    env_type AS envType, components, added_at AS addedAt, described, sample, stamp`;
  const all = db.prepare(`SELECT ${columns} FROM packages ORDER BY added_at, name, digest`);
  const get = db.prepare(`SELECT ${columns} FROM packages WHERE digest = ?`);
  const put = db.prepare(
    `INSERT OR REPLACE INTO packages (digest, file_name, size, pkg_id, name, version, pkg_type, env_type, components,
       added_at, described, sample, stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare('DELETE FROM packages WHERE digest = ?');
  return {
    all: () => all.all().map(packageOf),
    get(digest) {
      const row = get.get(digest);
      return row === undefined ? undefined : packageOf(row);
    },
    put(stored) {
      put.run(
        stored.digest,
        stored.fileName,
        stored.size,
        stored.pkgId,
        stored.name,
        stored.version ?? null,
        stored.pkgType,
        stored.envType ?? null,
        JSON.stringify(stored.components),
        stored.addedAt,
        stored.described,
        stored.sample ? 1 : 0,
        stored.stamp,
      );
    },
    remove: (digest) => void remove.run(digest),
  };
}

function packageOf(row: Row): PackageRecord {
  return record<PackageRecord>(row, {
    components: json(row['components']) as PackageRecord['components'],
    sample: row['sample'] === 1,
  });
}
