/** A serial line without a wire: two ptys, joined by socat. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fail, ok, type Result } from '../../shared/result.ts';

export interface PtyPair {
  /** The path of the workbench's end. */
  readonly near: string;
  /** The path of the handset's end. */
  readonly far: string;
  /** Pulls the cable; both ends are gone when it resolves. */
  unplug(): Promise<void>;
}

/** How long socat may take to make both ends, milliseconds. */
const LIMIT_MS = 5_000;

/** Makes a pair, whose ends have names in this folder. Fails with `no-pty` where socat is not there or does not work. */
export async function openPtyPair(folder: string): Promise<Result<PtyPair>> {
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' });
  let why: string | undefined;
  socat.once('error', ({ message }) => (why = message));
  const ended = once(socat, 'exit').catch(() => undefined);
  for (const until = Date.now() + LIMIT_MS; !(existsSync(near) && existsSync(far)); await pause(10)) {
    if (why === undefined && socat.exitCode === null && Date.now() < until) continue;
    socat.kill('SIGKILL');
    return noPty(why ?? `socat ended with ${socat.exitCode}`);
  }
  return ok({
    near,
    far,
    async unplug(): Promise<void> {
      socat.kill('SIGKILL');
      await ended;
    },
  });
}

function noPty(why: string): Result<never> {
  return fail(
    'no-pty',
    'This machine makes no serial line of two ptys.',
    'Install socat (Linux, macOS), or run the demo over HTTP.',
    { detail: why },
  );
}
