/**
 * Conversation: what everything above the server writes against. Calls made together travel in one package; each
 * settles when the handset's package that answers them is complete. What a handset refuses is a value with its
 * status code; only a broken or finished session is a failure.
 */
import type { Result } from '../../shared/result.ts';
import type { Item } from '../../shared/syncml/message.ts';
import { type Answered, type Reaction, reactionOf } from '../../shared/dm/user-answer.ts';
import { checkInteraction, type Interaction, interactionAlert } from '../../shared/dm/user-interaction.ts';
import { targetItem } from './outbox.ts';
import type { Draft, Outcome } from './outcome.ts';
import type { ManagementSession } from './session.ts';

export interface LeafValue {
  readonly uri: string;
  readonly value: string;
  /** DM format, `chr` unless said. */
  readonly format?: string;
  readonly type?: string;
}

/** How a person reacted, and the Status that says so; undefined when the handset sent none. */
export interface Asked<T> {
  readonly reaction: Reaction<T>;
  readonly code: number | undefined;
}

type OptionsOf<K extends Interaction['kind']> = Omit<Extract<Interaction, { kind: K }>, 'kind' | 'text' | 'choices'>;

export interface Conversation {
  readonly devId: string;
  readonly sessionId: string;
  /** One Get with an Item per URI; a URI may carry `?list=` or `?prop=`. */
  get(...uris: readonly string[]): Promise<Result<Outcome>>;
  addNode(uri: string): Promise<Result<Outcome>>;
  add(leaf: LeafValue): Promise<Result<Outcome>>;
  replace(leaf: LeafValue): Promise<Result<Outcome>>;
  delete(uri: string): Promise<Result<Outcome>>;
  copy(from: string, to: string): Promise<Result<Outcome>>;
  exec(uri: string, options: { readonly correlator: string }): Promise<Result<Outcome>>;
  /** Shows the person who holds the handset a text (Alert 1100). */
  display(text: string, options?: OptionsOf<'display'>): Promise<Result<Asked<undefined>>>;
  /** Asks for yes or no (1101); only `answered` is a yes. */
  confirm(text: string, options?: OptionsOf<'confirm'>): Promise<Result<Asked<undefined>>>;
  /** Asks for a text (1102). */
  input(text: string, options?: OptionsOf<'input'>): Promise<Result<Asked<string>>>;
  /** Asks for one of the choices (1103), numbered from 1. */
  choose(text: string, choices: readonly string[], options?: OptionsOf<'choose'>): Promise<Result<Asked<number>>>;
  /** Asks for any of the choices (1104). */
  chooseMany(
    text: string,
    choices: readonly string[],
    options?: OptionsOf<'choose-many'>,
  ): Promise<Result<Asked<readonly number[]>>>;
  sequence(drafts: readonly Draft[]): Promise<Result<Outcome>>;
  atomic(drafts: readonly Draft[]): Promise<Result<Outcome>>;
  /** Several commands in one package, in this order. */
  send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>>;
  /** Does this command fit into one message of the handset? */
  fits(single: Draft): boolean;
  isOpen(): boolean;
  end(): void;
}

/** Commands as drafts, for Sequence, Atomic and previews. */
export const draft = {
  get: (...uris: readonly string[]): Draft => ({ cmd: 'Get', items: uris.map(targetItem) }),
  addNode: (uri: string): Draft => ({ cmd: 'Add', items: [{ target: { locURI: uri }, meta: { format: 'node' } }] }),
  add: (leaf: LeafValue): Draft => ({ cmd: 'Add', items: [leafItem(leaf)] }),
  replace: (leaf: LeafValue): Draft => ({ cmd: 'Replace', items: [leafItem(leaf)] }),
  delete: (uri: string): Draft => ({ cmd: 'Delete', items: [targetItem(uri)] }),
  copy: (from: string, to: string): Draft => ({
    cmd: 'Copy',
    items: [{ target: { locURI: to }, source: { locURI: from } }],
  }),
  exec: (uri: string, correlator: string): Draft => ({ cmd: 'Exec', items: [targetItem(uri)], correlator }),
  interaction: (interaction: Interaction): Draft => ({ cmd: 'Alert', ...interactionAlert(interaction) }),
  sequence: (drafts: readonly Draft[]): Draft => ({ cmd: 'Sequence', commands: drafts }),
  atomic: (drafts: readonly Draft[]): Draft => ({ cmd: 'Atomic', commands: drafts }),
} as const;

