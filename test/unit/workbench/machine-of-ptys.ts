/**
 * A machine whose USB handsets and serial ports are ptys: what the system tells is made up, what travels is not. A handset
 * on USB is a process that speaks OBEX from the start.
 */
import type { CableSystem } from '../../../electron/links/cable-system.ts';
import { openSerialChannel } from '../../../electron/links/serial/serial-channel.ts';
import type { SystemPort, SystemPortListener } from '../../../electron/links/serial/system-ports.ts';
import { explain, gone } from '../../../electron/links/usb/failures.ts';
import type { NamedFunction } from '../../../electron/links/usb/handset.ts';
import type { PluggedHandset, UsbListener } from '../../../electron/links/usb/usb-bus.ts';
import type { Failure } from '../../../shared/result.ts';

export interface MachineOfPtys {
  readonly system: CableSystem;
  /** Plugs a device in whose functions of kind OBEX are the pty at `path`. */
  plug(path: string, change?: Partial<PluggedHandset>): void;
  pull(id?: string): void;
  /** The system lists a serial port from now on. */
  list(port: SystemPort): void;
  unlist(path: string): void;
  /** There is no USB, or there is again. */
  state(obstacle: Failure | undefined): void;
  /** What the system says instead of opening a function. */
  refusal: string | undefined;
  /** Functions that were opened, in order. */
  readonly opened: readonly string[];
}

export const USB_ID = '0421:0508:356938035643809';

export const OBEX_FUNCTION: NamedFunction = {
  kind: 'obex',
  name: 'SYNCML-DM',
  serialPort: undefined,
  configuration: 1,
  control: 0,
  data: 1,
  idleSetting: 0,
  activeSetting: 1,
  input: 1,
  output: 1,
  packetSize: 512,
  nameIndex: 4,
};

export const MODEM_FUNCTION: NamedFunction = {
  ...OBEX_FUNCTION,
  kind: 'acm',
  name: 'Modem',
  control: 2,
  data: 3,
  idleSetting: undefined,
  activeSetting: 0,
};

/** A bus without handsets. */
export function machineOfPtys(): MachineOfPtys {
  const plugged = new Map<string, { readonly handset: PluggedHandset; readonly path: string }>();
  const opened: string[] = [];
  let listener: UsbListener | undefined;
  const listed = new Map<string, SystemPort>();
  let portListener: SystemPortListener | undefined;
  const machine: MachineOfPtys = {
    opened,
    refusal: undefined,
    system: {
      watchPorts(told) {
        portListener = told;
        return {
          get ports() {
            return [...listed.values()];
          },
          look: () => Promise.resolve(),
          close: () => Promise.resolve(),
        };
      },
      watchUsb(told) {
        listener = told;
        return {
          get handsets() {
            return Array.from(plugged.values(), ({ handset }) => handset);
          },
          look: () => Promise.resolve(),
          open: async (id, what) => {
            opened.push(what.name ?? what.kind);
            const found = plugged.get(id);
            if (found === undefined) return gone();
            if (machine.refusal !== undefined)
              return { ok: false, error: explain(new Error(machine.refusal), 'USB 1-2') };
            return openSerialChannel(found.path, { speed: 115_200, rtscts: false, writeMs: 5_000 });
          },
          close: () => Promise.resolve(),
        };
      },
    },
    plug(path, change = {}): void {
      const handset: PluggedHandset = {
        id: USB_ID,
        identity: { vendorId: 0x0421, productId: 0x0508, serialNumber: '356938035643809', portPath: '1-2' },
        file: undefined,
        manufacturer: 'Acme',
        product: 'A1',
        functions: [OBEX_FUNCTION],
        broken: [],
        obstacle: undefined,
        ...change,
      };
      plugged.set(handset.id, { handset, path });
      listener?.plugged(handset);
    },
    pull(id = USB_ID): void {
      plugged.delete(id);
      listener?.unplugged(id);
    },
    list(port): void {
      listed.set(port.path, port);
      portListener?.appeared(port);
    },
    unlist(path): void {
      listed.delete(path);
      portListener?.vanished(path);
    },
    state: (obstacle) => listener?.state(obstacle),
  };
  return machine;
}
