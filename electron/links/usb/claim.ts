/**
 * Takes a function of a handset for ourselves and gives it back as it was: configuration, drivers of the system, both
 * interfaces, the setting with the pipes; on the way back the pipes are cleared and the function is idle again.
 */
import { ok, type Result } from '../../../shared/result.ts';
import { explain } from './failures.ts';
import type { NamedFunction } from './handset.ts';
import { portPathOf } from './identity.ts';
import type { ControlSetup, NativeDevice } from './library.ts';
import type { Sysfs } from './sysfs.ts';

export interface Claim {
  /** What it is called, e.g. `USB 1-2 (SYNCML-DM)`. */
  readonly name: string;
  /** Ends a read that is under way, where the platform has a way to; elsewhere its time limit ends it. */
  interrupt(): Promise<void>;
  /** Never fails: the handset may have gone. Nothing may be under way on the device any more. */
  release(): Promise<void>;
}

/** Two ways to the same device: all goes through the first, the second only interrupts it. */
export interface Handles {
  readonly device: NativeDevice;
  /** A second object for the device; undefined when it has gone. */
  again(): Promise<NativeDevice | undefined>;
}

const ASK_MS = 1_000;
/** A program that has claimed an interface is seen as this driver. */
const PROGRAM = 'usbfs';

/** Opens the device and claims the function. Errors: those of `explain`; then nothing is left claimed. */
export async function claimFunction(
  { device, again }: Handles,
  what: NamedFunction,
  sysfs: Sysfs | undefined,
): Promise<Result<Claim>> {
  const portPath = portPathOf(device.bus, device.ports);
  const name = `USB ${portPath} (${what.name ?? what.kind.toUpperCase()})`;
  const undo: (() => Promise<unknown>)[] = [];
  const release = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await quietly(step);
  };
  try {
    await device.open();
    undo.push(() => device.close());
    const configuration = await configurationOf(device);
    if (configuration !== undefined && configuration !== what.configuration) {
      await device.selectConfiguration(what.configuration);
    }
    for (const number of [what.control, what.data]) {
      const driver = sysfs?.driver({ portPath, configuration: what.configuration, number });
      // What another program holds is not taken from it, although the system would let us.
      if (driver !== undefined && driver !== PROGRAM) {
        await device.detachKernelDriver(number);
        undo.push(() => device.attachKernelDriver(number));
      }
      await device.claimInterface(number);
      undo.push(() => device.releaseInterface(number));
    }
    await activate(device, what, undo);
    return ok({ name, interrupt: () => quietly(() => interrupt(what, again, sysfs)), release });
  } catch (error) {
    await release();
    return { ok: false, error: explain(error, name) };
  }
}

/** The setting with the pipes; a serial port also hears that somebody listens. */
async function activate(device: NativeDevice, what: NamedFunction, undo: (() => Promise<unknown>)[]): Promise<void> {
  const { kind, control, data, idleSetting, activeSetting, input, output } = what;
  if (idleSetting !== undefined) undo.push(() => device.selectAlternateInterface(data, idleSetting));
  // A function with a single setting may refuse to be told so.
  if (idleSetting !== undefined || activeSetting !== 0) await device.selectAlternateInterface(data, activeSetting);
  undo.push(() => device.clearHalt('in', input));
  undo.push(() => device.clearHalt('out', output));
  if (kind === 'obex') return;
  await quietly(() => device.nativeControlTransferOut(lineRequest(0x20, 0, control), ASK_MS, LINE_CODING));
  await quietly(() => device.nativeControlTransferOut(lineRequest(0x22, 0b11, control), ASK_MS));
  undo.push(() => device.nativeControlTransferOut(lineRequest(0x22, 0, control), ASK_MS));
}

/**
 * The library has no way to take a transfer back. Linux has one: the interface is taken away from us as from a driver,
 * through another handle. That also puts it into its first setting.
 */
async function interrupt({ data }: NamedFunction, again: Handles['again'], sysfs: Sysfs | undefined): Promise<void> {
  const other = sysfs === undefined ? undefined : await again();
  if (other === undefined) return;
  await other.open();
  try {
    await other.detachKernelDriver(data);
  } finally {
    await other.close();
  }
}

/** CDC PSTN 1.2 §6.3: SET_LINE_CODING (0x20) and SET_CONTROL_LINE_STATE (0x22: DTR and RTS). */
function lineRequest(request: number, value: number, control: number): ControlSetup {
  return { requestType: 'class', recipient: 'interface', request, value, index: control };
}

/** 115,200 Bd, one stop bit, no parity, eight bits. A USB port has no speed of its own, but some ask for one. */
const LINE_CODING = Uint8Array.of(0x00, 0xc2, 0x01, 0x00, 0, 0, 8);

/** Undefined where the platform does not let us ask before something is claimed: there it cannot be changed either. */
async function configurationOf(device: NativeDevice): Promise<number | undefined> {
  const setup: ControlSetup = { requestType: 'standard', recipient: 'device', request: 8, value: 0, index: 0 };
  try {
    return (await device.nativeControlTransferIn(setup, ASK_MS, 1))?.[0];
  } catch {
    return undefined;
  }
}

async function quietly(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch {
    // The handset has gone, or does not know this request: nothing to do about either.
  }
}
