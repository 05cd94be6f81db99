/**
 * Finds the SCOMO object by its MO identifier, never by its path (facts 1.1): the Type property of interior nodes is
 * asked for level by level, the last known place first. For handsets that do not answer `?prop=Type` the last resort
 * is an object that is built like one (it has Inventory/Deployed).
 */
import { fail, ok, type Result } from '../../shared/result.ts';
import { joinURI, splitQuery, normalizeURI } from '../../shared/dm/uri.ts';
import { scomoVersionOf } from '../../shared/scomo/mo.ts';
import type { ScomoVersion } from '../../shared/scomo/inventory-types.ts';
import type { Conversation } from './conversation.ts';

export interface ScomoRoot {
  readonly uri: string;
  readonly version: ScomoVersion;
}

/** Deepest level and most nodes that are asked for their Type; SCOMO objects sit near the root in the field. */
const MAX_DEPTH = 4;
const MAX_ASKED = 600;
const ITEMS_PER_GET = 40;

/** Finds the object. Fails with `no-scomo` when the handset has none that we can see. */
export async function findScomo(dm: Conversation, lastKnown: string | undefined): Promise<Result<ScomoRoot>> {
  if (lastKnown !== undefined) {
    const there = await typesOf(dm, [lastKnown]);
    if (!there.ok) return there;
    const version = scomoVersionOf(there.value.get(lastKnown) ?? '');
    if (version !== undefined) return ok({ uri: lastKnown, version });
  }
  let level: readonly string[] = ['.'];
  let asked = 0;
  const shaped: string[] = [];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && asked < MAX_ASKED; depth += 1) {
    const below = await interiorChildren(dm, level);
    if (!below.ok) return below;
    const candidates = below.value.slice(0, MAX_ASKED - asked);
    asked += candidates.length;
    const types = await typesOf(dm, candidates);
    if (!types.ok) return types;
    for (const [uri, type] of types.value) {
      const version = scomoVersionOf(type);
      if (version !== undefined) return ok({ uri, version });
    }
    for (const uri of candidates) if (/\/inventory$/i.test(uri)) shaped.push(uri);
    level = candidates;
  }
  for (const inventory of shaped) {
    const children = await interiorChildren(dm, [inventory]);
    if (!children.ok) return children;
    // Built like SCOMO but silent about its Type: clients without ?prop=Type (facts 7). Versions differ in optional leaves only.
    if (children.value.some((uri) => /\/deployed$/i.test(uri)))
      return ok({ uri: inventory.slice(0, inventory.lastIndexOf('/')), version: '1.0' });
  }
  return fail(
    'no-scomo',
    'The handset shows no SCOMO object.',
    'Check that its SCOMO client is installed and that this server may read it (ACL).',
  );
}

/** Children of these nodes that have children of their own, or may have (their format is not known yet). */
async function interiorChildren(dm: Conversation, uris: readonly string[]): Promise<Result<readonly string[]>> {
  const found: string[] = [];
  for (let from = 0; from < uris.length; from += ITEMS_PER_GET) {
    const got = await dm.get(...uris.slice(from, from + ITEMS_PER_GET));
    if (!got.ok) return got;
    for (const item of got.value.results) {
      if (item.meta?.format !== 'node' || typeof item.data !== 'string') continue;
      const parent = splitQuery(normalizeURI(item.source?.locURI ?? item.target?.locURI ?? '')).uri;
      for (const name of item.data.split('/')) if (name !== '') found.push(joinURI(parent, name));
    }
  }
  return ok(found);
}

/** Type property of each node that answers. */
async function typesOf(dm: Conversation, uris: readonly string[]): Promise<Result<ReadonlyMap<string, string>>> {
  const types = new Map<string, string>();
  for (let from = 0; from < uris.length; from += ITEMS_PER_GET) {
    const got = await dm.get(...uris.slice(from, from + ITEMS_PER_GET).map((uri) => `${uri}?prop=Type`));
    if (!got.ok) return got;
    for (const item of got.value.results) {
      const uri = splitQuery(normalizeURI(item.source?.locURI ?? item.target?.locURI ?? '')).uri;
      if (typeof item.data === 'string' && item.data !== '') types.set(uri, item.data);
    }
  }
  return ok(types);
}
