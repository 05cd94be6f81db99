/**
 * All sessions of a server, keyed by Source, SessionID and the address they come from, never by connection or cookie
 * (facts 2.11). The address is part of it because a session is proven once and then believed (md5): who only knows
 * its name and number must prove himself anew. A handset has one session that counts, the last one that has proven
 * itself; a caller that merely uses its name neither ends that one nor speaks in it.
 *
 * `exchange` takes the bytes of one message and answers the bytes of the reply. When the handset's package is
 * complete and nothing is queued, the reply is held back until the owner queues commands or ends the session: that
 * is how a session stays open while a person thinks. A handset that repeats a MsgID gets the stored reply, or waits
 * for the one being made. A handset that proves itself in a new session, or stays silent too long, loses its old one.
 */
import type { Result } from '../../shared/result.ts';
import type { Message } from '../../shared/syncml/message.ts';
import { CODECS, type Encoding, encodingOf } from '../../shared/syncml/codec.ts';
import type { Clock } from './clock.ts';
import { createLastWords } from './last-words.ts';
import { createPatience } from './patience.ts';
import { type EntryTable, SessionEntry } from './session-entry.ts';
import type { SessionEvent } from './session-events.ts';
import { createSessionShelf } from './session-shelf.ts';
import type { Due } from './session.ts';
import { traceOfIn, traceOfOut, traceOfRefused } from './session-trace.ts';
import { headerTooLong } from './session-failures.ts';
import type { From, OpenSession, Place, SessionTable, TablePorts, TableSettings } from './table-ports.ts';
import { isSameMessage, type WireMessage, wireOf } from './wire-message.ts';

/** A person who is asked on the handset gets this much more time, milliseconds. */
const ASKING_MS = 150_000;

/** A handset that lost its connection repeats its message within this time, or it has gone, milliseconds. */
const ASK_AGAIN_MS = 3_000;

/** Sessions that have not proven themselves are kept up to this number: the oldest makes room for the next. */
const MAX_UNPROVEN = 200;

const NOTHING: WireMessage = { bytes: new Uint8Array() };

