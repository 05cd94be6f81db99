/**
 * What a handset offers on USB, read from the octets of its configuration descriptor (USB 2.0 §9.6, CDC WMC 1.1; facts
 * 3.4). Two kinds of functions matter: CDC OBEX (a control interface with a union and an OBEX descriptor, and a data
 * interface that is idle in one setting and has two bulk pipes in another), and CDC-ACM, a serial port. Devices lie:
 * lengths are checked, unknown descriptors skipped, and a function that is not whole is told as such.
 */

export interface UsbFunction {
  readonly kind: 'obex' | 'acm';
  /** Value of the configuration that has it. */
  readonly configuration: number;
  readonly control: number;
  readonly data: number;
  /** Alternate setting of the data interface without pipes; undefined when it has none. */
  readonly idleSetting: number | undefined;
  /** Alternate setting with the pipes. */
  readonly activeSetting: number;
  /** Endpoint numbers, without the direction bit. */
  readonly input: number;
  readonly output: number;
  /** Largest packet of the pipes, octets. */
  readonly packetSize: number;
  /** Index of the string that names the function, 0 for none. */
  readonly nameIndex: number;
  /** What the service identification descriptor says. */
  readonly service?: { readonly role: number; readonly uuid: string; readonly version: number };
}

/** Why something that looks like a function cannot be used. */
export interface BrokenFunction {
  readonly control: number;
  readonly why: string;
}

export interface UsbFunctions {
  readonly functions: readonly UsbFunction[];
  readonly broken: readonly BrokenFunction[];
}

/** Default service of CDC WMC OBEX. */
export const WMC_OBEX_SERVICE = '02aeb320-f649-11da-974d-0800200c9a66';

const DESCRIPTOR = { configuration: 0x02, interface: 0x04, endpoint: 0x05, classInterface: 0x24 } as const;
const CLASS = { communications: 0x02, data: 0x0a } as const;
const SUBCLASS: Readonly<Record<number, UsbFunction['kind']>> = { 0x02: 'acm', 0x0b: 'obex' };
const SUBTYPE = { union: 0x06, obexService: 0x19 } as const;
const BULK = 0x02;
const INPUT = 0x80;

interface Setting {
  readonly number: number;
  readonly alternate: number;
  readonly classCode: number;
  readonly subclass: number;
  readonly nameIndex: number;
  readonly endpoints: { readonly address: number; readonly attributes: number; readonly packetSize: number }[];
  dataInterface: number | undefined;
  service: UsbFunction['service'] | undefined;
}

/** Reads a whole configuration descriptor. Never fails: what cannot be read is left out. */
export function readFunctions(descriptor: Uint8Array): UsbFunctions {
  const configuration = descriptor[5] ?? 1;
  const settings = readSettings(descriptor);
  const functions: UsbFunction[] = [];
  const broken: BrokenFunction[] = [];
  for (const control of settings) {
    const kind = SUBCLASS[control.subclass];
    if (control.classCode !== CLASS.communications || kind === undefined || control.alternate !== 0) continue;
    const found = functionOf(control, kind, configuration, settings);
    if (typeof found === 'string') broken.push({ control: control.number, why: found });
    else functions.push(found);
  }
  return { functions, broken };
}

function functionOf(
  control: Setting,
  kind: UsbFunction['kind'],
  configuration: number,
  settings: readonly Setting[],
): UsbFunction | string {
  // Without a union descriptor the data interface is the next one, by custom.
  const data = control.dataInterface ?? control.number + 1;
  const choices = settings.filter(({ number, classCode }) => number === data && classCode === CLASS.data);
  if (choices.length === 0) return `data interface ${data} is missing`;
  for (const choice of choices) {
    const bulk = choice.endpoints.filter(({ attributes }) => (attributes & 0b11) === BULK);
    const input = bulk.find(({ address }) => (address & INPUT) !== 0);
    const output = bulk.find(({ address }) => (address & INPUT) === 0);
    if (input === undefined || output === undefined) continue;
    return {
      kind,
      configuration,
      control: control.number,
      data,
      idleSetting: choices.find(({ endpoints }) => endpoints.length === 0)?.alternate,
      activeSetting: choice.alternate,
      input: input.address & 0x0f,
      output: output.address & 0x0f,
      packetSize: Math.max(8, input.packetSize),
      nameIndex: control.nameIndex,
      ...(control.service === undefined ? {} : { service: control.service }),
    };
  }
  return `data interface ${data} has no setting with a pipe in and a pipe out`;
}

function readSettings(descriptor: Uint8Array): readonly Setting[] {
  const view = new DataView(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength);
  const settings: Setting[] = [];
  for (let at = 0; at + 2 <= descriptor.length;) {
    const length = view.getUint8(at);
    if (length < 2 || at + length > descriptor.length) break;
    const current = settings.at(-1);
    const type = view.getUint8(at + 1);
    if (type === DESCRIPTOR.interface && length >= 9) settings.push(settingAt(view, at));
    else if (type === DESCRIPTOR.endpoint && length >= 7)
      current?.endpoints.push({
        address: view.getUint8(at + 2),
        attributes: view.getUint8(at + 3),
        packetSize: view.getUint16(at + 4, true) & 0x7ff,
      });
    else if (type === DESCRIPTOR.classInterface && length >= 5 && current !== undefined)
      readClass(current, descriptor.subarray(at, at + length));
    at += length;
  }
  return settings;
}

function settingAt(view: DataView, at: number): Setting {
  return {
    number: view.getUint8(at + 2),
    alternate: view.getUint8(at + 3),
    classCode: view.getUint8(at + 5),
    subclass: view.getUint8(at + 6),
    nameIndex: view.getUint8(at + 8),
    endpoints: [],
    dataInterface: undefined,
    service: undefined,
  };
}

function readClass(setting: Setting, octets: Uint8Array): void {
  const subtype = octets[2];
  if (subtype === SUBTYPE.union) setting.dataInterface = octets[4];
  if (subtype === SUBTYPE.obexService && octets.length >= 22) {
    setting.service = {
      role: octets[3] ?? 0,
      uuid: uuidText(octets.subarray(4, 20)),
      version: ((octets[20] ?? 0) << 8) | (octets[21] ?? 0),
    };
  }
}

function uuidText(octets: Uint8Array): string {
  const digits = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index, all) => digits.slice(from, all[index + 1] ?? 32)).join('-');
}
