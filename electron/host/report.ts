/** How a command says what it has to say: results to stdout, everything else to stderr, JSON when asked for. */
import type { Failure } from '../../shared/result.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import type { World } from './world.ts';

export interface Report {
  readonly json: boolean;
  /** The result of the command: `value` as one JSON document, or `text` for a person. */
  result(value: unknown, text: string): void;
  /** Something on the way, for a person only. */
  note(text: string): void;
  /** What happened and what to do; answers the exit code. */
  failure(failure: Failure): ExitCode;
}

/** Makes the report of one command. */
export function makeReport(world: World, json: boolean): Report {
  return {
    json,
    result(value, text) {
      world.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
    },
    note(text) {
      if (!json) world.stderr.write(`${text}\n`);
    },
    failure(failure) {
      if (json) world.stdout.write(`${JSON.stringify({ error: failure })}\n`);
      else world.stderr.write(`${failureText(failure)}\n`);
      return exitCodeOf(failure);
    },
  };
}

/** What happened, what to do, and the detail, as lines. */
export function failureText({ message, next, detail }: Failure): string {
  return [message, `→ ${next}`, ...(detail === undefined ? [] : [`  (${detail})`])].join('\n');
}
