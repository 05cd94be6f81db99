/**
 * Finds the SCOMO object by its MO identifier, never by its path (facts 1.1): the Type property of interior nodes is
 * asked for level by level, the last known place first, or else the places where it customarily is. For handsets that
 * do not answer `?prop=Type` the last resort is an object that is built like one (it has Inventory/Deployed).
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

/** Where it is in the field (facts 1.1). */
const CUSTOMARY: readonly string[] = ['./SCM', './SCOMO'];

/** Where it likely is: where it was last time, or where it customarily is. */
export function likelyPlaces(lastKnown: string | undefined): readonly string[] {
  return lastKnown === undefined ? CUSTOMARY : [lastKnown];
}

/** Finds the object. Fails with `no-scomo` when the handset has none that we can see. */
export async function findScomo(dm: Conversation, lastKnown: string | undefined): Promise<Result<ScomoRoot>> {
  // Where it is only likely the first level is asked for in the same package.
  const [likely, top] = await Promise.all([
    typesOf(dm, likelyPlaces(lastKnown)),
    lastKnown === undefined ? interiorChildren(dm, ['.']) : undefined,
  ]);
  if (!likely.ok) return likely;
  const there = rootAmong(likely.value);
  if (there !== undefined) return ok(there);
  let below = top ?? (await interiorChildren(dm, ['.']));
  let asked = 0;
  const shaped: string[] = [];
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    if (!below.ok) return below;
    const candidates = below.value.slice(0, MAX_ASKED - asked);
    if (candidates.length === 0) break;
    asked += candidates.length;
    const types = await typesOf(dm, candidates);
    if (!types.ok) return types;
    const root = rootAmong(types.value);
    if (root !== undefined) return ok(root);
    for (const uri of candidates) if (/\/inventory$/i.test(uri)) shaped.push(uri);
    if (depth + 1 < MAX_DEPTH && asked < MAX_ASKED) below = await interiorChildren(dm, candidates);
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

function rootAmong(types: ReadonlyMap<string, string>): ScomoRoot | undefined {
  for (const [uri, type] of types) {
    const version = scomoVersionOf(type);
    if (version !== undefined) return { uri, version };
  }
  return undefined;
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
