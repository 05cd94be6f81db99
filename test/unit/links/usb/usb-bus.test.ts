import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UsbLibrary } from '../../../../electron/links/usb/library.ts';
import { type UsbBus, watchUsb } from '../../../../electron/links/usb/usb-bus.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { HANDSET_MODEL } from '../../../../electron/handset/cable/usb/usb-descriptors.ts';
import type { Sysfs } from '../../../../electron/links/usb/sysfs.ts';
import { openUsbChannel } from '../../../../electron/links/usb/usb-channel.ts';
import { valueOf } from '../../shared/obex/value-of.ts';
import { createFakeUsb, fakeDevice, type FakeUsb } from './fake-library.ts';

const ID = '0421:0508:356938035643809';

/** A system that knows nothing of its devices. */
const NO_SYSFS: Sysfs = {
  descriptors: () => undefined,
  activeConfiguration: () => undefined,
  name: () => undefined,
  driver: () => undefined,
  serialPort: () => undefined,
};

let usb: FakeUsb;
let bus: UsbBus | undefined;
let told: string[];

beforeEach(() => {
  usb = createFakeUsb();
  told = [];
});
afterEach(() => bus?.close());

function watch(load: () => Promise<Result<UsbLibrary>> = () => Promise.resolve(ok(usb)), everyMs = 3_600_000): UsbBus {
  bus = watchUsb(
    {
      plugged: ({ id, functions }) => void told.push(`+${id} ${functions.map(({ name }) => name).join(' ')}`),
      unplugged: (id) => void told.push(`-${id}`),
      state: (obstacle) => void told.push(obstacle?.code ?? 'usb'),
    },
    { load, sysfs: undefined, everyMs },
  );
  return bus;
}

/** Opens the OBEX function of a handset whose calls are answered as told. */
async function open(fails: Readonly<Record<string, string>> = {}) {
  const device = fakeDevice('a');
  usb.plugged = [device];
  const watched = watch();
  await watched.look();
  const failing = fakeDevice('a', HANDSET_MODEL, fails);
  usb.plugged = [failing];
  const [handset] = watched.handsets;
  const [obex] = handset?.functions ?? [];
  if (handset === undefined || obex === undefined) throw new Error('no handset');
  return { channel: await watched.open(handset.id, obex, { writeMs: 1_000 }), calls: failing.calls };
}

describe('the USB bus', () => {
  it('tells who is there, who goes and who comes back as the same handset', async () => {
    usb.plugged = [fakeDevice('a')];
    const { look } = watch();
    await look();
    usb.plugged = [];
    await look();
    usb.plugged = [fakeDevice('b')];
    await look();
    const arrival = `+${ID} SYNCML-DM Modem`;
    expect(told).toEqual(['usb', arrival, `-${ID}`, arrival]);
  });

  it('a handset that reboots between two looks has gone and come', async () => {
    usb.plugged = [fakeDevice('a')];
    const { look } = watch();
    await look();
    usb.plugged = [fakeDevice('b')];
    await look();
    expect(told.slice(2)).toEqual([`-${ID}`, `+${ID} SYNCML-DM Modem`]);
  });

  it('is not asked again about what is known, and opened only for a moment', async () => {
    const device = fakeDevice('a');
    usb.plugged = [device];
    const { look } = watch();
    await look();
    const { length } = device.calls;
    await look();
    expect(device.calls.length).toBe(length);
    expect([device.calls[0], device.calls.at(-1)]).toEqual(['open', 'close']);
  });

  it('a burst of hints is one look', async () => {
    const { look } = watch();
    await look();
    const { looks } = usb;
    for (let index = 0; index < 200; index++) usb.hint();
    await sleep(300);
    expect(usb.looks).toBe(looks + 1);
  });

  it('looks now and then without any hint', async () => {
    watch(undefined, 20);
    while (usb.looks < 3) await sleep(10);
    expect(told).toEqual(['usb']);
  });

  it('where there is no USB one line says so, nothing is watched, and it is found when it comes', async () => {
    usb.hasBus = false;
    const { look } = watch();
    await look();
    await look();
    expect(told).toEqual(['no-usb']);
    expect(usb.isWatched).toBe(false);
    usb.hasBus = true;
    await look();
    expect(told).toEqual(['no-usb', 'usb']);
    expect(usb.isWatched).toBe(true);
  });

  it('a library that cannot be loaded is no USB as well', async () => {
    const { look } = watch(() => Promise.resolve(fail('no-usb', 'There is no USB on this machine.', 'Use a network.')));
    await look();
    expect(told).toEqual(['no-usb']);
  });

  it('a device that may not be asked yet is asked again at the next look', async () => {
    usb.plugged = [fakeDevice('a', HANDSET_MODEL, { open: 'open error: permission denied (errno 13)' })];
    const { look } = watch();
    await look();
    expect(told).toEqual(['usb']);
    usb.plugged = [fakeDevice('a')];
    await look();
    expect(told[1]).toContain(ID);
  });

  it('what is no handset is nobody’s business', async () => {
    usb.plugged = [fakeDevice('a', { ...HANDSET_MODEL, functions: [] })];
    const { look, handsets } = watch();
    await look();
    expect([told, handsets]).toEqual([['usb'], []]);
  });

  it('stops watching when it is closed', async () => {
    const { look, close } = watch();
    await look();
    await close();
    expect(usb.isWatched).toBe(false);
  });
});

