/** libwbxml as a process that measures itself when asked, so that its rounds can alternate with ours (wbxml-peer.c). */
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface WbxmlPeer {
  readonly version: string;
  /** Decodes and encodes so many times; nanoseconds per decode and per encode. */
  round(decodes: number, encodes: number): Promise<readonly [decode: number, encode: number]>;
  close(): void;
}

/** Builds the C program into a folder; undefined where that cannot be done. */
export function buildWbxmlPeer(folder: string): string | undefined {
  if (!existsSync('/usr/include/libwbxml-1.0/wbxml/wbxml.h')) return undefined;
  const program = join(folder, 'wbxml-peer');
  const source = join(import.meta.dirname, 'wbxml-peer.c');
  const { status, stderr } = spawnSync(
    'gcc',
    ['-O2', '-I/usr/include/libwbxml-1.0', '-o', program, source, '-lwbxml2'],
    { encoding: 'utf8' },
  );
  if (status !== 0) console.log(stderr);
  return status === 0 ? program : undefined;
}

/** Starts it for the message in a file. */
export async function startWbxmlPeer(program: string, file: string): Promise<WbxmlPeer> {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, [file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const version = await lines.next();
  if (version.done === true) throw new Error('libwbxml did not read the message.');
  return {
    version: version.value,
    async round(decodes, encodes) {
      child.stdin.write(`${decodes} ${encodes}\n`);
      const line = await lines.next();
      const [decode = -1, encode = -1] = line.done === true ? [] : line.value.split(' ').map(Number);
      if (decode <= 0 || encode <= 0) throw new Error('libwbxml could not work on the message.');
      return [decode, encode];
    },
    close: () => void child.stdin.end(),
  };
}
