/** Readers of the small elements that occur in several places: Target and Source, Meta, Cred, Chal. */
import { contentOf, type Draft, type Noter, type SyncmlElement, textOf, tokenOf } from './element.ts';
import type { Chal, Cred, Location, Meta } from './message.ts';
import { credentialData } from './wbxml/opaque-data.ts';

/** Reads Target or Source. Text without LocURI is taken as the URI: the specification's own Copy example has it. */
export function readLocation(element: SyncmlElement, note: Noter, sub = ''): Location {
  let locURI: string | undefined;
  let locName: string | undefined;
  for (const child of element.children) {
    if (child.name === 'LocURI') locURI ??= tokenOf(child);
    else if (child.name === 'LocName') locName ??= textOf(child);
    else note(`${sub}/${element.name}`, `${child.name} is ignored.`);
  }
  if (locURI === undefined) {
    locURI = tokenOf(element);
    note(`${sub}/${element.name}`, 'LocURI is missing.');
  }
  return locName === undefined ? { locURI } : { locURI, locName };
}

/** Reads Cred. */
export function readCred(element: SyncmlElement, note: Noter): Cred {
  const found = element.children.find((child) => child.name === 'Meta');
  const data = element.children.find((child) => child.name === 'Data');
  if (data === undefined) note('/Cred', 'Data is missing.');
  const meta = found && readMeta(found, note, '/Cred');
  return { ...(meta === undefined ? {} : { meta }), data: data === undefined ? '' : readCredentialData(data, meta) };
}

function readCredentialData(data: SyncmlElement, meta: Meta | undefined): string {
  if (data.children.length > 0) return contentOf(data);
  return typeof data.text === 'string' ? data.text : credentialData(data.text, meta);
}

/** Reads Chal. */
export function readChal(element: SyncmlElement, note: Noter): Chal {
  const meta = element.children.find((child) => child.name === 'Meta');
  if (meta === undefined) note('/Chal', 'Meta is missing.');
  return { meta: meta === undefined ? {} : readMeta(meta, note, '/Chal') };
}

/** Reads Meta, whether its children come bare or wrapped into MetInf. A size that is no number goes to `unknown`. */
export function readMeta(element: SyncmlElement, note: Noter, sub = ''): Meta {
  const meta: Draft<Meta> = {};
  const emi: string[] = [];
  const unknown: { name: string; text: string }[] = [];
  const isWrapped = element.children.some((child) => child.name === 'MetInf');
  const children = isWrapped ? element.children.flatMap(unwrapped) : element.children;
  for (const child of children) {
    switch (child.name) {
      case 'Format':
        meta.format ??= tokenOf(child);
        break;
      case 'Type':
        meta.type ??= tokenOf(child);
        break;
      case 'Mark':
        meta.mark ??= tokenOf(child);
        break;
      case 'NextNonce':
        meta.nextNonce ??= tokenOf(child);
        break;
      case 'Version':
        meta.version ??= tokenOf(child);
        break;
      case 'EMI':
        emi.push(textOf(child));
        break;
      case 'FieldLevel':
        meta.fieldLevel = true;
        break;
      case 'Anchor':
        meta.anchor ??= readAnchor(child);
        break;
      case 'Mem':
        meta.mem ??= readMem(child);
        break;
      case 'Size':
      case 'MaxMsgSize':
      case 'MaxObjSize': {
        const size = sizeOf(child);
        if (size === undefined) {
          note(`${sub}/Meta/${child.name}`, `${tokenOf(child)} is no number of octets.`);
          unknown.push({ name: child.name, text: contentOf(child) });
        } else meta[SIZES[child.name]] ??= size;
        break;
      }
      default:
        unknown.push({ name: child.name, text: contentOf(child) });
    }
  }
  if (emi.length > 0) meta.emi = emi;
  if (unknown.length > 0) meta.unknown = unknown;
  return meta;
}

function unwrapped(child: SyncmlElement): readonly SyncmlElement[] {
  return child.name === 'MetInf' ? child.children : [child];
}

const SIZES = { Size: 'size', MaxMsgSize: 'maxMsgSize', MaxObjSize: 'maxObjSize' } as const;

function readAnchor(element: SyncmlElement): NonNullable<Meta['anchor']> {
  const last = element.children.find((child) => child.name === 'Last');
  const next = element.children.find((child) => child.name === 'Next');
  return {
    ...(last === undefined ? {} : { last: textOf(last) }),
    ...(next === undefined ? {} : { next: textOf(next) }),
  };
}

function readMem(element: SyncmlElement): NonNullable<Meta['mem']> {
  const freeMem = element.children.find((child) => child.name === 'FreeMem');
  const freeId = element.children.find((child) => child.name === 'FreeID');
  const mem = freeMem && sizeOf(freeMem);
  const id = freeId && sizeOf(freeId);
  return {
    ...(element.children.some((child) => child.name === 'SharedMem') ? { sharedMem: true } : {}),
    ...(mem === undefined ? {} : { freeMem: mem }),
    ...(id === undefined ? {} : { freeId: id }),
  };
}

function sizeOf(element: SyncmlElement): number | undefined {
  const token = tokenOf(element);
  const size = /^\d+$/.test(token) ? Number(token) : Number.NaN;
  return Number.isSafeInteger(size) ? size : undefined;
}
