import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSerialLine } from '../../../../electron/handset/cable/serial-line.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';
import { valueOf } from '../../shared/obex/value-of.ts';
import { until } from '../../workbench/bench.ts';

let pair: PtyPair;

beforeEach(async () => {
  pair = await openPtyPair();
});

afterEach(() => pair.unplug());

/** How often this process has the terminal open, be it gone or not. */
function opened(path: string): number {
  return readdirSync('/proc/self/fd').filter((fd) => targetOf(fd)?.startsWith(path)).length;
}

/** What it is that is open; nothing when it has been closed in between. */
function targetOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

it('a serial line that is closed leaves its terminal to whoever is next', async () => {
  const path = realpathSync(pair.far);
  const line = valueOf(openSerialLine(pair.far, 0));
  expect(opened(path)).toBeGreaterThan(0);
  line.close();
  await until(() => opened(path) === 0, 'the terminal to be closed');
});

it('a serial line whose other end goes lets go of its terminal', async () => {
  const path = realpathSync(pair.far);
  const line = valueOf(openSerialLine(pair.far, 0));
  expect(opened(path)).toBeGreaterThan(0);
  const lost = new Promise<void>((resolve) => line.onLost(resolve));
  await pair.unplug();
  await lost;
  await until(() => opened(path) === 0, 'the terminal to be closed');
});
