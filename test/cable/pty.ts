/** A serial line without a wire: two ptys joined by socat. Ending socat is the unplug. */
import { spawn } from 'node:child_process';
import { constants, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStream } from 'node:tty';

export interface PtyPair {
  /** The workbench's end. */
  readonly near: string;
  /** The handset's end. */
  readonly far: string;
  unplug(): Promise<void>;
}

/** Makes a pair, at the same paths as an earlier one if they are given; it is gone when `unplug` resolves. */
export async function openPtyPair(paths?: Pick<PtyPair, 'near' | 'far'>): Promise<PtyPair> {
  const folder = paths === undefined ? mkdtempSync(join(tmpdir(), 'scomo-pty-')) : dirname(paths.near);
  mkdirSync(folder, { recursive: true });
  const [near, far] = [join(folder, 'near'), join(folder, 'far')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => socat.once('exit', () => resolve()));
  for (let tries = 0; tries < 200 && !(existsSync(near) && existsSync(far)); tries++) await sleep(10);
  return {
    near,
    far,
    async unplug(): Promise<void> {
      socat.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The far end as a stream of octets, without any library of the product. */
export function openFarEnd(path: string): ReadStream {
  return new ReadStream(openSync(path, constants.O_RDWR | constants.O_NOCTTY));
}
