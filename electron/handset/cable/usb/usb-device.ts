/**
 * A USB device that is a program: it answers control transfers from its descriptors, and carries octets between bulk
 * pipes and whoever stands for the handset. Octets in a pipe travel in packets; a transfer of the host ends when it is
 * full or when a packet is short, as on a real bus. Faults are asked for by number of transfer.
 */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeviceModel, descriptorsOf, type FunctionModel, PACKET_SIZE } from './usb-descriptors.ts';
import { createHostReader, encodeDeviceMessage, type HostMessage, STATUS, type Submit } from './usbip.ts';

export interface DeviceFaults {
  /** The cable is pulled when this bulk transfer is asked for, counted from 1. */
  readonly unplugAt?: number;
  /** This bulk transfer with octets in it is stalled; the pipe stays halted until the host clears it. */
  readonly stallAt?: number;
  /** Nothing leaves the device in packets longer than this, octets. */
  readonly shortPackets?: number;
  /** What ends on a packet's boundary is not closed by an empty packet. */
  readonly noEmptyPackets?: boolean;
  /** Every answer waits, milliseconds. */
  readonly slowMs?: number;
}

export interface DevicePorts {
  /** Octets from the host through a function's pipe. `write` sends some back. */
  received(of: FunctionModel, octets: Uint8Array, write: (bytes: Uint8Array) => void): void;
  /** The host chose a setting of a data interface. */
  setting?(of: FunctionModel, alternate: number): void;
  /** The host has gone, or the cable was pulled. */
  unplugged?(): void;
}

export interface UsbDevice {
  /** Bulk transfers asked for so far. */
  readonly transfers: number;
  /** Sends octets to the host. */
  write(of: FunctionModel, bytes: Uint8Array): void;
  /** Pulls the cable. */
  unplug(): void;
}

interface InputPipe {
  readonly packets: Uint8Array[];
  readonly asked: { readonly submit: Submit; filled: Uint8Array[]; length: number }[];
}

