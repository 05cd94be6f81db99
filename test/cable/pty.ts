/** The product's serial line without a wire, in a folder of its own that goes with it. */
import { closeSync, constants, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ReadStream } from 'node:tty';
import { openPtyPair as openPtyPairIn, type PtyPair } from '../../electron/host/pty-pair.ts';

export type { PtyPair } from '../../electron/host/pty-pair.ts';

/** Makes a pair, at the same paths as an earlier one if they are given; it is gone when `unplug` resolves. */
export async function openPtyPair(paths?: Pick<PtyPair, 'near' | 'far'>): Promise<PtyPair> {
  const folder = paths === undefined ? mkdtempSync(join(tmpdir(), 'scomo-pty-')) : dirname(paths.near);
  mkdirSync(folder, { recursive: true });
  const opened = await openPtyPairIn(folder);
  if (!opened.ok) throw new Error(`${opened.error.message} ${opened.error.detail ?? ''}`);
  const { near, far, unplug } = opened.value;
  return {
    near,
    far,
    async unplug(): Promise<void> {
      await unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The far end as a stream of octets, without any library of the product. */
export function openFarEnd(path: string): ReadStream {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  const stream = new ReadStream(fd);
  // It has opened the terminal once more for itself.
  stream.once('close', () => closeSync(fd));
  return stream;
}
