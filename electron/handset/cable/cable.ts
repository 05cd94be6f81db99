/**
 * The handset on a cable, serial or USB: a modem until a command switches it to OBEX (facts 3.5), then an OBEX server over which
 * DM messages travel (facts 3.2), and a modem again when the workbench has left. The other end begins every session: it
 * puts a notification, or it asks for a message and thereby for a session of our own.
 *
 * To the session this is a transport like HTTP: `post` offers a message, the next PUT is its answer.
 */
import { type CableFaultSpec, formatCableFault } from '../../../shared/contract/cable-fault.ts';
import { MAX_PACKET, MIN_PACKET } from '../../../shared/obex/packet.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { hmacLine, textOfHmacLine } from '../../../shared/syncml/hmac-header.ts';
import type { Transport, Travelling } from '../dm/http-transport.ts';
import type { NotificationInbox } from '../notification-inbox.ts';
import { type AtModem, createAtModem, type ModemIdentity, SWITCH_WAYS } from './at-modem.ts';
import { type FaultyWire, faultyWire } from './faulty-wire.ts';
import { type CableObject, createObexResponder, type ObexResponder } from './obex-responder.ts';
import { BITS_PER_OCTET, openSerialLine, type SerialLine } from './serial-line.ts';
import { openUsbLine, type UsbFunction } from './usb/usb-line.ts';

export interface CableParts {
  readonly identity: ModemIdentity;
  /** `none`: it speaks OBEX from the start, as a function of a USB cable does. */
  readonly switchedBy: keyof typeof SWITCH_WAYS | 'none';
  /** Media type of the handset's messages. */
  readonly type: string;
  /** Largest OBEX packet that it takes, octets. */
  readonly maxPacket: number;
  readonly inbox: Pick<NotificationInbox, 'take'>;
  readonly faults: readonly CableFaultSpec[];
  /** The other end asks for a message although no session runs. */
  readonly onWanted: () => void;
  readonly onLost: () => void;
  readonly signal: AbortSignal;
}

export interface Cable {
  readonly transport: Transport;
  /** The session is over: a GET is answered with nothing from now on. */
  sessionEnded(): void;
}

/** Half a packet that does not go on within this time was left behind, milliseconds. */
const BROKEN_OFF_MS = 500;

const GONE = fail('unreachable', 'The other end of the cable has gone.', 'Connect again.');

export interface CableOptions extends Omit<CableParts, 'maxPacket'> {
  readonly line: { readonly path: string; readonly baud: number } | { readonly usb: UsbFunction };
  readonly seed: number;
  /** Hears of each fault that strikes, as it is written. */
  readonly tellFault: (fault: string) => void;
}

/** Opens the port, or plugs into the bus, and waits there. Errors: `line-not-opened` and those of `openUsbLine`. */
export async function openCable({ line, seed, tellFault, ...parts }: CableOptions): Promise<Result<Cable>> {
  const opened = await openLine(line, parts, tellFault);
  if (!opened.ok) return opened;
  const wire = faultyWire(opened.value, parts.faults, seed, tellFault);
  return ok(joinCable(wire, { ...parts, maxPacket: packetFor('usb' in line ? 0 : line.baud) }));
}

/** A packet takes a second of the line at most, so that nobody waits long for the answer to it. */
function packetFor(baud: number): number {
  return baud === 0 ? MAX_PACKET : Math.max(MIN_PACKET, Math.min(MAX_PACKET, Math.floor(baud / BITS_PER_OCTET)));
}

async function openLine(
  line: CableOptions['line'],
  { identity, faults }: Pick<CableParts, 'identity' | 'faults'>,
  tellFault: CableOptions['tellFault'],
): Promise<Result<SerialLine>> {
  if (!('usb' in line)) return openSerialLine(line.path, line.baud);
  const yank = faults.find(({ name }) => name === 'yank-transfer');
  const pulled = yank === undefined ? undefined : { at: yank.nth ?? 1, tell: () => tellFault(formatCableFault(yank)) };
  return openUsbLine(line.usb, identity.imei, pulled);
}

