/**
 * What a step sends, kept in the journal as it goes: every command stands there before it goes out, also those that a
 * handset's answer made necessary, so that the card shows exactly what was sent.
 */
import type { RunCommand } from '../../../shared/runbook/run.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import type { NodeWrite, Written } from '../../server/leaf-writer.ts';
import { withAnswer, type StepContext } from './step-context.ts';

export interface CommandLog {
  /** Journals one more command; answers where it stands. */
  add(command: RunCommand): number;
  answer(index: number, what: Pick<RunCommand, 'status' | 'result'>): void;
  /** The Status of a command, where one came. */
  status(index: number, code: number | undefined): void;
}

/**
 * Begins with what is about to go out now, in place of what was planned. `metBefore`: was the effect there already?
 */
export function beginCommandLog(
  context: StepContext,
  commands: readonly RunCommand[],
  metBefore?: boolean,
): CommandLog {
  const step = context.step().id;
  context.journal({ type: 'sending', step, commands, ...(metBefore === undefined ? {} : { metBefore }) });
  return continueCommandLog(context);
}

/** Goes on behind what the step has sent already. */
export function continueCommandLog(context: StepContext): CommandLog {
  const step = context.step().id;
  // Reports may come in between: what the step knows of its commands is always the newest.
  const known = (): readonly RunCommand[] => context.step().commands;
  function answer(index: number, what: Pick<RunCommand, 'status' | 'result'>): void {
    context.journal({ type: 'answered', step, commands: withAnswer(known(), index, what) });
  }
  return {
    add(command): number {
      context.journal({ type: 'sending', step, commands: [...known(), command] });
      return known().length - 1;
    },
    answer,
    status(index, code): void {
      if (code !== undefined) answer(index, { status: { code, word: statusWord(code) } });
    },
  };
}

/** A write as the card shows it. */
export function commandOf({ cmd, uri, value, format }: NodeWrite): RunCommand {
  return { cmd, uri, format, ...(value === undefined ? {} : { value }) };
}

/** Keeps the log of writes that go out one after the other: told before each, and given all answers at the end. */
export function logWrites(log: CommandLog): {
  readonly before: (write: NodeWrite) => void;
  readonly answered: (written: readonly Written[]) => void;
} {
  const at: number[] = [];
  return {
    before: (write) => void at.push(log.add(commandOf(write))),
    answered(written): void {
      for (const [index, { code }] of written.entries()) log.status(at[index] ?? 0, code);
    },
  };
}
