import { describe, expect, it } from 'vitest';
import { completionAlertType, moIdentifier, scomoAlertKindOf, scomoVersionOf } from '../../../../shared/scomo/mo.ts';
import { ALIASES, NODES, definitionOf, standardName } from '../../../../shared/scomo/nodes.ts';
import { OPERATIONS, subtreeOfOperation } from '../../../../shared/scomo/operations.ts';
import {
  isResultSuccess,
  knownResultCodes,
  resultCode,
  resultNext,
  resultWord,
} from '../../../../shared/scomo/result-codes.ts';
import { STATES, codeWord } from '../../../../shared/scomo/states.ts';

describe('the node tables', () => {
  it('name every node once, under a parent that is there', () => {
    for (const rows of Object.values(NODES)) {
      const paths = rows.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      const orphans = paths.filter((path) => path !== '' && !paths.includes(path.split('/').slice(0, -1).join('/')));
      expect(orphans).toEqual([]);
    }
  });

  it('have the operations of every list as executable leaves', () => {
    const lists = { Download: 'Download', Delivered: 'Inventory/Delivered', Deployed: 'Inventory/Deployed' } as const;
    for (const [subtree, operations] of Object.entries(OPERATIONS))
      for (const name of operations) {
        const row = NODES['1.0'].find(
          ({ path }) => path === `${lists[subtree as keyof typeof lists]}/<X>/Operations/${name}`,
        );
        expect(row).toMatchObject({ format: 'null', access: ['Exec'] });
      }
  });

  it('1.1 has Reboot and everything of 1.0', () => {
    expect(NODES['1.0'].some(({ path }) => path.endsWith('/Reboot'))).toBe(false);
    expect(NODES['1.1'].some(({ path }) => path === 'Download/<X>/Reboot')).toBe(true);
    expect(NODES['1.1'].slice(0, NODES['1.0'].length)).toEqual(NODES['1.0']);
  });

  it('every alias stands for a name of the standard', () => {
    for (const { spelling, name } of ALIASES) {
      expect(standardName(spelling)).toBe(name);
      expect(standardName(name)).toBe(name);
      expect(spelling).toBe(spelling.toLowerCase());
    }
  });
});

