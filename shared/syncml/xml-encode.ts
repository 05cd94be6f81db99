/** Message → XML, by string building. The child order is message-writer.ts's; here are only tags and escapes. */
import { base64 } from '@scure/base';
import { fail, ok, type Result } from '../result.ts';
import type { Message } from './message.ts';
import { type ElementSink, type Page, writeMessage } from './message-writer.ts';
import { escapeText, isCarriable, isPlain } from './xml-text.ts';

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';
const METINF = 'syncml:metinf';
const NAME = /^[A-Za-z_][A-Za-z0-9._-]*$/;
const UTF8 = new TextEncoder();

/**
 * Encodes a message as UTF-8 XML in the DTD's order, with `SYNCML:SYNCML1.1` when its VerDTD is 1.1 and
 * `SYNCML:SYNCML1.2` otherwise. Octets in Data are written as base64; their Meta Format must say `b64`.
 *
 * Errors: `not-encodable` when a text holds a character that XML 1.0 cannot carry, or an unknown element a name that
 * is none; nothing is replaced silently. Source: facts 2.2, XML 1.0 §2.2.
 */
export function encodeXml(message: Message): Result<Uint8Array> {
  const pages = [message.hdr.verDTD === '1.1' ? 'SYNCML:SYNCML1.1' : 'SYNCML:SYNCML1.2', METINF] as const;
  const { sink, finish } = createXmlSink(pages);
  writeMessage(message, sink);
  return finish();
}

function createXmlSink(pages: readonly [string, string]): { sink: ElementSink; finish: () => Result<Uint8Array> } {
  const scopes: Page[] = [];
  let scope: Page | undefined;
  let xml = PROLOG;
  let obstacle: string | undefined;

  function startTag(page: Page, name: string): string {
    if (!NAME.test(name)) obstacle ??= `${JSON.stringify(name)} is no element name`;
    return page === scope ? `<${name}` : `<${name} xmlns="${pages[page]}"`;
  }

  const sink: ElementSink = {
    open(page, name) {
      xml += `${startTag(page, name)}>`;
      if (scope !== undefined) scopes.push(scope);
      scope = page;
    },
    close(_page, name) {
      xml += `</${name}>`;
      scope = scopes.pop();
    },
    leaf(page, name, value) {
      const text = typeof value === 'string' ? value : base64.encode(value);
      if (text === '') xml += `${startTag(page, name)}/>`;
      else if (isPlain(text)) xml += `${startTag(page, name)}>${text}</${name}>`;
      else {
        if (!isCarriable(text)) obstacle ??= `${name} holds a character that XML cannot carry`;
        xml += `${startTag(page, name)}>${escapeText(text)}</${name}>`;
      }
    },
    empty(page, name) {
      xml += `${startTag(page, name)}/>`;
    },
  };

  function finish(): Result<Uint8Array> {
    if (obstacle === undefined) return ok(UTF8.encode(xml));
    return fail(
      'not-encodable',
      'The message cannot be written as XML.',
      'Send the value as base64 (Format b64), or use WBXML.',
      { detail: obstacle },
    );
  }

  return { sink, finish };
}
