/**
 * The header by which a message carries its MAC (facts 2.11), over whatever link it travels:
 *
 *     x-syncml-hmac: algorithm=MD5, username="Robert Jordan", mac=Dgpoz+Pbak4mDJbIs2Y5Tw==
 *
 * `algorithm` may be left out and then means MD5. Reading is tolerant: any order, any white space, values quoted or
 * not. Writing is strict, in the order of the specification's example.
 */
import { fail, ok, type Result } from '../result.ts';

/** Name of the header, as links write it. */
export const HMAC_HEADER = 'x-syncml-hmac';

/** The header as one line, for links that carry lines and no headers: OBEX in its header 0x47 (facts 3.2). */
export function hmacLine(text: string): string {
  return `${HMAC_HEADER}: ${text}`;
}

/** The text of such a line; undefined when it is another one, or none. The name is read in any case. */
export function textOfHmacLine(line: string | undefined): string | undefined {
  const prefix = `${HMAC_HEADER}:`;
  const bare = line?.trim();
  return bare?.toLowerCase().startsWith(prefix) === true ? bare.slice(prefix.length).trim() : undefined;
}

export interface HmacHeader {
  readonly username: string;
  /** Base64, as `macDigest` makes it. */
  readonly mac: string;
}

/** More than this is no header of ours: names and digests are short. Characters. */
const MAX_LENGTH = 2_048;

/** One `name=value` with what may stand around it; a quoted value may escape a character with a backslash. */
const FIELD = /[\s,;]*([A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",;]*))\s*(?=[,;]|$)/y;

/**
 * Reads the header's text.
 * Errors: `hmac-malformed` (no list of names and values, or a name twice), `hmac-incomplete` (no user or no MAC),
 * `hmac-algorithm` (another one than MD5).
 */
export function parseHmacHeader(text: string): Result<HmacHeader> {
  const fields = readFields(text);
  if (fields === undefined)
    return fail('hmac-malformed', `The header ${HMAC_HEADER} cannot be read.`, 'Compare it with DM Security 1.2.');
  const algorithm = fields.get('algorithm') ?? 'MD5';
  if (algorithm.toUpperCase() !== 'MD5')
    return fail(
      'hmac-algorithm',
      `The MAC is made with ${algorithm}.`,
      'Set the handset to MD5, the only one of DM 1.2.',
    );
  const username = fields.get('username');
  const mac = fields.get('mac');
  if (username === undefined || mac === undefined || mac === '')
    return fail('hmac-incomplete', `The header ${HMAC_HEADER} lacks user name or MAC.`, 'Let the handset send both.');
  return ok({ username, mac });
}

/** Writes the header's text. Errors: `hmac-username` for a name that no header can carry. */
export function formatHmacHeader({ username, mac }: HmacHeader): Result<string> {
  // oxlint-disable-next-line no-control-regex -- these are what must not pass
  if (/[\u0000-\u001F\u007F]/.test(username))
    return fail('hmac-username', 'A user name with control characters cannot travel in a header.', 'Choose another.');
  return ok(`algorithm=MD5, username="${username.replaceAll(/["\\]/g, '\\$&')}", mac=${mac}`);
}

function readFields(text: string): ReadonlyMap<string, string> | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const fields = new Map<string, string>();
  const whole = text.replace(/[\s,;]+$/, '');
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < whole.length) {
    const match = FIELD.exec(whole);
    if (match === null) return undefined;
    const [, name = '', quoted, bare = ''] = match;
    const key = name.toLowerCase();
    if (fields.has(key)) return undefined;
    fields.set(key, quoted === undefined ? bare : quoted.replaceAll(/\\(.)/g, '$1'));
  }
  return fields;
}
