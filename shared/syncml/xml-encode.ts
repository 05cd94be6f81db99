/** Message → XML, by string building. The child order is message-writer.ts's; here are only tags and escapes. */
import { base64 } from '@scure/base';
import { fail, ok, type Result } from '../result.ts';
import type { Message } from './message.ts';
import { type ElementSink, type Page, writeMessage } from './message-writer.ts';
import { readyTags, type Tags } from './xml-tags.ts';
import { escapeText, isCarriable, isPlain } from './xml-text.ts';

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';
const METINF = 'syncml:metinf';
const NAME = /^[A-Za-z_][A-Za-z0-9._-]*$/;
const UTF8 = new TextEncoder();
/** Where messages of the usual size are encoded to; what counts of it is copied out. */
const DESK = new Uint8Array(64 * 1024);

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
  /** The open elements: the page they are in, and how they end. */
  const opened: { readonly page: Page; readonly close: string }[] = [];
  let scope: Page | undefined;
  let xml = PROLOG;
  let obstacle: string | undefined;

  function tagsOf(page: Page, name: string): Tags {
    const ready = page === scope ? readyTags(name) : undefined;
    if (ready !== undefined) return ready;
    if (!NAME.test(name)) obstacle ??= `${JSON.stringify(name)} is no element name`;
    const start = page === scope ? `<${name}` : `<${name} xmlns="${pages[page]}"`;
    return { name, open: `${start}>`, close: `</${name}>`, empty: `${start}/>` };
  }

  const sink: ElementSink = {
    open(page, name) {
      const { open, close } = tagsOf(page, name);
      xml += open;
      opened.push({ page, close });
      scope = page;
    },
    close() {
      xml += opened.pop()?.close ?? '';
      scope = opened.at(-1)?.page;
    },
    leaf(page, name, value) {
      const text = typeof value === 'string' ? value : base64.encode(value);
      const { open, close, empty } = tagsOf(page, name);
      if (text === '') xml += empty;
      else if (isPlain(text)) xml += open + text + close;
      else {
        if (!isCarriable(text)) obstacle ??= `${name} holds a character that XML cannot carry`;
        xml += open + escapeText(text) + close;
      }
    },
    empty(page, name) {
      xml += tagsOf(page, name).empty;
    },
  };

  function finish(): Result<Uint8Array> {
    if (obstacle === undefined) return ok(utf8(xml));
    return fail(
      'not-encodable',
      'The message cannot be written as XML.',
      'Send the value as base64 (Format b64), or use WBXML.',
      { detail: obstacle },
    );
  }

  return { sink, finish };
}

/** Into a buffer that is there already, because measuring the text first takes as long as encoding it. */
function utf8(text: string): Uint8Array {
  if (text.length * 3 > DESK.length) return UTF8.encode(text);
  return DESK.slice(0, UTF8.encodeInto(text, DESK).written);
}
