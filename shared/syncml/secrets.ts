/**
 * Keeps what is secret out of what is kept: the credentials of a message, and the passwords and nonces of DM accounts
 * (AAuthSecret, AAuthData) that it writes or tells. Their octets are overwritten in place, so that everything else of
 * the message stays byte for byte what travelled. A digest counts as a secret too: with the nonce beside it, it lets
 * a weak password be guessed at leisure.
 */
import { base64 } from '@scure/base';
import type { Encoding } from './codec.ts';
import type { SyncmlElement } from './element.ts';
import { DEFAULT_LIMITS, type Command, type Data, type Item, type Message } from './message.ts';
import { placesOf } from './octet-search.ts';
import { escapeText } from './xml-text.ts';
import { readDocument } from './wbxml/document.ts';
import { mbIntOctets } from './wbxml/header.ts';

const UTF8 = new TextEncoder();
const LATIN1 = new TextDecoder('latin1');
const BLANK = 0x2a;
/** More than any account has. Each is looked for in the whole message: a flood of them would keep everybody waiting. */
const MOST_SECRETS = 64;

/**
 * The message with its secrets overwritten; the same octets when there are none. Undefined when a secret is in it in
 * a form that cannot be found, or there is a flood of them: then nothing of it should be kept.
 */
export function withoutSecrets(bytes: Uint8Array, encoding: Encoding, message: Message): Uint8Array | undefined {
  const secrets = secretsOf(message);
  if (secrets.length === 0) return bytes;
  if (secrets.length > MOST_SECRETS) return undefined;
  const kept = bytes.slice();
  const isFound = secrets.map((secret) => blank(kept, encoding, secret));
  return isFound.every(Boolean) ? kept : undefined;
}

/** The same for octets that no codec could read, as far as a credential can be found in them; none of a flood. */
export function withoutCredentials(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  const found = encoding === 'wbxml' ? credentialsOfWbxml(bytes) : credentialsOfText(bytes);
  if (found === 'flood' || found.length > MOST_SECRETS) return new Uint8Array();
  if (found.length === 0) return bytes;
  const kept = bytes.slice();
  for (const secret of found) blank(kept, encoding, secret);
  return kept;
}

function secretsOf({ hdr, commands }: Message): readonly Data[] {
  const own = hdr.cred === undefined ? [] : [hdr.cred.data];
  return [...new Set([...own, ...commands.flatMap(secretsOfCommand)])].filter((secret) => secret.length > 0);
}

function secretsOfCommand(command: Command): readonly Data[] {
  const cred = 'cred' in command && command.cred !== undefined ? [command.cred.data] : [];
  if (command.cmd === 'Sequence' || command.cmd === 'Atomic')
    return [...cred, ...command.commands.flatMap(secretsOfCommand)];
  return 'items' in command ? [...cred, ...command.items.flatMap(secretsOfItem)] : cred;
}

const SECRET_NODE = /(?:^|\/)AAuth(?:Secret|Data)$/i;
/** A node of a TNDS document; the distance is bounded so that a flood of names stays cheap. */
const SECRET_IN_TNDS = /<NodeName>\s*AAuth(?:Secret|Data)\s*<\/NodeName>[\s\S]{0,1000}?<Value>([^<]*)<\/Value>/gi;

function secretsOfItem({ source, target, data }: Item): readonly Data[] {
  if (data === undefined) return [];
  if (SECRET_NODE.test(target?.locURI ?? '') || SECRET_NODE.test(source?.locURI ?? '')) return [data];
  const text = typeof data === 'string' ? data : undefined;
  if (text?.includes('AAuth') !== true) return [];
  return Array.from(text.matchAll(SECRET_IN_TNDS), (match) => match[1] ?? '').filter((value) => value !== '');
}

/** The item with asterisks for its secrets; itself when it has none. */
export function withoutItemSecrets(item: Item): Item {
  const secrets = secretsOfItem(item).filter((secret) => secret.length > 0);
  if (secrets.length === 0) return item;
  const { data } = item;
  const text = secrets.reduce<string>(
    (rest, secret) => (typeof secret === 'string' ? rest.replaceAll(secret, '*'.repeat(secret.length)) : '*'),
    typeof data === 'string' ? data : '',
  );
  return { ...item, data: text };
}

