import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHandsetLinks, type HandsetLinksPorts } from '../../../electron/workbench/handset-links.ts';
import { createLeases } from '../../../electron/workbench/leases.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import { codes, message, packageOne } from '../server/scripted-handset.ts';
import { type Bench, complete, handsetOf, must, openBench, samplePackage, start, step, until } from './bench.ts';
import { type MachineOfPtys, machineOfPtys } from './machine-of-ptys.ts';

const DEV_ID = 'IMEI:351234567890123';

function linksOf(change: Partial<HandsetLinksPorts>, cables: readonly Partial<Cable>[] = []) {
  return createHandsetLinks({
    record: () => ({ devId: DEV_ID, admitted: true, link: 'http', authenticated: 'own' }),
    cables: () =>
      cables.map((each) => ({ port: 'p', where: 'p', link: 'serial', state: 'ready', named: true, ...each })),
    wakeCable: () => true,
    notify: () => Promise.resolve(false),
    sessionOf: () => undefined,
    silentAfterMs: () => 60_000,
    now: () => 1_000_000,
    ...change,
  });
}

describe('the links of a handset', () => {
  it('stand in the order in which they are used: those that work first, cables before the network', () => {
    const record = () =>
      ({ devId: DEV_ID, admitted: true, link: 'http', authenticated: 'own', httpAddress: '10.0.0.7' }) as const;
    const links = linksOf({ record }, [{ port: 'a', state: 'gone' }, { port: 'b', state: 'busy' }, { port: 'c' }]);
    expect(links.of(DEV_ID).map(({ port, where }) => port ?? where)).toEqual(['c', 'a', 'b', '10.0.0.7']);
    expect(links.isTethered(DEV_ID)).toBe(true);
    expect(linksOf({ record }, []).isTethered(DEV_ID)).toBe(false);
  });

  it('what does not help is followed by the next one', async () => {
    const woken: string[] = [];
    const wakeCable = (port: string) => woken.push(port) > 0;
    const links = linksOf({ wakeCable }, [{ port: 'a' }, { port: 'b', link: 'usb' }]);
    for (const attempt of [0, 1, 2]) expect(await links.wake(DEV_ID, attempt)).toBe(true);
    expect(woken).toEqual(['a', 'b', 'a']);
  });

  it('whatever there is, a link that works is first when there is one, and the preferred one before others alike', () => {
    const state = fc.constantFrom<Cable['state'][]>('ready', 'in-session', 'busy', 'trouble', 'silent', 'gone');
    const link = fc.constantFrom<Cable['link'][]>('serial', 'usb');
    const works = new Set<string>(['ready', 'in-session']);
    fc.assert(
      fc.property(fc.array(fc.record({ state, link })), link, (cables, preferredLink) => {
        const record = () =>
          ({ devId: DEV_ID, admitted: true, link: 'serial', authenticated: 'own', preferredLink }) as const;
        const all = linksOf({ record }, cables).of(DEV_ID);
        expect(all).toHaveLength(cables.length);
        const working = all.filter((each) => works.has(each.state));
        expect(working.length === 0 || works.has(all[0]?.state ?? '')).toBe(true);
        const isPreferred = working.some((each) => each.preferred);
        expect(working.length === 0 || all[0]?.preferred === isPreferred).toBe(true);
      }),
    );
  });
});

describe('a lease', () => {
  it('is had by one place at a time, until that lets go', () => {
    const leases = createLeases(() => undefined);
    const first = leases.take(DEV_ID, '/dev/ttyUSB0');
    expect(leases.take(DEV_ID, 'USB 1-2')).toMatchObject({ ok: false, error: { code: 'handset-in-session' } });
    expect(leases.take('IMEI:2', 'USB 1-2')).toMatchObject({ ok: true });
    if (first.ok) first.value();
    expect(leases.take(DEV_ID, 'USB 1-2')).toMatchObject({ ok: true });
  });

  it('is not had while the handset talks of itself, and an old one takes nothing from a new one', () => {
    let calls: string | undefined = '10.0.0.7';
    const leases = createLeases(() => calls);
    expect(leases.take(DEV_ID, 'USB 1-2')).toMatchObject({ ok: false });
    calls = undefined;
    const first = leases.take(DEV_ID, 'USB 1-2');
    const again = leases.take(DEV_ID, 'USB 1-2');
    if (first.ok) first.value();
    expect(leases.take(DEV_ID, 'other')).toMatchObject({ ok: false });
    if (again.ok) again.value();
    expect(leases.take(DEV_ID, 'other')).toMatchObject({ ok: true });
  });
});

describe('a lease and a handset that calls over the network', () => {
  it('keep the handset in one session: it is refused elsewhere, not where it is, until the lease is let go', () => {
    const leases = createLeases(() => undefined);
    expect(leases.elsewhere(DEV_ID, '10.0.0.7')).toBeUndefined();
    const lease = leases.take(DEV_ID, 'USB 1-2');
    expect(leases.elsewhere(DEV_ID, '10.0.0.7')).toMatchObject({ code: 'handset-in-session', retryable: true });
    expect(leases.elsewhere(DEV_ID, 'USB 1-2')).toBeUndefined();
    expect(leases.elsewhere('IMEI:2', '10.0.0.7')).toBeUndefined();
    if (lease.ok) lease.value();
    expect(leases.elsewhere(DEV_ID, '10.0.0.7')).toBeUndefined();
  });
});

