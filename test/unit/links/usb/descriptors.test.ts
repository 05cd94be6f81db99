import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFunctions, WMC_OBEX_SERVICE } from '../../../../electron/links/usb/descriptors.ts';

/** Descriptors as USB writes them, by hand: type and octets behind it; the length is put in front. */
function descriptor(...parts: readonly (readonly number[])[]): Uint8Array {
  const body = parts.flatMap((part) => [part.length + 1, ...part]);
  const total = body.length + 9;
  return Uint8Array.from([9, 2, total & 0xff, total >> 8, 2, 1, 0, 0x80, 50, ...body]);
}

const uuid = WMC_OBEX_SERVICE.replaceAll('-', '').match(/../g) ?? [];
const CONTROL = (subclass: number, name = 0): number[] => [4, 0, 0, 1, 2, subclass, 0, name];
const UNION = [0x24, 0x06, 0, 1];
const OBEX = [0x24, 0x15, 0x00, 0x01];
const SERVICE = [0x24, 0x19, 0x01, ...uuid.map((digits) => Number.parseInt(digits, 16)), 0x01, 0x00];
const NOTIFY = [5, 0x83, 3, 16, 0, 8];
const IDLE = [4, 1, 0, 0, 0x0a, 0, 0, 0];
const ACTIVE = [4, 1, 1, 2, 0x0a, 0, 0, 0];
const IN = [5, 0x81, 2, 0x00, 0x02, 0];
const OUT = [5, 0x02, 2, 0x00, 0x02, 0];

describe('the functions of a USB handset', () => {
  it('CDC OBEX is found by its descriptors, with its idle and its active setting', () => {
    const found = readFunctions(descriptor(CONTROL(0x0b, 4), UNION, OBEX, SERVICE, IDLE, ACTIVE, IN, OUT));
    expect(found).toEqual({
      functions: [
        {
          kind: 'obex',
          configuration: 1,
          control: 0,
          data: 1,
          idleSetting: 0,
          activeSetting: 1,
          input: 1,
          output: 2,
          packetSize: 512,
          nameIndex: 4,
          service: { role: 1, uuid: WMC_OBEX_SERVICE, version: 0x0100 },
        },
      ],
      broken: [],
    });
  });

  it('CDC-ACM is a serial port', () => {
    const found = readFunctions(descriptor(CONTROL(0x02), UNION, NOTIFY, [4, 1, 0, 2, 0x0a, 0, 0, 0], IN, OUT));
    expect(found.functions).toMatchObject([{ kind: 'acm', idleSetting: undefined, activeSetting: 0 }]);
  });

  it('without a union descriptor the next interface carries the data', () => {
    const found = readFunctions(descriptor(CONTROL(0x0b), OBEX, ACTIVE, IN, OUT));
    expect(found.functions).toMatchObject([{ kind: 'obex', data: 1 }]);
  });

  it('one without pipes is told as broken', () => {
    const found = readFunctions(descriptor(CONTROL(0x0b), UNION, OBEX, IDLE, ACTIVE, IN));
    expect(found).toEqual({
      functions: [],
      broken: [{ control: 0, why: 'data interface 1 has no setting with a pipe in and a pipe out' }],
    });
  });

  it('one whose data interface does not exist as well', () => {
    const found = readFunctions(descriptor(CONTROL(0x0b), [0x24, 0x06, 0, 7], OBEX, IDLE));
    expect(found.broken).toEqual([{ control: 0, why: 'data interface 7 is missing' }]);
  });

  it('other classes are nobody’s business here', () => {
    expect(readFunctions(descriptor([4, 0, 0, 2, 0x08, 6, 0x50, 0], IN, OUT)).functions).toEqual([]);
  });

  it('no octets make it fail', () => {
    const whole = descriptor(CONTROL(0x0b, 4), UNION, OBEX, SERVICE, IDLE, ACTIVE, IN, OUT);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(),
        (lies, cut) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, octet] of lies) bytes[at] = octet;
          const { functions } = readFunctions(bytes.subarray(0, cut % (whole.length + 1)));
          for (const { input, output } of functions) expect([input < 16, output < 16]).toEqual([true, true]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
