/** The raw console: commands that a person composes, what they look like, and what the handset answered. */
import * as z from 'zod';
import type { CommandAnswer, MirrorUpdate } from '../console/answer.ts';
import { devId, done, method, nothing, outline, time } from './method.ts';

/** The line language or SyncML markup. */
const source = z.string().min(1).max(60_000);
const number = z.number().int().positive();

const failure = z.strictObject({
  code: z.string(),
  message: z.string(),
  next: z.string(),
  detail: z.string().exactOptional(),
  retryable: z.boolean(),
});

/**
 * waiting: for the handset, or for its turn. sending: on its way. answered: every Status has come, good or bad.
 * failed: nothing was carried out. unknown: sent, but the session ended before the answer. cancelled: taken back.
 */
const entryState = z.enum(['waiting', 'sending', 'answered', 'failed', 'unknown', 'cancelled']);

export const consoleEntry = z.strictObject({
  id: z.number().int(),
  devId: z.string(),
  at: time,
  text: z.string(),
  state: entryState,
  endedAt: time.exactOptional(),
  answers: z.array(outline<CommandAnswer>(z.looseObject({ cmd: z.string() }))),
  /** Results that were too many to keep; the trace has them. */
  leftOut: z.number().int(),
  mirror: outline<MirrorUpdate>(z.looseObject({ read: z.array(z.string()) })).exactOptional(),
  /** Reports (alerts 1224, 1226) that came later for a correlator of these commands. */
  reports: z.array(z.strictObject({ at: time, correlator: z.string(), text: z.string() })),
  failure: failure.exactOptional(),
});
export type ConsoleEntry = z.infer<typeof consoleEntry>;

export const snippet = z.strictObject({
  /** Built-in ones have a name, own ones a number. */
  id: z.string(),
  name: z.string(),
  text: z.string(),
  builtIn: z.boolean(),
});
export type Snippet = z.infer<typeof snippet>;

/** From, to, depth, kind and meaning of some octets; see shared/syncml/wbxml/octet-map.ts. */
const octetPart = z.tuple([z.number(), z.number(), z.number(), z.string(), z.string()]);
export type OctetRow = z.infer<typeof octetPart>;

export const preview = z.strictObject({
  commands: z.number().int(),
  /** Only Gets: it can change nothing. */
  onlyReads: z.boolean(),
  warnings: z.array(z.strictObject({ kind: z.enum(['danger', 'odd']), text: z.string() })),
  /** What of pasted markup is not sent. */
  notes: z.array(z.string()),
  /** The encoding of the handset's last message; it is answered in the same one. */
  speaks: z.enum(['xml', 'wbxml']).nullable(),
  xml: z.strictObject({ octets: z.number().int(), text: z.string() }).or(failure),
  wbxml: z.strictObject({ octets: z.number().int(), base64: z.string(), parts: z.array(octetPart) }).or(failure),
});
export type Preview = z.infer<typeof preview>;

export const rawConsole = {
  /** What would go out: the same code as the outbox, as a message in the middle of a session. Nothing is sent. */
  preview: method(z.strictObject({ devId, text: source }), preview),
  /**
   * Sends commands as soon as the handset is there; resolves at once, what follows comes as `console` events. Fails
   * with `run-under-way` when they could change something while a step of a run is under way on the handset.
   */
  send: method(z.strictObject({ devId, text: source }), consoleEntry),
  /** Takes back what still waits; fails with `sent-already`. */
  cancel: method(z.strictObject({ id: number }), consoleEntry),
  /** Newest first. `before`: only entries with a smaller id. */
  history: method(
    z.strictObject({ devId, before: number.exactOptional(), limit: z.number().int().min(1).max(200) }),
    z.array(consoleEntry),
  ),
  clearHistory: method(z.strictObject({ devId }), done),
  /** The built-in ones, then one's own by name. */
  snippets: method(nothing, z.array(snippet)),
  /** Keeps a new one, or changes one's own with this id; names are unique. */
  saveSnippet: method(
    z.strictObject({ id: z.string().max(40).exactOptional(), name: z.string().trim().min(1).max(80), text: source }),
    snippet,
  ),
  removeSnippet: method(z.strictObject({ id: z.string().min(1).max(40) }), done),
  /** The commands of a message of the trace, ready to be changed and sent again. */
  fromTrace: method(z.strictObject({ id: number }), z.strictObject({ text: z.string(), notes: z.array(z.string()) })),
};
