/**
 * What the library and the delivery remember. The tables behind it are the storage's; here stands only what these
 * rooms ask of them, so that they can be opened over anything that keeps records.
 */
import type { LibraryPackage } from '../../shared/contract/packages.ts';

export interface PackageRecord extends LibraryPackage {
  /** The stored file as it was when its digest was last right (stored-file.ts). */
  readonly stamp: string;
}

export interface PackageRecords {
  all(): readonly PackageRecord[];
  get(digest: string): PackageRecord | undefined;
  put(record: PackageRecord): void;
  remove(digest: string): void;
}

/** A run's right to fetch one package. */
export interface OfferRecord {
  readonly token: string;
  readonly tokenDigest: string;
  readonly runId: string;
  readonly devId: string;
  readonly digest: string;
}

export interface OfferRecords {
  find(tokenDigest: string): OfferRecord | undefined;
  of(runId: string, devId: string, digest: string): OfferRecord | undefined;
  ofRun(runId: string): readonly OfferRecord[];
  ofPackage(digest: string): readonly OfferRecord[];
  put(offer: OfferRecord): void;
  removeOfRun(runId: string): void;
}
