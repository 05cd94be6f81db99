import { describe, expect, it } from 'vitest';
import { createIdentityBook, portPathOf, type UsbIdentity } from '../../../../electron/links/usb/identity.ts';

function handset(portPath: string, serialNumber: string | undefined): UsbIdentity {
  return { vendorId: 0x421, productId: 0x508, serialNumber, portPath };
}

describe('who a USB handset is', () => {
  it('a handset that reboots is the same one, on another port too', () => {
    const book = createIdentityBook();
    const id = book.arrived(handset('1-1', '12'));
    expect(id).toBe('0421:0508:12');
    book.left(id);
    expect(book.arrived(handset('1-1', '12'))).toBe(id);
    book.left(id);
    expect(book.arrived(handset('2-3.1', '12'))).toBe(id);
  });

  it('two with the same serial number are told apart by their ports, and stay apart', () => {
    const book = createIdentityBook();
    const first = book.arrived(handset('1-1', '12'));
    const second = book.arrived(handset('1-2', '12'));
    expect(second).toBe('0421:0508:12@1-2');
    book.left(first);
    book.left(second);
    expect(book.arrived(handset('1-2', '12'))).toBe(second);
    expect(book.arrived(handset('1-1', '12'))).toBe(first);
  });

  it('one without a serial number is the handset at its port', () => {
    const book = createIdentityBook();
    const first = book.arrived(handset('1-1', undefined));
    book.left(first);
    expect(book.arrived(handset('1-2', undefined))).not.toBe(first);
    expect(book.arrived(handset('1-1', undefined))).toBe(first);
  });

  it('the port path is written as the system writes it', () => {
    expect(portPathOf('001', [2, 4])).toBe('1-2.4');
    expect(portPathOf('0', [1])).toBe('0-1');
  });
});
