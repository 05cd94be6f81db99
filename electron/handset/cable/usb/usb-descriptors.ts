/**
 * What a virtual handset says about itself on USB: descriptors written down as data, octets made of them (USB 2.0 §9.6,
 * CDC 1.2, CDC WMC 1.1; facts 3.4). Nothing is checked here, so that wrong descriptors can be written as easily.
 */

export interface DeviceModel {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string;
  readonly product: string;
  /** Undefined for a handset without one. */
  readonly serialNumber: string | undefined;
  readonly functions: readonly FunctionModel[];
}

export interface FunctionModel {
  readonly kind: 'obex' | 'acm';
  /** Name of the function; undefined for none. */
  readonly name?: string;
  /** Numbers of its two interfaces. */
  readonly control: number;
  readonly data: number;
  /** Endpoint numbers of the pipes. */
  readonly input: number;
  readonly output: number;
  /** Endpoint number of the notifications; a CDC-ACM port has one. */
  readonly notify?: number;
  /** Faults: what is left out or wrong. */
  readonly flaws?: readonly ('no-union' | 'no-output' | 'no-service' | 'no-idle')[];
}

/** Largest packet of a bulk pipe at high speed, octets. */
export const PACKET_SIZE = 512;

const WMC_OBEX_SERVICE = '02aeb320f64911da974d0800200c9a66';

/** An ordinary handset: OBEX for device management and a modem. */
export const HANDSET_MODEL: DeviceModel = {
  vendorId: 0x0421,
  productId: 0x0508,
  manufacturer: 'Virtual',
  product: 'Handset with a cable',
  serialNumber: '356938035643809',
  functions: [
    { kind: 'obex', name: 'SYNCML-DM', control: 0, data: 1, input: 1, output: 2 },
    { kind: 'acm', name: 'Modem', control: 2, data: 3, input: 3, output: 4, notify: 5 },
  ],
};

export interface DescriptorSet {
  readonly device: Uint8Array;
  readonly configuration: Uint8Array;
  /** String descriptors by index. */
  readonly strings: readonly Uint8Array[];
}

export function descriptorsOf(model: DeviceModel): DescriptorSet {
  const texts: string[] = [];
  const text = (value: string | undefined): number => (value === undefined ? 0 : texts.push(value));
  const names = [text(model.manufacturer), text(model.product), text(model.serialNumber)];
  const device = [0x00, 0x02, 0xef, 0x02, 0x01, 64, ...word(model.vendorId), ...word(model.productId), 0x00, 0x01];
  const parts = model.functions.flatMap((each) => functionDescriptors(each, text(each.name)));
  const interfaces = new Set(model.functions.flatMap(({ control, data }) => [control, data])).size;
  const length = 9 + parts.length;
  return {
    device: Uint8Array.from(descriptor(0x01, ...device, ...names, 1)),
    configuration: Uint8Array.from([...descriptor(0x02, ...word(length), interfaces, 1, 0, 0x80, 250), ...parts]),
    strings: [
      Uint8Array.from(descriptor(0x03, ...word(0x0409))),
      ...texts.map((value) => Uint8Array.from(descriptor(0x03, ...Buffer.from(value, 'utf16le')))),
    ],
  };
}

function functionDescriptors(model: FunctionModel, name: number): readonly number[] {
  const { kind, control, data, input, output, notify, flaws = [] } = model;
  const bulk = [
    ...descriptor(0x05, 0x80 | input, 0x02, ...word(PACKET_SIZE), 0),
    ...(flaws.includes('no-output') ? [] : descriptor(0x05, output, 0x02, ...word(PACKET_SIZE), 0)),
  ];
  const pipes = flaws.includes('no-output') ? 1 : 2;
  const subclass = kind === 'obex' ? 0x0b : 0x02;
  const union = flaws.includes('no-union') ? [] : descriptor(0x24, 0x06, control, data);
  const association = descriptor(0x0b, control, 2, 0x02, subclass, 0, name);
  const head = [...descriptor(0x24, 0x00, ...word(0x0110)), ...union];
  if (kind === 'acm') {
    return [
      ...association,
      ...descriptor(0x04, control, 0, notify === undefined ? 0 : 1, 0x02, subclass, 0x01, name),
      ...head,
      ...descriptor(0x24, 0x01, 0x00, data),
      ...descriptor(0x24, 0x02, 0x02),
      ...(notify === undefined ? [] : descriptor(0x05, 0x80 | notify, 0x03, ...word(16), 9)),
      ...descriptor(0x04, data, 0, pipes, 0x0a, 0, 0, 0),
      ...bulk,
    ];
  }
  const service = Buffer.from(WMC_OBEX_SERVICE, 'hex');
  const active = flaws.includes('no-idle') ? 0 : 1;
  return [
    ...association,
    ...descriptor(0x04, control, 0, 0, 0x02, subclass, 0, name),
    ...head,
    ...descriptor(0x24, 0x15, ...word(0x0100)),
    ...(flaws.includes('no-service') ? [] : descriptor(0x24, 0x19, 0x01, ...service, 0x01, 0x00)),
    ...(active === 0 ? [] : descriptor(0x04, data, 0, 0, 0x0a, 0, 0, 0)),
    ...descriptor(0x04, data, active, pipes, 0x0a, 0, 0, 0),
    ...bulk,
  ];
}

/** The length is put in front. */
function descriptor(...octets: readonly number[]): readonly number[] {
  return [octets.length + 1, ...octets];
}

function word(value: number): readonly [number, number] {
  return [value & 0xff, value >> 8];
}
