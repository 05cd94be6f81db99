/** Both ways of reading and writing an open port, over a pty; the one for Windows as well, as far as a pty bears it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SerialPort } from 'serialport';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awaitedWire } from '../../../../electron/links/serial/awaited-wire.ts';
import { polledWire } from '../../../../electron/links/serial/polled-wire.ts';
import type { SerialWire, WireListener } from '../../../../electron/links/serial/serial-wire.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';
import { until } from '../../workbench/bench.ts';

type OpenPort = Awaited<ReturnType<typeof SerialPort.binding.open>>;

const WIRES = [
  ['polled', polled],
  ['awaited', awaitedWire],
] as const;

let pair: PtyPair;
let opened: SerialWire[];

beforeEach(async () => {
  opened = [];
  pair = await openPtyPair();
});

afterEach(async () => {
  await Promise.all(opened.map((wire) => wire.close()));
  await pair.unplug();
});

function polled(port: OpenPort, listener: WireListener): SerialWire {
  if (!('poller' in port)) throw new Error('This system has another way of reading a port.');
  return polledWire(port, listener);
}

interface End {
  readonly wire: SerialWire;
  /** Everything that came. */
  heard(): Uint8Array;
  /** How often it was lost. */
  readonly losses: readonly string[];
  /** Octets that the system has taken. */
  readonly taken: () => number;
  write(bytes: Uint8Array): void;
}

async function open(path: string, join: (typeof WIRES)[number][1], onData?: (chunk: Uint8Array) => void): Promise<End> {
  const port = await SerialPort.binding.open({ path, baudRate: 115_200 });
  const chunks: Uint8Array[] = [];
  const losses: string[] = [];
  let taken = 0;
  const wire = join(port, {
    data(chunk): void {
      if (onData === undefined) chunks.push(Uint8Array.from(chunk));
      else onData(chunk);
    },
    lost: (why) => void losses.push(why),
  });
  opened.push(wire);
  return {
    wire,
    heard: () => Buffer.concat(chunks),
    losses,
    taken: () => taken,
    write: (bytes) => wire.write(bytes, (octets) => (taken += octets)),
  };
}

function octets(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_none, index) => (index * 31 + (index >> 8)) & 0xff);
}

describe.each(WIRES)('a wire that is %s', (_name, join) => {
  it('carries octets both ways, in order', async () => {
    const near = await open(pair.near, join);
    const far = await open(pair.far, join);
    near.write(octets(1_000));
    near.write(octets(500));
    far.write(octets(700));
    await until(() => near.heard().length === 700 && far.heard().length === 1_500, 'all octets');
    expect(Buffer.from(far.heard())).toEqual(Buffer.concat([octets(1_000), octets(500)]));
    expect(Buffer.from(near.heard())).toEqual(Buffer.from(octets(700)));
    expect(near.taken()).toBe(1_500);
  });

  it('tells once that it was pulled, and takes nothing afterwards', async () => {
    const near = await open(pair.near, join);
    await pair.unplug();
    await until(() => near.losses.length > 0, 'the loss');
    near.write(octets(10));
    await near.wire.close();
    await sleep(20);
    expect(near.losses).toHaveLength(1);
    expect(near.taken()).toBe(0);
  });

  it('says nothing when it is closed here, not even twice', async () => {
    const near = await open(pair.near, join);
    await near.wire.close();
    await near.wire.close();
    near.write(octets(10));
    await pair.unplug();
    expect(near.losses).toEqual([]);
  });

  it('lets the next one open the port', async () => {
    const near = await open(pair.near, join);
    await near.wire.close();
    const again = await open(pair.near, join);
    const far = await open(pair.far, join);
    far.write(octets(5));
    await until(() => again.heard().length > 0, 'the octets');
    expect(again.losses).toEqual([]);
  });
});

describe('a polled wire', () => {
  it('finishes what does not fit into the port at once, also when an answer comes in between', async () => {
    const [rounds, size] = [100, 65_535];
    let came = 0;
    const near = await open(pair.near, polled);
    const far: End = await open(pair.far, polled, (chunk) => {
      // One answer in each round: when it has been read, nothing but room in the port wakes the writer.
      if (came % size === 0) far.write(Uint8Array.of(0x90));
      came += chunk.length;
    });
    for (let round = 1; round <= rounds; round++) {
      near.write(octets(size));
      await until(() => came === size * round, `round ${round}`);
    }
    expect(near.taken()).toBe(rounds * size);
  });
});
