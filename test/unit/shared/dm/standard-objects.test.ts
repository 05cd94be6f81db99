import { describe, expect, it } from 'vitest';
import { standardMeaning } from '../../../../shared/dm/standard-objects.ts';

describe('a standard object in words', () => {
  it.each([
    ['./DevInfo', 'urn:oma:mo:oma-dm-devinfo:1.0', 'Device information'],
    ['./DevDetail', ' URN:OMA:MO:oma-dm-devdetail:1.2 ', 'Device details'],
    ['./Setup/Operator', 'urn:oma:mo:oma-dm-dmacc:1.0', 'DM account'],
    ['./Update', 'urn:oma:mo:oma-fumo:1.0.4', 'Firmware update'],
    ['./DMAcc', null, 'DM accounts'],
    ['./DevDetail/FwV', null, 'Firmware version'],
    ['./DevInfo', 'x-vendor:devinfo', 'Device information'],
  ])('%s of type %s', (uri, type, words) => {
    expect(standardMeaning(uri, type)).toBe(words);
  });

  it('says nothing of what no standard names', () => {
    expect(standardMeaning('./Vendor', 'urn:acme:mo:vendor:1.0')).toBeUndefined();
    expect(standardMeaning('./Vendor/Mod', null)).toBeUndefined();
  });
});
