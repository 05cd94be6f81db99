/**
 * Takes in what a handset says after it has proven itself, one command after the other: statuses and results go to the
 * commands that they answer, alerts and DevInfo to whoever owns the session, and everything that is due a Status gets
 * one. Values that come in chunks count when they are whole (incoming-object.ts).
 */
import type { Failure } from '../../shared/result.ts';
import { ALERT } from '../../shared/syncml/alert-codes.ts';
import type { Command, Item, Status } from '../../shared/syncml/message.ts';
import type { CommandQueue } from './command-queue.ts';
import { answerCommand, devInfoOf } from './inbound.ts';
import { createIncomingObjects, type Interrupted } from './incoming-object.ts';
import { RESULTS_INTERRUPTED } from './object-failures.ts';
import { statusFor, type StatusDraft } from './outbox.ts';
import type { AlertDraft } from './packing.ts';
import type { SessionPorts } from './session-events.ts';

/** What a message has brought, besides its answers. */
export interface Heard {
  /** The handset asks for the next message (alert 1222). */
  asksForNext: boolean;
  /** Something came for a command of ours. */
  isProgress: boolean;
  /** The handset gives the session up (alert 1223). */
  isAborted: boolean;
}

export interface Intake {
  /** Begins a message; what `take` hears of it is in the answer. */
  begin(): Heard;
  /** Takes one command, a Status for our SyncHdr excepted, and answers it. */
  take(command: Command, msgId: string): void;
  /** The handset's package is complete: a value that is not was cut short. */
  end(): void;
}

export interface IntakeParts {
  readonly ports: Pick<SessionPorts, 'event'>;
  readonly commands: CommandQueue;
  /** The largest value taken, octets. */
  readonly maxObjSize: number;
  say(status: StatusDraft): void;
  tell(alert: AlertDraft): void;
}

/** Makes the intake of a session. */
export function createIntake({ ports, commands, maxObjSize, say, tell }: IntakeParts): Intake {
  const objects = createIncomingObjects(maxObjSize);
  let heard: Heard = { asksForNext: false, isProgress: false, isAborted: false };
  let resultItems = 0;

  function take(command: Command, msgId: string): void {
    const { whole, status, failure, interrupted } = objects.take(command);
    if (interrupted !== undefined) cutShort(interrupted);
    if (status !== undefined) say(statusFor(command, msgId, status));
    if (failure !== undefined) failResults(command, failure);
    if (command.cmd === 'Results') heard.isProgress = true;
    if (whole === undefined) return;
    if (whole.cmd === 'Status') heard.isProgress = commands.takeStatus(whole) || heard.isProgress;
    else if (whole.cmd === 'Results') takeResults(whole.cmdRef, whole.msgRef, whole.items);
    else takeOther(whole, msgId);
  }

  function takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): void {
    if (!commands.takeResults(cmdRef, msgRef, items)) return;
    resultItems += items.length;
    ports.event({ type: 'results', items: resultItems });
  }

  function takeOther(command: Command, msgId: string): void {
    const answer = answerCommand(command);
    const values = answer.code === '200' ? devInfoOf(command) : undefined;
    if (values !== undefined) ports.event({ type: 'devinfo', values, trusted: true });
    for (const alert of answer.alerts) ports.event({ type: 'alert', alert });
    if (answer.code !== undefined) say(statusFor(command, msgId, answer.code));
    if (command.cmd !== 'Alert') return;
    const code = command.data?.trim();
    heard.asksForNext ||= code === ALERT.nextMessage;
    heard.isAborted ||= answer.aborted;
    if (code === ALERT.noEndOfData) commands.interrupted(urisOf(command.items));
  }

  /** The handset has to hear that its value is gone, and whoever asked for it too (facts 2.7). */
  function cutShort({ command, item: { source, target } }: Interrupted): void {
    const about = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) };
    tell({ data: ALERT.noEndOfData, items: [about] });
    failResults(command, RESULTS_INTERRUPTED);
  }

  function failResults(command: Command, failure: Failure): void {
    if (command.cmd === 'Results') commands.failResults(command.cmdRef, command.msgRef, failure);
  }

  return {
    begin: () => (heard = { asksForNext: false, isProgress: false, isAborted: false }),
    take,
    end(): void {
      const interrupted = objects.end();
      if (interrupted !== undefined) cutShort(interrupted);
    },
  };
}

/** A Status for our SyncHdr: it is about us, not about a command. */
export function isHeaderStatus({ cmdRef, cmdName }: Status): boolean {
  return cmdRef === '0' || cmdName === 'SyncHdr';
}

function urisOf(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ source, target }) =>
    [source, target].flatMap((place) => (place === undefined ? [] : [place.locURI])),
  );
}