describe('names', () => {
  it.each([
    ['pkgurl', 'PkgURL'],
    ['PKGID', 'PkgID'],
    ['DownlaodInstallInactive', 'DownloadInstallInactive'],
    ['Deactive', 'Deactivate'],
    ['C1', undefined],
    ['<X>', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('%s is %s', (name, standard) => {
    expect(standardName(name)).toBe(standard);
  });

  it.each([
    [[], ''],
    [['Download', 'pkg42', 'Status'], 'Download/<X>/Status'],
    [['inventory', 'deployed', 'c1', 'operations', 'activate'], 'Inventory/Deployed/<X>/Operations/Activate'],
    [['Inventory', 'Deployed', 'Download'], 'Inventory/Deployed/<X>'],
    [['Inventory', 'Deployed', 'Status', 'Status'], 'Inventory/Deployed/<X>/Status'],
    [['Download', 'pkg42', 'Vendor'], undefined],
    [['Other'], undefined],
  ])('%j is the node %s', (path, pattern) => {
    expect(definitionOf(path)?.path).toBe(pattern);
  });
});

describe('states', () => {
  it.each([
    ['30', { code: 30, word: 'Download progressing', tone: 'busy' }],
    [' 030 ', { code: 30, word: 'Download progressing', tone: 'busy' }],
    ['download failed', { code: 20, word: 'Download failed', tone: 'failed' }],
    ['35', { code: 35, word: 'Status 35, not in the standard', tone: 'ok' }],
    ['', undefined],
    ['-1', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('Download status %j', (value, word) => {
    expect(codeWord('Download', 'Status', value)).toEqual(word);
  });

  it('every code has one row', () => {
    const keys = STATES.map(({ subtree, property, code }) => `${subtree} ${property} ${code}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('what progresses is busy and what failed is failed', () => {
    for (const { word, tone } of STATES) {
      expect(tone === 'busy').toBe(word.includes('progressing'));
      expect(tone === 'failed').toBe(word.includes('failed'));
    }
  });
});

describe('result codes', () => {
  it.each([
    [1200, 'success', 'Done'],
    [1251, 'success', 'Done, with a remark of the vendor'],
    [1299, 'success', 'Done, with a remark of the vendor'],
    [1210, 'success', 'Done'],
    [1407, 'handset-failure', 'The handset does not accept the signature or the content of the package'],
    [1399, 'handset-failure', 'The handset failed with a code that the standard does not have'],
    [1499, 'handset-failure', 'The handset failed with a code of its vendor'],
    [1501, 'download-server-failure', 'The handset got no answer from the download server'],
    [1560, 'download-server-failure', 'The download failed with a code of the vendor'],
    [1510, 'download-server-failure', 'The download server failed'],
  ])('%i is %s', (code, outcome, word) => {
    expect(resultCode(code)).toMatchObject({ code, outcome, word });
    expect(resultWord(code)).toBe(word);
    expect(isResultSuccess(code)).toBe(outcome === 'success');
  });

  it('outside 1200–1599 there is none', () => {
    for (const code of [0, 200, 202, 404, 1199, 1600]) expect(resultCode(code)).toBeUndefined();
    expect(resultWord(999)).toBe('Code 999');
    expect(isResultSuccess(200)).toBe(false);
  });

  it('every failure says what to do next, in a sentence', () => {
    const failures = knownResultCodes().filter((code) => !isResultSuccess(code));
    expect(failures.filter((code) => !/^[A-Z].*\.$/.test(resultNext(code)))).toEqual([]);
    expect(resultNext(1200)).toBe('');
  });
});

describe('identifiers', () => {
  it.each([
    ['urn:oma:mo:oma-scomo:1.0', '1.0'],
    [' URN:OMA:mo:oma-SCOMO:1.1 ', '1.1'],
    ['urn:oma:mo:oma-scomo:1.2', '1.1'],
    ['urn:oma:mo:oma-scomo:2.0', undefined],
    ['urn:oma:mo:oma-fumo:1.0', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Type %j is SCOMO %s', (type, version) => {
    expect(scomoVersionOf(type)).toBe(version);
  });

  it('are written as they are read', () => {
    expect(scomoVersionOf(moIdentifier('1.0'))).toBe('1.0');
    expect(scomoVersionOf(moIdentifier('1.1'))).toBe('1.1');
    expect(scomoAlertKindOf(completionAlertType('1.0'))).toBe('operation-complete');
  });

  it.each([
    ['urn:oma:at:scomo:1.0:OperationComplete', 'operation-complete'],
    ['urn:oma:at:scomo:1.1:operationcomplete', 'operation-complete'],
    ['org.openmobilealliance.dm.softwarecomponent.OperationComplete', 'operation-complete'],
    ['Reversed-Domain-Name: org.openmobilealliance.dm.softwarecomponent.OperationComplete', 'operation-complete'],
    ['Reversed-Domain-Name: org.openmobilealliance.dm.softwarecomponent.Check', 'client-initiated'],
    ['urn:oma:at:scomo:1.0:ClientInitiatedUserRequest', 'client-initiated'],
    ['urn:oma:at:scomo:1.1:devicerequest', 'client-initiated'],
    ['org.openmobilealliance.dm.firmwareupdate.downloadandupdate', undefined],
    ['urn:oma:at:fumo:1.0:OperationComplete', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('alert type %j is %s', (type, kind) => {
    expect(scomoAlertKindOf(type)).toBe(kind);
  });

  it('an operation name tells its list, except Remove', () => {
    expect(subtreeOfOperation('InstallInactive')).toBe('Delivered');
    expect(subtreeOfOperation('Remove')).toBeUndefined();
  });
});
