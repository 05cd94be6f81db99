import { afterEach, describe, expect, it } from 'vitest';
import { openHttpListener } from '../../../electron/links/http/listener.ts';
import { createNetworkDoor, type NetworkDoor } from '../../../electron/workbench/network-door.ts';
import { ok } from '../../../shared/result.ts';
import { standingClock, type StandingClock } from '../standing-clock.ts';

let door: NetworkDoor;
let clock: StandingClock;
let changes: number;

/** The loopback range stands for a network: 127.0.0.2 is an address of its own. */
function makeDoor(): void {
  clock = standingClock(1_000);
  changes = 0;
  door = createNetworkDoor(
    {
      listen: (address) =>
        openHttpListener(
          { address, port: 0, maxBody: 1000 },
          {
            exchange: () => Promise.resolve(ok({ bytes: new TextEncoder().encode('<a/>') })),
            deliver: () => false,
            refused: () => undefined,
          },
        ),
      changed: () => void (changes += 1),
      interfaces: () => [{ name: 'lab0', address: '127.0.0.2' }],
    },
    clock,
  );
}

afterEach(() => door.close());

async function answers(url: string): Promise<boolean> {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/vnd.syncml.dm+xml' },
    body: '<a/>',
  }).catch(() => undefined);
  return reply?.status === 200;
}

describe('the door for handsets on the network', () => {
  it('is closed until a person opens it, and closes by itself when the time is up', async () => {
    makeDoor();
    expect(door.state()).toBeUndefined();
    const opened = await door.open('127.0.0.2', 10);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value).toMatchObject({ name: 'lab0', address: '127.0.0.2', until: 1_000 + 600_000 });
    expect(await answers(opened.value.url)).toBe(true);
    clock.advance(600_001);
    await expect.poll(() => door.state()).toBeUndefined();
    expect(await answers(opened.value.url)).toBe(false);
    expect(changes).toBe(2);
  });

  it('is one door, also when it is opened twice at once', async () => {
    makeDoor();
    const [first, second] = await Promise.all([door.open('127.0.0.2', 10), door.open('127.0.0.2', 20)]);
    if (!first.ok || !second.ok) throw new Error('not opened');
    expect([await answers(first.value.url), await answers(second.value.url)]).toEqual([false, true]);
    await door.close();
    expect(await answers(second.value.url)).toBe(false);
  });

  it('can be closed before, and opened again for longer', async () => {
    makeDoor();
    await door.open('127.0.0.2', 1);
    const again = await door.open('127.0.0.2', 60);
    if (!again.ok) throw new Error(again.error.message);
    clock.advance(120_000);
    expect(await answers(again.value.url)).toBe(true);
    await door.close();
    expect(await answers(again.value.url)).toBe(false);
  });

  it('opens on interfaces of this machine only', async () => {
    makeDoor();
    expect(await door.open('203.0.113.7', 10)).toMatchObject({ ok: false, error: { code: 'address-unknown' } });
    expect(door.state()).toBeUndefined();
  });
});