/** Makes an empty table. */
export function createSessionTable(ports: TablePorts, settings: TableSettings, clock: Clock): SessionTable {
  /** Those that go on, and those that ended and had proven nothing. */
  const shelf = createSessionShelf<SessionEntry>(MAX_UNPROVEN);
  const lastWords = createLastWords();
  /** By Source: the session of a handset that has proven itself last. */
  const current = new Map<string, SessionEntry | undefined>();
  const patience = createPatience(clock, shelf.all, giveUp);
  const ofEntries: EntryTable = { ports, settings, tell };

  async function exchange(bytes: Uint8Array, from: From): Promise<Result<WireMessage>> {
    const wire: WireMessage = { bytes, ...(from.hmac === undefined ? {} : { hmac: from.hmac }) };
    const encoding = encodingOf(bytes, from.contentType);
    const decoded = CODECS[encoding].decode(bytes, settings.limits);
    if (!decoded.ok) {
      ports.traced(traceOfRefused(clock.now(), wire, encoding, decoded.error, from.link));
      return decoded;
    }
    const { message } = decoded.value;
    const tooLong = headerTooLong(message.hdr);
    if (tooLong !== undefined) {
      ports.traced(traceOfRefused(clock.now(), wire, encoding, tooLong, from.link));
      return { ok: false, error: tooLong };
    }
    ports.traced(traceOfIn(clock.now(), wire, encoding, decoded.value, from.link));
    const refusal = from.heard?.(message.hdr.source.locURI);
    if (refusal !== undefined) return { ok: false, error: refusal };
    const repeated = lastWords.again(message.hdr, wire, from.address);
    if (repeated !== undefined) return { ok: true, value: { ...repeated, isLast: true } };
    const entry = entryFor(message, wire, placeOf(from));
    const stored = entry.session.storedReply(wire);
    if (stored !== undefined) return { ok: true, value: markLast(entry, stored) };
    if (entry.inFlight !== undefined && isSameMessage(entry.inFlight.to, wire)) {
      entry.deadline = Number.POSITIVE_INFINITY;
      watchGone(entry, from);
      return entry.inFlight.reply;
    }
    const due = receive(entry, message, encoding, wire);
    if (due === 'none') return { ok: true, value: NOTHING };
    if (due === 'refused') return takeReply(entry);
    entry.deadline = Number.POSITIVE_INFINITY;
    entry.overtake();
    if (due === 'now' || entry.session.hasWork()) {
      const reply = takeReply(entry);
      // What a stranger leaves behind is not kept for repetitions that never come.
      if (!entry.session.hasEnded() || !entry.isProven()) watchSilence(entry);
      return reply;
    }
    const reply = hold(entry, from);
    entry.inFlight = { to: wire, reply };
    return reply;
  }

  function receive(entry: SessionEntry, message: Message, encoding: Encoding, wire: WireMessage): Due {
    try {
      return entry.session.receive(message, encoding, wire);
    } catch (error) {
      // Whoever owns the events could not take one in (a full disk): the handset keeps its reports and calls again.
      drop(entry, 'The workbench could not take the message in.');
      throw error;
    }
  }

  /** Lets the owner queue what follows from the message, then holds the reply until there is something to say. */
  async function hold(entry: SessionEntry, from: From): Promise<Result<WireMessage>> {
    const { turn } = entry;
    await new Promise<void>(clock.soon);
    if (turn === entry.turn && entry.isIdle()) {
      watchGone(entry, from);
      await ready(entry);
    }
    if (turn !== entry.turn) return { ok: true, value: NOTHING };
    entry.inFlight = undefined;
    const gone = entry.heldFor;
    entry.heldFor = undefined;
    const reply = takeReply(entry);
    if (!entry.session.hasEnded() && gone?.aborted !== true) watchSilence(entry);
    return reply;
  }

  /** The reply is held for this connection now; one that it was held for before may go. */
  function watchGone(entry: SessionEntry, from: From): void {
    const gone = from.gone?.();
    entry.heldFor = gone;
    gone?.addEventListener('abort', () => void (entry.heldFor === gone && hungUp(entry)), { once: true });
  }

  /** The connection is gone while its reply was held: the handset may ask again, but not for long. */
  function hungUp(entry: SessionEntry): void {
    if (!entry.session.hasEnded()) expect(entry, ASK_AGAIN_MS, true);
  }

  function takeReply(entry: SessionEntry): Result<WireMessage> {
    const reply = entry.takeReply();
    if (reply.ok) ports.traced(traceOfOut(clock.now(), reply.value, entry.link));
    // The last reply goes into the trace before the end that it brings.
    const ending = entry.takeEnding();
    if (ending !== undefined) ports.event(entry, ending);
    if (entry.session.hasEnded() && entry.isProven()) rest(entry);
    return reply.ok ? { ok: true, value: markLast(entry, wireOf(reply.value)) } : reply;
  }

  /** Of a session that is over only its last words are kept. */
  function rest(entry: SessionEntry): void {
    forget(entry);
    lastWords.keep(entry.devId, entry.sessionId, entry.address, entry.session.lastSaid());
  }

  /** Waits until the session has something to say; the longest wait ends the session. */
  function ready(entry: SessionEntry): Promise<void> {
    return new Promise((resolve) => {
      const stop = clock.after(settings.holdMs, () => entry.session.end());
      entry.onWake = (): void => {
        entry.onWake = undefined;
        stop();
        clock.soon(resolve);
      };
    });
  }

  function entryFor(message: Message, wire: WireMessage, place: Place): SessionEntry {
    const { source, sessionId } = message.hdr;
    const known = shelf.find(source.locURI, sessionId, place.address);
    // A finished session answers only repetitions; anything else in it is a new session with an old id.
    if (known !== undefined && (!known.session.hasEnded() || known.session.storedReply(wire) !== undefined)) {
      if (place.tls !== undefined) known.tls = place.tls;
      return known;
    }
    if (known !== undefined) forget(known);
    const entry = new SessionEntry(message.hdr, place, ofEntries);
    const tooMany = shelf.add(entry);
    if (tooMany !== undefined) drop(tooMany, 'Too many callers that prove nothing.');
    return entry;
  }

  /** The handset is the one it says it is: this is its session now. */
  function proven(entry: SessionEntry): void {
    const { devId } = entry.session;
    shelf.proven(entry);
    ports.lockOut.proven(devId, entry.address);
    lastWords.forget(devId);
    const before = current.get(devId);
    current.set(devId, entry);
    if (before === undefined) return;
    forget(before);
    lose(before, 'The handset started a new session.');
  }

  function forget(entry: SessionEntry): void {
    shelf.remove(entry);
    // The keys stay: see session-shelf.ts.
    if (current.get(entry.devId) === entry) current.set(entry.devId, undefined);
  }

  function tell(entry: SessionEntry, event: SessionEvent): void {
    if (event.type === 'proven') proven(entry);
    if (event.type === 'challenged' && event.wrong) ports.lockOut.failed(entry.devId, entry.address, event.own);
    ports.event(entry, event);
    if (event.type === 'ended') entry.wake();
  }

  function watchSilence(entry: SessionEntry): void {
    expect(entry, settings.silenceMs + (entry.session.isAsking() ? ASKING_MS : 0), false);
  }

  function expect(entry: SessionEntry, ms: number, hasHungUp: boolean): void {
    entry.patienceMs = ms;
    entry.hasHungUp = hasHungUp;
    patience.expect(entry, ms);
  }

  function giveUp(entry: SessionEntry): void {
    if (entry.hasHungUp) drop(entry, 'The handset hung up in the middle of the session.');
    else drop(entry, `The handset has said nothing for ${Math.round(entry.patienceMs / 1000)} s.`);
  }

  function drop(entry: SessionEntry, message: string): void {
    forget(entry);
    lose(entry, message);
  }

  return {
    exchange,
    count: () => [...current.values()].filter((entry) => entry?.session.hasEnded() === false).length,
    of(devId): OpenSession | undefined {
      const entry = current.get(devId);
      return entry === undefined || entry.session.hasEnded() ? undefined : entry;
    },
    left(address): void {
      for (const entry of shelf.all()) {
        if (entry.address === address && !entry.session.hasEnded())
          drop(entry, 'The connection to the handset ended in the middle of the session.');
      }
    },
    close(): void {
      patience.close();
      for (const entry of shelf.all()) {
        if (entry.onWake !== undefined) entry.session.end();
        else drop(entry, 'The workbench was closed.');
      }
    },
  };
}

function lose(entry: SessionEntry, message: string): void {
  entry.deadline = Number.POSITIVE_INFINITY;
  entry.session.lose({
    code: 'handset-gone',
    message,
    next: 'Check that the handset is on and reachable; the step goes on when it calls again.',
    retryable: true,
  });
}

/** Nothing follows the reply that ended the session, however often it is given. */
function markLast({ session }: SessionEntry, reply: WireMessage): WireMessage {
  return session.hasEnded() ? { ...reply, isLast: true } : reply;
}

function placeOf({ address, link = 'http', tls }: From): Place {
  return { address, link, ...(tls === undefined ? {} : { tls }) };
}