/** Does the item write asterisks where a secret belongs, as it does when it comes from what was kept? */
export function hasBlankedSecret(item: Item): boolean {
  return secretsOfItem(item).some((secret) =>
    /^\*+$/.test(typeof secret === 'string' ? secret : LATIN1.decode(secret)),
  );
}

/** Overwrites a secret wherever it is a whole text of the message; answers whether it was there. */
function blank(bytes: Uint8Array, encoding: Encoding, secret: Data): boolean {
  const { length } = [...forms(encoding, secret)].filter(({ before, octets, after }) =>
    blankBetween(bytes, before, octets, after),
  );
  return length > 0;
}

interface Form {
  readonly before: Uint8Array;
  readonly octets: Uint8Array;
  readonly after: Uint8Array;
}

/** How a text may stand in a message, and between what. */
function forms(encoding: Encoding, secret: Data): readonly Form[] {
  const text = typeof secret === 'string' ? secret : base64.encode(secret);
  const octets = typeof secret === 'string' ? UTF8.encode(secret) : secret;
  const between = (before: string, value: string, after: string): Form => ({
    before: UTF8.encode(before),
    octets: UTF8.encode(value),
    after: UTF8.encode(after),
  });
  const markup = [
    between('>', text, '<'),
    between('>', escapeText(text), '<'),
    between('<![CDATA[', text, ']]>'),
    between('&gt;', text, '&lt;'),
    between('&gt;', escapeText(text), '&lt;'),
  ];
  if (encoding === 'xml') return markup;
  const inline = { before: Uint8Array.of(0x03), octets, after: Uint8Array.of(0x00) };
  const opaque = { before: Uint8Array.of(0xc3, ...mbIntOctets(octets.length)), octets, after: new Uint8Array() };
  const inTable = { before: new Uint8Array(), octets, after: Uint8Array.of(0x00) };
  return [inline, opaque, ...markup, ...(octets.length < 8 ? [] : [inTable])];
}

function blankBetween(bytes: Uint8Array, before: Uint8Array, octets: Uint8Array, after: Uint8Array): boolean {
  const whole = new Uint8Array(before.length + octets.length + after.length);
  whole.set(before);
  whole.set(octets, before.length);
  whole.set(after, before.length + octets.length);
  const places = placesOf(bytes, whole);
  for (const at of places) bytes.fill(BLANK, at + before.length, at + before.length + octets.length);
  return places.length > 0;
}

const CREDENTIAL = /<(?:[\w-]+:)?Cred\b[\s\S]{0,1000}?<(?:[\w-]+:)?Data\b[^>]{0,100}>(?:<!\[CDATA\[)?([^<\]]+)/g;

const START_OF_CREDENTIAL = /<(?:[\w-]+:)?Cred\b/g;

/** Beginnings are counted first: behind each of them a value is looked for. */
function credentialsOfText(bytes: Uint8Array): readonly Data[] | 'flood' {
  const text = LATIN1.decode(bytes);
  const beginnings = text.match(START_OF_CREDENTIAL)?.length ?? 0;
  if (beginnings === 0) return [];
  if (beginnings > MOST_SECRETS) return 'flood';
  return Array.from(text.matchAll(CREDENTIAL), (match) => Uint8Array.from(match[1] ?? '', (c) => c.charCodeAt(0))).map(
    (octets) => new TextDecoder().decode(octets),
  );
}

function credentialsOfWbxml(bytes: Uint8Array): readonly Data[] {
  const { root } = readDocument(bytes, DEFAULT_LIMITS);
  return root === undefined ? [] : credentialsIn(root, false);
}

function credentialsIn({ name, text, children }: SyncmlElement, isCred: boolean): readonly Data[] {
  const own = isCred && name === 'Data' && text.length > 0 ? [text] : [];
  return [...own, ...children.flatMap((child) => credentialsIn(child, name === 'Cred'))];
}
