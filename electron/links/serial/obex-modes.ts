/** How handsets are switched from AT to OBEX (facts 3.5), one row per way. A table: the user may add rows. */

export interface ObexMode {
  /** Kept with the model that it worked for. */
  readonly id: string;
  readonly name: string;
  /** Manufacturers, as `+CGMI` names them, for whom this is tried first. */
  readonly likely: RegExp | undefined;
  /** Commands in order; each must be agreed to. */
  readonly commands: readonly string[];
  /** How the last command is agreed to; `silence` where nothing is said. */
  readonly agreedBy: readonly ('connect' | 'ok' | 'silence')[];
  /** Milliseconds that the handset needs before it takes OBEX. */
  readonly settleMs: number;
  /** How AT comes back after DISCONNECT: by itself, or with the escape sequence between two pauses. */
  readonly leave: 'disconnect' | 'escape';
}

// oxfmt-ignore
export const OBEX_MODES: readonly ObexMode[] = [
  { id: 'cprot',    name: '3GPP 27.007',        likely: undefined,             commands: ['AT+CPROT=0'],           agreedBy: ['connect', 'ok'], settleMs: 100, leave: 'disconnect' },
  { id: 'eobex',    name: 'Sony Ericsson',      likely: /ericsson/i,           commands: ['AT*EOBEX'],             agreedBy: ['connect'],       settleMs: 100, leave: 'disconnect' },
  { id: 'sqwe',     name: 'Siemens',            likely: /siemens|benq/i,       commands: ['AT^SQWE=0', 'AT^SQWE=3'], agreedBy: ['ok', 'silence'], settleMs: 1000, leave: 'escape' },
  { id: 'mode22',   name: 'Motorola',           likely: /motorola/i,           commands: ['AT+MODE=22'],           agreedBy: ['ok', 'connect'], settleMs: 300, leave: 'escape' },
  { id: 'syncml',   name: 'Samsung',            likely: /samsung/i,            commands: ['AT+SYNCML=OBEXSTART'],  agreedBy: ['ok', 'connect'], settleMs: 300, leave: 'escape' },
  { id: 'msyncml',  name: 'Samsung, m-obex',    likely: /samsung/i,            commands: ['AT+SYNCML=MOBEXSTART'], agreedBy: ['ok', 'connect'], settleMs: 300, leave: 'escape' },
  { id: 'tsspcsw',  name: 'Samsung, older',     likely: /samsung/i,            commands: ['AT$TSSPCSW=1'],         agreedBy: ['ok', 'connect'], settleMs: 300, leave: 'escape' },
  { id: 'xlnk',     name: 'Sharp',              likely: /sharp/i,              commands: ['AT+XLNK'],              agreedBy: ['ok', 'connect'], settleMs: 300, leave: 'escape' },
];

/**
 * The ways to try, in order of likelihood: the one that worked for this model before, those of its manufacturer, then
 * the generic one; the others only when the manufacturer is not known, because some commands mean something else
 * elsewhere.
 */
export function modesFor(
  manufacturer: string | undefined,
  remembered: string | undefined,
  modes: readonly ObexMode[] = OBEX_MODES,
): readonly ObexMode[] {
  const known = modes.filter(({ id }) => id === remembered);
  const likely = modes.filter(({ likely }) => manufacturer !== undefined && likely?.test(manufacturer) === true);
  const generic = modes.filter(({ likely }) => likely === undefined);
  const rest = manufacturer === undefined ? modes : [];
  return [...new Set([...known, ...likely, ...generic, ...rest])];
}
