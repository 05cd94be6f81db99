/**
 * A USB cable for a virtual handset: a program that is a USB device, and carries octets between its functions and serial
 * lines. The handset itself hangs on the far end of the line:
 *
 *   usb-handset.ts --obex PTY [--modem PTY] [--port N] [--serial-number TEXT] [--unplug-at N] [--stall-at N]
 *                  [--short N] [--slow MS] [--no-empty-packets]
 *
 * stdout: `PLUGGED {"port":…}`, later `UNPLUGGED`. It ends when the cable is pulled, and on SIGTERM, which pulls it.
 */
import { parseArgs } from 'node:util';
import { openSerialLine, type SerialLine } from '../../../electron/handset/cable/serial-line.ts';
import { type DeviceModel, type FunctionModel, HANDSET_MODEL } from './usb-descriptors.ts';
import { serveUsbDevice } from './usb-device.ts';
import { plugIn } from './vhci.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    obex: text,
    modem: text,
    port: text,
    'serial-number': text,
    'unplug-at': text,
    'stall-at': text,
    short: text,
    slow: text,
    'no-empty-packets': { type: 'boolean' },
  },
});

const lines: Readonly<Record<FunctionModel['kind'], SerialLine | undefined>> = {
  obex: lineAt(values.obex),
  acm: lineAt(values.modem),
};
const model: DeviceModel = {
  ...HANDSET_MODEL,
  serialNumber: values['serial-number'] ?? HANDSET_MODEL.serialNumber,
  functions: HANDSET_MODEL.functions.filter(({ kind }) => lines[kind] !== undefined),
};

const { wire, port } = await plugIn(numberIn(values.port));
const device = serveUsbDevice(
  wire,
  model,
  {
    received: ({ kind }, octets) => void lines[kind]?.write(octets),
    unplugged(): void {
      process.stdout.write('UNPLUGGED\n');
      for (const line of Object.values(lines)) line?.close();
    },
  },
  {
    ...optional('unplugAt', numberIn(values['unplug-at'])),
    ...optional('stallAt', numberIn(values['stall-at'])),
    ...optional('shortPackets', numberIn(values.short)),
    ...optional('slowMs', numberIn(values.slow)),
    noEmptyPackets: values['no-empty-packets'] === true,
  },
);
for (const each of model.functions) {
  lines[each.kind]?.onData((chunk) => device.write(each, chunk));
  lines[each.kind]?.onLost(() => device.unplug());
}
process.stdout.write(`PLUGGED ${JSON.stringify({ port })}\n`);
process.on('SIGTERM', () => device.unplug());

function lineAt(path: string | undefined): SerialLine | undefined {
  if (path === undefined) return undefined;
  const line = openSerialLine(path, 0);
  if (!line.ok) throw new Error(`${line.error.message} ${line.error.detail ?? ''}`);
  return line.value;
}

function numberIn(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** A property that is there only when it has a value. */
function optional<K extends string>(name: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<K, number>>);
}
