/** libopenobex, which strangers wrote, as one end of a serial line: a process of its own (obex-peer.c). */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What it says and is told; the kinds are in obex-peer.c. */
export interface Frame {
  readonly kind: string;
  readonly octets: Uint8Array;
}

export interface ObexPeer {
  say(kind: string, octets?: Uint8Array | string): void;
  /** Its next frame; throws with what it says when something went wrong there, and when it ends. */
  hear(): Promise<Frame>;
  stop(): Promise<void>;
}

/** Server behind a modem, server that keeps nothing, client. */
export type ObexPeerRole = 'serve' | 'sink' | 'call';

const HEAD = 5;

/** Builds the program into a folder; answers its path. */
export function buildObexPeer(folder: string): string {
  const program = join(folder, 'obex-peer');
  const source = join(import.meta.dirname, 'obex-peer.c');
  const { status, stderr, error } = spawnSync('gcc', ['-O2', '-o', program, source, '-lopenobex'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(error?.message ?? stderr);
  return program;
}

/** Starts it on a serial port or pty, with packets of at most `packet` octets; resolves when the line is open. */
export async function startObexPeer(
  program: string,
  line: string,
  role: ObexPeerRole,
  packet: number,
): Promise<ObexPeer> {
  const child = spawn(program, [line, role, String(packet)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  // Whoever is told something may have gone.
  child.stdin.on('error', () => undefined);
  const frames = framesOf(child.stdout);

  function say(kind: string, octets: Uint8Array | string = ''): void {
    const data = Buffer.from(octets);
    const head = Buffer.alloc(HEAD);
    head.write(kind, 'latin1');
    head.writeUInt32BE(data.length, 1);
    child.stdin.write(Buffer.concat([head, data]));
  }

  async function hear(): Promise<Frame> {
    const next = await frames.next();
    if (next.done === true) throw new Error('libopenobex has ended.');
    if (next.value.kind === 'e') throw new Error(Buffer.from(next.value.octets).toString());
    return next.value;
  }

  await hear();
  return {
    say,
    hear,
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, void> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= HEAD && rest.length >= HEAD + rest.readUInt32BE(1)) {
      const end = HEAD + rest.readUInt32BE(1);
      yield { kind: rest.toString('latin1', 0, 1), octets: rest.subarray(HEAD, end) };
      rest = rest.subarray(end);
    }
  }
}
