/**
 * Package delivery against a bare node:http server that pipes fs.createReadStream of the same file: how fast 256 MB
 * go out, and by how much the memory of the serving process grows while 2 GiB do. Servers and client are processes of
 * their own, the client throws away what it gets, the rounds of both servers alternate. The files are in the page
 * cache (the large one is a hole), so the disk plays no part.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Serving } from './delivery-server.ts';
import { median, pairedRatio, printRows } from './ratio.ts';

const MB = 1e6;
const MIB = 1024 * 1024;
const SIZE = 256 * MB;
const LARGE = 2048 * MIB;
/** As large as one of transfer.ts. */
const BLOCK = 256 * 1024;
const ROUNDS = 9;
/** What "flat" means: two blocks, and what the garbage collector leaves lying about meanwhile. */
const FLAT = 64 * MIB;

const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
const [ordinary, large] = ['a'.repeat(64), 'b'.repeat(64)] as const;
try {
  const packages = join(folder, 'packages');
  mkdirSync(packages);
  writeFileSync(join(packages, ordinary), Buffer.alloc(SIZE, 'package'));
  writeFileSync(join(packages, large), '');
  truncateSync(join(packages, large), LARGE);
  const ours = await start('delivery');
  const pipe = await start('pipe');
  const largePipe = await start('pipe', `--block=${BLOCK}`);

  // First, so that nothing has made room for it.
  const [growth, growthOfPipe] = [await growthOf(ours), await growthOf(pipe)];
  const [mine, theirs, theirsLarge]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    mine.push(await rateOf(ours));
    theirs.push(await rateOf(pipe));
    theirsLarge.push(await rateOf(largePipe));
  }
  printRows([
    {
      what: 'package delivery, 256 MB',
      ours: `${median(mine).toFixed(0)} MB/s`,
      peer: `createReadStream ${median(theirs).toFixed(0)} MB/s`,
      ratio: pairedRatio(mine, theirs),
      limit: { least: 0.8 },
    },
    {
      what: 'the same, the pipe with blocks as large as ours',
      ours: `${median(mine).toFixed(0)} MB/s`,
      peer: `createReadStream ${median(theirsLarge).toFixed(0)} MB/s`,
      ratio: pairedRatio(mine, theirsLarge),
      limit: { least: 0.8 },
    },
    {
      what: `memory added by 2 GiB (by the pipe: ${(growthOfPipe / MIB).toFixed(0)} MiB)`,
      ours: `${(growth / MIB).toFixed(0)} MiB`,
      peer: `limit ${FLAT / MIB} MiB`,
      ratio: growth / FLAT,
      limit: { most: 1 },
    },
  ]);
  ours.child.kill();
  pipe.child.kill();
  largePipe.child.kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Server extends Serving {
  readonly child: ChildProcess;
}

function start(kind: 'delivery' | 'pipe', ...options: readonly string[]): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'delivery-server.ts'), [...options, kind, folder, ordinary, large]);
  return new Promise((settle) => child.once('message', (serving: Serving) => settle({ ...serving, child })));
}

/** Octets that the server's memory has grown by, at its peak, while it sends the large file. */
async function growthOf(server: Server): Promise<number> {
  await askPeak(server);
  const before = await askPeak(server);
  await fetched(server, 1, LARGE);
  return (await askPeak(server)) - before;
}

/** The most resident memory since it was last asked, octets. */
function askPeak({ child }: Server): Promise<number> {
  return new Promise((settle) => {
    child.once('message', (peak: number) => settle(peak));
    child.send('peak');
  });
}

/** MB/s of the ordinary file. */
async function rateOf(server: Server): Promise<number> {
  return SIZE / MB / (await fetched(server, 0, SIZE));
}

/** Fetches a file over a socket of its own and throws it away; answers the seconds it took. */
function fetched({ port, paths }: Server, which: number, size: number): Promise<number> {
  const began = performance.now();
  return new Promise((settle, reject) => {
    let received = 0;
    const socket = connect({
      host: '127.0.0.1',
      port,
      onread: {
        buffer: Buffer.alloc(MIB),
        callback(octets) {
          received += octets;
          return true;
        },
      },
    });
    socket.write(`GET ${paths[which] ?? ''} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    socket.once('error', reject);
    socket.once('close', () => {
      if (received > size) settle((performance.now() - began) / 1000);
      else reject(new Error(`Only ${received} octets of ${size} came.`));
    });
  });
}
