/** The numbers of OBEX as tables: operations, response codes, headers (IrOBEX 1.3; facts 3.2). */

/** The bit that says: this packet ends the request. Responses always carry it. */
export const FINAL = 0x80;

/** Operations by their opcode without the final bit, except those that only exist with it. */
export const OPCODES = {
  connect: 0x80,
  disconnect: 0x81,
  put: 0x02,
  get: 0x03,
  setPath: 0x85,
  abort: 0xff,
} as const;

export type Operation = keyof typeof OPCODES;

/** Operations whose opcode has the final bit built in. */
const ALWAYS_FINAL: ReadonlySet<Operation> = new Set(['connect', 'disconnect', 'setPath', 'abort']);

const OPERATIONS = new Map<number, { readonly operation: Operation; readonly final: boolean }>(
  Object.entries(OPCODES).flatMap(([name, opcode]) => {
    const operation = name as Operation;
    if (ALWAYS_FINAL.has(operation)) return [[opcode, { operation, final: true }]];
    return [
      [opcode, { operation, final: false }],
      [opcode | FINAL, { operation, final: true }],
    ];
  }),
);

/** What an opcode asks for; undefined for one that does not exist. */
export function operationOf(opcode: number): { readonly operation: Operation; readonly final: boolean } | undefined {
  return OPERATIONS.get(opcode);
}

/** The opcode of an operation; `final` counts for PUT and GET only. */
export function opcodeOf(operation: Operation, final: boolean): number {
  return OPCODES[operation] | (final ? FINAL : 0);
}

/** Response codes with the final bit, as they are on the wire. */
// oxfmt-ignore
export const RESPONSES = {
  continue:               { code: 0x90, word: 'continue' },
  ok:                     { code: 0xa0, word: 'OK' },
  created:                { code: 0xa1, word: 'created' },
  accepted:               { code: 0xa2, word: 'accepted' },
  badRequest:             { code: 0xc0, word: 'bad request' },
  unauthorized:           { code: 0xc1, word: 'unauthorized' },
  paymentRequired:        { code: 0xc2, word: 'payment required' },
  forbidden:              { code: 0xc3, word: 'forbidden' },
  notFound:               { code: 0xc4, word: 'not found' },
  notAllowed:             { code: 0xc5, word: 'method not allowed' },
  notAcceptable:          { code: 0xc6, word: 'not acceptable' },
  requestTimeout:         { code: 0xc8, word: 'request timeout' },
  conflict:               { code: 0xc9, word: 'conflict' },
  gone:                   { code: 0xca, word: 'gone' },
  lengthRequired:         { code: 0xcb, word: 'length required' },
  preconditionFailed:     { code: 0xcc, word: 'precondition failed' },
  entityTooLarge:         { code: 0xcd, word: 'entity too large' },
  unsupportedMedia:       { code: 0xcf, word: 'unsupported media type' },
  internalError:          { code: 0xd0, word: 'internal error' },
  notImplemented:         { code: 0xd1, word: 'not implemented' },
  serviceUnavailable:     { code: 0xd3, word: 'service unavailable' },
  databaseFull:           { code: 0xe0, word: 'database full' },
  databaseLocked:         { code: 0xe1, word: 'database locked' },
} as const;

const WORDS = new Map<number, string>(Object.values(RESPONSES).map(({ code, word }) => [code, word]));

/** `0xC4 not found`, for a person. A code that nobody knows keeps its number. */
export function responseWord(code: number): string {
  const number = `0x${code.toString(16).toUpperCase().padStart(2, '0')}`;
  const word = WORDS.get(code | FINAL);
  return word === undefined ? number : `${number} ${word}`;
}

/** May a response begin with this octet? Final bit, then a class from 1 to 6 as in HTTP. */
export function isResponseCode(octet: number): boolean {
  return octet >= 0x90 && octet < 0xf0;
}

/**
 * Header identifiers. The two top bits say how the value is written: 00 text, 01 octets, 10 one octet, 11 four
 * octets.
 */
// oxfmt-ignore
export const HEADERS = {
  name:              0x01,
  description:       0x05,
  type:              0x42,
  time:              0x44,
  target:            0x46,
  http:              0x47,
  body:              0x48,
  endOfBody:         0x49,
  who:               0x4a,
  appParameters:     0x4c,
  authChallenge:     0x4d,
  authResponse:      0x4e,
  wanUuid:           0x50,
  objectClass:       0x51,
  sessionParameters: 0x52,
  sessionSequence:   0x93,
  singleResponse:    0x97,
  count:             0xc0,
  length:            0xc3,
  time4:             0xc4,
  connectionId:      0xcb,
  creator:           0xcf,
} as const;

export type HeaderKind = 'text' | 'octets' | 'one-octet' | 'four-octets';

const KINDS = ['text', 'octets', 'one-octet', 'four-octets'] as const;

/** How the value of a header is written, known or not: unknown headers can be skipped without knowing them. */
export function kindOf(id: number): HeaderKind {
  return KINDS[((id >> 6) & 0b11) as 0 | 1 | 2 | 3];
}
