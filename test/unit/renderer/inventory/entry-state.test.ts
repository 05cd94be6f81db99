import { describe, expect, it } from 'vitest';
import { entryName } from '../../../../renderer/features/inventory/entry-focus.ts';
import { percentOf, stateWordOf } from '../../../../renderer/features/inventory/entry-state.ts';
import { summaryOf } from '../../../../renderer/features/inventory/inventory-summary.ts';
import type { DeploymentComponent, DownloadEntry } from '../../../../shared/scomo/inventory-types.ts';
import { codeWord } from '../../../../shared/scomo/states.ts';

function component(state: string, status = '10'): DeploymentComponent {
  const stateWord = codeWord('Deployed', 'State', state);
  const statusWord = codeWord('Deployed', 'Status', status);
  return {
    subtree: 'Deployed',
    uri: './SCM/Inventory/Deployed/C1',
    nodeName: 'C1',
    ...(stateWord === undefined ? {} : { state: stateWord }),
    ...(statusWord === undefined ? {} : { status: statusWord }),
    active: state === '20',
    operations: [],
    readAt: 0,
  };
}

function download(status: string): DownloadEntry {
  const word = codeWord('Download', 'Status', status);
  return {
    subtree: 'Download',
    uri: './SCM/Download/p',
    nodeName: 'p',
    ...(word === undefined ? {} : { status: word }),
    operations: [],
    readAt: 0,
  };
}

const delivery = { devId: 'IMEI:1', runId: 'r', digest: 'd', sent: 118, size: 190, done: false };

describe('the state at one glance', () => {
  it.each([
    ['an active component', component('20'), 'Active', 'dot'],
    ['an inactive one', component('10'), 'Inactive', 'ring'],
    ['one whose removal failed', component('20', '20'), 'Remove failed', 'triangle'],
    ['one that is being activated', component('10', '50'), 'Activate progressing', 'clock'],
    ['one of which nothing was read', component(''), 'State not read', 'dash'],
    ['a described download', download('10'), 'Described', 'ring'],
    ['a finished one', download('40'), 'Downloaded', 'check'],
  ])('%s', (_what, entry, word, shape) => {
    expect(stateWordOf(entry)).toMatchObject({ word, shape });
  });

  it('of a download says how far it is, unless it has failed', () => {
    expect(stateWordOf(download('30'), delivery).word).toBe('Downloading 62 %');
    expect(stateWordOf(download('20'), delivery).word).toBe('Download failed');
    expect(stateWordOf(download('40'), { ...delivery, done: true }).word).toBe('Downloaded');
  });

  it('has few words in the chip and the rest beside it', () => {
    expect(stateWordOf(download('70'))).toMatchObject({ word: 'Install failed', rest: 'package deleted' });
    expect(stateWordOf(download('20'))).not.toHaveProperty('rest');
  });

  it('never says more than all', () => {
    expect(percentOf({ sent: 5, size: 3 })).toBe(100);
    expect(percentOf({ sent: 0, size: 0 })).toBe(100);
  });
});

describe('a list in one line', () => {
  it('names what needs a person first', () => {
    expect(summaryOf([component('20'), component('10'), component('20'), component('20', '20')])).toBe(
      '1 remove failed, 2 active, 1 inactive',
    );
    expect(summaryOf([])).toBe('');
  });
});

describe('the name of an entry', () => {
  it.each([
    [{ name: 'Notes', version: '2.0' }, 'Notes 2.0'],
    [{ name: 'Notes 2.0', version: '2.0' }, 'Notes 2.0'],
    [{ id: 'com.acme.notes' }, 'com.acme.notes'],
    [{ name: '', id: '' }, 'C1'],
  ])('of %j is %s', (facts, name) => {
    expect(entryName({ ...component('20'), ...facts })).toBe(name);
  });
});
