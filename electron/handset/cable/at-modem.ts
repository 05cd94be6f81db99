/**
 * What the handset says on its serial port before it speaks OBEX: a small modem that knows who it is (3GPP 27.007) and
 * one command that switches it over (facts 3.5). Octets in, answers out; no port here.
 */

export interface ModemIdentity {
  readonly manufacturer: string;
  readonly model: string;
  readonly revision: string;
  readonly imei: string;
}

/** How a handset is switched to OBEX. */
export interface SwitchWay {
  readonly command: string;
  /** What it answers; empty for silence. */
  readonly answer: string;
}

export const SWITCH_WAYS = {
  cprot: { command: 'AT+CPROT=0', answer: 'CONNECT' },
  eobex: { command: 'AT*EOBEX', answer: 'CONNECT' },
  sqwe: { command: 'AT^SQWE=3', answer: '' },
  syncml: { command: 'AT+SYNCML=OBEXSTART', answer: 'OK' },
} as const satisfies Record<string, SwitchWay>;

export const SWITCH_NAMES = Object.keys(SWITCH_WAYS) as readonly (keyof typeof SWITCH_WAYS)[];

/** Who a virtual handset says it is; the IMEI is that of its DevId. */
export function identityOf(devId: string): ModemIdentity {
  const imei = /\d{14,16}/.exec(devId)?.[0] ?? '000000000000000';
  return { manufacturer: 'Acme', model: 'Virtual Handset', revision: '1.0', imei };
}

export interface Heard {
  /** Text to write back. */
  readonly says: string;
  /** Octets behind the command that switched it over; undefined while it is a modem. */
  readonly rest: Uint8Array | undefined;
}

export interface AtModem {
  /** Takes octets while the handset is a modem. */
  hear(chunk: Uint8Array): Heard;
  /** Back from OBEX: half a command from before is forgotten. */
  reset(): void;
}

const CARRIAGE_RETURN = 0x0d;

/** `as-told`: from the start, as modems do, until `ATE0`. */
export type Echo = 'as-told' | 'always' | 'never';

/** Makes a modem. */
export function createAtModem(identity: ModemIdentity, way: SwitchWay, echo: Echo = 'as-told'): AtModem {
  let echoes = echo !== 'never';
  let line = '';

  const values: Readonly<Record<string, string>> = {
    ATI: `${identity.manufacturer} ${identity.model}`,
    'AT+CGMI': identity.manufacturer,
    'AT+CGMM': identity.model,
    'AT+CGMR': identity.revision,
    'AT+CGSN': identity.imei,
  };

  function hear(chunk: Uint8Array): Heard {
    let says = '';
    for (const [index, octet] of chunk.entries()) {
      if (octet !== CARRIAGE_RETURN) {
        // Line ends of other programs and the rest of an OBEX packet are no commands.
        if (octet >= 0x20 && octet < 0x7f && line.length < 200) line += String.fromCharCode(octet);
        continue;
      }
      const command = line.slice(Math.max(0, line.toUpperCase().lastIndexOf('AT'))).toUpperCase();
      line = '';
      if (!command.startsWith('AT')) continue;
      if (echoes) says += `${command}\r`;
      if (command === way.command) {
        if (way.answer !== '') says += `\r\n${way.answer}\r\n`;
        return { says, rest: chunk.subarray(index + 1) };
      }
      says += answer(command);
    }
    return { says, rest: undefined };
  }

  function answer(command: string): string {
    if (echo === 'as-told' && (command === 'ATE0' || command === 'ATE1')) echoes = command === 'ATE1';
    const value = values[command];
    if (value !== undefined) return `\r\n${value}\r\n\r\nOK\r\n`;
    return isHarmless(command) ? '\r\nOK\r\n' : '\r\nERROR\r\n';
  }

  return {
    hear,
    reset(): void {
      line = '';
    },
  };
}

/** `AT`, `ATZ`, `ATE0` and `AT^SQWE=0`: agreed to, nothing happens. */
function isHarmless(command: string): boolean {
  return /^AT(?:Z|E[01]|&F|\^SQWE=0)?$/.test(command);
}
