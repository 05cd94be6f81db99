import { array, assert, constantFrom, option, property, record, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deviceObjects,
  isStandardObject,
  type ReadNode,
  type StandardObject,
} from '../../../../shared/dm/device-objects.ts';
import { firmwareState } from '../../../../shared/dm/fumo.ts';

type Row = readonly [uri: string, value?: string | undefined, type?: string];

function nodes(...rows: readonly Row[]): readonly ReadNode[] {
  return rows.map(([uri, value, type]) => ({
    uri,
    format: value === undefined ? 'node' : 'chr',
    ...(value === undefined ? {} : { value }),
    ...(type === undefined ? {} : { type }),
  }));
}

function facts(object: StandardObject | undefined): readonly string[] {
  return (object?.facts ?? []).map(({ label, value, meaning }) => [label, value, meaning].filter(Boolean).join(' | '));
}

const ACCOUNT = nodes(
  ['./Accounts/A'],
  ['./Accounts/A', undefined, 'urn:oma:mo:oma-dm-dmacc:1.0'],
  ['./Accounts/A/AppID', 'w7'],
  ['./Accounts/A/ServerID', 'dm.example'],
  ['./Accounts/A/AppAddr'],
  ['./Accounts/A/AppAddr/1'],
  ['./Accounts/A/AppAddr/1/Addr', 'https://dm.example/dm'],
  ['./Accounts/A/AppAddr/1/AddrType', 'URI'],
  ['./Accounts/A/AppAddr/1/Port/1/PortNbr', '443'],
  ['./Accounts/A/AppAuth/CLIENT/AAuthType', 'DIGEST'],
  ['./Accounts/A/AppAuth/CLIENT/AAuthName', 'acme'],
  ['./Accounts/A/AppAuth/CLIENT/AAuthSecret', 'do-not-show'],
  ['./Accounts/A/AppAuth/CLIENT/AAuthData', 'bm9uY2U='],
  ['./Accounts/A/AppAuth/x/AAuthLevel', 'CLCRED'],
);

describe('the standard objects of a handset', () => {
  it('are found where they customarily are, and told in words', () => {
    const [device, details] = deviceObjects(
      nodes(
        ['./DevDetail'],
        ['./DevDetail/LrgObj', 'true'],
        ['./DevDetail/FwV', '1.0'],
        ['./DevDetail/URI'],
        ['./DevDetail/URI/MaxDepth', '0'],
        ['./DevInfo'],
        ['./DevInfo/Mod', 'A1'],
        ['./DevInfo/Ext'],
        ['./DevInfo/Ext/OmcCode', 'XEF'],
        ['./DevInfo/DevId', 'IMEI:1'],
      ),
    );
    expect(facts(device)).toEqual(['Identifier | IMEI:1', 'Model | A1', 'Ext/OmcCode | XEF']);
    expect(facts(details)).toEqual([
      'Firmware | 1.0',
      'Large objects | true | takes values in several messages',
      'Deepest URI | 0 | no limit',
    ]);
  });

  it('are found anywhere by their type', () => {
    const [account] = deviceObjects(ACCOUNT);
    expect(account).toMatchObject({ kind: 'account', title: 'DM account: dm.example', uri: './Accounts/A' });
    expect(facts(account)).toEqual(['Server identifier | dm.example', 'Application | w7 | OMA DM']);
    expect(
      account?.groups.map(({ title, facts: rows }) => [title, ...rows.map(({ label, value }) => `${label} ${value}`)]),
    ).toEqual([
      ['Address 1', 'Address https://dm.example/dm', 'Kind of address URI', 'Port 443'],
      ['Credential CLIENT', 'Kind of proof DIGEST', 'Name acme'],
      ['Credential x', 'Level CLCRED'],
    ]);
  });

  it('never tell a password or a nonce', () => {
    const text = JSON.stringify(deviceObjects(ACCOUNT));
    expect(text).not.toContain('do-not-show');
    expect(text).not.toContain('bm9uY2U=');
  });

  it('are not what only stands in such a place', () => {
    expect(
      deviceObjects(nodes(['./DMAcc'], ['./DMAcc/Other'], ['./DMAcc/Other/X', '1'], ['./FUMO'], ['./FUMO/X', '1'])),
    ).toEqual([]);
    expect(isStandardObject({ uri: './DevInfo', type: 'urn:acme:mo:x:1.0' })).toBe(false);
    expect(isStandardObject({ uri: './DevInfo', type: '' })).toBe(true);
  });

  it('show the state of a firmware update in words', () => {
    const [firmware] = deviceObjects(
      nodes(
        ['./FUMO', undefined, 'urn:oma:mo:oma-fumo:1.0'],
        ['./FUMO/State', '50'],
        ['./FUMO/Download/PkgURL', 'http://x'],
      ),
    );
    expect(facts(firmware)).toEqual(['State | 50 | Ready to update', 'Download from | http://x']);
    expect(firmware?.remark).toContain('does not update firmware');
    expect(firmwareState('55')).toBeUndefined();
    expect(firmwareState('soon')).toBeUndefined();
  });

  it('show an inbox of which nothing can be read', () => {
    expect(deviceObjects(nodes(['./Inbox']))).toMatchObject([{ kind: 'inbox', facts: [], groups: [] }]);
  });

  it('never fail and never tell a secret, whatever was read', () => {
    const segment = constantFrom(
      'DevInfo',
      'DMAcc',
      'A',
      'AppAuth',
      'AAuthSecret',
      'AAuthData',
      'ServerID',
      'State',
      'FUMO',
      'Inbox',
    );
    const path = array(segment, { minLength: 1, maxLength: 5 });
    const row = record({
      uri: path.map((names) => `./${names.join('/')}`),
      format: constantFrom('node', 'chr', 'bin', 'unknown'),
      value: option(string()),
      type: option(constantFrom('urn:oma:mo:oma-dm-dmacc:1.0', 'URN:OMA:MO:OMA-FUMO:1.0', 'text/plain', '')),
    });
    assert(
      property(tuple(array(row, { maxLength: 30 })), ([rows]) => {
        const hidden = rows.map((one) => (/\/AAuth(Secret|Data)$/.test(one.uri) ? { ...one, value: 'hidden!' } : one));
        expect(JSON.stringify(deviceObjects(hidden))).not.toContain('hidden!');
      }),
    );
  });
});
