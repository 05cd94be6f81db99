/**
 * A session in the table: the session itself, where its messages come from, and what is being waited for. What the
 * session asks and tells goes through here, so that the table hears of it with the entry that it is about.
 */
import type { Result } from '../../shared/result.ts';
import type { SyncHdr } from '../../shared/syncml/message.ts';
import type { Peer } from './account.ts';
import { type Conversation, createConversation } from './conversation.ts';
import type { Awaited } from './patience.ts';
import type { SessionEvent, SessionOwner } from './session-events.ts';
import type { Shelved } from './session-shelf.ts';
import { ManagementSession } from './session.ts';
import type { OpenSession, Place, TablePorts, TableSettings } from './table-ports.ts';
import type { LinkKind, WireMessage } from './wire-message.ts';

/** What all entries of a table share. */
export interface EntryTable {
  readonly ports: TablePorts;
  readonly settings: TableSettings;
  tell(entry: SessionEntry, event: SessionEvent): void;
}

/** A class, because there may be hundreds at once: what each keeps is all that the garbage collector has to copy. */
export class SessionEntry implements OpenSession, SessionOwner, Awaited, Shelved {
  readonly session: ManagementSession;
  readonly conversation: Conversation;
  readonly devId: string;
  readonly sessionId: string;
  readonly address: string;
  readonly link: LinkKind;
  tls?: string;
  unprovenAt = -1;
  born = 0;
  deadline = Number.POSITIVE_INFINITY;
  /** How long it may say nothing now, milliseconds. */
  patienceMs = 0;
  hasHungUp = false;
  /** The message that is being answered. */
  inFlight: { readonly to: WireMessage; readonly reply: Promise<Result<WireMessage>> } | undefined;
  /** Counts the replies that were overtaken by a later message. */
  turn = 0;
  /** Aborted when the connection is gone that a held reply goes to. */
  heldFor: AbortSignal | undefined;
  /** Told when there is something to say, while a reply is held. */
  onWake: (() => void) | undefined;
  readonly #table: EntryTable;
  /** The version of TLS that it began with. */
  readonly #begunTls: string | undefined;
  #isReplying = false;
  #ending: SessionEvent | undefined;

  constructor(hdr: SyncHdr, { address, link, tls }: Place, table: EntryTable) {
    this.devId = hdr.source.locURI;
    this.sessionId = hdr.sessionId;
    this.address = address;
    this.link = link;
    this.#begunTls = tls;
    if (tls !== undefined) this.tls = tls;
    this.#table = table;
    this.session = new ManagementSession(hdr, table.ports, this, table.settings);
    this.conversation = createConversation(this.session);
  }

  isProven(): boolean {
    return this.session.isProven();
  }

  /** Is it open with nothing to say? */
  isIdle(): boolean {
    return this.session.isOpen() && !this.session.hasWork();
  }

  end(): void {
    this.session.end();
  }

  abort(): void {
    this.session.abort();
  }

  peer(): Peer {
    return this.#table.ports.peer(this.devId, this);
  }

  isLockedOut(): boolean {
    return this.#table.ports.lockOut.lockedUntil(this.devId, this.address) !== undefined;
  }

  hasMoved(): boolean {
    return this.tls !== this.#begunTls;
  }

  event(event: SessionEvent): void {
    if (event.type === 'ended' && this.#isReplying) this.#ending = event;
    else this.#table.tell(this, event);
  }

  wake(): void {
    this.onWake?.();
  }

  /** The handset has gone past the message whose reply is held: what is said now goes to the later one. */
  overtake(): void {
    if (this.inFlight === undefined) return;
    this.inFlight = undefined;
    this.heldFor = undefined;
    this.turn += 1;
    this.wake();
  }

  /** Makes the next reply. An end that it brings is not told yet: the reply comes first (`takeEnding`). */
  takeReply(): ReturnType<ManagementSession['takeReply']> {
    this.#isReplying = true;
    const reply = this.session.takeReply();
    this.#isReplying = false;
    return reply;
  }

  /** The end that the last reply brought; it is told once. */
  takeEnding(): SessionEvent | undefined {
    const ending = this.#ending;
    this.#ending = undefined;
    return ending;
  }
}
