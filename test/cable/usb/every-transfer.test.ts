/** The cable is pulled at every single USB transfer of a whole session of a real workbench with a whole handset. */
import { expect, it } from 'vitest';
import { type CableSystem, thisMachine } from '../../../electron/links/cable-system.ts';
import type { UsbBus } from '../../../electron/links/usb/usb-bus.ts';
import { until } from '../../unit/workbench/bench.ts';
import { type PullableCable, pullableHandset } from '../pullable-handset.ts';
import { expectWellTold, publishPulled, pullEverywhere } from '../pulled-sessions.ts';
import { openWatchedBench } from '../watched-bench.ts';

const DEV_ID = 'IMEI:351234567890123';
/** A machine in software is slow, milliseconds. */
const PATIENCE_MS = 240_000;

it('a cable that is pulled at any transfer is told as such, the run goes on waiting, and the next plug works', async () => {
  const { system, cable } = watchedMachine();
  const watched = await openWatchedBench(system, PATIENCE_MS);
  const handset = await pullableHandset(watched, cable, DEV_ID);
  const pulled = await pullEverywhere(watched, [handset], { ends: 3, wholeEvery: 4 });
  publishPulled('usb-yanks', 'A USB cable that is pulled at every transfer of a session', pulled);
  expectWellTold(pulled);
  expect(pulled.all).toBeGreaterThan(10);
  await watched.bench.close();
  handset.close();
});

/** This machine, and the cable on its bus. */
function watchedMachine(): { readonly system: CableSystem; readonly cable: PullableCable } {
  const machine = thisMachine();
  let bus: UsbBus | undefined;
  const isEmpty = (): boolean => bus?.handsets.length === 0;
  return {
    system: { ...machine, watchUsb: (listener) => (bus = machine.watchUsb(listener)) },
    cable: {
      fault: 'yank-transfer',
      port: `usb:0421:0508:${DEV_ID.replace('IMEI:', '')}`,
      make: () => Promise.resolve({ usb: 'obex' }),
      gone: () => until(isEmpty, 'the bus to be empty', PATIENCE_MS),
    },
  };
}
