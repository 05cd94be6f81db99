/**
 * A whole workbench with handsets on serial lines: storage, trace and journal are in it, each handset is a process of its
 * own behind a pty. A pty has no speed: the handset says and hears no octet sooner than 10 bits each allow at its baud.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, must, openBench } from '../unit/workbench/bench.ts';
import { machineOfPtys } from '../unit/workbench/machine-of-ptys.ts';
import { handsetOnCable, plugAndAdmit } from '../cable/serial/plugged.ts';
import { fastest, median, type Row } from './ratio.ts';
import { deliveryMs, packageOf, packageWith, ran, tethered, told } from './tethered.ts';

const PACKAGE = 256 * 1024;
const BITS_PER_OCTET = 10;

/**
 * One package by direct delivery, against what the octets of the package alone take on that wire. Ours is the whole step
 * as the workbench tells it: reading first what is there, making the node, the package, and reading back the proof.
 */
export async function deliveryRow(baud: number, rounds: number): Promise<Row> {
  return withBench(async (bench) => {
    const handset = await tethered(bench, 351_234_567_890_101, baud);
    const times: number[] = [];
    // A small one first warms both up.
    for (let round = 0; round <= rounds; round++) {
      const digest = await packageOf(bench, round === 0 ? PACKAGE / 16 : PACKAGE, `round-${round}`);
      const run = await ran(bench, handset.devId, 'deliver-package', { digest });
      if (round > 0) times.push(deliveryMs(run));
      await ran(bench, handset.devId, 'remove-delivered', { pkgId: run.package?.pkgId ?? '' });
    }
    await handset.close();
    const wire = (PACKAGE * BITS_PER_OCTET * 1_000) / baud;
    const ours = fastest(times);
    return {
      what: `256 kB by direct delivery at ${baud} Bd, the whole step`,
      ours: seconds(ours),
      peer: `its octets alone ${seconds(wire)}`,
      ratio: wire / ours,
      limit: { least: 0.93 },
    };
  });
}

const COMPONENTS = 16;
const PLUGS = 5;
const DEV_ID = 'IMEI:351234567890102';
const PLUG_LIMIT_MS = 1_000;
/** Makers of handsets are asked by themselves. */
const MAKER = { manufacturer: 'Nokia', vendorId: '0421', productId: '0508', serialNumber: '35693' };

/**
 * From the system's word that there is a port to the last node of the SCOMO object in the tree, for a handset that was
 * admitted and never seen, on a line as fast as it goes: it is asked who it is, switched to OBEX, and read in its first
 * session.
 */
export async function plugRow(): Promise<Row> {
  const state = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
  try {
    await withBench(async (bench) => {
      const handset = await handsetOnCable(bench, DEV_ID, { state });
      await plugAndAdmit(bench, handset);
      await ran(bench, DEV_ID, 'push-install', { digest: await packageWith(bench, COMPONENTS) });
      await handset.close();
    });
    const plugs: Plug[] = [];
    for (let round = 0; round < PLUGS; round++) plugs.push(await plugOf(state));
    const ours = median(plugs.map(({ ms }) => ms));
    return {
      what: `plug to inventory, a SCOMO object of ${plugs[0]?.nodes} nodes`,
      ours: seconds(ours),
      peer: `limit ${seconds(PLUG_LIMIT_MS)}`,
      ratio: ours / PLUG_LIMIT_MS,
      limit: { most: 1 },
    };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

interface Plug {
  readonly ms: number;
  readonly nodes: number;
}

/** Plugs the handset with this state into a workbench that has never seen it. */
async function plugOf(state: string): Promise<Plug> {
  const machine = machineOfPtys();
  const bench = await openBench(undefined, machine.system);
  try {
    const account = must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
    const handset = await handsetOnCable(bench, DEV_ID, { state, account });
    await handset.plug();
    let readAt = Number.NaN;
    bench.workbench.subscribe(({ type }) => {
      if (type === 'tree' || type === 'tree-reset') readAt = performance.now();
    });
    const isReady = told(bench, (event) =>
      event.type === 'cable' && event.cable.state === 'ready' ? true : undefined,
    );
    const began = performance.now();
    machine.list({ path: handset.port, ...MAKER });
    await isReady;
    const nodes = await nodesOf(bench);
    await handset.close();
    return { ms: readAt - began, nodes };
  } finally {
    await bench.close();
  }
}

/** Nodes of the SCOMO object. */
async function nodesOf({ workbench }: Bench): Promise<number> {
  const { rows, scomoRoot = '.' } = must(await workbench.call('tree.snapshot', { devId: DEV_ID }));
  return rows.filter(([uri]) => uri === scomoRoot || uri.startsWith(`${scomoRoot}/`)).length;
}

const HANDSETS = 10;
const SMALL_PACKAGE = 128 * 1024;
const LINE = 115_200;
const ROUNDS = 2;

/**
 * Ten handsets that take a package at the same time, each on a line of its own, against one that takes it alone: how many
 * octets of packages reach handsets in a second. The whole run counts, from its start to its end.
 */
export async function togetherRow(): Promise<Row> {
  return withBench(async (bench) => {
    const handsets = await Promise.all(
      Array.from({ length: HANDSETS }, (_none, index) => tethered(bench, 351_234_567_890_200 + index, LINE)),
    );
    const [alone, together]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      for (const [few, times] of [
        [handsets.slice(0, 1), alone],
        [handsets, together],
      ] as const) {
        const digest = await packageOf(bench, SMALL_PACKAGE, `round-${round}-${few.length}`);
        const began = performance.now();
        await Promise.all(few.map(({ devId }) => ran(bench, devId, 'deliver-package', { digest })));
        times.push(performance.now() - began);
      }
    }
    await Promise.all(handsets.map((handset) => handset.close()));
    return {
      what: `${HANDSETS} handsets at once, 128 kB each at ${LINE} Bd, runs`,
      ours: rateOf(HANDSETS, fastest(together)),
      peer: `one alone ${rateOf(1, fastest(alone))}`,
      ratio: (HANDSETS * fastest(alone)) / fastest(together),
      limit: { least: 8 },
    };
  });
}

function rateOf(handsets: number, ms: number): string {
  return `${((handsets * SMALL_PACKAGE) / 1e3 / (ms / 1_000)).toFixed(1)} kB/s`;
}

async function withBench<T>(measure: (bench: Bench) => Promise<T>): Promise<T> {
  const bench = await openBench();
  try {
    return await measure(bench);
  } finally {
    await bench.close();
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
