import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cable } from '../../../shared/contract/cables.ts';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import { type Bench, complete, handsetOf, inventory, must, openBench, samplePackage, until } from './bench.ts';

let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  bench = await openBench();
  pair = await openPtyPair();
});

afterEach(async () => {
  await bench.close();
  await handset?.stop();
  handset = undefined;
  await pair.unplug();
});

async function plug(more: readonly string[] = []): Promise<string> {
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, devId: 'IMEI:351234567890123', more });
  must(await bench.workbench.call('cables.add', { port: pair.near }));
  await cableIs('ready');
  return handset.devId;
}

async function cable(): Promise<Cable | undefined> {
  return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === pair.near);
}

async function cableIs(state: Cable['state'], ms?: number): Promise<void> {
  let last: Cable | undefined;
  await until(
    async () => (last = await cable())?.state === state,
    () => `${state}; the cable is ${JSON.stringify(last)}`,
    ms,
  );
}

// A busy machine takes its time.
describe('a handset on a serial cable', { timeout: 90_000 }, () => {
  it('is asked who it is, introduces itself, and is read as soon as it is admitted', async () => {
    const devId = await plug();
    expect(await cable()).toMatchObject({ name: 'Acme Virtual Handset', devId, link: 'serial' });
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({
      state: 'new',
      link: 'serial',
      address: pair.near,
      canWake: true,
    });
    must(await bench.workbench.call('handsets.admit', { devId }));
    must(await bench.workbench.call('handsets.wake', { devId }));
    await until(
      async () => must(await bench.workbench.call('tree.inventory', { devId })).inventory !== null,
      'the inventory',
    );
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 50 }));
    expect(new Set(entries.filter(({ kind }) => kind === 'message').map(({ link }) => link))).toEqual(
      new Set(['serial']),
    );
  });

  it('is read in the session that it was asked for, though its account is made up before it says a word', async () => {
    const account = must(await bench.workbench.call('handsets.enrolment', {}));
    // It takes its time, so that it can be admitted while the cable is being asked.
    const late = ['2', '3', '4'].flatMap((nth) => ['--fault', `late-answer@${nth}`]);
    handset = await plugHandset({ serial: pair.far, account, devId: 'IMEI:351234567890123', more: late });
    const { devId, events } = handset;
    must(await bench.workbench.call('cables.add', { port: pair.near }));
    await until(() => events.some(({ event }) => event === 'notification'), 'it to be asked to call');
    const made = must(await bench.workbench.call('handsets.admit', { devId }));
    expect(made.password).not.toBe(account.password);
    await until(
      async () => must(await bench.workbench.call('tree.inventory', { devId })).inventory !== null,
      'the inventory',
    );
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 50 }));
    const codes = entries.flatMap(({ statuses }) => statuses.map(({ code }) => code));
    expect(codes.filter((code) => [401, 403, 417].includes(code))).toEqual([]);
  });

  it('takes a package, activates and removes it, each step proven', async () => {
    const devId = await plug();
    must(await bench.workbench.call('handsets.admit', { devId }));
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    await complete(bench, devId, 'push-inactive-activate', { digest });
    const [component] = (await inventory(bench, devId)).deployed;
    expect(component).toMatchObject({ id: 'com.acme.notes', state: { word: 'Active' } });
    await complete(bench, devId, 'remove-component', { componentId: 'com.acme.notes' });
    expect((await inventory(bench, devId)).deployed).toEqual([]);
  });

  it('that is pulled is told as gone, and is there again when it comes back', async () => {
    await plug();
    await handset?.stop();
    handset = undefined;
    const { near, far } = pair;
    await pair.unplug();
    await cableIs('gone');
    expect((await cable())?.failure).toMatchObject({ code: 'channel-lost' });
    pair = await openPtyPair({ near, far });
    const account = must(await bench.workbench.call('handsets.enrolment', {}));
    handset = await plugHandset({ serial: pair.far, account, devId: 'IMEI:351234567890123' });
    await cableIs('ready', 40_000);
  });

  it('is driven as a person says, at once and after a restart', async () => {
    await plug();
    must(await bench.workbench.call('cables.add', { port: pair.near, speed: 57_600 }));
    await cableIs('ready');
    expect(await cable()).toMatchObject({ speed: 57_600, named: true });
    await bench.reopen();
    await cableIs('ready');
    expect(await cable()).toMatchObject({ speed: 57_600 });
    must(await bench.workbench.call('cables.remove', { port: pair.near }));
    must(await bench.workbench.call('cables.add', { port: pair.near }));
    expect(await cable()).not.toHaveProperty('speed');
  });

  it('that does not exist is refused with what to do', async () => {
    const added = await bench.workbench.call('cables.add', { port: '/dev/does-not-exist' });
    expect(added).toMatchObject({ ok: false, error: { code: 'port-missing' } });
  });
});
