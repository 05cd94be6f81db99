/**
 * The neutral element tree between the bytes and the typed message. The XML decoder and the WBXML decoder both build
 * it, message-reader.ts turns it into a Message. Identity is the local name: prefixes, namespaces and code pages are
 * gone, because handsets get them wrong and no local name of SyncML means two things in one place.
 */
import { base64 } from '@scure/base';
import type { Data } from './message.ts';
import { utf8Text } from './utf8.ts';
import { escapeText } from './xml-text.ts';

export interface SyncmlElement {
  readonly name: string;
  /** The character data of the element itself, entities resolved; octets for an opaque of WBXML. */
  readonly text: Data;
  readonly children: readonly SyncmlElement[];
}

/** A value while it is being put together. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Takes a note while reading: `sub` is the path below the element being read, e.g. `/Item`. */
export type Noter = (sub: string, what: string) => void;

/** The character data as text: octets are read as UTF-8 when they are UTF-8, otherwise shown as base64. */
export function textOf(element: SyncmlElement): string {
  return typeof element.text === 'string' ? element.text : octetsAsText(element.text);
}

/** The character data without the white space around it, for ids, codes, names and sizes. */
export function tokenOf(element: SyncmlElement): string {
  return textOf(element).trim();
}

/**
 * The whole content as text: the character data of a leaf; of an element with children the children as markup,
 * without attributes.
 */
export function contentOf(element: SyncmlElement): string {
  if (element.children.length === 0) return textOf(element);
  const own = textOf(element);
  return (own.trim() === '' ? '' : escapeText(own)) + element.children.map(markupOf).join('');
}

function markupOf(element: SyncmlElement): string {
  const inner = element.children.length === 0 ? escapeText(textOf(element)) : contentOf(element);
  return inner === '' ? `<${element.name}/>` : `<${element.name}>${inner}</${element.name}>`;
}

function octetsAsText(octets: Uint8Array): string {
  return utf8Text(octets) ?? base64.encode(octets);
}