/** Wraps a session. */
export function createConversation(session: ManagementSession): Conversation {
  return new SessionConversation(session);
}

/** A class, because each session has one: two dozen closures for each would weigh more than the session itself. */
class SessionConversation implements Conversation {
  readonly devId: string;
  readonly sessionId: string;
  readonly #session: ManagementSession;

  constructor(session: ManagementSession) {
    this.devId = session.devId;
    this.sessionId = session.sessionId;
    this.#session = session;
  }

  get(...uris: readonly string[]): Promise<Result<Outcome>> {
    return this.#one(draft.get(...uris));
  }

  addNode(uri: string): Promise<Result<Outcome>> {
    return this.#one(draft.addNode(uri));
  }

  add(leaf: LeafValue): Promise<Result<Outcome>> {
    return this.#one(draft.add(leaf));
  }

  replace(leaf: LeafValue): Promise<Result<Outcome>> {
    return this.#one(draft.replace(leaf));
  }

  delete(uri: string): Promise<Result<Outcome>> {
    return this.#one(draft.delete(uri));
  }

  copy(from: string, to: string): Promise<Result<Outcome>> {
    return this.#one(draft.copy(from, to));
  }

  exec(uri: string, { correlator }: { readonly correlator: string }): Promise<Result<Outcome>> {
    return this.#one(draft.exec(uri, correlator));
  }

  display(text: string, options: OptionsOf<'display'> = {}): Promise<Result<Asked<undefined>>> {
    return this.#ask({ kind: 'display', text, ...options });
  }

  confirm(text: string, options: OptionsOf<'confirm'> = {}): Promise<Result<Asked<undefined>>> {
    return this.#ask({ kind: 'confirm', text, ...options });
  }

  input(text: string, options: OptionsOf<'input'> = {}): Promise<Result<Asked<string>>> {
    return this.#ask({ kind: 'input', text, ...options });
  }

  choose(text: string, choices: readonly string[], options: OptionsOf<'choose'> = {}): Promise<Result<Asked<number>>> {
    return this.#ask({ kind: 'choose', text, choices, ...options });
  }

  chooseMany(
    text: string,
    choices: readonly string[],
    options: OptionsOf<'choose-many'> = {},
  ): Promise<Result<Asked<readonly number[]>>> {
    return this.#ask({ kind: 'choose-many', text, choices, ...options });
  }

  sequence(drafts: readonly Draft[]): Promise<Result<Outcome>> {
    return this.#one(draft.sequence(drafts));
  }

  atomic(drafts: readonly Draft[]): Promise<Result<Outcome>> {
    return this.#one(draft.atomic(drafts));
  }

  send(drafts: readonly Draft[]): Promise<Result<readonly Outcome[]>> {
    return this.#session.send(drafts);
  }

  fits(single: Draft): boolean {
    return this.#session.fits(single);
  }

  isOpen(): boolean {
    return this.#session.isOpen();
  }

  end(): void {
    this.#session.end();
  }

  async #one(single: Draft): Promise<Result<Outcome>> {
    const sent = await this.#session.send([single]);
    if (!sent.ok) return sent;
    const outcome = sent.value[0];
    if (outcome === undefined) throw new Error('A sent command has no outcome.');
    return { ok: true, value: outcome };
  }

  async #ask<I extends Interaction>(interaction: I): Promise<Result<Asked<Answered<I>>>> {
    const checked = checkInteraction(interaction);
    if (!checked.ok) return checked;
    const sent = await this.#one(draft.interaction(interaction));
    if (!sent.ok) return sent;
    const { code, statuses } = sent.value;
    // Some clients send one Status per choice (facts 2.5).
    const items = statuses.flatMap((status) => status.items);
    return { ok: true, value: { reaction: reactionOf(interaction, code, items), code } };
  }
}

function leafItem(leaf: LeafValue): Item {
  return {
    target: { locURI: leaf.uri },
    meta: { format: leaf.format ?? 'chr', type: leaf.type ?? 'text/plain' },
    data: leaf.value,
  };
}
