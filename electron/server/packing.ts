/** Which queued commands go into the next message: as many as the handset's MaxMsgSize lets through (facts 2.1). */
import type { Command } from '../../shared/syncml/message.ts';
import type { CommandQueue } from './command-queue.ts';
import type { Draft } from './outcome.ts';
import { buildMessage, numbered, type Envelope, type StatusDraft } from './outbox.ts';
import { tooLarge } from './session-failures.ts';

/**
 * Takes commands from the head of the queue until the next one would make the message larger than `limit`, octets
 * (Infinity: the handset announced none). A command that does not even fit as the only one fails: a message without
 * commands would end the session, so it cannot wait for one with fewer statuses.
 */
export function packCommands(
  queue: CommandQueue,
  envelope: Envelope,
  statuses: readonly StatusDraft[],
  limit: number,
): Command[] {
  const isBounded = limit !== Number.POSITIVE_INFINITY;
  const empty = isBounded ? sizeOf(envelope, [], []) : 0;
  let size = isBounded ? sizeOf(envelope, statuses, []) : 0;
  let cmdId = statuses.length;
  const commands: Command[] = [];
  for (let head = queue.head(); head !== undefined; head = queue.head()) {
    const before = cmdId;
    const { command, pending } = numbered(head.draft, envelope.msgId, () => String((cmdId += 1)));
    if (isBounded) {
      const added = sizeOf(envelope, [], [command]) - empty;
      if (size + added > limit) {
        cmdId = before;
        if (commands.length > 0) break;
        queue.refuseHead(tooLarge(size + added, limit));
        continue;
      }
      size += added;
    }
    commands.push(command);
    queue.take(pending);
  }
  return commands;
}

/** Does the command fit into a message of its own, beside the Statuses that an answer may need? `limit` in octets. */
export function fits(draft: Draft, envelope: Envelope, limit: number): boolean {
  if (limit === Number.POSITIVE_INFINITY) return true;
  let cmdId = 0;
  const { command } = numbered(draft, envelope.msgId, () => String((cmdId += 1)));
  return sizeOf(envelope, [], [command]) + STATUS_ROOM <= limit;
}

/** What the Status of the header and of a few alerts take, octets. */
const STATUS_ROOM = 1024;

/** Octets of the message these would make. */
function sizeOf(envelope: Envelope, statuses: readonly StatusDraft[], commands: readonly Command[]): number {
  const { bytes } = buildMessage(envelope, statuses, commands, true);
  return bytes.ok ? bytes.value.length : 0;
}