// A busy machine takes its time.
describe('a handset on two cables', { timeout: 90_000 }, () => {
  let machine: MachineOfPtys;
  let bench: Bench;
  let pairs: PtyPair[];
  let plugged: PluggedHandset[];

  beforeEach(async () => {
    machine = machineOfPtys();
    bench = await openBench(undefined, machine.system);
    pairs = [];
    plugged = [];
  });

  afterEach(async () => {
    await bench.close();
    await Promise.all(plugged.map((each) => each.stop()));
    await Promise.all(pairs.map((pair) => pair.unplug()));
  });

  /** The far end of a new cable is the handset; answers the near end. */
  async function cable(way: string): Promise<string> {
    const pair = await openPtyPair();
    pairs.push(pair);
    const account = must(await bench.workbench.call('handsets.enrolment', {}));
    plugged.push(await plugHandset({ serial: pair.far, account, devId: DEV_ID, more: ['--switch', way] }));
    return pair.near;
  }

  async function handset(): Promise<Handset> {
    const found = await handsetOf(bench.workbench, DEV_ID);
    if (found === undefined) throw new Error('no handset');
    return found;
  }

  async function onSerial(): Promise<string> {
    const port = await cable('cprot');
    must(await bench.workbench.call('cables.add', { port }));
    await until(async () => (await handsetOf(bench.workbench, DEV_ID))?.links[0]?.state === 'ready', 'the serial link');
    must(await bench.workbench.call('handsets.admit', { devId: DEV_ID }));
    await until(
      async () => must(await bench.workbench.call('tree.inventory', { devId: DEV_ID })).inventory !== null,
      'the inventory',
    );
    return port;
  }

  it('is one handset with two links, and is woken over the one that a person prefers', async () => {
    await onSerial();
    machine.plug(await cable('none'));
    await until(
      async () =>
        (await handset()).links.map(({ link, state }) => `${link} ${state}`).join() === 'serial ready,usb ready',
      'both links',
    );
    must(await bench.workbench.call('handsets.preferLink', { devId: DEV_ID, link: 'usb' }));
    expect(await handset()).toMatchObject({ preferredLink: 'usb', links: [{ link: 'usb', preferred: true }, {}] });
    must(await bench.workbench.call('handsets.wake', { devId: DEV_ID }));
    await until(async () => (await handset()).link === 'usb', 'a session over USB');
    await bench.reopen();
    expect((await handset()).preferredLink).toBe('usb');
    must(await bench.workbench.call('handsets.preferLink', { devId: DEV_ID, link: 'any' }));
    expect(await handset()).not.toHaveProperty('preferredLink');
  });

  it('has one session at a time: a second cable waits, and what is to be done goes on over the first', async () => {
    const port = await onSerial();
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const { id } = await start(bench, DEV_ID, 'push-install', { digest });
    await step(bench, id);
    await step(bench, id);
    // The session is held for the next step.
    expect((await handset()).state).toBe('in-session');
    machine.plug(await cable('none'));
    await until(
      async () => (await handset()).links.some(({ link, state }) => link === 'usb' && state === 'ready'),
      'USB',
    );
    expect((await handset()).links.find((each) => each.port === port)?.state).toBe('in-session');
    await step(bench, id);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 200 }));
    // It was heard on the second cable, and not answered there.
    const answered = entries.filter(({ kind, direction }) => kind === 'message' && direction === 'out');
    expect(new Set(answered.map(({ link }) => link))).toEqual(new Set(['serial']));
  });

  it('is told to come again later when it calls over the network meanwhile, and comes in afterwards', async () => {
    await onSerial();
    must(await bench.workbench.call('app.changeSettings', { holdSeconds: 6 }));
    const { id } = await start(bench, DEV_ID, 'read-inventory');
    await step(bench, id);
    expect((await handset()).state).toBe('in-session');
    const call = async (sessionId: string): Promise<readonly string[]> => {
      const answer = await fetch(bench.workbench.listener.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.syncml.dm+xml' },
        body: Buffer.from(message({ devId: DEV_ID, sessionId, msgId: '1', commands: packageOne() })),
      });
      expect(answer.status).toBe(200);
      return codes(new Uint8Array(await answer.arrayBuffer()));
    };
    expect(await call('A1')).toEqual(['SyncHdr 417', 'Alert 417', 'Replace 417']);
    const seen = await handset();
    expect(seen).toMatchObject({ state: 'in-session', link: 'serial' });
    expect(seen.problem).toBeUndefined();
    expect(seen.locks).toBeUndefined();
    await until(async () => (await handset()).links[0]?.state === 'ready', 'the cable to be free', 60_000);
    expect((await call('A2'))[0]).toBe('SyncHdr 407');
  });

  it('takes packages in the session, because over a cable it can fetch nothing, unless a person says otherwise', async () => {
    await onSerial();
    expect(await handset()).toMatchObject({ tethered: true });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await complete(bench, DEV_ID, 'push-install', { digest });
    expect(run.steps.map(({ action }) => action.kind)).toContain('deliver-data');
    must(await bench.workbench.call('tree.inventory', { devId: DEV_ID }));
    const other = await start(bench, DEV_ID, 'push-install', { digest, delivery: 'direct-url' });
    expect(other.steps.map(({ action }) => action.kind)).toContain('describe-download');
  });
});
