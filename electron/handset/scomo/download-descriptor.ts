/** Download descriptors as this handset reads them (OMA Download OTA 1.0, facts 5.1). */
import type { SyncmlElement } from '../../../shared/syncml/element.ts';
import { parseXml } from '../../../shared/syncml/xml-parser.ts';

/** A descriptor that can be followed. */
export interface DownloadDescriptor {
  readonly objectURI: string;
  /** Octets. */
  readonly size: number;
  readonly installNotifyURI?: string;
}

/** `refused`: the code of the status report that says why, and where to send it when that much could be read. */
export type ReadDescriptor =
  | { readonly ok: true; readonly value: DownloadDescriptor }
  | { readonly ok: false; readonly refused: 906 | 951; readonly installNotifyURI?: string };

const MAX_DEPTH = 8;

/** Is this the content type of a descriptor? */
export function isDescriptorType(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/vnd.oma.dd+xml';
}

/** Reads a descriptor; relative URLs are taken from `base`, where it was found. */
export function readDescriptor(xml: string, base: string): ReadDescriptor {
  const parsed = parseXml(xml, MAX_DEPTH);
  if (!parsed.ok || parsed.value.name !== 'media') return { ok: false, refused: 906 };
  const root = parsed.value;
  const notify = urlIn(root, 'installNotifyURI', base);
  const where = notify === undefined ? {} : { installNotifyURI: notify };
  const version = textIn(root, 'DDVersion');
  if (version !== undefined && !version.startsWith('1.')) return { ok: false, refused: 951, ...where };
  const objectURI = urlIn(root, 'objectURI', base);
  const size = textIn(root, 'size');
  if (objectURI === undefined || textIn(root, 'type') === undefined || !/^\d{1,15}$/.test(size ?? ''))
    return { ok: false, refused: 906, ...where };
  return { ok: true, value: { objectURI, size: Number(size), ...where } };
}

function textIn(root: SyncmlElement, name: string): string | undefined {
  const text = root.children.find((child) => child.name === name)?.text;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

function urlIn(root: SyncmlElement, name: string, base: string): string | undefined {
  const url = URL.parse(textIn(root, name) ?? '', base);
  const isGiven = textIn(root, name) !== undefined;
  return isGiven && url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
