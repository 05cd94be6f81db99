/**
 * Package delivery against a bare fs.createReadStream pipe of the same 256 MiB file: both serve from a process of their
 * own, the rounds alternate, the median counts. Then 2 GiB are fetched once, to see that memory stays flat.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, printRows } from './ratio.ts';

const MIB = 1024 * 1024;
const SIZE = 256 * MIB;
const LARGE = 2048 * MIB;
const ROUNDS = 5;
/** Memory that a delivery may take besides what the process had before, whatever the size of the package. */
const FLAT = 64 * MIB;

interface Peer {
  readonly child: ChildProcess;
  readonly url: string;
}

const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
const peers: ChildProcess[] = [];
try {
  const file = join(folder, 'package.bin');
  makeFile(file, SIZE);
  const [ours, bare] = [await start('ours', file, join(folder, 'a')), await start('bare', file, folder)];
  const times: { readonly ours: number[]; readonly bare: number[] } = { ours: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [mine, theirs] = [await timed(ours.url, SIZE), await timed(bare.url, SIZE)];
    // The first round warms the file's pages and both programs.
    if (round === 0) continue;
    times.ours.push(mine);
    times.bare.push(theirs);
  }
  const [a, b] = [median(times.ours), median(times.bare)];

  const large = join(folder, 'large.bin');
  makeFile(large, LARGE);
  const server = await start('ours', large, join(folder, 'b'));
  const before = await memory(server);
  let most = before;
  const watching = setInterval(() => void memory(server).then((now) => (most = Math.max(most, now))), 100);
  await timed(server.url, LARGE);
  clearInterval(watching);

  printRows([
    {
      what: 'package delivery, throughput',
      ours: `${(SIZE / MIB / (a / 1000)).toFixed(0)} MiB/s`,
      peer: `pipe ${(SIZE / MIB / (b / 1000)).toFixed(0)} MiB/s`,
      ratio: b / a,
      limit: { least: 0.8 },
    },
    {
      what: 'package delivery of 2 GiB, memory added',
      ours: `${((most - before) / MIB).toFixed(0)} MiB`,
      peer: `limit ${FLAT / MIB} MiB`,
      ratio: (most - before) / FLAT,
      limit: { most: 1 },
    },
  ]);
} finally {
  for (const child of peers) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** A sparse file with something at its begin, so that two sizes are two packages. */
function makeFile(path: string, size: number): void {
  const file = openSync(path, 'w');
  writeSync(file, `package of ${size} octets`);
  ftruncateSync(file, size);
  closeSync(file);
}

function start(kind: 'ours' | 'bare', file: string, data: string): Promise<Peer> {
  const child = fork(join(import.meta.dirname, 'delivery-server.ts'), [kind, file, data], {
    execArgv: ['--expose-gc'],
  });
  peers.push(child);
  return new Promise((settle, reject) => {
    child.once('exit', (code) => reject(new Error(`The ${kind} server ended with ${String(code)}.`)));
    child.once('message', (url: string) => settle({ child, url }));
  });
}

/** Fetches everything and throws it away; milliseconds. */
function timed(url: string, size: number): Promise<number> {
  const began = performance.now();
  return new Promise((settle, reject) => {
    get(url, { agent: false }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => (received += chunk.length));
      response.on('end', () => {
        if (received === size) settle(performance.now() - began);
        else reject(new Error(`${received} of ${size} octets came.`));
      });
      response.on('error', reject);
    }).on('error', reject);
  });
}

function memory({ child }: Peer): Promise<number> {
  return new Promise((settle) => {
    child.once('message', (octets) => settle(Number(octets)));
    child.send('memory?');
  });
}
