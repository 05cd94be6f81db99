import type { ReadStream } from 'node:tty';
import { openFarEnd } from '../../../cable/pty.ts';

export interface ScriptedModem {
  /** Every command it heard. */
  readonly heard: readonly string[];
  readonly stream: ReadStream;
  close(): void;
}

/** A modem that answers commands as a table says; commands that are not in it get ERROR. `echo`: it repeats them. */
export function openScriptedModem(
  path: string,
  answers: Readonly<Record<string, string | undefined>>,
  { echo = false, silent = false }: { readonly echo?: boolean; readonly silent?: boolean } = {},
): ScriptedModem {
  const stream = openFarEnd(path);
  const heard: string[] = [];
  let line = '';
  stream.on('data', (chunk: Buffer) => {
    for (const character of chunk.toString('latin1')) {
      if (character !== '\r') {
        line += character;
        continue;
      }
      heard.push(line);
      if (echo) stream.write(`${line}\r`);
      const answer = line in answers ? answers[line] : '\r\nERROR\r\n';
      if (!silent && answer !== undefined) stream.write(answer);
      line = '';
    }
  });
  stream.on('error', () => {});
  return { heard, stream, close: () => void stream.destroy() };
}