describe('a function that is opened', () => {
  it('is claimed, active, and left as it was', async () => {
    const { channel, calls } = await open();
    expect(channel.ok && channel.value.name).toBe('USB 1-1 (SYNCML-DM)');
    if (channel.ok) await channel.value.close();
    expect(calls.filter((call) => !call.startsWith('ask'))).toEqual([
      'open',
      'claim 0',
      'claim 1',
      'setting 1 1',
      'clear out',
      'clear in',
      'setting 1 0',
      'release 1',
      'release 0',
      'close',
    ]);
  });

  it('that is busy leaves nothing claimed', async () => {
    const { channel, calls } = await open({ 'claim 1': 'claimInterface error: interface is busy (errno 16)' });
    expect(channel).toMatchObject({ ok: false, error: { code: 'usb-busy' } });
    expect(calls.slice(-2)).toEqual(['release 0', 'close']);
  });

  it('an empty packet ends what is a multiple of a packet', async () => {
    const { channel, calls } = await open();
    if (!channel.ok) throw new Error(channel.error.message);
    for (const length of [511, 512, 513]) await channel.value.write(new Uint8Array(length));
    expect(calls.filter((call) => call.startsWith('out'))).toEqual(['out 511', 'out 512', 'out 0', 'out 513']);
    await channel.value.close();
  });

  it('a write that is not taken in time is the end of the channel, and says so to both', async () => {
    const { channel } = await open({ 'out 5': 'transferOut error: Cancelled' });
    if (!channel.ok) throw new Error(channel.error.message);
    const lost = new Promise<string>((resolve) => {
      channel.value.listen({ data: () => undefined, lost: ({ code }) => resolve(code) });
    });
    expect(await channel.value.write(new Uint8Array(5))).toMatchObject({ ok: false, error: { code: 'channel-stuck' } });
    expect(await lost).toBe('channel-stuck');
    expect(await channel.value.write(new Uint8Array(4))).toMatchObject({ ok: false });
    await channel.value.close();
  });

  it('is let go at once after a write that got stuck, although a read still waits', async () => {
    usb.plugged = [fakeDevice('a')];
    const watched = watch();
    await watched.look();
    const [obex] = watched.handsets[0]?.functions ?? [];
    if (obex === undefined) throw new Error('no handset');
    let detached = (): void => undefined;
    const device = {
      ...fakeDevice('a', HANDSET_MODEL, { 'out 5': 'transferOut error: Cancelled' }),
      nativeTransferIn: () =>
        new Promise<never>((_resolve, reject) => {
          detached = () => reject(new Error('transferIn error: disconnected'));
        }),
    };
    const again = () => Promise.resolve({ ...fakeDevice('a'), detachKernelDriver: () => Promise.resolve(detached()) });
    const channel = valueOf(await openUsbChannel({ device, again }, obex, { writeMs: 1_000 }, NO_SYSFS));
    expect(await channel.write(new Uint8Array(5))).toMatchObject({ ok: false, error: { code: 'channel-stuck' } });
    await channel.close();
    expect(device.calls.at(-1)).toBe('close');
  });

  it('a stalled pipe is cleared once, not for ever', async () => {
    const { channel, calls } = await open({ 'out 5': 'transferOut error: Stall' });
    if (!channel.ok) throw new Error(channel.error.message);
    expect(await channel.value.write(new Uint8Array(5))).toMatchObject({ ok: false, error: { code: 'channel-lost' } });
    expect(calls.filter((call) => call === 'clear out').length).toBe(1);
    await channel.value.close();
  });

  it('of a handset that is not there says so', async () => {
    const watched = watch();
    await watched.look();
    const obex = { ...HANDSET_MODEL, kind: 'obex' } as never;
    expect(await watched.open('nobody', obex, { writeMs: 1_000 })).toMatchObject({
      ok: false,
      error: { code: 'usb-gone' },
    });
  });
});
