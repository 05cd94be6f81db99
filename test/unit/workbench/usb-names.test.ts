import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdentityBook } from '../../../electron/links/usb/identity.ts';
import { portOf } from '../../../electron/workbench/cables/usb-source.ts';
import { checkInput } from '../../../shared/contract/check.ts';

const short = fc.integer({ min: 0, max: 0xffff });
const identity = fc.record({
  vendorId: short,
  productId: short,
  serialNumber: fc.option(fc.string({ unit: 'binary', maxLength: 126 }), { nil: undefined }),
  portPath: fc.constantFrom('1-2', '1-2.4', '12-1.1.3'),
});

describe('the name of a handset on USB', () => {
  it('is one that every method takes, whatever the serial number', () => {
    fc.assert(
      fc.property(identity, (each) => {
        const port = portOf(createIdentityBook().arrived(each));
        expect(checkInput('cables.retry', { port })).toMatchObject({ ok: true });
      }),
    );
  });

  it('tells two handsets apart, and is the same for the same one', () => {
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const book = createIdentityBook();
        const names = [book.arrived(one), book.arrived(other)].map(portOf);
        expect(new Set(names).size).toBe(2);
        expect(portOf(createIdentityBook().arrived(one))).toBe(names[0]);
      }),
    );
  });

  it.each([
    ['0421:0508:356938035643809', 'usb:0421:0508:356938035643809'],
    ['0421:0508:@1-2.4', 'usb:0421:0508:@1-2.4'],
    ['0421:0508:A:B@C@1-2', 'usb:0421:0508:A%3AB%40C@1-2'],
    ['0421:0508:A@B', 'usb:0421:0508:A%40B'],
  ])('of %s is %s', (id, name) => {
    expect(portOf(id)).toBe(name);
  });
});
