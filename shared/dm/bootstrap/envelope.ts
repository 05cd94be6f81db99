/**
 * A bootstrap document on its way: alone; behind a header line that carries the proof (`Content-Type: …; SEC=…;
 * MAC=…`, a blank line, the octets); or as WAP push, whose header carries it in binary (facts 2.10, 2.12).
 */
import { fail, ok, type Result } from '../../result.ts';
import { utf8Text } from '../../syncml/utf8.ts';
import { readHeader } from '../../syncml/wbxml/header.ts';
import { APPLICATIONS, decodePush, encodePush, type PushType } from '../wap-push.ts';
import { CP_WBXML, CP_XML } from './cp-document.ts';
import { CP_PUBLIC_ID } from './cp-tokens.ts';
import { type BootstrapProfile, type Proof, readSec, secName, SECS } from './proof.ts';

/** Media type of a DM profile. */
export const DM_WBXML = 'application/vnd.syncml.dm+wbxml';

export type BootstrapType = typeof CP_XML | typeof CP_WBXML | typeof DM_WBXML;

export interface Bootstrap {
  readonly type: BootstrapType;
  readonly proof?: Proof;
  readonly document: Uint8Array;
}

export const PROFILES: Readonly<Record<BootstrapType, BootstrapProfile>> = {
  [CP_XML]: 'cp',
  [CP_WBXML]: 'cp',
  [DM_WBXML]: 'dm',
};

/** Header lines are short; whoever looks for their end looks no further, octets. */
const MOST_HEADER = 1_024;
const HEADER_START = 'content-type:';

/** The header line without its name: media type and proof. */
export function contentTypeOf({ type, proof }: Bootstrap): string {
  const sec = proof === undefined ? undefined : secName(PROFILES[type], proof.sec);
  return [
    type,
    ...(sec === undefined ? [] : [`SEC=${sec}`]),
    ...(proof?.mac === undefined ? [] : [`MAC=${proof.mac}`]),
  ].join('; ');
}

/** Header line, blank line, document. */
export function encodeWithHeader(bootstrap: Bootstrap): Uint8Array {
  const header = new TextEncoder().encode(`Content-Type: ${contentTypeOf(bootstrap)}\r\n\r\n`);
  return Uint8Array.from([...header, ...bootstrap.document]);
}

/** As WAP push. */
export function encodeAsPush({ type, proof, document }: Bootstrap): Uint8Array {
  return encodePush({
    type: type satisfies PushType,
    ...(PROFILES[type] === 'dm' ? { application: APPLICATIONS.syncmlDM } : {}),
    ...(proof === undefined ? {} : { sec: SECS.indexOf(proof.sec) }),
    ...(proof?.mac === undefined ? {} : { mac: proof.mac }),
    body: document,
  });
}

/**
 * Opens a bootstrap in whichever form it comes, without checking its proof.
 * Errors: `bootstrap-unknown` when it is none, `push-malformed`.
 */
export function openBootstrap(bytes: Uint8Array): Result<Bootstrap> {
  const header = headerOf(bytes);
  if (header !== undefined) return withProof(header.type, header.sec, header.mac, bytes.slice(header.end));
  const type = typeOf(bytes);
  if (type !== undefined) return ok({ type, document: bytes });
  const push = decodePush(bytes);
  if (!push.ok) return push.error.code === 'push-not' ? unknown('no header, no push, no document') : push;
  const { sec, mac, body } = push.value;
  return withProof(push.value.type, sec === undefined ? undefined : String(sec), mac, body);
}

function withProof(
  type: string,
  sec: string | undefined,
  mac: string | undefined,
  document: Uint8Array,
): Result<Bootstrap> {
  if (!isBootstrapType(type)) return unknown(type);
  if (sec === undefined) return ok({ type, document });
  const read = readSec(sec);
  if (read === undefined) return unknown(`SEC=${sec}`);
  return ok({ type, proof: { sec: read, ...(mac === undefined ? {} : { mac }) }, document });
}

interface Header {
  readonly type: string;
  readonly sec?: string;
  readonly mac?: string;
  readonly end: number;
}

function headerOf(bytes: Uint8Array): Header | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, MOST_HEADER));
  if (head.slice(0, HEADER_START.length).toLowerCase() !== HEADER_START) return undefined;
  const blank = /\r?\n\r?\n/.exec(head);
  if (blank === null) return undefined;
  const [type = '', ...parameters] = head.slice(HEADER_START.length, blank.index).split(';');
  const values = new Map(
    parameters.map((parameter) => {
      const [name = '', value = ''] = parameter.split('=', 2);
      return [name.trim().toUpperCase(), value.trim().replaceAll('"', '')];
    }),
  );
  const sec = values.get('SEC');
  const mac = values.get('MAC');
  return {
    type: type.trim().toLowerCase(),
    ...(sec === undefined ? {} : { sec }),
    ...(mac === undefined ? {} : { mac }),
    end: blank.index + blank[0].length,
  };
}

/** What a document alone is: XML, or WBXML by its public identifier. */
function typeOf(bytes: Uint8Array): BootstrapType | undefined {
  const start = utf8Text(bytes.subarray(0, 64).filter((octet) => octet < 0x80)) ?? '';
  if (/^\s*</.test(start)) return CP_XML;
  if (bytes[1] === CP_PUBLIC_ID && bytes[0] === 0x03) return CP_WBXML;
  const header = readHeader(bytes);
  return header.ok && header.value.publicId?.toLowerCase().includes('dtd syncml') === true ? DM_WBXML : undefined;
}

function isBootstrapType(type: string): type is BootstrapType {
  return Object.hasOwn(PROFILES, type);
}

function unknown(detail: string): Result<never> {
  return fail(
    'bootstrap-unknown',
    'This is no bootstrap file that a handset knows.',
    'Take one that `scomo bootstrap` or the window has written.',
    { detail },
  );
}
