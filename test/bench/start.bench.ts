/**
 * From the start of the program to READY, on a fresh data folder and on one that exists, against the limit of one
 * second; the peer is an empty program on the same Node.js. The median of several starts counts.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../../build/launcher.mjs';
import { median, printRows } from './ratio.ts';

const LIMIT = 1000;
const STARTS = 7;
const CLI = resolve(import.meta.dirname, '../../dist/host/cli.js');

await ensureBuilt();
const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const [fresh, existing, empty]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index < STARTS; index += 1) {
    const data = join(folder, String(index));
    fresh.push(await untilReady(data));
    existing.push(await untilReady(data));
    empty.push(await untilEnd());
  }
  const peer = `empty program ${median(empty).toFixed(0)} ms`;
  printRows(
    [
      { what: 'ready after start, fresh data folder', times: fresh },
      { what: 'ready after start, existing data folder', times: existing },
    ].map(({ what, times }) => ({
      what,
      ours: `${median(times).toFixed(0)} ms`,
      peer,
      ratio: median(times) / LIMIT,
      limit: { most: 1 },
    })),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds until the READY line. */
function untilReady(data: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, 'serve', '--no-open', '--dm-port', '0', '--data', data]);
  return new Promise((settle, reject) => {
    let ready: number | undefined;
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (ready !== undefined || !said.includes('READY ')) return;
      ready = performance.now() - began;
      child.kill();
    });
    child.once('close', () => {
      if (ready === undefined) reject(new Error(`The workbench ended: ${said}`));
      else settle(ready);
    });
  });
}

function untilEnd(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '0']);
  return new Promise((settle) => child.once('close', () => settle(performance.now() - began)));
}
