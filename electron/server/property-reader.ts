/**
 * The properties of one node, read live and written with a read-back (facts 2.8).
 *
 * Each property is asked for with a Get of its own, because handsets support different ones: all of them travel in
 * one package, and each gets its value or the status that says why not. The ACLs of the nodes above travel along:
 * without them nobody can say what an empty ACL means.
 */
import { formatAcl, parseAcl, type AclOnTheWay } from '../../shared/dm/acl.ts';
import { PROPERTY_NAMES, type PropertyName, type WritableProperty } from '../../shared/dm/properties.ts';
import { escapeSegment, joinURI, lastSegment, parentOf } from '../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { isSuccess, statusWord } from '../../shared/syncml/status-codes.ts';
import { draft, type Conversation } from './conversation.ts';
import type { Outcome } from './outcome.ts';

/** A property with its value, or with the status that refused it. */
export type PropertyReading =
  | { readonly name: PropertyName; readonly value: string }
  | { readonly name: PropertyName; readonly status: number };

export interface NodeProperties {
  readonly properties: readonly PropertyReading[];
  /** From the root down to the node itself. */
  readonly way: readonly AclOnTheWay[];
}

/** Reads them all. Fails with `node-gone` when there is no such node. */
export async function readProperties(dm: Conversation, uri: string): Promise<Result<NodeProperties>> {
  const above = ancestorsOf(uri);
  const got = await dm.send([
    ...PROPERTY_NAMES.map((name) => draft.get(`${uri}?prop=${name}`)),
    ...above.map((one) => draft.get(`${one}?prop=ACL`)),
  ]);
  if (!got.ok) return got;
  const properties = PROPERTY_NAMES.map((name, index) => readingOf(name, got.value[index]));
  if (properties.every((property) => 'status' in property && property.status === 404)) return gone(uri);
  const own = properties.find(({ name }) => name === 'ACL');
  const way = above.map((one, index) => ({
    uri: one,
    acl: aclOf(readingOf('ACL', got.value[PROPERTY_NAMES.length + index])),
  }));
  return ok({ properties, way: [...way, { uri, acl: own === undefined ? undefined : aclOf(own) }] });
}

/**
 * Replaces a property and reads it back; answers the node's URI, which a new name changes. `value` is checked.
 * Errors: `property-refused` (with the status), `property-not-kept` (the read-back shows something else), `node-gone`.
 */
export async function writeProperty(
  dm: Conversation,
  uri: string,
  property: WritableProperty,
  value: string,
): Promise<Result<string>> {
  // Values of properties are strings; Meta is not recommended (facts 2.8).
  const item = { target: { locURI: `${uri}?prop=${property}` }, data: value };
  const sent = await dm.send([{ cmd: 'Replace', items: [item] }]);
  if (!sent.ok) return sent;
  const code = sent.value[0]?.code;
  if (code === 404) return gone(uri);
  if (code === undefined || !isSuccess(code)) return refused(property, code);
  const now = property === 'Name' ? joinURI(parentOf(uri) ?? '.', value) : uri;
  const back = await dm.get(`${now}?prop=${property}`);
  if (!back.ok) return back;
  const read = readingOf(property, back.value);
  if ('value' in read && isSame(property, read.value, value)) return ok(now);
  return fail(
    'property-not-kept',
    `The handset answered ${code} ${statusWord(code)}, but the read-back does not show the new ${property}.`,
    'Look at the trace; the handset may keep this property in a form of its own.',
    { detail: 'value' in read ? `read back: ${read.value}` : `read back: status ${read.status}` },
  );
}

function readingOf(name: PropertyName, outcome: Outcome | undefined): PropertyReading {
  const data = outcome?.results[0]?.data;
  if (data !== undefined) return { name, value: typeof data === 'string' ? data : new TextDecoder().decode(data) };
  const code = outcome?.code ?? 500;
  // A 200 without Results is an empty value: some clients leave out what is empty.
  return isSuccess(code) ? { name, value: '' } : { name, status: code };
}

function aclOf(reading: PropertyReading): AclOnTheWay['acl'] {
  if (!('value' in reading)) return undefined;
  const parsed = parseAcl(reading.value);
  return parsed.ok ? parsed.value : undefined;
}

/** From the root down, without the node itself. */
function ancestorsOf(uri: string): readonly string[] {
  const above: string[] = [];
  for (let one = parentOf(uri); one !== undefined; one = parentOf(one)) above.unshift(one);
  return above;
}

/** The order of an ACL's entries is the handset's affair; a name may come back escaped. */
function isSame(property: WritableProperty, read: string, written: string): boolean {
  if (property === 'Name') return read === written || escapeSegment(read) === escapeSegment(lastSegment(written));
  if (property === 'Title') return read === written;
  return canonicalAcl(read) === canonicalAcl(written);
}

function canonicalAcl(text: string): string {
  const parsed = parseAcl(text);
  if (!parsed.ok) return text;
  const sorted = Object.entries(parsed.value).map(([command, ids]) => [command, ids.toSorted()] as const);
  return formatAcl(Object.fromEntries(sorted));
}

function refused(property: string, code: number | undefined): Result<never> {
  const told = code === undefined ? 'no status' : `${code} ${statusWord(code)}`;
  return fail('property-refused', `The handset does not take this ${property}: ${told}.`, nextOf(code), {
    detail: `Replace ?prop=${property}: ${told}`,
  });
}

function nextOf(code: number | undefined): string {
  if (code === 425) return 'This server lacks the Replace right on the node, for the ACL of a leaf on its parent.';
  if (code === 405) return 'The node is permanent, or this property of it is fixed.';
  if (code === 406) return 'This handset does not know the property.';
  if (code === 418) return 'A node of this name is there already; choose another name.';
  return 'Look at the trace.';
}

function gone(uri: string): Result<never> {
  return fail('node-gone', `The handset has no node ${uri}.`, 'Read the sub-tree above it again.');
}
