import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleHandset } from '../sample-window.tsx';

afterEach(() => {
  closeWindow();
  dropTrees();
});

const ROWS: readonly TreeRow[] = [
  ['.', 'node', null, null, 1],
  ['./DevInfo', 'node', null, 'urn:oma:mo:oma-dm-devinfo:1.0', 1],
  ['./DevInfo/Man', 'chr', 'Acme', null, 1],
  ['./DMAcc', 'node', null, null, 1],
  ['./DMAcc/Server', 'node', null, 'urn:oma:mo:oma-dm-dmacc:1.0', 1],
  ['./DMAcc/Server/ServerID', 'chr', 'dm.example', null, 1],
  ['./DMAcc/Server/AppAuth', 'node', null, null, 1],
  ['./DMAcc/Server/AppAuth/1', 'node', null, null, 1],
  ['./DMAcc/Server/AppAuth/1/AAuthLevel', 'chr', 'SRVCRED', null, 1],
  ['./DMAcc/Server/AppAuth/1/AAuthSecret', 'chr', 'do-not-show', null, 1],
  ['./FUMO', 'node', null, 'urn:oma:mo:oma-fumo:1.0', 1],
  ['./FUMO/State', 'int', '30', null, 1],
  ['./Inbox', 'node', null, null, 1],
];

describe('the device of a handset', () => {
  it('shows each standard object as a card, without secrets', async () => {
    const { user } = await openWindow(
      { handsets: [sampleHandset()] },
      { 'tree.snapshot': ({ devId }) => ok({ devId, version: 1, rows: [...ROWS] }) },
    );
    await user.click(screen.getByRole('tab', { name: 'Device' }));
    const account = await screen.findByRole('region', { name: 'DM account: dm.example' });
    expect(account.textContent).toContain('how the server proves itself to the handset');
    expect(document.body.textContent).not.toContain('do-not-show');
    const firmware = screen.getByRole('region', { name: 'Firmware update' });
    expect(firmware.textContent).toContain('30 Download progressing');
    expect(screen.getByRole('region', { name: 'Inbox' }).textContent).toContain('nobody can read');
    await user.click(within(firmware).getByRole('button', { name: 'State' }));
    expect(windowStore.getState().selection).toMatchObject({ tab: 'tree', uri: './FUMO/State' });
  });

  it('asks for a reading when nothing was read, and reads only the device objects', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()] },
      { 'tree.read': () => ok({ nodes: 20, method: 'StructData', ms: 5 }) },
    );
    await user.keyboard('{Alt>}d{/Alt}');
    await user.click(await screen.findByRole('button', { name: /Read device objects/ }));
    expect(carrier.calls.find(({ name }) => name === 'tree.read')?.input).toEqual({ devId: 'IMEI:1', scope: 'device' });
  });
});
