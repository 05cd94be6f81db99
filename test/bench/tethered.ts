/** Handsets on the cables of a workbench, for the bench: plugged in, given packages, and how long things took. */
import { randomBytes } from 'node:crypto';
import { ZipFile } from 'yazl';
import { MANIFEST_NAME } from '../../electron/packages/manifest.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import type { Run } from '../../shared/runbook/run.ts';
import { handsetOnCable, plugAndAdmit, type Plugged } from '../cable/serial/plugged.ts';
import { type Bench, must, until } from '../unit/workbench/bench.ts';

/** A handset that is ready on a line of this speed, its inventory read; 0 for as fast as it goes. Baud. */
export async function tethered(bench: Bench, imei: number, baud: number): Promise<Plugged> {
  const handset = await handsetOnCable(bench, `IMEI:${imei}`);
  await plugAndAdmit(bench, handset, ['--baud', String(baud)]);
  const { devId } = handset;
  const read = async (): Promise<boolean> =>
    must(await bench.workbench.call('tree.inventory', { devId })).inventory !== null;
  await until(read, 'the inventory');
  await handset.is('ready');
  return handset;
}

/** Takes a package of so many octets, which nobody can compress, into the library; answers its digest. */
export async function packageOf(bench: Bench, octets: number, name: string): Promise<string> {
  return taken(bench, `${name}-1.0.bin`, chunks(randomBytes(octets)));
}

/** The same with components that a handset installs. */
export async function packageWith(bench: Bench, components: number): Promise<string> {
  const zip = new ZipFile();
  const ids = Array.from({ length: components }, (_none, index) => `com.acme.part${index}`);
  const parts = ids.map((id) => ({ id, name: id, version: '1.0', description: 'One of many', file: `${id}.bin` }));
  const manifest = { pkgId: 'acme-parts-1.0', name: 'Parts', version: '1.0', components: parts };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), MANIFEST_NAME);
  for (const { id, file } of parts) zip.addBuffer(Buffer.from(id), file);
  zip.end();
  return taken(bench, 'parts-1.0.zip', zip.outputStream as unknown as AsyncIterable<Uint8Array>);
}

async function taken(bench: Bench, fileName: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const handle = must(await bench.workbench.handOver({ fileName, bytes }));
  return must(await bench.workbench.call('packages.add', { handle })).digest;
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield await Promise.resolve(bytes);
}

/** Resolves with the first event that is wanted. */
export function told<T>({ workbench }: Bench, wanted: (event: SequencedEvent) => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const stop = workbench.subscribe((event) => {
      const found = wanted(event);
      if (found === undefined) return;
      stop();
      resolve(found);
    });
  });
}

/** Runs a runbook to its end; throws when it does not end done. */
export async function ran(bench: Bench, devId: string, runbook: Run['runbook'], params: object): Promise<Run> {
  const { id } = must(await bench.workbench.call('runs.start', { devId, runbook, params }));
  const ends = told(bench, (event) =>
    event.type === 'run' && event.run.id === id && ['done', 'failed'].includes(event.run.state) ? event.run : undefined,
  );
  must(await bench.workbench.call('runs.runAll', { runId: id }));
  const run = await ends;
  if (run.state !== 'done') throw new Error(run.steps[run.current]?.error?.message ?? run.state);
  return run;
}

/** How long the step took that writes the package, as the workbench tells it, milliseconds. */
export function deliveryMs({ steps }: Run): number {
  const { startedAt = Number.NaN, endedAt = Number.NaN } =
    steps.find(({ action }) => action.kind === 'deliver-data') ?? {};
  return endedAt - startedAt;
}
