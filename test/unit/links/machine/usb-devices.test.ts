import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookAtUsb, typeCPartners } from '../../../../electron/links/machine/usb-devices.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'scomo-sysfs-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(root, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, folder, name), `${text}\n`);
}

describe('what the kernel tells about USB', () => {
  it('is read with functions, drivers and power', async () => {
    put('usb1', { idVendor: '1d6b', bDeviceClass: '09' });
    put('1-2', {
      idVendor: '05e3',
      idProduct: '0608',
      bDeviceClass: '09',
      bmAttributes: 'a0',
      bMaxPower: '100mA',
      bConfigurationValue: '1',
      busnum: '1',
      devnum: '4',
    });
    put('1-2.3', {
      idVendor: '0421',
      idProduct: '0001',
      manufacturer: 'Acme',
      product: 'A1',
      bDeviceClass: '00',
      bmAttributes: 'c0',
      bMaxPower: '500mA',
      bConfigurationValue: '1',
      busnum: '1',
      devnum: '17',
    });
    put('1-2.3:1.0', { bInterfaceClass: '02', bInterfaceSubClass: '02', bInterfaceProtocol: '01' });
    put('drivers/cdc_acm', {});
    symlinkSync(join(root, 'drivers/cdc_acm'), join(root, '1-2.3:1.0', 'driver'));
    const [hub, handset, ...more] = (await lookAtUsb(root)) ?? [];
    expect(more).toEqual([]);
    expect(hub).toMatchObject({ portPath: '1-2', isHub: true, isSelfPowered: false, needs: 100 });
    expect(handset).toEqual({
      portPath: '1-2.3',
      vendorId: '0421',
      productId: '0001',
      manufacturer: 'Acme',
      product: 'A1',
      isHub: false,
      isSelfPowered: true,
      needs: 500,
      configuration: 1,
      interfaces: [{ kind: '02/02/01', driver: 'cdc_acm' }],
      file: '/dev/bus/usb/001/017',
      mayOpen: false,
    });
  });

  it('is nothing where there is no USB, and a device that is half gone is read as far as it is there', async () => {
    expect(await lookAtUsb(join(root, 'none'))).toBeUndefined();
    put('1-1', { idVendor: '0421' });
    expect(await lookAtUsb(root)).toMatchObject([{ vendorId: '0421', configuration: undefined, interfaces: [] }]);
  });

  it('counts what is plugged into USB-C', async () => {
    put('port0', {});
    put('port0-partner', {});
    expect(await typeCPartners(root)).toBe(1);
    expect(await typeCPartners(join(root, 'none'))).toBe(0);
  });
});
