/**
 * A function of a USB handset as a ByteChannel: both interfaces claimed, the setting with the pipes chosen (facts 3.4).
 * One loop reads as long as the channel is open. A read has a time limit, and what arrives just when it strikes is lost:
 * so the limit is long where a read can be interrupted, and short only where closing would have to wait for it.
 */
import { ok, type Failure, type Result } from '../../../shared/result.ts';
import type { ByteChannel, ChannelListener } from '../byte-channel.ts';
import { channelLost, channelStuck, explain } from './failures.ts';
import type { NativeDevice } from './library.ts';
import { type Claim, claimFunction, type Handles } from './claim.ts';
import type { NamedFunction } from './handset.ts';
import { createReadAhead, obexPacketLength } from './read-ahead.ts';
import type { Sysfs } from './sysfs.ts';

export interface UsbSettings {
  /** A write that the handset does not take within this time ends the channel, milliseconds. */
  readonly writeMs: number;
}

export interface UsbChannel extends ByteChannel {
  /** Octets that came so far. */
  readonly received: number;
}

/** How long one read waits, milliseconds: where it can be interrupted, and elsewhere. */
const READ_MS = { interruptible: 30_000, other: 2_000 } as const;
/** Longest transfer out; a multiple of every packet size. */
const SLICE = 64 * 1024;

/**
 * Opens a function for ourselves alone. The handles' device is an object of its own for this channel.
 * Errors: `usb-forbidden`, `usb-busy`, `usb-no-driver`, `usb-gone`, `usb-stalled`, `usb-silent`, `usb-failed`.
 */
export async function openUsbChannel(
  handles: Handles,
  what: NamedFunction,
  { writeMs }: UsbSettings,
  sysfs: Sysfs | undefined,
): Promise<Result<UsbChannel>> {
  const claimed = await claimFunction(handles, what, sysfs);
  if (!claimed.ok) return claimed;
  const readMs = sysfs === undefined ? READ_MS.other : READ_MS.interruptible;
  return ok(channelOf(handles.device, what, claimed.value, { writeMs, readMs }));
}

function channelOf(
  device: NativeDevice,
  { kind, input, output, packetSize }: NamedFunction,
  { name, interrupt, release }: Claim,
  { writeMs, readMs }: UsbSettings & { readonly readMs: number },
): UsbChannel {
  const ahead = createReadAhead(packetSize, kind === 'obex' ? obexPacketLength : undefined);
  let listener: ChannelListener | undefined;
  let lost: Failure | undefined;
  let isClosing = false;
  let received = 0;
  let writing: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  let isReading = true;
  const reading = read().finally(() => (isReading = false));

  async function read(): Promise<void> {
    let hasStalled = false;
    for (;;) {
      if (isClosing || lost !== undefined) return;
      try {
        const chunk = await device.nativeTransferIn(input, readMs, ahead.next);
        hasStalled = false;
        // An empty packet only ends what came before.
        if (chunk === null || chunk.length === 0) continue;
        received += chunk.length;
        ahead.saw(chunk);
        if (!isClosing) listener?.data(chunk);
      } catch (error) {
        const why = explain(error, name);
        if (why.code === 'usb-silent') continue;
        if (why.code === 'usb-stalled' && !hasStalled && (await resumed('in', input))) hasStalled = true;
        else lose(channelLost(name, why));
      }
    }
  }

  /** A stalled pipe is opened again once. */
  async function resumed(direction: 'in' | 'out', endpoint: number): Promise<boolean> {
    try {
      await device.clearHalt(direction, endpoint);
      return true;
    } catch {
      return false;
    }
  }

  function lose(failure: Failure): void {
    if (isClosing || lost !== undefined) return;
    lost = failure;
    listener?.lost(failure);
  }

  async function put(bytes: Uint8Array): Promise<Result<void>> {
    if (isClosing || lost !== undefined) return { ok: false, error: lost ?? closedHere() };
    for (let at = 0; at < bytes.length; at += SLICE) {
      const failure = await transfer(bytes.subarray(at, at + SLICE));
      if (failure !== undefined) return failed(failure);
    }
    // A packet that is full does not end a transfer; an empty one behind it does.
    const failure = bytes.length % packetSize === 0 ? await transfer(new Uint8Array()) : undefined;
    return failure === undefined ? ok(undefined) : failed(failure);
  }

  async function transfer(slice: Uint8Array): Promise<Failure | undefined> {
    for (let attempt = 0; ; attempt++) {
      try {
        await device.nativeTransferOut(output, writeMs, slice);
        return undefined;
      } catch (error) {
        const why = explain(error, name);
        if (why.code === 'usb-silent') return channelStuck(name, writeMs);
        if (why.code !== 'usb-stalled' || attempt > 0 || !(await resumed('out', output))) return channelLost(name, why);
      }
    }
  }

  async function letGo(): Promise<void> {
    await writing;
    // A write that got stuck ends the channel while a read still waits.
    if (isReading) await interrupt();
    await reading;
    await release();
  }

  /** Nobody knows how much of it arrived: what is written next would not be understood. */
  function failed(failure: Failure): Result<never> {
    lose(failure);
    return { ok: false, error: lost ?? failure };
  }

  function closedHere(): Failure {
    return channelLost(name, explain(new Error('closed here'), name));
  }

  return {
    name,
    write(bytes): Promise<Result<void>> {
      const written = writing.then(() => put(bytes));
      writing = written;
      return written;
    },
    listen(next): void {
      listener = next;
      if (next !== undefined && lost !== undefined) next.lost(lost);
    },
    close(): Promise<void> {
      isClosing = true;
      listener = undefined;
      closed ??= letGo();
      return closed;
    },
    get received() {
      return received;
    },
  };
}
