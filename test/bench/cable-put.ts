/**
 * OBEX alone: a PUT of 4 MB over a pty without a speed of its own, our client to our server against libopenobex at both
 * ends, each end a process of its own, with the same packets.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createObexClient } from '../../electron/links/obex/client.ts';
import { openSerialChannel } from '../../electron/links/serial/serial-channel.ts';
import { openPtyPair } from '../cable/pty.ts';
import { buildObexPeer, startObexPeer } from '../interop/obex-peer.ts';
import { must } from '../unit/workbench/bench.ts';
import { median, pairedRatio, type Row } from './ratio.ts';

const OBJECT = 4 * 1024 * 1024;
/**
 * Held to the limit are the packets that handsets on a cable agree to here. Of a small one each end's turn is most: the
 * event loop and the system's wake-ups, not the octets.
 */
const PACKETS: readonly { readonly size: number; readonly limit: Row['limit'] }[] = [
  { size: 1_024, limit: 'none' },
  { size: 8_192, limit: { least: 0.7 } },
  { size: 65_535, limit: { least: 0.7 } },
];
const ROUNDS = 9;
const OBEX = { responseMs: 10_000, objectMs: 60_000, maxObject: OBJECT };

/** One row for each size of packets. */
export async function putRows(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
  try {
    const program = buildObexPeer(folder);
    const rows: Row[] = [];
    for (const { size, limit } of PACKETS) rows.push(await putRow(program, size, limit));
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rounds of both alternate, so that what else the machine does weighs on both alike. */
async function putRow(program: string, packet: number, limit: Row['limit']): Promise<Row> {
  const [ourLine, theirLine] = [await openPtyPair(), await openPtyPair()];
  const sink = await startObexPeer(program, theirLine.far, 'sink', packet);
  const caller = await startObexPeer(program, theirLine.near, 'call', packet);
  const server = await startServer(ourLine.far, packet);
  const channel = must(await openSerialChannel(ourLine.near, { speed: 115_200, rtscts: false, writeMs: 10_000 }));
  try {
    const client = createObexClient(channel, { ...OBEX, maxPacket: packet }, new AbortController().signal);
    must(await client.connect('SYNCML-DM'));
    caller.say('c', 'SYNCML-DM');
    await caller.hear();
    const object = new Uint8Array(OBJECT);
    const [ours, theirs]: [number[], number[]] = [[], []];
    // The first two rounds warm both up.
    for (let round = -2; round < ROUNDS; round++) {
      const began = performance.now();
      must(await client.put('application/octet-stream', object));
      const took = performance.now() - began;
      caller.say('n', String(OBJECT));
      const nanoseconds = Number(Buffer.from((await caller.hear()).octets).toString());
      if (round < 0) continue;
      ours.push(took);
      theirs.push(nanoseconds / 1e6);
    }
    await client.disconnect();
    return {
      what: `OBEX PUT of 4 MB over a pty, packets of ${packet} octets`,
      ours: `${rate(ours)} MB/s`,
      peer: `libopenobex ${rate(theirs)} MB/s`,
      ratio: pairedRatio(theirs, ours),
      limit,
    };
  } finally {
    await channel.close();
    await Promise.all([caller.stop(), sink.stop()]);
    server.kill();
    await Promise.all([ourLine.unplug(), theirLine.unplug()]);
  }
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
