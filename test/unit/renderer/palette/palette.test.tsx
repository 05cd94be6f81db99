import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { windowStore } from '../../../../renderer/app/store.ts';
import { findItems, type PaletteItem } from '../../../../renderer/features/palette/palette-items.ts';
import { ok } from '../../../../shared/result.ts';
import { inventory } from '../../sample-inventory.ts';
import { closeWindow, openWindow, sampleHandset, samplePackage } from '../sample-window.tsx';

afterEach(closeWindow);

describe('the palette', () => {
  it('finds a handset by part of its DevId and selects it with Enter', async () => {
    const { user } = await openWindow({
      handsets: [sampleHandset(), sampleHandset({ devId: 'IMEI:77', name: 'Borq T9' })],
    });
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('imei:77{Enter}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(windowStore.getState().selection.devId).toBe('IMEI:77');
  });

  it('finds and does any action', async () => {
    const { carrier, user } = await openWindow({}, { 'handsets.addVirtual': () => ok({ devId: 'virtual-1' }) });
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('add virt');
    const [first] = screen.getAllByRole('option');
    expect(first?.textContent).toContain('Add virtual handset');
    expect(screen.getByRole('combobox', { name: /Find a handset/ }).getAttribute('aria-activedescendant')).toBe(
      first?.id,
    );
    await user.keyboard('{Enter}');
    expect(carrier.calls.at(-1)?.name).toBe('handsets.addVirtual');
  });

  it('finds a component of a handset that was read', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset()] }, { 'tree.inventory': () => ok({ inventory }) });
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('com.acme');
    await user.click(await screen.findByRole('option', { name: /Notes 2\.0/ }));
    expect(windowStore.getState().selection).toMatchObject({ tab: 'components', uri: './SCM/Inventory/Deployed/C1' });
  });

  it('says why an action cannot be done, and does not do it', async () => {
    const { carrier, user } = await openWindow({ packages: [samplePackage()] });
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('push package');
    const option = screen.getByRole('option', { name: /Push package/ });
    expect(within(option).getByText('Select a handset first.')).toBeTruthy();
    expect(option.getAttribute('aria-disabled')).toBe('true');
    const before = carrier.calls.length;
    await user.keyboard('{Enter}');
    expect(screen.getByRole('dialog')).toBeTruthy();
    expect(carrier.calls).toHaveLength(before);
  });

  it('walks round with the arrow keys and closes with Escape', async () => {
    const { user } = await openWindow();
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('{ArrowUp}');
    const options = screen.getAllByRole('option');
    expect(options.at(-1)?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{ArrowDown}');
    expect(options[0]?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('finding', () => {
  it('puts what starts with the search first, and what cannot be done after its equals', () => {
    const item = (label: string, whyNot?: string): PaletteItem => ({
      key: label,
      kind: 'Action',
      label,
      remark: 'about nodes',
      whyNot,
      choose: () => undefined,
    });
    const items = [item('Copy node'), item('Nodes, all', 'No.'), item('Node'), item('Other')];
    expect(findItems(items, 'node').map((each) => each.label)).toEqual(['Node', 'Nodes, all', 'Copy node', 'Other']);
    expect(findItems(items, 'copy about').map((each) => each.label)).toEqual(['Copy node']);
    expect(findItems(items, 'nothing')).toEqual([]);
  });
});
