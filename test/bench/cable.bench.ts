/**
 * OBEX on a serial line without a speed of its own: a PUT of 4 MB over a pty, our client to our server against
 * libopenobex at both ends, each end a process of its own, with the same packets. Rounds alternate, so that what else the
 * machine does weighs on both alike; the ratio is the middle of the ratios of the rounds.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObexClient } from '../../electron/links/obex/client.ts';
import { openSerialChannel } from '../../electron/links/serial/serial-channel.ts';
import type { Result } from '../../shared/result.ts';
import { openPtyPair } from '../cable/pty.ts';
import { buildObexPeer, startObexPeer } from '../interop/obex-peer.ts';
import { median, pairedRatio, printRows, type Row } from './ratio.ts';

const OBJECT = 4 * 1024 * 1024;
const PACKETS = [1_024, 8_192, 65_535] as const;
const ROUNDS = 3;
const OBEX = { responseMs: 10_000, objectMs: 60_000, maxObject: OBJECT };

const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const program = buildObexPeer(folder);
  console.log(`Node.js ${process.versions.node}; libopenobex of the system, gcc -O2. Middle of ${ROUNDS} rounds.`);
  const rows: Row[] = [];
  for (const packet of PACKETS) rows.push(await putOf(program, packet));
  printRows(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds per MB of both, round by round. */
async function putOf(program: string, packet: number): Promise<Row> {
  const [ourLine, theirLine] = [await openPtyPair(), await openPtyPair()];
  const sink = await startObexPeer(program, theirLine.far, 'sink', packet);
  const client = await startObexPeer(program, theirLine.near, 'call', packet);
  const server = await startServer(ourLine.far, packet);
  const channel = must(await openSerialChannel(ourLine.near, { speed: 115_200, rtscts: false, writeMs: 10_000 }));
  const ours = createObexClient(channel, { ...OBEX, maxPacket: packet }, new AbortController().signal);
  must(await ours.connect('SYNCML-DM'));
  client.say('c', 'SYNCML-DM');
  await client.hear();
  const object = new Uint8Array(OBJECT);
  const [our, their]: [number[], number[]] = [[], []];
  // The first round warms both up.
  for (let round = 0; round <= ROUNDS; round++) {
    const began = performance.now();
    must(await ours.put('application/octet-stream', object));
    const took = performance.now() - began;
    client.say('n', String(OBJECT));
    const theirs = Number(Buffer.from((await client.hear()).octets).toString()) / 1e6;
    if (round === 0) continue;
    our.push(took);
    their.push(theirs);
  }
  await ours.disconnect();
  await channel.close();
  await Promise.all([client.stop(), sink.stop()]);
  server.kill();
  await Promise.all([ourLine.unplug(), theirLine.unplug()]);
  return {
    what: `OBEX PUT of 4 MB over a pty, packets of ${packet} octets`,
    ours: `${rate(our)} MB/s`,
    peer: `libopenobex ${rate(their)} MB/s`,
    ratio: pairedRatio(their, our),
    limit: { least: 0.7 },
  };
}

function rate(milliseconds: readonly number[]): string {
  return (OBJECT / 1e6 / (median(milliseconds) / 1000)).toFixed(1);
}

async function startServer(line: string, packet: number): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'obex-server.ts');
  const child = spawn(process.execPath, ['--no-warnings', program, line, String(packet)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
