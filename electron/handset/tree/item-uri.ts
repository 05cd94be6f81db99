/** The URI an item is about, and whether this handset can have such a node. */
import { segments } from '../../../shared/dm/uri.ts';
import type { Item } from '../../../shared/syncml/message.ts';
import type { StatusCode } from './managed-object.ts';

/** What ./DevDetail/URI says: segments from the root, octets of a URI, octets of a segment (facts 2.8). */
export const URI_LIMITS = { maxDepth: 16, maxTotLen: 1023, maxSegLen: 127 } as const;

/** The URI as sent. Some servers put it into Source instead of Target (facts 7). */
export function itemURI(item: Item): string {
  return item.target?.locURI ?? item.source?.locURI ?? '';
}

/** 414 when the URI is beyond the handset's limits, 404 when it tries to go upwards; undefined when it is sound. */
export function badURI(uri: string): StatusCode | undefined {
  const names = segments(uri);
  if (names.length > URI_LIMITS.maxDepth || Buffer.byteLength(uri) > URI_LIMITS.maxTotLen) return 414;
  if (names.some((name) => Buffer.byteLength(name) > URI_LIMITS.maxSegLen)) return 414;
  return names.some((name) => name === '.' || name === '..') ? 404 : undefined;
}