/** Speaks USB/IP on the wire, which is attached already. */
export function serveUsbDevice(wire: Duplex, model: DeviceModel, ports: DevicePorts, faults: DeviceFaults): UsbDevice {
  const descriptors = descriptorsOf(model);
  const reader = createHostReader();
  const inputs = new Map<number, InputPipe>();
  const halted = new Set<number>();
  const settings = new Map<number, number>();
  let configuration = 0;
  let transfers = 0;
  let isPlugged = true;

  wire.on('data', (chunk: Uint8Array) => {
    for (const message of reader.push(chunk)) take(message);
  });
  wire.on('error', unplug);
  wire.on('close', unplug);

  function take(message: HostMessage): void {
    if (!isPlugged) return;
    if (message.kind === 'unlink') return takeBack(message.sequence, message.unlinks);
    if (message.endpoint === 0) return control(message);
    if (isNotification(message)) return void pipe(0x100 | message.endpoint).asked.push(askedFor(message));
    transfers++;
    if (transfers === faults.unplugAt) return unplug();
    const address = message.endpoint | (message.direction === 'in' ? 0x80 : 0);
    if (transfers === faults.stallAt) halted.add(address);
    if (halted.has(address)) return reply(message, STATUS.stall);
    if (message.direction === 'in') {
      pipe(message.endpoint).asked.push(askedFor(message));
      return fill(message.endpoint);
    }
    reply(message, STATUS.done, message.length);
    const owner = model.functions.find(({ output }) => output === message.endpoint);
    if (owner !== undefined && message.length > 0) ports.received(owner, message.data, (bytes) => write(owner, bytes));
  }

  function isNotification({ endpoint }: Submit): boolean {
    return model.functions.some(({ notify }) => notify === endpoint);
  }

  function pipe(endpoint: number): InputPipe {
    const known = inputs.get(endpoint) ?? { packets: [], asked: [] };
    inputs.set(endpoint, known);
    return known;
  }

  function write(owner: FunctionModel, bytes: Uint8Array): void {
    const { packets } = pipe(owner.input);
    const size = Math.min(PACKET_SIZE, faults.shortPackets ?? PACKET_SIZE);
    for (let at = 0; at < bytes.length; at += size) packets.push(bytes.subarray(at, at + size));
    if (bytes.length % PACKET_SIZE === 0 && faults.noEmptyPackets !== true) packets.push(new Uint8Array());
    fill(owner.input);
  }

  /** Gives packets to the transfers that wait for them. */
  function fill(endpoint: number): void {
    const { packets, asked } = pipe(endpoint);
    for (;;) {
      const [first] = asked;
      const packet = first === undefined ? undefined : packets.shift();
      if (first === undefined || packet === undefined) return;
      first.filled.push(packet);
      first.length += packet.length;
      const isFull = first.length + PACKET_SIZE > first.submit.length;
      if (packet.length === PACKET_SIZE && !isFull) continue;
      asked.shift();
      reply(first.submit, STATUS.done, first.length, Buffer.concat(first.filled));
    }
  }

  function takeBack(sequence: number, unlinks: number): void {
    for (const { asked } of inputs.values()) {
      const at = asked.findIndex(({ submit }) => submit.sequence === unlinks);
      if (at < 0) continue;
      asked.splice(at, 1);
      return send(encodeDeviceMessage({ kind: 'unlink-reply', sequence, status: STATUS.takenBack }));
    }
    send(encodeDeviceMessage({ kind: 'unlink-reply', sequence, status: STATUS.done }));
  }

  /** Standard requests of USB 2.0 §9.4; class requests are agreed to. */
  function control(submit: Submit): void {
    const [type = 0, request = 0, valueLow = 0, valueHigh = 0, index = 0] = submit.setup;
    const answer = (octets: Uint8Array): void => {
      const data = octets.subarray(0, submit.length);
      reply(submit, STATUS.done, data.length, data);
    };
    const isStandard = (type & 0x60) === 0;
    if (!isStandard) return submit.direction === 'in' ? answer(LINE_CODING) : reply(submit, STATUS.done, submit.length);
    switch (request) {
      case REQUEST.getStatus:
        return answer(Uint8Array.of(0, 0));
      case REQUEST.getDescriptor: {
        const found = descriptorFor(valueHigh, valueLow);
        return found === undefined ? reply(submit, STATUS.stall) : answer(found);
      }
      case REQUEST.getConfiguration:
        return answer(Uint8Array.of(configuration));
      case REQUEST.getInterface:
        return answer(Uint8Array.of(settings.get(index) ?? 0));
      case REQUEST.clearFeature:
        if ((type & 0x1f) === 2) halted.delete(index);
        return reply(submit, STATUS.done);
      case REQUEST.setConfiguration:
        configuration = valueLow;
        return reply(submit, STATUS.done);
      case REQUEST.setInterface:
        choose(index, valueLow);
        return reply(submit, STATUS.done);
      default:
        return reply(submit, STATUS.stall);
    }
  }

  /** A new setting begins with empty pipes. */
  function choose(index: number, alternate: number): void {
    settings.set(index, alternate);
    const owner = model.functions.find(({ data }) => data === index);
    if (owner === undefined) return;
    pipe(owner.input).packets.length = 0;
    halted.delete(owner.input | 0x80);
    halted.delete(owner.output);
    ports.setting?.(owner, alternate);
  }

  function descriptorFor(type: number, index: number): Uint8Array | undefined {
    if (type === 1) return descriptors.device;
    if (type === 2) return descriptors.configuration;
    return type === 3 ? descriptors.strings[index] : undefined;
  }

  function reply({ sequence }: Submit, status: number, length = 0, data: Uint8Array = new Uint8Array()): void {
    const bytes = encodeDeviceMessage({ kind: 'submit-reply', sequence, status, length, data });
    if (faults.slowMs === undefined) send(bytes);
    else void sleep(faults.slowMs).then(() => send(bytes));
  }

  function send(bytes: Uint8Array): void {
    if (isPlugged) wire.write(bytes);
  }

  function unplug(): void {
    if (!isPlugged) return;
    isPlugged = false;
    wire.destroy();
    ports.unplugged?.();
  }

  return {
    get transfers() {
      return transfers;
    },
    write,
    unplug,
  };
}

function askedFor(submit: Submit): InputPipe['asked'][number] {
  return { submit, filled: [], length: 0 };
}

const REQUEST = {
  getStatus: 0,
  clearFeature: 1,
  getDescriptor: 6,
  getConfiguration: 8,
  setConfiguration: 9,
  getInterface: 10,
  setInterface: 11,
} as const;

/** 115,200 Bd, one stop bit, no parity, eight bits. */
const LINE_CODING = Uint8Array.of(0x00, 0xc2, 0x01, 0x00, 0, 0, 8);
