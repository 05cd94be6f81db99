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
import { IncomingObjects, type Interrupted } from './incoming-object.ts';
import { RESULTS_INTERRUPTED } from './object-failures.ts';
import { statusFor, type StatusDraft } from './outbox.ts';
import type { AlertDraft } from './packing.ts';
import type { SessionOwner } from './session-events.ts';

/** What a message has brought, besides its answers. */
export interface Heard {
  /** The handset asks for the next message (alert 1222). */
  asksForNext: boolean;
  /** Something came for a command of ours. */
  isProgress: boolean;
  /** The handset gives the session up (alert 1223). */
  isAborted: boolean;
}

/** What is to be said in the next message, besides commands. */
export interface Answers {
  statuses: StatusDraft[];
  alerts: AlertDraft[];
}

export interface IntakeParts {
  readonly owner: Pick<SessionOwner, 'event'>;
  readonly commands: CommandQueue;
  readonly answers: Answers;
  /** The largest value taken, octets. */
  readonly maxObjSize: number;
}

/** The intake of a session. */
export class Intake {
  readonly #owner: Pick<SessionOwner, 'event'>;
  readonly #commands: CommandQueue;
  readonly #answers: Answers;
  readonly #objects: IncomingObjects;
  #heard: Heard = { asksForNext: false, isProgress: false, isAborted: false };
  #resultItems = 0;

  constructor({ owner, commands, answers, maxObjSize }: IntakeParts) {
    this.#owner = owner;
    this.#commands = commands;
    this.#answers = answers;
    this.#objects = new IncomingObjects(maxObjSize);
  }

  /** Begins a message; what `take` hears of it is in the answer. */
  begin(): Heard {
    return (this.#heard = { asksForNext: false, isProgress: false, isAborted: false });
  }

  /** Takes one command, a Status for our SyncHdr excepted, and answers it. */
  take(command: Command, msgId: string): void {
    const { whole, status, failure, interrupted } = this.#objects.take(command);
    if (interrupted !== undefined) this.#cutShort(interrupted);
    if (status !== undefined) this.#answers.statuses.push(statusFor(command, msgId, status));
    if (failure !== undefined) this.#failResults(command, failure);
    if (command.cmd === 'Results') this.#heard.isProgress = true;
    if (whole === undefined) return;
    if (whole.cmd === 'Status') this.#heard.isProgress = this.#commands.takeStatus(whole) || this.#heard.isProgress;
    else if (whole.cmd === 'Results') this.#takeResults(whole.cmdRef, whole.msgRef, whole.items);
    else this.#takeOther(whole, msgId);
  }

  /** The handset's package is complete: a value that is not was cut short. */
  end(): void {
    const interrupted = this.#objects.end();
    if (interrupted !== undefined) this.#cutShort(interrupted);
  }

  #takeResults(cmdRef: string, msgRef: string | undefined, items: readonly Item[]): void {
    if (!this.#commands.takeResults(cmdRef, msgRef, items)) return;
    this.#resultItems += items.length;
    this.#owner.event({ type: 'results', items: this.#resultItems });
  }

  #takeOther(command: Command, msgId: string): void {
    const answer = answerCommand(command);
    const values = answer.code === '200' ? devInfoOf(command) : undefined;
    if (values !== undefined) this.#owner.event({ type: 'devinfo', values, trusted: true });
    for (const alert of answer.alerts) this.#owner.event({ type: 'alert', alert });
    if (answer.code !== undefined) this.#answers.statuses.push(statusFor(command, msgId, answer.code));
    if (command.cmd !== 'Alert') return;
    const code = command.data?.trim();
    this.#heard.asksForNext ||= code === ALERT.nextMessage;
    this.#heard.isAborted ||= answer.aborted;
    if (code === ALERT.noEndOfData) this.#commands.interrupted(urisOf(command.items));
  }

  /** The handset has to hear that its value is gone, and whoever asked for it too (facts 2.7). */
  #cutShort({ command, item: { source, target } }: Interrupted): void {
    const about = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) };
    this.#answers.alerts.push({ data: ALERT.noEndOfData, items: [about] });
    this.#failResults(command, RESULTS_INTERRUPTED);
  }

  #failResults(command: Command, failure: Failure): void {
    if (command.cmd === 'Results') this.#commands.failResults(command.cmdRef, command.msgRef, failure);
  }
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
