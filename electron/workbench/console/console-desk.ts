/**
 * Use case: commands that a person composed go to a handset, and what became of them is kept.
 *
 * They run through the session desk like all other work: in the handset's session, one piece after the other. A step
 * of a run that is under way is not disturbed: what could change something is refused meanwhile, because the step
 * reads back what *it* did; what only reads waits for its turn. Commands are never sent twice: when the session ends
 * before the answer came, the entry says that nobody knows what was carried out.
 */
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { onlyReads, type ConsoleCommand } from '../../../shared/console/command.ts';
import { flattenAnswers, type MirrorUpdate } from '../../../shared/console/answer.ts';
import { keptText } from '../../../shared/console/kept-text.ts';
import { readCommands } from '../../../shared/console/read-commands.ts';
import { fail, ok, type Failure, type Result } from '../../../shared/result.ts';
import type { Conversation } from '../../server/conversation.ts';
import type { Outcome } from '../../server/outcome.ts';
import type { HandsetAlert } from '../../server/session-events.ts';
import { writeFailure } from '../../storage/sql.ts';
import type { Services } from '../services.ts';
import { answersOf } from './answers.ts';
import { entryOf, outcomeOf, WAITING } from './console-entry.ts';
import { refreshMirror } from './refresh-mirror.ts';

export interface ConsoleDesk {
  send(devId: string, text: string): Result<ConsoleEntry>;
  cancel(id: number): Result<ConsoleEntry>;
  /** A report of the handset; answers whether commands of the console have its correlator. */
  report(devId: string, alert: HandsetAlert): boolean;
  /** Resolves when the fate of everything that was sent is kept. */
  close(): Promise<void>;
}

