/**
 * One session of a handset that says what a test wrote down, over the handset's own cable: modem, switch, OBEX, and
 * whatever goes wrong on it. The workbench's end is whatever the caller makes of the channel.
 */
import { identityOf } from '../../electron/handset/cable/at-modem.ts';
import { joinCable } from '../../electron/handset/cable/cable.ts';
import { faultyWire } from '../../electron/handset/cable/faulty-wire.ts';
import { createObexClient } from '../../electron/links/obex/client.ts';
import { runDmSession } from '../../electron/links/obex/dm-session.ts';
import { OBEX_MODES } from '../../electron/links/serial/obex-modes.ts';
import { enterObex, leaveObex } from '../../electron/links/serial/obex-switch.ts';
import type { CableFaultSpec } from '../../shared/contract/cable-fault.ts';
import { ok, type Result } from '../../shared/result.ts';
import { CODECS } from '../../shared/syncml/codec.ts';
import { encodeWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { MESSAGE_FIXTURES, messageOf } from '../unit/shared/syncml/message-fixtures.ts';
import { openMemoryLine } from './memory-line.ts';

export interface Talk {
  /** What the handset says, message by message. */
  readonly says: readonly Uint8Array[];
  /** What the workbench answers to each. */
  readonly answers: readonly Uint8Array[];
}

export interface ToldSession {
  /** How it ended for the workbench. */
  readonly end: Result<number>;
  /** Messages that each end took from the other. */
  readonly workbenchHeard: readonly Uint8Array[];
  readonly handsetHeard: readonly Uint8Array[];
  /** Octets that went over the line, both ways together. */
  readonly octets: number;
  /** Faults that struck. */
  readonly struck: readonly string[];
}

const OBEX = { maxPacket: 255, objectMs: 5_000, maxObject: 100_000 };
/** A talk of so many messages each way, as handsets sent them; each takes two packets. */
export function recordedTalk(messages: number): Talk {
  const all = MESSAGE_FIXTURES.flatMap((fixture) => {
    const encoded = encodeWbxml(messageOf(fixture));
    return encoded.ok && encoded.value.length > 320 ? [encoded.value.subarray(0, 420)] : [];
  });
  return { says: all.slice(0, messages), answers: all.slice(messages, 2 * messages) };
}

/** Nobody waits for a handset that is made of memory. */
const MODES = OBEX_MODES.filter(({ id }) => id === 'cprot').map((mode) => ({ ...mode, settleMs: 0 }));

/** Holds it, from the first AT to the end of the connection. */
export async function toldSession(
  talk: Talk,
  faults: readonly CableFaultSpec[] = [],
  responseMs = 300,
): Promise<ToldSession> {
  const line = openMemoryLine();
  const stopping = new AbortController();
  const handsetHeard: Uint8Array[] = [];
  const workbenchHeard: Uint8Array[] = [];
  const struck: string[] = [];
  let octets = 0;
  const counted = faultyWire(
    {
      ...line.far,
      write(bytes) {
        octets += bytes.length;
        return line.far.write(bytes);
      },
      onData: (hear) =>
        line.far.onData((chunk) => {
          octets += chunk.length;
          hear(chunk);
        }),
    },
    faults,
    1,
    (fault) => struck.push(fault),
  );
  const cable = joinCable(counted, {
    identity: identityOf('IMEI:351234567890123'),
    switchedBy: 'cprot',
    type: CODECS.wbxml.contentType,
    maxPacket: 8_192,
    inbox: { take: () => true },
    faults,
    onWanted: () => void speak(),
    onLost: () => undefined,
    signal: stopping.signal,
  });

  async function speak(): Promise<void> {
    for (const body of talk.says) {
      const answer = await cable.transport.post('', { body }, handsetHeard.length === 0);
      if (!answer.ok) return;
      handsetHeard.push(answer.value.body);
    }
    cable.sessionEnded();
  }

  async function workbench(): Promise<Result<number>> {
    const switched = await enterObex(line.near, { remembered: () => undefined, modes: MODES });
    if (!switched.ok) return switched;
    const client = createObexClient(line.near, { ...OBEX, responseMs }, stopping.signal);
    const connected = await client.connect('SYNCML-DM');
    if (!connected.ok) return connected;
    const end = await runDmSession(client, {
      exchange(bytes) {
        const reply = talk.answers[workbenchHeard.push(bytes) - 1] ?? new Uint8Array();
        return Promise.resolve(ok({ bytes: reply, isLast: workbenchHeard.length === talk.answers.length }));
      },
      from: { link: 'serial', address: 'memory' },
      notification: undefined,
    });
    await client.disconnect();
    await leaveObex(line.near, switched.value.mode);
    return end;
  }

  const end = await workbench();
  await line.near.close();
  return { end, workbenchHeard, handsetHeard, octets, struck };
}
