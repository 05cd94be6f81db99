/** WBXML put together octet by octet, independent of the encoder. */

/** `02 A4 01 6A 00`: version 1.2, SyncML 1.2 by number, UTF-8, no string table. */
export const NUMERIC = '02 A4 01 6A 00';

/** Octets from hexadecimal pairs; words in quotes stand for their ASCII. */
export function octets(...parts: readonly string[]): Uint8Array {
  const pieces = parts.join(' ').match(/'[^']*'|\S+/g) ?? [];
  return Uint8Array.from(
    pieces.flatMap((piece) =>
      piece.startsWith("'") ? [...new TextEncoder().encode(piece.slice(1, -1))] : [Number.parseInt(piece, 16)],
    ),
  );
}

/** STR_I with its NUL. */
export function text(value: string): string {
  return `03 '${value}' 00`;
}

/** A message with this body behind the usual header: session 1, message 2, from `d`. */
export function message(body: string, header = NUMERIC): Uint8Array {
  return octets(`${header} 6D 6C ${HDR} 01 6B ${body} 01 01`);
}

/** VerDTD, VerProto, SessionID, MsgID, Target, Source. */
export const HDR = [
  `71 ${text('1.2')} 01 72 ${text('DM/1.2')} 01 65 ${text('1')} 01 5B ${text('2')} 01`,
  `6E 57 ${text('s')} 01 01 67 57 ${text('d')} 01 01`,
].join(' ');