/** Makes the desk. What was under way when the workbench ended is settled: sent or not, nobody waits for it now. */
export function createConsoleDesk(services: Services): ConsoleDesk {
  const { storage, events, registry, desk, store, now } = services;
  const waiting = new Map<number, AbortController>();
  const underWay = new Set<Promise<ConsoleEntry>>();

  for (const record of storage.console.inState(['waiting', 'sending'])) {
    const entry = entryOf(record);
    settle(entry.state === 'waiting' ? failed(entry, NOT_SENT) : unknown(entry, NOT_KNOWN));
  }

  /** Keeps and tells what became of an entry. A full disk must not hide the answer. */
  function settle(entry: ConsoleEntry): ConsoleEntry {
    storage.console.settle(entry.id, outcomeOf(entry));
    events.emit({ type: 'console', entry });
    return entry;
  }

  function failed(entry: ConsoleEntry, failure: Failure): ConsoleEntry {
    return { ...entry, state: failure.code === 'cancelled' ? 'cancelled' : 'failed', endedAt: now(), failure };
  }

  function unknown(entry: ConsoleEntry, failure: Failure): ConsoleEntry {
    return { ...entry, state: 'unknown', endedAt: now(), failure };
  }

  /** Why these commands may not go out at this moment. */
  function whyNot(devId: string, commands: readonly ConsoleCommand[]): Result<never> | undefined {
    if (onlyReads(commands)) return undefined;
    const run = store.list(devId).find((one) => services.executor().isDriving(one.id));
    if (run === undefined) return undefined;
    return fail(
      'run-under-way',
      `A step of “${run.title}” is under way on this handset, and these commands could change what it proves.`,
      'Wait until the step is through, or abort the run. Commands that only read are sent meanwhile.',
      { retryable: true },
    );
  }

  async function carryOut(first: ConsoleEntry, commands: readonly ConsoleCommand[]): Promise<ConsoleEntry> {
    const { devId } = first;
    const abort = new AbortController();
    waiting.set(first.id, abort);
    const until = now() + services.settings().stepTimeLimitSeconds * 1000;
    const holdSeconds = registry.get(devId)?.holdSeconds ?? services.settings().holdSeconds;
    let isAwaited = false;
    for (;;) {
      const sent = await desk.inSession(
        devId,
        {
          what: 'commands of the console',
          until,
          // What was accepted is reported in a session of its own, which this one would keep from coming.
          holdMs: () => (isAwaited ? 0 : holdSeconds * 1000),
          signal: abort.signal,
        },
        async (dm) => {
          const done = await sendIn(dm, first, commands);
          isAwaited = done.ok && flattenAnswers(done.value.answers).some(({ code }) => code === 202);
          return done;
        },
      );
      if (sent.ok || sent.error.code !== NOT_BEGUN) {
        waiting.delete(first.id);
        return sent.ok ? sent.value : settle(failed(first, sent.error));
      }
      // The session was ending: these commands have not gone out, and wait for the next one.
      await new Promise((next) => setImmediate(next));
    }
  }

  async function sendIn(
    dm: Conversation,
    first: ConsoleEntry,
    commands: readonly ConsoleCommand[],
  ): Promise<Result<ConsoleEntry>> {
    if (!dm.isOpen()) return fail(NOT_BEGUN, 'The session is over.', 'Wait for the next one.', { retryable: true });
    const refused = whyNot(first.devId, commands);
    if (refused !== undefined) return refused;
    waiting.delete(first.id);
    const entry = settle({ ...first, state: 'sending' });
    const sent = await dm.send(commands);
    if (!sent.ok)
      return ok(settle(SENT_NOTHING.has(sent.error.code) ? failed(entry, sent.error) : unknown(entry, sent.error)));
    return ok(await answered(dm, entry, sent.value));
  }

  /** The answer is shown before the mirror is brought up to date: that may take another exchange. */
  async function answered(dm: Conversation, entry: ConsoleEntry, outcomes: readonly Outcome[]): Promise<ConsoleEntry> {
    const { answers, leftOut } = answersOf(outcomes);
    const told = settle({ ...current(entry), state: 'answered', endedAt: now(), answers: [...answers], leftOut });
    const mirror = await refreshMirror(services, dm, outcomes).catch(unkept);
    return mirror === undefined ? told : settle({ ...current(told), mirror });
  }

  /** With the reports that have come meanwhile. */
  function current(entry: ConsoleEntry): ConsoleEntry {
    const kept = storage.console.get(entry.id);
    return kept === undefined ? entry : { ...entry, reports: entryOf(kept).reports };
  }

  return {
    send(devId, text): Result<ConsoleEntry> {
      const record = registry.get(devId);
      if (record === undefined)
        return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
      if (!record.admitted)
        return fail('handset-not-admitted', 'This handset has not been admitted.', 'Admit it first.');
      const read = readCommands(text);
      if (!read.ok) return read;
      const refused = whyNot(devId, read.value.commands);
      if (refused !== undefined) return refused;
      const at = now();
      const kept = keptText(text, read.value.commands);
      const id = storage.console.append({ devId, at, text: kept, outcome: WAITING });
      if (!id.ok) return id;
      const entry: ConsoleEntry = { id: id.value, devId, at, text: kept, ...WAITING };
      events.emit({ type: 'console', entry });
      const work = carryOut(entry, read.value.commands).finally(() => underWay.delete(work));
      underWay.add(work);
      return ok(entry);
    },
    cancel(id): Result<ConsoleEntry> {
      const kept = storage.console.get(id);
      if (kept === undefined) return fail('entry-unknown', 'There is no such entry.', 'Choose one of the history.');
      const abort = waiting.get(id);
      if (abort === undefined)
        return fail(
          'sent-already',
          'These commands have gone out already.',
          'Wait for the answer; what they did can be undone with other commands only.',
        );
      abort.abort();
      return ok(entryOf(kept));
    },
    report(devId, alert): boolean {
      const { correlator } = alert;
      if (correlator === undefined || correlator === '') return false;
      const kept = storage.console.list(devId, LOOK_BACK).find(({ text }) => correlatorsOf(text).includes(correlator));
      if (kept === undefined) return false;
      const entry = entryOf(kept);
      const report = {
        at: now(),
        correlator,
        text: [alert.type, alert.data].filter(Boolean).join(': ').slice(0, 1000),
      };
      settle({ ...entry, reports: [...entry.reports, report].slice(-MOST_REPORTS) });
      return true;
    },
    async close(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}

/** Entries that a report may belong to. */
const LOOK_BACK = 50;
const MOST_REPORTS = 20;
const NOT_BEGUN = 'not-begun';

/** Failures of a sending that went out with no octet of it. */
const SENT_NOTHING = new Set(['command-too-large', 'not-encodable', 'workbench-closing']);

const NOT_SENT = fail(
  'not-sent',
  'The workbench was closed before the handset came; nothing was sent.',
  'Send it again when it is wanted.',
).error;

const NOT_KNOWN = fail(
  'answer-lost',
  'The workbench was closed before the answer came: what was carried out is not known.',
  'Read the tree, then decide whether to send it again.',
).error;

/** A mirror that cannot be written changes nothing about what the handset has answered. */
function unkept(error: unknown): MirrorUpdate {
  const failure = writeFailure(error);
  if (failure === undefined) throw error;
  return { read: [], gone: [], mayHaveChangedMore: true, problem: failure.message };
}

function correlatorsOf(text: string): readonly string[] {
  const read = readCommands(text);
  if (!read.ok) return [];
  const walk = (commands: readonly ConsoleCommand[]): string[] =>
    commands.flatMap((command) =>
      'commands' in command
        ? walk(command.commands)
        : command.cmd === 'Exec' && command.correlator !== undefined
          ? [command.correlator]
          : [],
    );
  return walk(read.value.commands);
}
