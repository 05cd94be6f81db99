/**
 * Talking AT to whatever hangs on a serial port: one command, the lines it says, and how it ended. An echo of the
 * command is dropped, lines that come on their own (`+CREG: 1`, `RING`) are kept with the others, and nothing is waited
 * for longer than the time limit.
 */
import type { Failure } from '../../../shared/result.ts';
import type { ByteChannel } from '../byte-channel.ts';

/** ok, connect: it agreed. error: it refused. silent: nothing that ends a command came in time. */
export type AtEnd = 'ok' | 'connect' | 'error' | 'silent' | 'lost';

export interface AtAnswer {
  readonly end: AtEnd;
  /** What was said in between, without the echo and without empty lines. */
  readonly lines: readonly string[];
  /** The line that ended it, e.g. `+CME ERROR: 10`; absent when nothing did. */
  readonly last?: string;
}

export interface AtDialog {
  /** Sends a command and waits for its end, at most `timeLimitMs`. */
  ask(command: string, timeLimitMs: number): Promise<AtAnswer>;
  /** Writes octets as they are, e.g. `+++`, and waits for nothing. */
  write(octets: Uint8Array): Promise<void>;
  /** Has the channel gone? */
  readonly isLost: boolean;
  /** Stops listening; the channel stays open. */
  release(): void;
}

/** More than this of a line is noise, characters. */
const LONGEST_LINE = 512;
const MOST_LINES = 100;

// oxfmt-ignore
const ENDS: readonly { readonly line: RegExp; readonly end: AtEnd }[] = [
  { line: /^OK$/,                                    end: 'ok' },
  { line: /^CONNECT(?:\s.*)?$/,                      end: 'connect' },
  { line: /^(?:ERROR|NO CARRIER|NO DIALTONE|BUSY)$/, end: 'error' },
  { line: /^\+CM[ES] ERROR\b.*$/,                    end: 'error' },
];

/** Listens to the channel from now on. */
export function createAtDialog(channel: ByteChannel): AtDialog {
  let line = '';
  let heard: ((line: string) => void) | undefined;
  let lost: Failure | undefined;
  let onLost: (() => void) | undefined;

  channel.listen({
    data(chunk): void {
      for (const octet of chunk) {
        if (octet === 0x0d || octet === 0x0a) {
          const whole = line.trim();
          line = '';
          if (whole !== '') heard?.(whole);
        } else if (line.length < LONGEST_LINE) line += String.fromCharCode(octet);
      }
    },
    lost(failure): void {
      lost = failure;
      onLost?.();
    },
  });

  async function ask(command: string, timeLimitMs: number): Promise<AtAnswer> {
    line = '';
    if (lost !== undefined) return { end: 'lost', lines: [] };
    const lines: string[] = [];
    const answer = new Promise<AtAnswer>((resolve) => {
      const limit = setTimeout(() => finish({ end: 'silent', lines }), timeLimitMs);
      const finish = (how: AtAnswer): void => {
        clearTimeout(limit);
        heard = undefined;
        onLost = undefined;
        resolve(how);
      };
      onLost = () => finish({ end: 'lost', lines });
      heard = (said) => {
        if (said === command) return;
        const ended = ENDS.find((row) => row.line.test(said));
        if (ended !== undefined) finish({ end: ended.end, lines, last: said });
        else if (lines.length < MOST_LINES) lines.push(said);
      };
    });
    const written = await channel.write(new TextEncoder().encode(`${command}\r`));
    if (!written.ok) onLost?.();
    return answer;
  }

  return {
    ask,
    async write(octets): Promise<void> {
      await channel.write(octets);
    },
    get isLost() {
      return lost !== undefined;
    },
    release: () => channel.listen(undefined),
  };
}
