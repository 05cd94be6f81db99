/**
 * The descriptor of OMA Download OTA 1.0: what a download agent is told of a package before it fetches it, and where
 * it reports how that went (facts 5.1).
 */
import { escapeText, isCarriable } from '../../shared/syncml/xml-text.ts';

/** Content type of a descriptor; an agent that finds it at PkgURL knows that the package is elsewhere. */
export const DESCRIPTOR_TYPE = 'application/vnd.oma.dd+xml';

export interface DownloadDescriptor {
  readonly name?: string;
  readonly objectURI: string;
  /** Octets. */
  readonly size: number;
  /** MIME type of the object. */
  readonly type: string;
  readonly installNotifyURI?: string;
}

/** Writes a descriptor, in the order of the specification's elements. */
export function writeDescriptor({ name, objectURI, size, type, installNotifyURI }: DownloadDescriptor): string {
  const elements = [
    ['name', name !== undefined && isCarriable(name) ? name : undefined],
    ['objectURI', objectURI],
    ['size', String(size)],
    ['type', type],
    ['installNotifyURI', installNotifyURI],
  ] as const;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<media xmlns="http://www.openmobilealliance.org/xmlns/dd"><DDVersion>1.0</DDVersion>',
    ...elements.map(([tag, text]) => (text === undefined ? '' : `<${tag}>${escapeText(text)}</${tag}>`)),
    '</media>\n',
  ].join('');
}