/** Waits on a line that is open. */
export function joinCable(line: FaultyWire, parts: CableParts): Cable {
  const modem = modemOf(parts);
  let obex: ObexResponder | undefined;
  let heardAt = 0;
  /** quiet: nobody asked. running: a session is under way, or will be at once. over: it has said all. */
  let session: 'quiet' | 'running' | 'over' = 'quiet';
  /** Connections that have ended, and how many had when the session last said something: one may end behind its own. */
  let left = 0;
  let saidAfter = 0;
  let offered: Travelling | undefined;
  let answer: ((answer: Result<Travelling>) => void) | undefined;

  line.onData((chunk) => {
    if (obex === undefined && modem !== undefined) return hearModem(modem, chunk);
    obex ??= speakObex();
    if (obex.pending > 0 && performance.now() - heardAt > BROKEN_OFF_MS) obex.forgetPending();
    heardAt = performance.now();
    obex.hear(chunk);
  });
  line.onLost(() => {
    leave();
    if (!parts.signal.aborted) parts.onLost();
  });
  parts.signal.addEventListener('abort', leave, { once: true });

  function speakObex(): ObexResponder {
    return createObexResponder({ write: line.write, put, next, disconnected: leave, broken: leave }, parts.maxPacket);
  }

  function hearModem(modem: AtModem, chunk: Uint8Array): void {
    const { says, rest } = modem.hear(chunk);
    if (says !== '') void line.write(Buffer.from(says, 'latin1'));
    if (rest === undefined) return;
    obex = speakObex();
    if (rest.length > 0) obex.hear(rest);
  }

  function put({ type, bytes, hmac }: CableObject): boolean {
    if (type === 'application/vnd.syncml.notification') {
      const isAsked = parts.inbox.take(bytes);
      if (isAsked) session = 'running';
      return isAsked;
    }
    if (answer === undefined) return false;
    const mac = textOfHmacLine(hmac);
    settle(ok({ body: bytes, ...(mac === undefined ? {} : { hmac: mac }) }));
    return true;
  }

  function next(): CableObject | 'later' | 'none' {
    if (offered !== undefined) {
      const { body, hmac } = offered;
      return { type: parts.type, bytes: body, ...(hmac === undefined ? {} : { hmac: hmacLine(hmac) }) };
    }
    if (session === 'over') return 'none';
    if (session === 'quiet') {
      session = 'running';
      parts.onWanted();
    }
    return 'later';
  }

  function settle(result: Result<Travelling>): void {
    const settleOnce = answer;
    answer = undefined;
    offered = undefined;
    settleOnce?.(result);
  }

  /** The other end has gone: a modem again, and a session under way is lost. */
  function leave(): void {
    obex = undefined;
    line.left();
    modem?.reset();
    left++;
    session = 'quiet';
    settle(GONE);
    if (parts.signal.aborted) line.close();
  }

  const transport: Transport = {
    post(_url, message): Promise<Result<Travelling>> {
      parts.signal.throwIfAborted();
      if (obex === undefined) return Promise.resolve(GONE);
      return new Promise((resolve, reject) => {
        session = 'running';
        saidAfter = left;
        offered = message;
        answer = (result) => (parts.signal.aborted ? reject(new Error('switched off')) : resolve(result));
      });
    },
    close: line.close,
  };

  return {
    transport,
    sessionEnded(): void {
      if (session === 'running' && saidAfter === left) session = 'over';
    },
  };
}

function modemOf({ switchedBy, identity, faults }: CableParts): AtModem | undefined {
  if (switchedBy === 'none') return undefined;
  const has = (name: CableFaultSpec['name']): boolean => faults.some((spec) => spec.name === name);
  const echo = has('echo-stays') ? 'always' : has('no-echo') ? 'never' : 'as-told';
  return createAtModem(identity, SWITCH_WAYS[switchedBy], echo);
}
