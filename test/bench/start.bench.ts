/**
 * How long until the workbench is ready: from starting the process of `scomo serve` to its READY line, with a new data
 * folder (samples are made, tables created), with the one it has used before, and with one that months of work have
 * filled. Beside it what Node.js itself takes to start and end on this machine.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, findNode, quietNode, root } from '../../build/launcher.mjs';
import { fillLongUsed } from './long-used-folder.ts';
import { median, printRows, type Row } from './ratio.ts';

const LIMIT_MS = 1000;
const ROUNDS = 9;

await ensureBuilt();
const [fresh, again, full, bare]: [number[], number[], number[], number[]] = [[], [], [], []];
const longUsed = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
fillLongUsed(longUsed);
for (let round = 0; round < ROUNDS; round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
  try {
    bare.push(await bareStart());
    fresh.push(await readyIn(folder));
    again.push(await readyIn(folder));
    full.push(await readyIn(longUsed));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
rmSync(longUsed, { recursive: true, force: true });
printRows([
  row('ready after start, new data folder', fresh),
  row('ready after start, used data folder', again),
  row('ready after start, full data folder', full),
]);

function row(what: string, taken: readonly number[]): Row {
  return {
    what: `${what} (node -e 0: ${median(bare).toFixed(0)} ms)`,
    ours: `${median(taken).toFixed(0)} ms`,
    peer: `limit ${LIMIT_MS} ms`,
    ratio: median(taken) / LIMIT_MS,
    limit: { most: 1 },
  };
}

/** Milliseconds until the READY line; ends the workbench then and waits until it has gone. */
function readyIn(folder: string): Promise<number> {
  const began = performance.now();
  const cli = join(root, 'dist', 'host', 'cli.js');
  const child = spawn(findNode(), [...quietNode, cli, 'serve', '--no-open', '--dm-port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let taken = Number.NaN;
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (!Number.isNaN(taken) || !said.includes('READY ')) return;
    taken = performance.now() - began;
    child.kill('SIGTERM');
  });
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      if (Number.isNaN(taken)) reject(new Error(`The workbench did not become ready: ${said}`));
      else settle(taken);
    });
  });
}

function bareStart(): Promise<number> {
  const began = performance.now();
  const child = spawn(findNode(), ['-e', '0'], { stdio: 'ignore' });
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', () => settle(performance.now() - began));
  });
}
