import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Answers } from '../../../../renderer/app/fake-carrier.ts';
import { perform } from '../../../../renderer/app/action.ts';
import { openDialog, select, windowStore } from '../../../../renderer/app/store.ts';
import { deleteNode } from '../../../../renderer/features/inventory/actions/delete-node.ts';
import { addNode } from '../../../../renderer/features/inventory/actions/add-node.ts';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleHandset } from '../sample-window.tsx';
import type { TreeRow } from '../../../../shared/contract/tree.ts';

const ROWS: readonly TreeRow[] = [
  ['.', 'node', null, null, 1],
  ['./Settings', 'node', null, null, 1],
  ['./Settings/Lang', 'chr', 'en', null, 1],
  ['./Settings/Size', 'int', '3', null, 1],
];

afterEach(() => {
  closeWindow();
  dropTrees();
});

async function show(uri: string, answers: Answers = {}) {
  const window = await openWindow(
    { handsets: [sampleHandset()] },
    { 'tree.snapshot': ({ devId }) => ok({ devId, version: 1, rows: [...ROWS] }), ...answers },
  );
  select({ tab: 'tree', uri });
  await screen.findByRole('region', { name: 'Selected node' });
  return window;
}

describe('changing the tree by hand', () => {
  it('replaces the value of a leaf, and keeps a refusal beside the field', async () => {
    let answer: ReturnType<typeof fail> | ReturnType<typeof ok<{ uri: string }>> = fail(
      'write-refused',
      'Refused.',
      'Why.',
    );
    const { carrier, user } = await show('./Settings/Lang', { 'tree.setValue': () => answer });
    await user.click(screen.getByRole('button', { name: 'Edit value' }));
    const field = screen.getByLabelText('New value');
    await user.clear(field);
    await user.type(field, 'de{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Refused.');
    answer = ok({ uri: './Settings/Lang' });
    await user.click(screen.getByRole('button', { name: 'Replace' }));
    expect(await screen.findByRole('button', { name: 'Edit value' })).toBeTruthy();
    expect(carrier.calls.findLast(({ name }) => name === 'tree.setValue')?.input).toEqual({
      devId: 'IMEI:1',
      uri: './Settings/Lang',
      value: 'de',
    });
  });

  it('adds a node below an interior one and selects it', async () => {
    const { carrier, user } = await show('./Settings', { 'tree.addNode': () => ok({ uri: './Settings/Tone' }) });
    await user.click(screen.getByRole('button', { name: 'Add a node below…' }));
    const dialog = screen.getByRole('dialog', { name: 'Add a node' });
    await user.type(within(dialog).getByLabelText('Name'), 'Tone');
    await user.selectOptions(within(dialog).getByLabelText('Format'), 'int');
    await user.type(within(dialog).getByLabelText('Value'), '7');
    await user.click(within(dialog).getByRole('button', { name: 'Add' }));
    expect(carrier.calls.findLast(({ name }) => name === 'tree.addNode')?.input).toEqual({
      devId: 'IMEI:1',
      uri: './Settings',
      name: 'Tone',
      format: 'int',
      value: '7',
    });
    expect(windowStore.getState().selection.uri).toBe('./Settings/Tone');
    expect(addNode.whyNot(windowStore.getState(), { devId: 'IMEI:1', uri: './Settings/Size' })).toContain('A leaf');
  });

  it('deletes a node only after it has said what goes with it', async () => {
    const { carrier, user } = await show('./Settings', { 'tree.deleteNode': () => ok({ uri: '.' }) });
    await perform(deleteNode);
    const dialog = await screen.findByRole('dialog', { name: 'Delete this node on the handset?' });
    expect(dialog.textContent).toContain('2 nodes below it go with it.');
    expect(carrier.calls.some(({ name }) => name === 'tree.deleteNode')).toBe(false);
    await user.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(carrier.calls.findLast(({ name }) => name === 'tree.deleteNode')?.input).toEqual({
      devId: 'IMEI:1',
      uri: './Settings',
    });
    expect(windowStore.getState().selection.uri).toBe('.');
  });

  it('shows what a TNDS file holds before it writes it, and refuses one that is none', async () => {
    const { carrier, user } = await show('./Settings', { 'tree.writeTnds': () => ok({ uri: './Settings', nodes: 1 }) });
    const document =
      '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD><Node><NodeName>Lang</NodeName><Path>.</Path><RTProperties><Format><chr/></Format></RTProperties><Value>fr</Value></Node></MgmtTree>';
    const at = { kind: 'write-tnds', devId: 'IMEI:1', uri: './Settings', fileName: 'x.xml' } as const;
    openDialog({ ...at, document: 'no xml' });
    expect((await screen.findByRole('button', { name: 'Add' })).getAttribute('aria-disabled')).toBe('true');
    openDialog({ ...at, document });
    const dialog = await screen.findByRole('dialog', { name: 'Write x.xml to the handset' });
    expect(within(dialog).getByRole('list', { name: 'Nodes of the file' }).textContent).toContain('Lang = fr');
    await user.click(within(dialog).getByRole('radio', { name: 'Replace' }));
    await user.click(within(dialog).getByRole('button', { name: 'Replace' }));
    expect(carrier.calls.findLast(({ name }) => name === 'tree.writeTnds')?.input).toMatchObject({ how: 'Replace' });
  });
});
