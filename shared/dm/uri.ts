/**
 * URIs of the management tree (facts 2.8). The normal form is what TreeNode carries: `./SCM/Inventory`, root `.`, no
 * trailing slash, no query. Handsets send `SCM/Inventory`, `./SCM/Inventory/` and `/SCM/Inventory` and mean the same.
 * Case is kept, because whether it counts is the handset's affair.
 */
import { fail, ok, type Result } from '../result.ts';

/** The root of every tree. */
export const ROOT = '.';

/** Octets; longer than any handset's MaxTotLen seen, and a bound for hostile input. */
const LONGEST_URI = 4096;

/** What a path segment cannot carry (RFC 2396 pchar); an escape that is already there is left alone. */
const RESERVED = /%(?![0-9A-Fa-f]{2})|[/?#\s\p{Cc}"<>\\^`{|}]/gu;

/** Most URIs are in the normal form already. */
const NORMAL = /^\.(?:\/(?!\.(?:\/|$))[^/\s]+)*$/;

/** Segments that lead nowhere. */
const STANDS_STILL = /^\s*\.?\s*$/;

const UTF8 = new TextEncoder();

/** Brings a URI into the normal form. Never fails; `checkURI` is for what a person or a handset sent. */
export function normalizeURI(text: string): string {
  if (NORMAL.test(text)) return text;
  const below = text
    .trim()
    .split('/')
    .filter((segment) => !STANDS_STILL.test(segment));
  const last = below.pop();
  return last === undefined ? ROOT : `./${[...below, last.trimEnd()].join('/')}`;
}

/** Splits `./A?prop=ACL` into the normal form of the URI and the text behind the first `?`. */
export function splitQuery(uri: string): { readonly uri: string; readonly query?: string } {
  const mark = uri.indexOf('?');
  if (mark === -1) return { uri: normalizeURI(uri) };
  return { uri: normalizeURI(uri.slice(0, mark)), query: uri.slice(mark + 1).trim() };
}

/** The names from the root down; none for the root itself. */
export function segments(uri: string): readonly string[] {
  const normal = normalizeURI(uri);
  return normal === ROOT ? [] : normal.slice(2).split('/');
}

/** The URI of the interior node above; undefined for the root. */
export function parentOf(uri: string): string | undefined {
  const normal = normalizeURI(uri);
  if (normal === ROOT) return undefined;
  const slash = normal.lastIndexOf('/');
  return slash === 1 ? ROOT : normal.slice(0, slash);
}

/** The node's own name; `.` for the root. */
export function lastSegment(uri: string): string {
  const normal = normalizeURI(uri);
  return normal.slice(normal.lastIndexOf('/') + 1);
}

/**
 * Appends names to a URI. What a segment cannot carry is %-escaped as UTF-8; an escape in a name stays, so that names
 * as handsets list them (some escape, some don't) can be appended as they are.
 */
export function joinURI(parent: string, ...names: readonly string[]): string {
  const above = segments(parent);
  const below = names.map(escapeSegment).filter((name) => name !== '');
  const all = [...above, ...below];
  return all.length === 0 ? ROOT : `./${all.join('/')}`;
}

/** %-escapes what may not stand in a segment; `.` and `..` are escaped whole, they would be relative. */
export function escapeSegment(name: string): string {
  if (name === '.' || name === '..') return name.replaceAll('.', '%2E');
  return name.toWellFormed().replace(RESERVED, percentEncode);
}

/** The name that a segment stands for; broken escapes stay as they are. */
export function unescapeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Is it longer than any handset's URIs are? A stranger's has as many levels as its message has room for. */
export function isTooLong(uri: string): boolean {
  return uri.length > LONGEST_URI;
}

/** True when `uri` lies strictly below `ancestor`. */
export function isBelow(uri: string, ancestor: string, how: CaseRule = { caseSensitive: true }): boolean {
  const below = folded(uri, how);
  const above = folded(ancestor, how);
  return above === ROOT ? below !== ROOT : below.startsWith(`${above}/`);
}

/** Whether a handset's tree tells upper from lower case (DDF CaseSense). */
export interface CaseRule {
  readonly caseSensitive: boolean;
}

/** True when both name the same node; `./A` and `A` do. */
export function sameURI(a: string, b: string, how: CaseRule = { caseSensitive: true }): boolean {
  return folded(a, how) === folded(b, how);
}

/**
 * Checks a URI that came from outside and yields its normal form; a query is an error here: split it off first.
 * Errors: `uri-empty`, `uri-relative` (`..`, or `.` inside), `uri-too-long` (more than 4096 octets), `uri-invalid`
 * (control characters, a query, an empty segment). Source: facts 2.8.
 */
export function checkURI(text: string): Result<string> {
  const trimmed = text.trim();
  if (trimmed === '') return fail('uri-empty', 'There is no URI.', 'Give the URI of a node, e.g. ./SCM.');
  if (trimmed.length > LONGEST_URI || UTF8.encode(trimmed).length > LONGEST_URI) {
    return fail('uri-too-long', `The URI is longer than ${LONGEST_URI} octets.`, 'Give a shorter URI.');
  }
  const parts = trimmed.split('/').map((part) => part.trim());
  if (parts.some((part, index) => part === '..' || (part === '.' && index > 0))) {
    return fail('uri-relative', 'The URI goes up or stays in the tree with . or .. .', 'Write the URI from the root.', {
      detail: trimmed,
    });
  }
  if (/[\p{Cc}?]/u.test(trimmed) || !trimmed.isWellFormed() || parts.slice(0, -1).includes('', 1)) {
    return fail('uri-invalid', 'The URI has characters or an empty name that no node can have.', 'Correct the URI.', {
      detail: trimmed,
    });
  }
  return ok(normalizeURI(trimmed));
}

function folded(uri: string, how: CaseRule): string {
  const normal = normalizeURI(uri);
  return how.caseSensitive ? normal : normal.toLowerCase();
}

function percentEncode(character: string): string {
  return Array.from(UTF8.encode(character), (octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}
