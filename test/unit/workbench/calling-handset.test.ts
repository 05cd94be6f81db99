import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpToObex, openHttpToObex } from '../../cable/http-to-obex.ts';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import { type Bench, complete, handsetOf, inventory, must, openBench, samplePackage, until } from './bench.ts';

const DEV_ID = 'IMEI:351234567890123';

let bench: Bench;
let pair: PtyPair;
let line: HttpToObex;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  bench = await openBench();
  pair = await openPtyPair();
  line = await openHttpToObex(pair.far);
});

afterEach(async () => {
  await handset?.stop();
  handset = undefined;
  await bench.close();
  await line.close();
  await pair.unplug();
});

it('a handset that begins by itself on its cable is served, and its run goes on whenever it calls', async () => {
  must(await bench.workbench.call('cables.add', { port: pair.near }));
  // Nobody answers while it is asked: it only calls.
  await until(
    async () => must(await bench.workbench.call('cables.list', {}))[0]?.state === 'silent',
    'the cable to be silent',
  );
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({
    account: { ...account, serverURL: line.url },
    devId: DEV_ID,
    more: ['--poll', '1', '--encoding', 'wbxml'],
  });
  await until(
    async () => (await handsetOf(bench.workbench, DEV_ID))?.authenticated === 'enrolment',
    'the handset to prove itself',
  );
  await until(async () => must(await bench.workbench.call('cables.list', {}))[0]?.calls === true, 'its call to end');
  expect(must(await bench.workbench.call('cables.list', {}))[0]).toMatchObject({ devId: DEV_ID, state: 'ready' });
  expect(await handsetOf(bench.workbench, DEV_ID)).toMatchObject({ link: 'serial', address: pair.near });
  must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
  await until(
    async () => must(await bench.workbench.call('tree.inventory', { devId: DEV_ID })).inventory !== null,
    'the inventory',
  );
  const { digest } = await samplePackage(bench, 'acme-notes-2.0');
  await complete(bench, DEV_ID, 'push-install', { digest }, 90_000);
  expect((await inventory(bench, DEV_ID)).deployed).toHaveLength(1);
  expect(line.calls()).toBeGreaterThan(1);
}, 150_000);
