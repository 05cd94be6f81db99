/** Writes a Client Provisioning document as WBXML 1.3, octet for octet as libwbxml does, which handsets have met. */
import { fail, ok, type Result } from '../../result.ts';
import { ATTRIBUTES as ATTRIBUTE_BIT, CONTENT, TOKEN } from '../../syncml/wbxml/tokens.ts';
import type { Characteristic, Parm, ProvisioningDocument } from './cp-document.ts';
import { ATTRIBUTES, CP_PUBLIC_ID, CP_TAGS, type CpAttribute, VALUES } from './cp-tokens.ts';

/** WBXML 1.3, the public identifier, UTF-8, no string table. */
const HEADER = [0x03, CP_PUBLIC_ID, 0x6a, 0x00];

/** Encodes the document. Fails with `cp-not-encodable` when a text has a NUL or half a surrogate pair. */
export function encodeCpWbxml(document: ProvisioningDocument): Result<Uint8Array> {
  const bytes: number[] = [...HEADER];
  let page = 0;
  let obstacle: string | undefined;

  function onPage(wanted: number, token: number): void {
    if (wanted !== page) bytes.push(TOKEN.switchPage, (page = wanted));
    bytes.push(token);
  }

  function writeText(text: string): void {
    if (text === '') return;
    const known = VALUES.find(([, , value]) => value === text);
    if (known !== undefined) return onPage(known[0], known[1]);
    if (text.includes('\0') || !text.isWellFormed()) obstacle ??= text;
    bytes.push(TOKEN.strI, ...new TextEncoder().encode(text), 0);
  }

  function writeAttribute(attribute: CpAttribute, value: string): void {
    const rows = ATTRIBUTES.filter(([, , name]) => name === attribute);
    const whole = rows.find(([, , , text]) => text === value);
    const row = whole ?? rows.find(([, , , text]) => text === undefined);
    if (row === undefined) throw new Error(`There is no token for ${attribute}.`);
    onPage(row[0], row[1]);
    if (whole === undefined) writeText(value);
  }

  function writeParm({ name, value }: Parm): void {
    bytes.push(CP_TAGS.parm | ATTRIBUTE_BIT);
    writeAttribute('name', name);
    writeAttribute('value', value);
    bytes.push(TOKEN.end);
  }

  function writeCharacteristic({ type, parms, characteristics }: Characteristic): void {
    const hasContent = parms.length + characteristics.length > 0;
    bytes.push(CP_TAGS.characteristic | ATTRIBUTE_BIT | (hasContent ? CONTENT : 0));
    writeAttribute('type', type);
    bytes.push(TOKEN.end);
    for (const parm of parms) writeParm(parm);
    for (const inner of characteristics) writeCharacteristic(inner);
    if (hasContent) bytes.push(TOKEN.end);
  }

  bytes.push(CP_TAGS.document | ATTRIBUTE_BIT | CONTENT);
  writeAttribute('version', document.version);
  bytes.push(TOKEN.end);
  for (const each of document.characteristics) writeCharacteristic(each);
  bytes.push(TOKEN.end);
  return obstacle === undefined
    ? ok(Uint8Array.from(bytes))
    : fail('cp-not-encodable', 'A value cannot be written as WBXML.', 'Take the character NUL out of it.', {
        detail: JSON.stringify(obstacle.slice(0, 80)),
      });
}
